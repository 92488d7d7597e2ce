/** RFC 3339 instants and ISO 8601 durations as Azure prints and reads them. */
import type { Instant } from './clock.ts'

/** 100 ns units since 1970-01-01T00:00:00Z: what KQL's datetime resolves. */
export type Ticks = bigint

const TICKS_PER_MS = 10_000n

/** `2026-01-15T09:00:00.0000000Z`: seven decimals, as the tables hold it. */
export const toIso = (instant: Instant): string => ticksToIso(BigInt(Math.floor(instant)) * TICKS_PER_MS)

export function ticksToIso(ticks: Ticks): string {
  const rest = ((ticks % TICKS_PER_MS) + TICKS_PER_MS) % TICKS_PER_MS
  const ms = Number((ticks - rest) / TICKS_PER_MS)
  return `${new Date(ms).toISOString().slice(0, -1)}${String(rest).padStart(4, '0')}Z`
}

/** Reads a date or an RFC 3339 instant, cut to whole milliseconds; undefined when it is neither. */
export function parseIso(text: string): Instant | undefined {
  const ticks = parseTicks(text)
  return ticks === undefined ? undefined : Math.floor(Number(ticks) / Number(TICKS_PER_MS))
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})?)?$/i

/** As parseIso, to the tick; further decimals are cut. Without a zone it is UTC. */
export function parseTicks(text: string): Ticks | undefined {
  const match = INSTANT.exec(text.trim())
  if (!match) return undefined
  const [, day, time = '00:00', fraction = '', zone = 'Z'] = match
  const ms = Date.parse(`${day}T${time}${zone.toUpperCase()}`)
  if (Number.isNaN(ms)) return undefined
  return BigInt(ms) * TICKS_PER_MS + BigInt(fraction.slice(0, 7).padEnd(7, '0'))
}

const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i
const UNITS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000]

/** Milliseconds of an ISO 8601 duration of weeks, days and smaller (`PT1H`, `P7D`); undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text.trim())
  if (!match?.slice(1).some(part => part !== undefined)) return undefined
  return UNITS.reduce((sum, unit, i) => sum + Number(match[i + 1] ?? 0) * unit, 0)
}
