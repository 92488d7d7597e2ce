/** The Kusto REST API, versions 1 and 2, over the same queries as the logs API: a database is a workspace. */
export { type KustoApi, kustoSurfaces } from './surface.ts'
