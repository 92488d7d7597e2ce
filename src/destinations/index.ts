/** Where records go: the workspace, what settings of Azure and of partners name, and whoever looks on live. */
export { type ConfiguredDestinations, type DestinationDeps, destinationsFrom } from './destinations-from.ts'
export { type LiveDestination, type LiveEvent, type LiveFilter, liveDestination } from './live.ts'
export { type WorkspaceDestinationOptions, workspaceDestination } from './workspace.ts'
