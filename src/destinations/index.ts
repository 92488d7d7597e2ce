/** Where records go: the workspace, and whoever looks on live. All pass the contract of `destination-contract.ts`. */
export { type LiveDestination, type LiveEvent, type LiveFilter, liveDestination } from './live.ts'
export { type WorkspaceDestinationOptions, workspaceDestination } from './workspace.ts'
