/** What all destinations across a network share: a time limit, and which answers are trouble that may pass. */
import { type Clock, Fault, messageOf } from '#base'

export interface Outside {
  readonly clock: Clock
  readonly signal?: AbortSignal | undefined
}

/** No answer within this is no answer. */
const PATIENCE_MS = 60_000

/** Runs `work` with a signal that aborts when the caller's does or when time is up. */
export async function withinTime<T>(
  { clock, signal }: Outside,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController()
  const timer = clock.after(PATIENCE_MS, () =>
    late.abort(new Error(`no answer within ${PATIENCE_MS / 1000} seconds`)),
  )
  try {
    return await work(signal ? AbortSignal.any([signal, late.signal]) : late.signal)
  } finally {
    timer.cancel()
  }
}

/** Statuses that blame what was sent. All others may pass: also wrong credentials and addresses, once mended. */
const REFUSALS: ReadonlySet<number> = new Set([400, 413, 415, 422])

export const isRefusal = (status: number): boolean => REFUSALS.has(status)

/** Trouble that may pass. A Fault stays what it is. */
export const passing = (where: string, error: unknown): Fault =>
  error instanceof Fault
    ? error
    : new Fault(`${where}: ${messageOf(error)}`, { retryable: true, cause: error })

/** Milliseconds of a Retry-After header: seconds or a date. */
export function retryAfterMs(header: string | null | undefined, now: number): number | undefined {
  if (!header) return undefined
  const seconds = Number(header)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined
}
