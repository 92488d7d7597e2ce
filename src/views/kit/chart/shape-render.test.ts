import { expect, test } from 'vitest'
import { chartOf } from './shape-render.ts'

const table = (columns: readonly [string, string][], ...rows: (string | number | null)[][]) => ({
  columns: columns.map(([name, type]) => ({ name, type })),
  rows,
})
const seriesOf = (option: ReturnType<typeof chartOf>) =>
  ((option?.series ?? []) as { name: string; data: unknown }[]).map(({ name, data }) => [name, data])

const perHour = table(
  [
    ['Result', 'string'],
    ['TimeGenerated', 'datetime'],
    ['Count', 'long'],
  ],
  ['ok', '2026-01-01T01:00:00Z', 2],
  ['bad', '2026-01-01T00:00:00Z', null],
  ['ok', '2026-01-01T00:00:00Z', 1],
)

test('a time chart has its time on x wherever the column stands, sorted, one series a value of the rest', () => {
  const [zero, one] = [Date.parse('2026-01-01T00:00:00Z'), Date.parse('2026-01-01T01:00:00Z')]
  expect(seriesOf(chartOf(perHour, { visualization: 'timechart' }))).toEqual([
    [
      'ok',
      [
        [zero, 1],
        [one, 2],
      ],
    ],
    ['bad', [[zero, null]]],
  ])
})

test('columns that render names win', () => {
  const wide = table(
    [
      ['A', 'long'],
      ['B', 'long'],
      ['C', 'long'],
    ],
    [1, 2, 3],
  )
  const option = chartOf(wide, { visualization: 'linechart', xColumn: 'B', yColumns: 'C' })
  expect(seriesOf(option)).toEqual([['C', [[2, 3]]]])
})

test('a pie takes the first number and the first other column', () => {
  const option = chartOf(
    table(
      [
        ['n', 'long'],
        ['Kind', 'string'],
      ],
      [3, 'a'],
    ),
    { visualization: 'piechart' },
  )
  expect(option?.series).toMatchObject([{ data: [{ name: 'a', value: 3 }] }])
})

test('tables and charts without a number draw nothing', () => {
  expect(chartOf(perHour, { visualization: 'table' })).toBeUndefined()
  expect(chartOf(perHour, undefined)).toBeUndefined()
  expect(chartOf(table([['a', 'string']], ['x']), { visualization: 'barchart' })).toBeUndefined()
})
