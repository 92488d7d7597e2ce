/** Pages: one item more than asked is looked for, so that no page promises a next one that is empty. */
import { type HttpReply, type Instant, parseIso } from '#base'
import { chatError } from './errors.ts'
import type { Call } from './operation.ts'

const LARGEST_PAGE = 200
const USUAL_PAGE = 100

/** `maxPageSize` of the query, at most 200. Throws ApiError 400. */
export function pageSizeOf({ query }: Call): number {
  const given = query.maxpagesize
  if (given === undefined) return USUAL_PAGE
  if (!/^\d{1,9}$/.test(given) || Number(given) < 1) throw chatError('BadPageSize', { found: given })
  return Math.min(Number(given), LARGEST_PAGE)
}

/** `skip` of the query. Throws ApiError 400. */
export function skipOf({ query }: Call): number {
  const given = query.skip ?? '0'
  if (!/^\d{1,9}$/.test(given)) throw chatError('BadSkip', { found: given })
  return Number(given)
}

/** `startTime` of the query, else the beginning of time. Throws ApiError 400. */
export function startTimeOf({ query }: Call): Instant {
  const given = query.starttime
  if (given === undefined) return 0
  const instant = parseIso(given)
  if (instant === undefined) throw chatError('BadStartTime', { found: given })
  return instant
}

/** Where a link of ours said that the last page ended: items below that number follow. */
export function cursorOf({ query }: Call): number {
  return /^\d{1,15}$/.test(query.before ?? '') ? Number(query.before) : Number.MAX_SAFE_INTEGER
}

export interface Page<T> {
  /** One more than fits when there are more. */
  readonly found: readonly T[]
  readonly size: number
  readonly body: (item: T) => unknown
  readonly path: readonly string[]
  /** What the next page's query says besides size and start time; gets the last item of this one. */
  readonly next: (last: T) => Readonly<Record<string, string>>
}

/** The answer that carries a page. */
export function pageReply<T>(call: Call, { found, size, body, path, next }: Page<T>): HttpReply {
  const items = found.slice(0, size)
  const last = items.at(-1)
  const { starttime } = call.query
  const query = { maxPageSize: String(size), ...(starttime !== undefined && { startTime: starttime }) }
  const nextLink =
    found.length > size && last !== undefined ? call.link(path, { ...query, ...next(last) }) : undefined
  return { status: 200, body: { value: items.map(body), ...(nextLink && { nextLink }) } }
}
