import { expect, test } from 'vitest'
import { parseIso } from '#base'
import { type Parameters, parseEnds, parseRequest, parseSpan } from './parse-request.ts'

const at = (text: string) => parseIso(text) ?? Number.NaN
const now = at('2026-01-15T09:00:30Z')
const hour = { start: at('2026-01-15T08:00:30Z'), end: now }

const parse = (parameters: Parameters, filter?: string) => parseRequest(parameters, { span: hour, filter })

test('nothing said: one metric, one minute, its primary aggregation, no split, ten series', () => {
  const request = parse({})
  expect(request.metrics.map(metric => metric.name)).toEqual(['APIRequestAuthentication'])
  expect(request).toMatchObject({
    grain: { name: 'PT1M' },
    filter: [],
    splitBy: [],
    top: 10,
    onlyMetadata: false,
  })
  expect(request.aggregations).toBeUndefined()
  expect(request.span).toEqual({ start: at('2026-01-15T08:00:00Z'), end: now })
})

test('names compare without case and come back as the service spells them', () => {
  const request = parse(
    {
      metricnames: 'apirequestchat, ApiRequestRooms',
      aggregation: 'count,AVERAGE,sum',
      orderby: 'SUM DESC',
      top: '3',
    },
    "operation eq '*' and STATUSCODE eq '200'",
  )
  expect(request.metrics.map(metric => metric.name)).toEqual(['APIRequestChat', 'ApiRequestRooms'])
  expect(request.aggregations).toEqual(['Count', 'Average', 'Total'])
  expect(request.order).toEqual({ by: 'Total', isDescending: true })
  expect(request.splitBy).toEqual(['Operation', 'StatusCode'])
  expect(request.top).toBe(3)
})

test('rollupby merges the series of a dimension that is still filtered by', () => {
  const request = parse({ rollupby: 'operation' }, "Operation eq 'CreateToken' and StatusCode eq '*'")
  expect(request.splitBy).toEqual(['StatusCode'])
  expect(request.filter).toHaveLength(2)
})

test('ValidateDimensions=false leaves unknown dimensions out', () => {
  const filter = "Planet eq '*' and Operation eq '*'"
  expect(parse({ validatedimensions: 'false' }, filter).splitBy).toEqual(['Operation'])
  expect(() => parse({}, filter)).toThrow(/does not support requested dimension combination: Planet/)
})

test('a dimension must be one of all metrics asked for', () => {
  expect(() => parse({ metricnames: 'APIRequestChat,ApiRequestRouter' }, "Operation eq '*'")).toThrow(
    /Metric: ApiRequestRouter does not support/,
  )
})

const intervals: readonly [asked: string | undefined, adjusts: string, days: number, grain: string][] = [
  [undefined, 'false', 1, 'PT1M'],
  ['pt5m', 'false', 1, 'PT5M'],
  ['P1D', 'false', 30, 'P1D'],
  ['PT24H', 'false', 30, 'P1D'],
  ['FULL', 'false', 90, 'FULL'],
  ['PT3M', 'true', 1, 'PT1M'],
  ['PT1M', 'true', 90, 'PT5M'],
]

test.each(intervals)(
  'interval %s, adjusting %s, over %i days is %s',
  (interval, autoadjusttimegrain, days, grain) => {
    const span = { start: now - days * 86_400_000, end: now }
    expect(parseRequest({ interval, autoadjusttimegrain }, { span, filter: undefined }).grain.name).toBe(
      grain,
    )
  },
)

const mistakes: readonly [Parameters, message: string][] = [
  [
    { metricnames: 'Nothing' },
    'Failed to find metric configuration for provider: Microsoft.Communication, resource Type: CommunicationServices, metric: Nothing, Valid metrics: APIRequestAuthentication,',
  ],
  [
    { metricnamespace: 'Microsoft.Compute/virtualMachines' },
    "Metric namespace 'Microsoft.Compute/virtualMachines'",
  ],
  [{ interval: 'PT3M' }, 'Detected invalid time grain input: PT3M, supported ones are: PT1M,PT5M'],
  [{ aggregation: 'median' }, "Invalid aggregation 'median'"],
  [{ orderby: 'count desc, total asc' }, "Invalid orderby 'count desc, total asc'"],
  [{ orderby: 'time desc' }, "Invalid aggregation 'time'"],
  [{ top: '0' }, "Invalid top '0'"],
  [{ top: 'many' }, "Invalid top 'many'"],
  [{ resulttype: 'All' }, "Invalid resultType 'all'"],
]

test.each(mistakes)('%o is refused', (parameters, message) => {
  expect(() => parse(parameters)).toThrow(
    expect.objectContaining({ status: 400, message: expect.stringContaining(message) }),
  )
})

test('too many points for an answer are refused', () => {
  const span = { start: hour.start - 89 * 86_400_000, end: hour.start }
  expect(() => parseRequest({ interval: 'PT1M' }, { span, filter: undefined })).toThrow(
    /128161 intervals, at most 44640/,
  )
})

test('metadata takes one wildcard and a span of any length', () => {
  const span = { start: now - 90 * 86_400_000, end: now }
  const request = parseRequest({ resulttype: 'metadata' }, { span, filter: "Operation eq '*'" })
  expect(request.grain.name).toBe('FULL')
  expect(parse({ resulttype: 'metadata' }, "Operation eq '*'").onlyMetadata).toBe(true)
  expect(() => parse({ resulttype: 'Metadata' }, "Operation eq '*' and StatusCode eq '*'")).toThrow(
    /Only one dimension/,
  )
})

const spans: readonly [text: string | undefined, start: string, end: string][] = [
  [undefined, '2026-01-15T08:00:30Z', '2026-01-15T09:00:30Z'],
  ['PT2H', '2026-01-15T07:00:30Z', '2026-01-15T09:00:30Z'],
  ['2026-01-01/2026-01-02T12:00:00Z', '2026-01-01', '2026-01-02T12:00:00Z'],
  ['2026-01-01T00:00:00Z/PT1H', '2026-01-01', '2026-01-01T01:00:00Z'],
  ['P1D/2026-01-02T00:00:00Z', '2026-01-01', '2026-01-02'],
]

test.each(spans)('time span %s', (text, start, end) => {
  expect(parseSpan(text, now)).toEqual({ start: at(start), end: at(end) })
})

test.each(['yesterday', '2026-01-02/2026-01-01', '2026-01-01/x', 'PT1H/PT1H', '2026-01-01', 'a/b/c', '/'])(
  'time span %s is refused',
  text => {
    expect(() => parseSpan(text, now)).toThrow(/was not understood/)
  },
)

test('the batch ends default to the last hour, and a missing start to an hour before the end', () => {
  expect(parseEnds(undefined, undefined, now)).toEqual(hour)
  expect(parseEnds(undefined, '2026-01-01T02:00:00Z', now)).toEqual({
    start: at('2026-01-01T01:00:00Z'),
    end: at('2026-01-01T02:00:00Z'),
  })
  expect(() => parseEnds('2026-01-02', '2026-01-01', now)).toThrow(/was not understood/)
  expect(() => parseEnds('x', undefined, now)).toThrow(/was not understood/)
})
