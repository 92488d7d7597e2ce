import { expect, test } from 'vitest'
import { parseIso } from '#base'
import { armId } from '#records'
import { type Parameters, parseRequest } from './parse-request.ts'
import { type Rows, shapeFrame, shapeMetrics } from './shape-answer.ts'

const resource = armId('/subscriptions/s/contoso')
const span = { start: parseIso('2026-01-15T08:00:00Z') ?? 0, end: parseIso('2026-01-15T08:03:00Z') ?? 0 }
const first = '2026-01-15T08:00:00.0000000Z'
const third = '2026-01-15T08:02:00.0000000Z'
const metric = 'APIRequestAuthentication'

const shape = (parameters: Parameters, rows: Rows, filter?: string) =>
  shapeMetrics(parseRequest({ metricnames: metric, ...parameters }, { span, filter }), resource, rows)[0]

test('no samples, no series', () => {
  expect(shape({}, [])).toEqual({
    id: `${resource}/providers/Microsoft.Insights/metrics/${metric}`,
    type: 'Microsoft.Insights/metrics',
    name: { value: metric, localizedValue: metric },
    displayDescription: 'Authentication API Requests',
    unit: 'Count',
    timeseries: [],
    errorCode: 'Success',
  })
})

test('a point without samples has only its time', () => {
  const rows = [
    [resource, metric, first, 2, 3, 1, 2],
    [resource, metric, third, '4', 4, 1, 1],
    ['/subscriptions/s/other', metric, first, 9, 9, 1, 1],
  ]
  expect(shape({ aggregation: 'count,total,average,minimum,maximum' }, rows)).toMatchObject({
    timeseries: [
      {
        metadatavalues: [],
        data: [
          { timeStamp: '2026-01-15T08:00:00Z', count: 2, total: 3, average: 1.5, minimum: 1, maximum: 2 },
          { timeStamp: '2026-01-15T08:01:00Z' },
          { timeStamp: '2026-01-15T08:02:00Z', count: 4, total: 4, average: 1, minimum: 1, maximum: 1 },
        ],
      },
    ],
  })
})

const bySplit: Rows = [
  [resource, metric, first, 'CreateToken', 1, 1, 1, 1],
  [resource, metric, third, 'CreateToken', 1, 1, 1, 1],
  [resource, metric, first, 'CreateIdentity', 5, 5, 1, 1],
  [resource, metric, first, 'RevokeToken', 1, 1, 1, 1],
]
const operationsIn = (shaped: unknown) =>
  (shaped as { timeseries: { metadatavalues: { value: string }[] }[] }).timeseries.map(
    series => series.metadatavalues[0]?.value,
  )

test('a split dimension gives one series a value, named in lower case, the largest first', () => {
  const shaped = shape({}, bySplit, "Operation eq '*'")
  expect(operationsIn(shaped)).toEqual(['CreateIdentity', 'CreateToken', 'RevokeToken'])
  expect(shaped).toMatchObject({
    timeseries: [
      {
        metadatavalues: [
          { name: { value: 'operation', localizedValue: 'operation' }, value: 'CreateIdentity' },
        ],
      },
      {},
      {},
    ],
  })
})

test('orderby and top choose which series come, and in which order', () => {
  expect(operationsIn(shape({ orderby: 'count asc', top: '2' }, bySplit, "Operation eq '*'"))).toEqual([
    'RevokeToken',
    'CreateToken',
  ])
  expect(operationsIn(shape({ orderby: 'count desc', top: '1' }, bySplit, "Operation eq '*'"))).toEqual([
    'CreateIdentity',
  ])
})

test('FULL is one point at the start of the span', () => {
  const rows = [[resource, metric, 7, 7, 1, 1]]
  expect(shape({ interval: 'FULL' }, rows)).toMatchObject({
    timeseries: [{ data: [{ timeStamp: '2026-01-15T08:00:00Z', count: 7 }] }],
  })
})

test('metadata has the values of the dimension and nothing else', () => {
  const request = parseRequest(
    { metricnames: metric, resulttype: 'metadata', interval: 'FULL' },
    { span, filter: "Operation eq '*'" },
  )
  const rows = [[resource, metric, 'CreateToken', 1, 1, 1, 1]]
  const [shaped] = shapeMetrics(request, resource, rows)
  expect(shaped).toMatchObject({
    timeseries: [
      {
        metadatavalues: [{ name: { value: 'operation', localizedValue: 'operation' }, value: 'CreateToken' }],
      },
    ],
  })
  expect(JSON.stringify(shaped)).not.toContain('"data"')
  expect(shapeFrame(request)).toEqual({
    namespace: 'Microsoft.Communication/CommunicationServices',
    resourceregion: 'global',
  })
})
