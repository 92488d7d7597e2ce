/** RFC 3339 instants and ISO 8601 durations as Azure prints and reads them. */
import type { Instant } from './clock.ts'

const TICKS_PER_MS = 10_000

/** `2026-01-15T09:00:00.0000000Z`: seven decimals, the 100 ns tick of KQL's datetime. */
export function toIso(instant: Instant): string {
  const ms = Math.floor(instant)
  const ticks = Math.round((instant - ms) * TICKS_PER_MS)
  if (ticks === TICKS_PER_MS) return toIso(ms + 1)
  return `${new Date(ms).toISOString().slice(0, -1)}${String(ticks).padStart(4, '0')}Z`
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d+)?(Z|[+-]\d{2}:\d{2})?)?$/i

/** Reads a date or an RFC 3339 instant; without a zone it is UTC. Undefined when it is neither. */
export function parseIso(text: string): Instant | undefined {
  const match = INSTANT.exec(text.trim())
  if (!match) return undefined
  const [, day, time = '00:00', fraction = '', zone = 'Z'] = match
  const seconds = Date.parse(`${day}T${time}${zone.toUpperCase()}`)
  if (Number.isNaN(seconds)) return undefined
  return seconds + Math.round(Number(`0${fraction}`) * 1e7) / TICKS_PER_MS
}

const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i
const UNITS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000]

/** Milliseconds of an ISO 8601 duration of weeks, days and smaller (`PT1H`, `P7D`); undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text.trim())
  if (!match?.slice(1).some(part => part !== undefined)) return undefined
  return UNITS.reduce((sum, unit, i) => sum + Number(match[i + 1] ?? 0) * unit, 0)
}
