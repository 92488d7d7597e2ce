/** The columnar workspace: the engine that stores and answers, and the tables of the vocabulary in it. */
export { type ChdbOptions, openChdbEngine } from './engine/chdb-engine.ts'
export { type ClickHouseOptions, openClickHouseEngine } from './engine/clickhouse-engine.ts'
export {
  type Engine,
  type EngineColumn,
  type EngineCondition,
  EngineError,
  type EngineErrorCode,
  type EngineHealth,
  type InsertTarget,
  type QueryOptions,
  type QueryResult,
  type QueryStatistics,
} from './engine/engine.ts'
export type { WorkspaceRow } from './rows/encode-rows.ts'
export { type Batch, databaseOf, openWorkspace, type Workspace, type WorkspaceOptions } from './workspace.ts'
