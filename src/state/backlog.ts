/** How much accepted work waits to be delivered, and when to refuse more: bounded, and never by dropping. */
import { ApiError } from '#base'

/** Stored items and the bytes of their texts. */
export interface Usage {
  readonly entries: number
  readonly bytes: number
}

export interface Backlog {
  usage(): Usage
  /** Adds stored work; negative figures give back. */
  add(usage: Usage): void
  /** Throws ApiError 503 `ServerBusy` with Retry-After when no more work may be accepted. */
  admit(): void
  /** Sets the count back to an earlier `usage()`, when the transaction that changed it was rolled back. */
  restore(usage: Usage): void
}

const RETRY_AFTER_SECONDS = 2

export function createBacklog(limits: Usage): Backlog {
  let now: Usage = { entries: 0, bytes: 0 }
  return {
    usage: () => now,
    add: usage => {
      now = { entries: now.entries + usage.entries, bytes: now.bytes + usage.bytes }
    },
    admit: () => {
      if (now.entries < limits.entries && now.bytes < limits.bytes) return
      throw serverBusy('Too many records wait to be delivered. Try again later.', RETRY_AFTER_SECONDS)
    },
    restore: usage => {
      now = usage
    },
  }
}

/** The refusal that sources pass on to their callers: nothing was stored, trying again later is right. */
export const serverBusy = (message: string, retryAfterSeconds: number): ApiError =>
  new ApiError({ status: 503, code: 'ServerBusy', message, retryAfterSeconds })
