/** What a caller sends against what its stream declares. */
import { expect, test } from 'vitest'
import type { ColumnType } from '#records'
import { toRow } from './to-row.ts'

const NOW = Date.UTC(2026, 0, 15, 9)

test.each<[ColumnType, unknown, unknown]>([
  ['string', 'a', 'a'],
  ['string', 5, '5'],
  ['string', { a: 1 }, '{"a":1}'],
  ['int', 7, 7],
  ['int', '7', 7],
  ['int', 2 ** 31, null],
  ['int', 1.5, null],
  ['int', '', null],
  ['long', 2 ** 40, 2 ** 40],
  ['real', '0.5', 0.5],
  ['real', 'heavy', null],
  ['bool', true, true],
  ['bool', 'False', false],
  ['bool', 1, null],
  ['datetime', '2021-12-08T23:51:14.1104269Z', '2021-12-08T23:51:14.1104269Z'],
  ['datetime', 'yesterday', null],
  ['dynamic', [1, { a: null }], [1, { a: null }]],
  ['dynamic', null, null],
])('a column of type %s takes %j as %j', (type, value, cell) => {
  expect(toRow({ A: value }, [{ name: 'A', type }], NOW).cells).toEqual({ A: cell })
})

test('TimeGenerated is what the row says, or its reception; members without a column are left out', () => {
  const columns = [{ name: 'TimeGenerated', type: 'datetime' } as const]
  expect(toRow({ TimeGenerated: '2026-01-15T08:00:00Z', B: 1 }, columns, NOW)).toEqual({
    time: NOW - 3_600_000,
    cells: {},
  })
  expect(toRow({ TimeGenerated: 'soon' }, columns, NOW).time).toBe(NOW)
})
