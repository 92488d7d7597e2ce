import { expect, test } from 'vitest'
import { asIso, before, binFor, intervalOf, RANGES, titleOf } from './range.ts'

const now = Date.parse('2026-11-22T12:00:00Z')

test('a range ends now and goes back its length', () => {
  expect(asIso('1h', now)).toBe('2026-11-22T11:00:00.000Z/2026-11-22T12:00:00.000Z')
})

test('an interval reads as it is, and one that ends before it begins means the last day', () => {
  expect(asIso('2026-01-01T00:00Z/2026-01-02T00:00Z', now)).toBe(
    '2026-01-01T00:00:00.000Z/2026-01-02T00:00:00.000Z',
  )
  for (const bad of ['x', '', '2026-01-02/2026-01-01', '2026-01-02/never']) {
    expect(intervalOf(bad, now)).toEqual({ from: now - 86_400_000, to: now })
  }
})

test('the period before has the same length and touches', () => {
  expect(before('1h', now)).toBe('2026-11-22T10:00:00.000Z/2026-11-22T11:00:00.000Z')
})

test('bins give at most 120 points and, in every named range, at least 30', () => {
  for (const { id, ms } of RANGES) {
    const points = ms / binFor(id, now).ms
    expect(points, id).toBeLessThanOrEqual(122)
    expect(points, id).toBeGreaterThanOrEqual(30)
  }
  expect(titleOf('a/b')).toBe('Custom range')
})
