import { expect, test } from 'vitest'
import type { ColumnType } from '#records'
import { encodeCell } from './encode-cell.ts'

const ACCEPTED: readonly [ColumnType, unknown, string][] = [
  ['string', 'a\tb\nc\\d\re\0f', 'a\\tb\\nc\\\\d\\re\\0f'],
  ['string', '\\N', '\\\\N'],
  ['string', 7, '7'],
  ['string', false, 'false'],
  ['string', { a: 1 }, '{"a":1}'],
  ['string', 'Redacted', 'Redacted'],
  ['dynamic', { a: [1, 'x\ty'], b: null }, '{"a":[1,"x\\\\ty"],"b":null}'],
  ['dynamic', 'text', '"text"'],
  ['dynamic', 'Redacted', '"Redacted"'],
  ['int', -2147483648, '-2147483648'],
  ['int', 2147483647, '2147483647'],
  ['long', 9223372036854775807n, '9223372036854775807'],
  ['long', '-9223372036854775808', '-9223372036854775808'],
  ['long', 1732300000000, '1732300000000'],
  ['timespan', 36_000_000_000n, '36000000000'],
  ['real', 1e-7, '1e-7'],
  ['real', Number.NaN, 'nan'],
  ['real', Number.NEGATIVE_INFINITY, '-inf'],
  ['real', 'Infinity', 'inf'],
  ['real', '2.50', '2.50'],
  ['decimal', '12345678901234567890.12345', '12345678901234567890.12345'],
  ['bool', true, 'true'],
  ['datetime', '2026-01-15T09:00:00.1234567Z', '2026-01-15T09:00:00.1234567Z'],
  ['datetime', '2026-01-15T09:00:00+02:00', '2026-01-15T07:00:00.0000000Z'],
  ['datetime', '2026-01-15', '2026-01-15T00:00:00.0000000Z'],
  ['guid', '123e4567-e89b-12d3-a456-426614174000', '123e4567-e89b-12d3-a456-426614174000'],
]

test.each(ACCEPTED)('a %s takes %s', (type, value, text) => {
  expect(encodeCell[type](value)).toBe(text)
})

const REFUSED: readonly [ColumnType, unknown][] = [
  ['int', 2147483648],
  ['int', 1.5],
  ['int', 'seven'],
  ['int', true],
  ['long', '9223372036854775808'],
  ['long', 2 ** 63],
  ['long', ''],
  ['timespan', '00:01:00'],
  ['real', 'much'],
  ['real', true],
  ['decimal', '1e5'],
  ['bool', 'true'],
  ['datetime', 'yesterday'],
  ['datetime', 1732300000000],
  ['guid', 'not-a-guid'],
]

test.each(REFUSED)('a %s refuses %s', (type, value) => {
  expect(encodeCell[type](value)).toBeUndefined()
})

test('R20: a withheld value is null in a column that cannot hold the word', () => {
  const types = ['int', 'long', 'timespan', 'real', 'decimal', 'bool', 'datetime', 'guid'] as const
  expect(types.map(type => encodeCell[type]('Redacted'))).toEqual(types.map(() => '\\N'))
})
