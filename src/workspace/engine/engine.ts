/**
 * The port of the columnar engine: one SQL dialect, two transports (docs/adr/0003-engine-child-process.md).
 * Nothing above this file knows whether the engine is a child process or a server elsewhere.
 */
import { Fault } from '#base'

export interface Engine {
  /**
   * Runs one statement that returns rows. `signal` and `timeoutMs` stop the statement inside the engine, also
   * while it waits for its turn. Throws EngineError.
   */
  query(sql: string, options?: QueryOptions): Promise<QueryResult>
  /** Runs one statement that returns nothing (DDL). Throws EngineError. */
  command(sql: string): Promise<void>
  /** Adds rows of tab-separated text; they are on disk when it resolves. Throws EngineError. */
  insert(target: InsertTarget, payload: Buffer): Promise<void>
  /**
   * Resolves when no insert into that database goes on that nobody waits for any more: one whose connection broke, or
   * one of an earlier process. What it added is there then, or never will be. Throws EngineError.
   */
  settleInserts(database: string): Promise<void>
  health(): EngineHealth
  /** Refuses new work, lets inserts finish, stops queries, releases the store. */
  close(): Promise<void>
}

export interface QueryOptions {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds from the call, waiting included. */
  readonly timeoutMs?: number | undefined
  /** At most so many rows come back; `truncated` tells when there were more. */
  readonly maxRows?: number | undefined
  /** The engine stops after the block of rows that passes this size (its own uncompressed form). */
  readonly maxBytes?: number | undefined
  /** The statement fails with `memoryLimit` when it needs more. */
  readonly maxMemoryBytes?: number | undefined
  /** `light`: a point look-up, which has a lane that heavy queries never take. Default `heavy`. */
  readonly weight?: 'light' | 'heavy' | undefined
}

export interface QueryResult {
  readonly columns: readonly EngineColumn[]
  /** Cells as the engine prints them in JSON: 64-bit integers and decimals as text, NaN and infinities as text. */
  readonly rows: readonly (readonly unknown[])[]
  /** Rows may be missing: `maxRows` or `maxBytes` was reached. */
  readonly truncated: boolean
  readonly statistics: QueryStatistics
}

export interface EngineColumn {
  readonly name: string
  /** The engine's type, as `Nullable(Int64)`. */
  readonly type: string
}

export interface QueryStatistics {
  readonly elapsedMs: number
  readonly rowsRead: number
  readonly bytesRead: number
}

export interface InsertTarget {
  readonly database: string
  readonly table: string
  /** The columns of the payload, in its order. */
  readonly columns: readonly string[]
}

export interface EngineCondition {
  readonly state: 'ready' | 'starting' | 'down' | 'closed'
  /** How often the engine was replaced after a crash or a hang. */
  readonly restarts: number
  /** Of the embedded engine's process, while it lives. */
  readonly pid: number | undefined
}

export interface EngineHealth extends EngineCondition {
  readonly running: number
  readonly waiting: number
}

export type EngineErrorCode =
  | 'syntax'
  | 'unknownTable'
  | 'unknownColumn'
  | 'badQuery'
  | 'badValue'
  | 'memoryLimit'
  | 'timeout'
  | 'cancelled'
  | 'resultTooLarge'
  | 'busy'
  | 'unavailable'
  | 'storage'
  | 'internal'

/** What the engine could not do, in words fit for a caller: no stack, no path, no statement text added. */
export class EngineError extends Fault {
  readonly code: EngineErrorCode

  constructor(error: { code: EngineErrorCode; message: string; retryable?: boolean; cause?: unknown }) {
    super(error.message, { retryable: error.retryable ?? false, cause: error.cause })
    this.name = 'EngineError'
    this.code = error.code
  }
}
