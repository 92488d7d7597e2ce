/** Spans that a room may have. */
import { expect, test } from 'vitest'
import { changedValidity, isValidAt, newValidity } from './validity.ts'

const NOW = Date.UTC(2026, 0, 15, 9)
const DAY = 86_400_000
const iso = (days: number) => new Date(NOW + days * DAY).toISOString()

test('a room of exactly 180 days is possible, one moment more is not', () => {
  expect(newValidity({}, NOW)).toEqual({ validFrom: NOW, validUntil: NOW + 180 * DAY })
  expect(() => newValidity({ validUntil: new Date(NOW + 180 * DAY + 1).toISOString() }, NOW)).toThrow(
    '180 days',
  )
  expect(() => newValidity({ validFrom: iso(181) }, NOW)).toThrow('ahead')
})

test('text that is no instant is told with the name of its member', () => {
  expect(() => newValidity({ validUntil: 'tomorrow' }, NOW)).toThrow("Invalid validUntil - 'tomorrow'")
})

test('a change keeps what it does not name, and is checked with what it keeps', () => {
  const before = newValidity({ validUntil: iso(2) }, NOW)
  expect(changedValidity(before, {}, NOW + 5 * DAY)).toEqual(before)
  expect(changedValidity(before, { validFrom: iso(1) }, NOW)).toEqual({ ...before, validFrom: NOW + DAY })
  expect(() => changedValidity(before, { validFrom: iso(3) }, NOW)).toThrow('not after validFrom')
})

test('a room is open from its start until just before its end', () => {
  const room = { validFrom: NOW, validUntil: NOW + DAY }
  expect([NOW - 1, NOW, NOW + DAY - 1, NOW + DAY].map(at => isValidAt(room, at))).toEqual([
    false,
    true,
    true,
    false,
  ])
})
