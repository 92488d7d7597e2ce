/** Who asks about a tenant's meetings, with which rights, and the one way from their KQL to rows. */

export { TEAMS_AUDIENCES } from './access.ts'
export { readerSurface } from './reader-surface.ts'
export { createReading, type Reader, type TeamsReading } from './reading.ts'
