/** The HTTP API: JSON, CSV, members, and the data API with its numbers of errors. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HttpReply, type HttpRequest, manualClock } from '#base'
import { aCube, type Cube, NOW } from '../../../tests/teams/a-cube.ts'
import { csvOf } from './api/csv.ts'
import { cqdSurface } from './api/surface.ts'

let cube: Cube
let send: (id: string, body?: unknown, more?: Partial<HttpRequest>) => Promise<HttpReply>

beforeAll(async () => {
  cube = await aCube()
  const surface = cqdSurface({ reading: cube.reading, clock: manualClock(NOW) })
  send = async (id, body, more = {}) => {
    const route = surface.routes.find(one => one.id === id)
    const request = {
      query: {},
      headers: {},
      params: {},
      signal: AbortSignal.timeout(120_000),
      body,
      ...more,
    }
    // Only what the handlers read of a request.
    const reply = await route?.handle(request as unknown as HttpRequest)
    return reply ?? { status: 404 }
  }
}, 120_000)
afterAll(() => cube[Symbol.asyncDispose]())

/** A reply's text in parts, as the host would send them. */
const partsOf = (text: HttpReply['text']): AsyncIterable<string> =>
  (text?.content ?? []) as AsyncIterable<string>

const named = (...names: readonly string[]) => names.map(name => ({ DataModelName: name }))
const MEDIA = '[AllStreams].[Media Type]'
const COUNT = '[Measures].[Total Stream Count]'

test('a query is answered with columns, rows, KQL and the next page', async () => {
  const { body } = await send('CqdQuery', {
    measures: ['Total Stream Count'],
    dimensions: ['Media Type'],
    pageSize: 2,
  })
  expect(body).toMatchObject({
    columns: [
      { name: 'Media Type', kind: 'dimension', type: 'String' },
      { name: 'Total Stream Count', kind: 'measure' },
    ],
    kql: expect.stringMatching(/^AnteroomTeamsStreams_CL/),
    next: expect.stringMatching(/^2\./),
  })
})

test('CSV has all rows, whatever the page', async () => {
  const query = {
    measures: ['Total Stream Count'],
    dimensions: ['Conference Id', 'Is Anonymous Join Session'],
    pageSize: 3,
  }
  const { text } = await send('CqdQuery', query, { query: { format: 'csv' } })
  expect(text?.contentType).toBe('text/csv; charset=utf-8')
  let csv = ''
  for await (const part of partsOf(text)) csv += part
  const lines = csv.trimEnd().split('\r\n')
  expect(lines[0]).toBe('Conference Id,Is Anonymous Join Session,Total Stream Count')
  expect(lines[1]).toMatch(/^call-000,(True|False),\d+$/)
  const total = lines.slice(1).reduce((sum, line) => sum + Number(line.split(',')[2]), 0)
  expect(total).toBe(cube.raw.streams.length)
}, 180_000)

test('CSV: texts like formulas are led by an apostrophe, quotes are doubled, numbers stay', async () => {
  const rows = [['=1+1', '+4915', '-x', '@a', 'a"b,c', -3, null, true]]
  async function* pages() {
    yield { columns: ['a', 'b'].map(name => ({ name, kind: 'dimension' as const })), rows, kql: '' }
  }
  let csv = ''
  for await (const part of csvOf(pages())) csv += part
  expect(csv).toBe(`a,b\r\n'=1+1,'+4915,'-x,'@a,"a""b,c",-3,,True\r\n`)
})

test('members are searched, most streams first', async () => {
  const { body } = await send('CqdMembers', { dimension: 'Second Building Name', search: 'a' })
  const { values, isComplete } = body as { values: { value: string; streams: number }[]; isComplete: boolean }
  expect(values.map(({ value }) => value).toSorted()).toEqual(['Annex', 'Cafe', 'Main'])
  expect(values.map(({ streams }) => Number(streams))).toEqual(
    values.map(({ streams }) => Number(streams)).toSorted((a, b) => b - a),
  )
  expect(isComplete).toBe(true)
})

describe('the data API', () => {
  test('RunQuery: filters with union groups, rows as arrays, ErrorType 0', async () => {
    const value = (text: string) => ({
      DataModelName: MEDIA,
      Caption: text,
      Value: `[${text}]`,
      Operand: 0,
      UnionGroup: 'g',
    })
    const { body } = await send('RunQuery', {
      Filters: [value('Audio'), value('Video')],
      Dimensions: named(MEDIA, '[AllStreams].[Is Anonymous Join Session]'),
      Measurements: named(COUNT),
      Trend: { EnableTrend: false, SpanCount: 0, TrendDate: '2026-05-31', Type: 0 },
    })
    const { DataResult, ErrorType } = body as { DataResult: unknown[][]; ErrorType: number }
    expect(ErrorType).toBe(0)
    expect(DataResult.map(row => row.slice(0, 2))).toEqual([
      ['Audio', 'False'],
      ['Audio', 'True'],
      ['Video', 'False'],
      ['Video', 'True'],
    ])
    const count = cube.raw.streams.filter(
      row => row.MediaType === 'Video' && row.IsAnonymousJoin === true,
    ).length
    expect(Number(DataResult.at(-1)?.[2])).toBe(count)
  })

  test.each([
    ['no measure', { Dimensions: named(MEDIA) }, 7],
    ['an unknown name', { Measurements: named('[Measures].[Nothing]') }, 2],
    [
      'an operand that is not documented',
      { Measurements: named(COUNT), Filters: [{ DataModelName: MEDIA, Value: '[x]', Operand: 3 }] },
      1,
    ],
    [
      'a trend that is not documented',
      { Measurements: named(COUNT), Trend: { EnableTrend: true, Type: 2 } },
      1,
    ],
    [
      'a value that can’t be',
      {
        Measurements: named(COUNT),
        Filters: [{ DataModelName: '[AllStreams].[Is Teams]', Value: '[maybe]' }],
      },
      6,
    ],
  ])('%s is ErrorType %s', async (_, request, type) => {
    const { status, body } = await send('RunQuery', request)
    expect([status, body]).toMatchObject([200, { DataResult: [], ErrorType: type }])
  })

  test('an engine that can’t answer is ErrorType 3, one that takes too long 5', async () => {
    const { ApiError } = await import('#base')
    const failing = (status: number) =>
      cqdSurface({
        clock: manualClock(NOW),
        reading: {
          ...cube.reading,
          ask: async () => {
            throw new ApiError({ status, code: 'Failed', message: 'failed' })
          },
        },
      }).routes.find(({ id }) => id === 'RunQuery')
    for (const [status, type] of [
      [503, 3],
      [504, 5],
    ] as const) {
      const request = { query: {}, headers: {}, body: { Measurements: named(COUNT) } }
      const reply = await failing(status)?.handle(request as unknown as HttpRequest)
      expect(reply?.body).toMatchObject({ ErrorType: type })
    }
  })

  test('CubeStructure lists what is computed by category', async () => {
    const { body } = await send('CubeStructure')
    const { Dimensions, Measurements } = body as {
      Dimensions: { Category: string; Attributes: { DataModelName: string }[] }[]
      Measurements: { FriendlyName: string }[]
    }
    expect(Dimensions.flatMap(({ Attributes }) => Attributes.map(one => one.DataModelName))).toContain(MEDIA)
    expect(Measurements.map(({ FriendlyName }) => FriendlyName)).not.toContain('Audio SLA Call Count')
  })

  test('DimensionMembers: pages of captions', async () => {
    const page = async (PageNumber: number) =>
      (await send('DimensionMembers', { DataModelName: MEDIA, PageNumber, PageSize: 2 })).body as {
        Members: { Caption: string }[]
      }
    const captions = [...(await page(0)).Members, ...(await page(1)).Members].map(({ Caption }) => Caption)
    expect(captions.toSorted()).toEqual(['', 'Audio', 'VBSS', 'Video'])
    expect((await page(9)).Members).toEqual([])
  })
})
