/** Dates and spans in query text. A tick is 100 ns. */

export const TICKS = {
  tick: 1n,
  microsecond: 10n,
  millisecond: 10_000n,
  second: 10_000_000n,
  minute: 600_000_000n,
  hour: 36_000_000_000n,
  day: 864_000_000_000n,
} as const

/** Ticks between 0001-01-01, where KQL's bins start, and 1970-01-01, where the engine counts from. */
export const EPOCH_TICKS = 621_355_968_000_000_000n

const UNITS: Readonly<Record<string, bigint>> = {
  d: TICKS.day,
  day: TICKS.day,
  days: TICKS.day,
  h: TICKS.hour,
  hr: TICKS.hour,
  hrs: TICKS.hour,
  hour: TICKS.hour,
  hours: TICKS.hour,
  m: TICKS.minute,
  min: TICKS.minute,
  minute: TICKS.minute,
  minutes: TICKS.minute,
  s: TICKS.second,
  sec: TICKS.second,
  second: TICKS.second,
  seconds: TICKS.second,
  ms: TICKS.millisecond,
  milli: TICKS.millisecond,
  millis: TICKS.millisecond,
  millisec: TICKS.millisecond,
  millisecond: TICKS.millisecond,
  milliseconds: TICKS.millisecond,
  micro: TICKS.microsecond,
  micros: TICKS.microsecond,
  microsec: TICKS.microsecond,
  microsecond: TICKS.microsecond,
  microseconds: TICKS.microsecond,
  nano: 0n,
  tick: 1n,
  ticks: 1n,
}

/** "1.5h", "10 ticks", "1.02:03:04.5", "3" (days) → ticks; undefined where it is no timespan. */
export function parseTimespanText(source: string): bigint | undefined {
  const text = source.trim()
  const short = /^([-+]?)(\d+)(?:\.(\d+))?\s*([a-z]+)$/i.exec(text)
  if (short) {
    const unit = UNITS[(short[4] ?? '').toLowerCase()]
    if (unit === undefined) return undefined
    const fraction = (short[3] ?? '').slice(0, 15)
    const ticks =
      BigInt(short[2] ?? '0') * unit + (BigInt(fraction || '0') * unit) / 10n ** BigInt(fraction.length)
    return short[1] === '-' ? -ticks : ticks
  }
  if (/^[-+]?\d+$/.test(text)) return BigInt(text) * TICKS.day
  return parseClock(text)
}

function parseClock(text: string): bigint | undefined {
  const match = /^([-+]?)(?:(\d+)[.:])?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/.exec(text)
  if (!match) return undefined
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  const ticks =
    BigInt(days) * TICKS.day +
    BigInt(hours) * TICKS.hour +
    BigInt(minutes) * TICKS.minute +
    BigInt(seconds) * TICKS.second +
    BigInt(fraction.padEnd(7, '0'))
  return sign === '-' ? -ticks : ticks
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

interface Parts {
  year: number
  month: number
  day: number
  clock: string
}

/**
 * A datetime literal's text → "yyyy-MM-dd HH:mm:ss.fffffff" in UTC; undefined where it can't be read.
 * Month before day in the American forms, never day first.
 */
export function parseDatetimeText(source: string): string | undefined {
  const parts = datePart(source.trim())
  if (!parts) return undefined
  const clock =
    /^[T\s]*(?:(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7})\d*)?)?)?)?\s*(AM|PM)?\s*(Z|GMT|UTC|[-+]\d{2}:?\d{2})?$/i.exec(
      parts.clock,
    )
  if (!clock) return undefined
  const [, hours = '0', minutes = '0', seconds = '0', fraction = '', half, zone] = clock
  const hour = half ? (Number(hours) % 12) + (/pm/i.test(half) ? 12 : 0) : Number(hours)
  const date = new Date(0)
  date.setUTCFullYear(parts.year, parts.month - 1, parts.day)
  date.setUTCHours(hour, Number(minutes) - zoneMinutes(zone), Number(seconds))
  const valid =
    parts.month >= 1 &&
    parts.month <= 12 &&
    parts.day >= 1 &&
    parts.day <= 31 &&
    hour < 24 &&
    Number(minutes) < 60 &&
    Number(seconds) < 60
  if (!valid || Number.isNaN(date.getTime())) return undefined
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}.${fraction.padEnd(7, '0')}`
}

function datePart(text: string): Parts | undefined {
  const iso = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(.*)$/.exec(text)
  if (iso)
    return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3] ?? 1), clock: iso[4] ?? '' }
  const american = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4})(.*)$/.exec(text)
  if (american)
    return {
      year: Number(american[3]),
      month: Number(american[1]),
      day: Number(american[2]),
      clock: american[4] ?? '',
    }
  const packed = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (packed) return { year: Number(packed[1]), month: Number(packed[2]), day: Number(packed[3]), clock: '' }
  const year = /^(\d{4})$/.exec(text)
  if (year) return { year: Number(year[1]), month: 1, day: 1, clock: '' }
  const named = /^(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})[\s-]([A-Za-z]{3})[A-Za-z]*[\s-](\d{4})(.*)$/.exec(text)
  if (!named) return undefined
  const month = MONTHS.indexOf((named[2] ?? '').toLowerCase()) + 1
  return { year: Number(named[3]), month, day: Number(named[1]), clock: named[4] ?? '' }
}

function zoneMinutes(zone: string | undefined): number {
  const match = /^([-+])(\d{2}):?(\d{2})$/.exec(zone ?? '')
  if (!match) return 0
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]))
}
