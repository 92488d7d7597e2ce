import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDuration, parseIso, parseTicks, ticksToIso, toIso } from './iso.ts'

test('instants print with seven decimals', () => {
  expect(toIso(Date.UTC(2026, 0, 15, 9, 0, 0, 7))).toBe('2026-01-15T09:00:00.0070000Z')
})

test('every tick of a datetime survives printing and reading', () => {
  const within = { min: -621_355_968_000_000_000n / 2n, max: 2_534_022_144_000_000_000n / 10n }
  fc.assert(fc.property(fc.bigInt(within), ticks => parseTicks(ticksToIso(ticks)) === ticks))
})

test('a text without a zone is UTC, an offset is applied, what is no instant is refused', () => {
  expect(parseIso('2026-01-15 09:00')).toBe(Date.UTC(2026, 0, 15, 9))
  expect(parseIso('2026-01-15T09:00:00.5+01:00')).toBe(Date.UTC(2026, 0, 15, 8, 0, 0, 500))
  for (const text of ['', 'now', '2026-1-15', '2026-02-30T25:00Z', '15/01/2026']) {
    expect(parseIso(text)).toBeUndefined()
  }
})

test('durations of weeks, days and smaller; months have no fixed length and are refused', () => {
  expect(parseDuration('P1DT2H3M4.5S')).toBe(93_784_500)
  expect(parseDuration('P2W')).toBe(14 * 86_400_000)
  for (const text of ['', 'P', 'PT', 'P1M', '1h']) expect(parseDuration(text)).toBeUndefined()
})
