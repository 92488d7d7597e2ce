import { expect, test } from 'vitest'
import { asBefore, seriesOf, tableOfSeries } from './shape-metrics.ts'

const at = (minute: number) => `1970-01-01T00:0${minute}:00Z`
const answer = {
  timeseries: [
    { metadatavalues: [{ value: '403' }], data: [{ timeStamp: at(0), total: 4 }, { timeStamp: at(1) }] },
  ],
}

test('a sum of nothing is 0; the average of nothing is unknown', () => {
  const total = seriesOf(answer, { title: 'Chat', aggregation: 'Total', isSplit: true })
  expect(total).toEqual([
    {
      name: '403',
      points: [
        [0, 4],
        [60_000, 0],
      ],
    },
  ])
  const average = seriesOf(answer, { title: 'Chat', aggregation: 'Average', isSplit: false })
  expect(average).toEqual([
    {
      name: 'Chat',
      points: [
        [0, null],
        [60_000, null],
      ],
    },
  ])
})

test('the period before lies over this one', () => {
  const past = asBefore([{ name: 'Chat', points: [[0, 4]] }], 60_000)
  expect(past).toEqual([{ name: 'Chat, period before', look: 'dashed', points: [[60_000, 4]] }])
})

test('the table has a row for each time; what a series lacks is unknown', () => {
  const series = [
    { name: 'a', points: [[60_000, 1]] as const },
    {
      name: 'b',
      points: [
        [0, 2],
        [60_000, 3],
      ] as const,
    },
  ]
  expect(tableOfSeries(series).rows).toEqual([
    [new Date(0).toISOString(), null, 2],
    [new Date(60_000).toISOString(), 1, 3],
  ])
})
