/** A trend: the span of time that it groups by, and for rolling ones the days that it is of. */
import { cqdError } from './errors.ts'
import { type CqdTrend, ROLLING_DAYS } from './model.ts'
import { type Period, periodOfKey, startOfDay } from './periods.ts'

interface Trending {
  /** The dimension that is grouped by first. */
  readonly dimension: string
  readonly period?: Period
}

const DIMENSIONS: Readonly<Record<CqdTrend['kind'], string>> = {
  daily: 'Date',
  weekly: 'Week',
  monthly: 'Month Year',
  rolling: 'Date',
}

const DAY = 24 * 3_600_000

export function trendOf({ kind, days, until }: CqdTrend, now: number): Trending {
  const dimension = DIMENSIONS[kind]
  if (kind !== 'rolling') {
    if (days === undefined && until === undefined) return { dimension }
    throw cqdError('BadTrend', { found: `days or until with ${kind}`, expected: 'them with rolling only' })
  }
  if (days === undefined) {
    throw cqdError('BadTrend', {
      found: 'rolling without days',
      expected: `days of ${ROLLING_DAYS.join(', ')}`,
    })
  }
  const last =
    until === undefined ? { from: startOfDay(now), until: startOfDay(now) + DAY } : periodOfKey(until, 'day')
  if (!last) {
    throw cqdError('BadTrend', {
      found: `until ${JSON.stringify(until)}`,
      expected: 'a day such as "2026-05-31"',
    })
  }
  return { dimension, period: { from: last.until - days * DAY, until: last.until } }
}
