/** Spans of time that filters and trends name, in UTC; the end is left out. Pure. */
import { parseIso } from '#base'

/** ms since 1970; an open end is infinite. */
export interface Period {
  readonly from: number
  readonly until: number
}

export type SpanUnit = 'day' | 'week' | 'month' | 'year'

const HOUR = 3_600_000
const DAY = 24 * HOUR

export const periodOf = (from: number, until: number): Period | undefined =>
  from < until ? { from, until } : undefined

/** Both: the later begin and the earlier end. */
export const intersection = (one: Period, other: Period): Period => ({
  from: Math.max(one.from, other.from),
  until: Math.min(one.until, other.until),
})

export const ALWAYS: Period = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }

export const startOfDay = (at: number): number => Math.floor(at / DAY) * DAY

function startOf(at: number, unit: SpanUnit): number {
  const date = new Date(at)
  if (unit === 'day') return startOfDay(at)
  if (unit === 'week') return startOfDay(at) - date.getUTCDay() * DAY
  return Date.UTC(date.getUTCFullYear(), unit === 'month' ? date.getUTCMonth() : 0, 1)
}

/** The begin of the span that many spans later. */
function later(start: number, unit: SpanUnit, count: number): number {
  if (unit === 'day' || unit === 'week') return start + count * (unit === 'day' ? 1 : 7) * DAY
  const date = new Date(start)
  const months = date.getUTCMonth() + count * (unit === 'month' ? 1 : 12)
  return Date.UTC(date.getUTCFullYear(), months, 1)
}

const KEYS: Readonly<Record<SpanUnit, RegExp>> = {
  day: /^\d{4}-\d{2}-\d{2}$/,
  week: /^\d{4}-\d{2}-\d{2}$/,
  month: /^\d{4}-\d{2}(?:-01(?:T00:00:00(?:\.0+)?Z?)?)?$/,
  year: /^\d{4}$/,
}

/** The span that the text names: `2026-05-31`, `2026-05`, `2026`; undefined for what is none. */
export function periodOfKey(key: string, unit: SpanUnit): Period | undefined {
  if (!KEYS[unit].test(key)) return undefined
  const [year, month = '01', day = '01'] = key.slice(0, 10).split('-')
  const at = parseIso(`${year}-${month}-${day}T00:00:00Z`)
  if (at === undefined) return undefined
  const from = startOf(at, unit)
  return { from, until: later(from, unit, 1) }
}

const NAMED: Readonly<Record<string, readonly [unit: SpanUnit, before: number]>> = {
  today: ['day', 0],
  yesterday: ['day', 1],
  'this week': ['week', 0],
  'last week': ['week', 1],
  'this month': ['month', 0],
  'last month': ['month', 1],
  'this year': ['year', 0],
  'last year': ['year', 1],
}

const MOST = 1000

/** `7 days`, `12 hours`, `today`, `last month`: whole days end with today, hours with now. */
export function relativePeriod(words: string, now: number): Period | undefined {
  const spoken = words.trim().toLowerCase()
  const named = NAMED[spoken]
  if (named) {
    const from = later(startOf(now, named[0]), named[0], -named[1])
    return { from, until: later(from, named[0], 1) }
  }
  const [, digits = '', unit = ''] = /^(\d{1,4}) ?(hour|day|week|month)s?$/.exec(spoken) ?? []
  const count = Number(digits)
  if (unit === '' || count < 1 || count > MOST) return undefined
  if (unit === 'hour') return { from: now - count * HOUR, until: now }
  const until = startOfDay(now) + DAY
  if (unit === 'month') return { from: later(startOf(now, 'month'), 'month', 1 - count), until }
  return { from: until - count * (unit === 'week' ? 7 : 1) * DAY, until }
}
