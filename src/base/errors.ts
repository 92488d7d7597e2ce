/** The three kinds of trouble: what a caller provokes, what the world does, what cannot happen. */

/** What a caller provoked: one row of that API's error table, turned into the API's own envelope at the edge. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  /** Seconds after which trying again makes sense; sent as Retry-After. */
  readonly retryAfterSeconds: number | undefined
  /** Further members of the error body (`target`, `details`, `innererror`). */
  readonly details: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>

  constructor(row: ApiErrorRow) {
    super(row.message)
    this.name = 'ApiError'
    this.status = row.status
    this.code = row.code
    this.retryAfterSeconds = row.retryAfterSeconds
    this.details = row.details ?? {}
    this.headers = row.headers ?? {}
  }
}

export interface ApiErrorRow {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly retryAfterSeconds?: number | undefined
  readonly details?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

/** What the world did (a full disk, a 503). Only the router decides whether to wait, retry or set aside. */
export class Fault extends Error {
  readonly retryable: boolean
  /** Milliseconds before which trying again is pointless, where the world said so (Retry-After). */
  readonly retryAfterMs: number | undefined

  constructor(message: string, options: FaultOptions) {
    super(message, { cause: options.cause })
    this.name = 'Fault'
    this.retryable = options.retryable
    this.retryAfterMs = options.retryAfterMs
  }
}

export interface FaultOptions {
  readonly retryable: boolean
  readonly retryAfterMs?: number | undefined
  readonly cause?: unknown
}

/** States what must hold; throws where it does not, because going on would write something untrue. */
export function invariant(holds: unknown, message: string): asserts holds {
  if (!holds) throw new Error(`Invariant broken: ${message}`)
}

/** The message of anything that was thrown. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown)
