import { describe, expect, test } from 'vitest'
import { intersect, parseTimespan } from './timespan.ts'

const now = Date.UTC(2026, 0, 15, 12)

describe('the timespan of a query', () => {
  test.each([
    ['PT1H', '2026-01-15T11:00:00.0000000Z', '2026-01-15T12:00:00.0000000Z'],
    ['P7D', '2026-01-08T12:00:00.0000000Z', '2026-01-15T12:00:00.0000000Z'],
    ['2026-01-01/2026-01-02T06:30:00Z', '2026-01-01T00:00:00.0000000Z', '2026-01-02T06:30:00.0000000Z'],
    ['2026-01-01T00:00:00.1234567Z/PT1M', '2026-01-01T00:00:00.1234567Z', '2026-01-01T00:01:00.1234567Z'],
    ['P1D/2026-01-02T00:00:00+02:00', '2025-12-31T22:00:00.0000000Z', '2026-01-01T22:00:00.0000000Z'],
  ])('%s', (text, start, end) => {
    expect(parseTimespan(text, now)).toEqual({ start, end })
  })

  test.each(['yesterday', 'P', 'PT', '2026-01-02/2026-01-01', '1/2/3', 'P1D/P1D', '2026-13-01/P1D'])(
    'refuses %s',
    text => expect(parseTimespan(text, now)).toBe('malformed'),
  )

  test('the old client sends an empty one when none is given', () => {
    expect(parseTimespan('', now)).toBeUndefined()
  })

  test('in URL and body: the intersection applies, empty where they do not meet', () => {
    const day = (n: number) => ({ start: `2026-01-0${n}T00`, end: `2026-01-0${n + 2}T00` })
    expect(intersect(day(1), day(2))).toEqual({ start: '2026-01-02T00', end: '2026-01-03T00' })
    expect(intersect(day(1), day(5))).toEqual({ start: '2026-01-05T00', end: '2026-01-05T00' })
    expect(intersect(undefined, day(1))).toEqual(day(1))
  })
})
