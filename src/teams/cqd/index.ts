/** Call quality of a tenant's meetings: catalogue, queries that become KQL, and the HTTP API. */
export { cqdSurface } from './api/surface.ts'
export { compileQuery } from './query/compile.ts'
export { CqdQuery } from './query/model.ts'
export { type CqdAnswer, type CqdOptions, runQuery } from './query/run.ts'
