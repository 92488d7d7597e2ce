/** Time ranges as the address bar holds them: `24h` back from now, or `from/to` in ISO 8601. */

export type TimeRange = string

/** Ends now, `ms` back. */
export const RANGES = [
  { id: '1h', title: 'Last hour', ms: 3_600_000 },
  { id: '4h', title: 'Last 4 hours', ms: 4 * 3_600_000 },
  { id: '24h', title: 'Last 24 hours', ms: 24 * 3_600_000 },
  { id: '48h', title: 'Last 48 hours', ms: 48 * 3_600_000 },
  { id: '7d', title: 'Last 7 days', ms: 7 * 86_400_000 },
  { id: '30d', title: 'Last 30 days', ms: 30 * 86_400_000 },
  { id: '90d', title: 'Last 90 days', ms: 90 * 86_400_000 },
  { id: '365d', title: 'Last year', ms: 365 * 86_400_000 },
] as const

const LARGEST_MS = 8.64e15

export interface Interval {
  readonly from: number
  readonly to: number
}

/** A range that can't be read means the last 24 hours. `now` in ms. */
export function intervalOf(range: TimeRange, now: number): Interval {
  const known = RANGES.find(({ id }) => id === range)
  if (known) return { from: now - known.ms, to: now }
  const [from, to] = range.split('/').map(text => Date.parse(text))
  const isGood = from !== undefined && to !== undefined && from < to && Math.abs(to) < LARGEST_MS
  return isGood ? { from, to } : { from: now - 86_400_000, to: now }
}

export const rangeOf = ({ from, to }: Interval): TimeRange =>
  `${new Date(from).toISOString()}/${new Date(to).toISOString()}`

/** The `timespan` of the logs and metrics APIs. */
export const asIso = (range: TimeRange, now: number): string => rangeOf(intervalOf(range, now))

export const titleOf = (range: TimeRange): string =>
  RANGES.find(({ id }) => id === range)?.title ?? 'Custom range'

/** The range of the same length just before. */
export function before(range: TimeRange, now: number): TimeRange {
  const { from, to } = intervalOf(range, now)
  return rangeOf({ from: from - (to - from), to: from })
}

/** Bins that give 30 to 120 points: KQL timespan literals. */
export function binFor(range: TimeRange, now: number): { readonly kql: string; readonly ms: number } {
  const { from, to } = intervalOf(range, now)
  const fitting = BINS.find(({ ms }) => (to - from) / ms <= 120)
  return fitting ?? { kql: '7d', ms: 7 * 86_400_000 }
}

const BINS = [
  { kql: '1m', ms: 60_000 },
  { kql: '5m', ms: 300_000 },
  { kql: '15m', ms: 900_000 },
  { kql: '30m', ms: 1_800_000 },
  { kql: '1h', ms: 3_600_000 },
  { kql: '2h', ms: 7_200_000 },
  { kql: '6h', ms: 21_600_000 },
  { kql: '12h', ms: 43_200_000 },
  { kql: '1d', ms: 86_400_000 },
  { kql: '3d', ms: 3 * 86_400_000 },
] as const
