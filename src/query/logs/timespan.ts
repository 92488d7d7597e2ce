/** The logs API's timespan: an ISO duration, `start/end`, `start/duration` or `duration/end` (facts: logs query). */
import { type Instant, parseDuration, parseTicks, type Ticks, ticksToIso } from '#base'

/** ISO instants, start inclusive, end exclusive as the service applies them to TimeGenerated. */
export interface Timespan {
  readonly start: string
  readonly end: string
}

/** Undefined for no timespan (absent or empty); `malformed` when it is none of the forms. */
export function parseTimespan(text: string | undefined, now: Instant): Timespan | undefined | 'malformed' {
  if (!text) return undefined
  const [left = '', right, ...more] = text.split('/')
  if (more.length > 0) return 'malformed'
  const range = right === undefined ? lasting(left, BigInt(now) * TICKS_PER_MS) : between(left, right)
  if (!range || range.start > range.end) return 'malformed'
  return { start: ticksToIso(range.start), end: ticksToIso(range.end) }
}

interface Range {
  readonly start: Ticks
  readonly end: Ticks
}

const TICKS_PER_MS = 10_000n

function durationTicks(text: string): Ticks | undefined {
  const ms = parseDuration(text)
  return ms === undefined ? undefined : BigInt(Math.round(ms)) * TICKS_PER_MS
}

function lasting(text: string, end: Ticks): Range | undefined {
  const duration = durationTicks(text)
  return duration === undefined ? undefined : { start: end - duration, end }
}

function between(left: string, right: string): Range | undefined {
  const start = parseTicks(left)
  const end = parseTicks(right)
  if (start !== undefined && end !== undefined) return { start, end }
  if (end !== undefined) return lasting(left, end)
  const duration = durationTicks(right)
  return start === undefined || duration === undefined ? undefined : { start, end: start + duration }
}

/** Where a timespan stands in the URL and in the body, both apply. */
export function intersect(a: Timespan | undefined, b: Timespan | undefined): Timespan | undefined {
  if (!a || !b) return a ?? b
  const start = a.start > b.start ? a.start : b.start
  const end = a.end < b.end ? a.end : b.end
  return { start, end: end < start ? start : end }
}
