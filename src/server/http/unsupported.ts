/** Calls that found nothing to serve them, kept for whoever wonders why a client fails. Nothing leaves the machine. */
import type { Instant } from '#base'
import { toIso } from '#base'

export interface UnsupportedCall {
  readonly method: string
  /** Without the query: it may hold what nobody else should read. */
  readonly path: string
  /** The operation's name where the surface lists it as missing. */
  readonly operation?: string | undefined
  readonly surface?: string | undefined
  readonly apiVersion?: string | undefined
}

export interface UnsupportedCalls {
  note(call: UnsupportedCall, at: Instant): void
  list(): readonly (UnsupportedCall & {
    readonly count: number
    readonly first: string
    readonly last: string
  })[]
}

const MOST = 200
const LONGEST_PATH = 300

export function unsupportedCalls(): UnsupportedCalls {
  const seen = new Map<string, { call: UnsupportedCall; count: number; first: Instant; last: Instant }>()
  return {
    note: (given, at) => {
      const call = { ...given, path: given.path.slice(0, LONGEST_PATH) }
      const key = `${call.method} ${call.operation ?? call.path} ${call.apiVersion}`
      const known = seen.get(key)
      seen.delete(key)
      seen.set(key, { call, count: (known?.count ?? 0) + 1, first: known?.first ?? at, last: at })
      const stalest = seen.keys().next().value
      if (seen.size > MOST && stalest !== undefined) seen.delete(stalest)
    },
    list: () =>
      [...seen.values()]
        .reverse()
        .map(({ call, count, first, last }) => ({ ...call, count, first: toIso(first), last: toIso(last) })),
  }
}
