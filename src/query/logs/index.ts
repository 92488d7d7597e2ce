/** The logs query API and the one way from KQL to rows. */
export { type Answer, createQueries, type QueriedWorkspace, type QueryService } from './query-service.ts'
export { type LogsApi, logsSurface } from './surface.ts'
