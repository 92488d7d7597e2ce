/** What differs between an engine in a child process and one behind a URL. Everything else is LanedEngine. */
import type { EngineCondition, InsertTarget } from './engine.ts'
import type { Settings } from './result.ts'

export interface Transport {
  /** Resolves when the engine is done with the query and throws EngineError, never earlier: its session is free then. */
  query(ask: QueryAsk): Promise<RawResult>
  command(session: number, sql: string): Promise<void>
  insert(session: number, target: InsertTarget, payload: Buffer): Promise<void>
  /** See Engine. */
  settleInserts(database: string): Promise<void>
  /** Orders the engine to stop the query of that tag; may come too early and find nothing. Does not throw. */
  stop(tag: string): void
  /** The query did not stop for long: cut it off by force, so that its `query` settles. */
  abandon(tag: string): void
  condition(): EngineCondition
  /** Called when nothing runs any more, or when waiting for that took too long. */
  close(): Promise<void>
}

export interface QueryAsk {
  readonly session: number
  /** Names the running query for `stop`. */
  readonly tag: string
  readonly sql: string
  readonly settings: Settings
  /** Aborted before the query has begun: it need not begin. After that, `stop` is the way. */
  readonly unwanted: AbortSignal
}

export interface RawResult {
  /** In RESULT_FORMAT. */
  readonly text: string
  /** Size of the result in the engine's uncompressed form. */
  readonly resultBytes: number
}
