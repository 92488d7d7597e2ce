/** Filters, ranges, trends, order, pages, roles and refusals, on a real engine; expectations are counted from the raw rows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCube, type Cube, NOW } from '../../../tests/teams/a-cube.ts'
import { seededRows } from '../../../tests/teams/seeded-rows.ts'
import { labelOfBucket } from './dimensions/range-scales.ts'
import type { CqdFilter, CqdQuery } from './query/model.ts'

let cube: Cube
beforeAll(async () => {
  cube = await aCube()
}, 120_000)
afterAll(() => cube[Symbol.asyncDispose]())

type Streams = Cube['raw']['streams']

const COUNT = 'Total Stream Count'
const counted = async (...filters: CqdFilter[]): Promise<number> => {
  const { rows } = await cube.ask({ measures: [COUNT], filters })
  return Number(rows[0]?.[0])
}
const expected = (is: (row: Streams[number]) => boolean): number => cube.raw.streams.filter(is).length

const endOf = (row: Streams[number]) => Date.parse(String(row.EndTime))
const DAY = 86_400_000
/** Days on which calls ended; the rows are the same every time. */
const someDays = [3, 20].map(at => String(seededRows().streams[at * 5]?.EndTime).slice(0, 10))

describe('filters', () => {
  const cases: readonly (readonly [string, CqdFilter, (row: Streams[number]) => boolean])[] = [
    [
      'several values are or',
      { dimension: 'Media Type', values: ['Audio', 'VBSS'] },
      row => row.MediaType === 'Audio' || row.MediaType === 'VBSS',
    ],
    [
      'blank equals what has no medium',
      { dimension: 'Media Type', values: [''] },
      row => row.MediaType === undefined,
    ],
    [
      'not equal keeps blanks',
      { dimension: 'Media Type', operator: 'notEquals', values: ['Audio'] },
      row => row.MediaType !== 'Audio',
    ],
    [
      'True',
      { dimension: 'Is Anonymous Join Session', values: ['True'] },
      row => row.IsAnonymousJoin === true,
    ],
    [
      '0 is False',
      { dimension: 'Is Anonymous Join Session', values: [0] },
      row => row.IsAnonymousJoin === false,
    ],
    [
      'regular expression',
      { dimension: 'Second Subnet', operator: 'matches', values: ['^10\\.1\\.'] },
      row => /^10\.1\./.test(String(row.SecondSubnet)),
    ],
    [
      'not blank',
      { dimension: 'Second Subnet', operator: 'notMatches', values: ['^\\s*$'] },
      row => row.SecondSubnet !== '',
    ],
    [
      'alternatives left out',
      { dimension: 'Second Subnet', operator: 'notMatches', values: ['10.1.1.0|192.168.7.0'] },
      row => !['10.1.1.0', '192.168.7.0'].includes(String(row.SecondSubnet)),
    ],
    [
      'contains without case',
      { dimension: 'Second Capture Dev', operator: 'contains', values: ['HEADSET'] },
      row => row.SecondCaptureDevice !== '',
    ],
    [
      'a month',
      { dimension: 'Month Year', values: ['2026-04'] },
      row => String(row.EndTime).startsWith('2026-04'),
    ],
    [
      'two days',
      { dimension: 'Date', values: someDays },
      row => someDays.includes(String(row.EndTime).slice(0, 10)),
    ],
    [
      'the last seven days',
      { dimension: 'End Time', operator: 'last', values: ['7 days'] },
      row => endOf(row) >= Date.parse('2026-05-25') && endOf(row) < Date.parse('2026-06-01'),
    ],
    [
      'the last hours',
      { dimension: 'End Time', operator: 'last', values: ['240 hours'] },
      row => endOf(row) >= NOW - 10 * DAY && endOf(row) < NOW,
    ],
    [
      'last month',
      { dimension: 'Start Time', operator: 'last', values: ['last month'] },
      row => String(row.StartTime).startsWith('2026-04'),
    ],
    [
      'between',
      { dimension: 'End Time', operator: 'between', values: ['2026-04-01', '2026-04-15T12:00:00Z'] },
      row => endOf(row) >= Date.parse('2026-04-01') && endOf(row) < Date.parse('2026-04-15T12:00:00Z'),
    ],
    [
      'a number',
      { dimension: 'PSTN Call End Reason', values: [410] },
      row => row.PstnCallType !== '' && row.EndCode === 410,
    ],
    [
      'what a file knows',
      { dimension: 'Second Building Name', values: ['Main'] },
      row => row.SecondSubnet === '10.1.1.0',
    ],
    [
      'inside',
      { dimension: 'Second Inside Corp', values: ['Inside'] },
      row => ['10.1.1.0', '10.1.2.0'].includes(String(row.SecondSubnet)),
    ],
    [
      'what a person is called',
      { dimension: 'Second UPN', values: ['user2@contoso.example'] },
      row => row.SecondPersonKey === 'key-2',
    ],
    [
      'a detail',
      { dimension: 'Second WiFi Channel', values: ['6'] },
      row => row.SecondPersonKey === 'key-1' || row.SecondPersonKey === 'key-3',
    ],
    [
      'poor by jitter',
      { dimension: 'Audio Poor Due To Jitter', values: [true] },
      row => row.MediaType === 'Audio' && row.Classification === 'Poor',
    ],
  ]
  test.each(cases)('%s', async (_, filter, is) => {
    const found = expected(is)
    expect(found).toBeGreaterThan(0)
    expect(await counted(filter)).toBe(found)
  })

  test('a union group is or, all others are and', async () => {
    const audio: CqdFilter = { dimension: 'Media Type', values: ['Audio'] }
    const either: readonly CqdFilter[] = [
      { dimension: 'Second UserType', values: ['PSTN'], unionGroup: 'a' },
      { dimension: 'Second Inside Corp', values: ['Inside'], unionGroup: 'a' },
    ]
    const inside = ['10.1.1.0', '10.1.2.0']
    expect(await counted(audio, ...either)).toBe(
      expected(
        row =>
          row.MediaType === 'Audio' &&
          (row.SecondUserType === 'PSTN' || inside.includes(String(row.SecondSubnet))),
      ),
    )
  })

  test('a value stays a value, whatever is in it', async () => {
    for (const value of ["' or 1 == 1 //", "x'); AnteroomTeamsPersons_CL //", 'a\\', '\u2028'])
      expect(await counted({ dimension: 'Second OS', values: [value] })).toBe(0)
  })
})

describe('ranges', () => {
  test.each([
    ['Jitter', 'Jitter', 1],
    ['Round Trip', 'RoundTrip', 25],
    ['Packet Loss Rate', 'PacketLossRate', 0.01],
  ] as const)(
    '%s: every label is one of its scale and holds its values',
    async (dimension, column, _) => {
      const rows = await cube.rows({ measures: [COUNT], dimensions: [dimension], pageSize: 1000 })
      for (const row of rows) {
        const label = String(row[dimension])
        const [, lower, upper] = /: \[([-\d.]+) - ([-\d.]+)\)$/.exec(label) ?? []
        const within = (value: unknown) =>
          typeof value === 'number' ? Number(lower) <= value && value < Number(upper) : false
        const found = expected(stream =>
          label === '' ? typeof stream[column] !== 'number' : within(stream[column]),
        )
        expect([label, row[COUNT]]).toEqual([label, found])
        if (label !== '') expect(await counted({ dimension, values: [label] })).toBe(found)
      }
    },
    180_000,
  )

  test('KQL labels every bucket as the scale does, below zero too', async () => {
    const { bucketOf, labelOf } = await import('./dimensions/range-scales.ts')
    const values = [
      -250, -60, -50, -12, -5, -4.5, -1, -0.5, 0, 0.3, 1, 4.99, 5, 49, 50, 199, 200, 374, 375, 12_345,
    ]
    const bucket = bucketOf('x', 'integer')
    const found = await cube.workspace.ask(
      `datatable(x: real) [${values.join(', ')}] | extend b = ${bucket} | project x, b, label = ${labelOf('b', 'integer')}`,
    )
    expect(found.map(row => row.label)).toEqual(found.map(row => labelOfBucket(Number(row.b), 'integer')))
    for (const { x, label } of found) {
      const [, lower, upper] = /\[([-\d]+) - ([-\d]+)\)/.exec(String(label)) ?? []
      if (x === 0) expect(label).toBe('062: [0 - 0)')
      else expect(Number(lower) <= Number(x) && Number(x) < Number(upper), `${x} in ${label}`).toBe(true)
    }
  })

  test('the printed examples', () => {
    const labels = [
      [65, 'integer', '065: [2 - 3)'],
      [98, 'integer', '098: [350 - 375)'],
      [48, 'integer', '048: [-50 - -45)'],
      [23, 'ratio', '023: [0.09 - 0.1)'],
      [37, 'ratio', '037: [0.75 - 0.8)'],
      [160, 'half', '160: [80 - 85)'],
      [76, 'mos', '076: [4.4 - 4.5)'],
      [26, 'bandwidth', '026: [260000 - 270000)'],
      [254, 'unknown', '254: [1000 - 1500)'],
    ] as const
    for (const [bucket, scale, label] of labels) expect(labelOfBucket(bucket, scale)).toBe(label)
  })
})

describe('trends', () => {
  const trend = (row: Streams[number], length: number) => String(row.EndTime).slice(0, length)

  test.each([
    ['monthly', 'Month Year', 7],
    ['daily', 'Date', 10],
  ] as const)('%s', async (kind, column, length) => {
    const rows = await cube.rows({ measures: [COUNT], trend: { kind }, pageSize: 1000 })
    const groups = Map.groupBy(cube.raw.streams, row => trend(row, length))
    expect(rows.map(row => [row[column], row[COUNT]])).toEqual(
      [...groups].map(([key, members]) => [key, members.length]).toSorted(),
    )
  })

  test('weeks begin on Sunday', async () => {
    const rows = await cube.rows({ measures: [COUNT], trend: { kind: 'weekly' } })
    expect(rows.every(row => new Date(`${row.Week}T00:00:00Z`).getUTCDay() === 0)).toBe(true)
  })

  test('rolling: that many days, the last one included', async () => {
    const rows = await cube.rows({
      measures: [COUNT],
      trend: { kind: 'rolling', days: 30, until: '2026-05-10' },
    })
    const inside = (row: Streams[number]) =>
      endOf(row) >= Date.parse('2026-04-11') && endOf(row) < Date.parse('2026-05-11')
    expect(rows.reduce((sum, row) => sum + Number(row[COUNT]), 0)).toBe(expected(inside))
    expect(rows[0]?.Date).toMatch(/^2026-04-1[1-9]$/)
  })
})

test('pages follow each other without gap or overlap, in the order asked for', async () => {
  const query: CqdQuery = {
    measures: [COUNT, 'Avg Jitter'],
    dimensions: ['Conference Id', 'Media Type'],
    order: [{ by: COUNT, descending: true }],
  }
  const whole = await cube.ask({ ...query, pageSize: 10_000 })
  expect(whole.next).toBeUndefined()
  const seen: unknown[] = []
  let next: string | undefined
  do {
    const page = await cube.ask({ ...query, pageSize: 37, ...(next && { next }) })
    seen.push(...page.rows)
    next = page.next
  } while (next)
  expect(seen).toEqual(whole.rows)
  const counts = whole.rows.map(row => Number(row[2]))
  expect(counts).toEqual(counts.toSorted((a, b) => b - a))
  const { next: token } = await cube.ask({ ...query, pageSize: 5 })
  await expect(cube.ask({ ...query, measures: [COUNT], next: token ?? '' })).rejects.toMatchObject({
    code: 'BadPage',
  })
}, 180_000)

test('the KQL of an answer gives the same rows again', async () => {
  const answer = await cube.ask({
    measures: ['Audio Poor Percentage'],
    dimensions: ['Second Building Name'],
    reportType: 'columns',
  })
  const { rows, render } = await cube.workspace.answer(answer.kql)
  expect(rows).toEqual(answer.rows)
  expect(render?.visualization).toBe('columnchart')
})

test('two tenants in one workspace never mix', async () => {
  const { tenant, other, tables } = cube.raw
  const of = async (who: typeof tenant) =>
    (
      await cube.ask(
        {
          measures: [COUNT, 'Second User Count'],
          dimensions: ['Conference Id', 'Second UPN', 'Second Building Name'],
          pageSize: 10_000,
        },
        { tenant: who },
      )
    ).rows
  const [own, others] = [await of(tenant), await of(other)]
  const ids = (rows: typeof own) => new Set(rows.map(row => row[0]))
  expect([...ids(own)].filter(id => ids(others).has(id))).toEqual([])
  expect(others.every(row => String(row[1]).endsWith('@fabrikam.example'))).toBe(true)
  // Buildings are of the other tenant's file.
  expect(new Set(others.map(row => row[2]))).toEqual(new Set(['']))
  const all = Object.values(tables).flat()
  expect(ids(own).size + ids(others).size).toBe(
    new Set(all.map(row => row.CorrelationId).filter(Boolean)).size,
  )
}, 180_000)

test('another version of the rules judges anew; without one the stored verdict counts', async () => {
  const judged = async (classifierVersion?: string) => {
    const [row] = await cube.rows({
      measures: ['Audio Poor Stream Count', 'Audio Good Stream Count', 'Audio Poor Call Stream Count'],
      ...(classifierVersion && { classifierVersion }),
    })
    return row
  }
  const value = (row: Streams[number], column: string) =>
    typeof row[column] === 'number' ? Number(row[column]) : undefined
  const over = (row: Streams[number], column: string, limit: number) => (value(row, column) ?? -1) > limit
  const failed = (row: Streams[number]) => row.SecondConnectivityIce === 'FAILED'
  const known = (row: Streams[number]) =>
    ['RoundTrip', 'PacketLossRate', 'Jitter'].some(name => value(row, name) !== undefined)
  const isPoor = (row: Streams[number]) =>
    over(row, 'RoundTrip', 500) || over(row, 'PacketLossRate', 0.1) || over(row, 'Jitter', 30)
  const judgeable = cube.raw.streams.filter(
    row => row.MediaType === 'Audio' && !failed(row) && over(row, 'PacketUtilization', 500) && known(row),
  )
  const poor = judgeable.filter(isPoor)
  const legs = new Set(poor.map(row => row.ParticipantId))
  expect(await judged('2022')).toEqual({
    'Audio Poor Stream Count': poor.length,
    'Audio Good Stream Count': judgeable.length - poor.length,
    'Audio Poor Call Stream Count': expected(row => row.MediaType === 'Audio' && legs.has(row.ParticipantId)),
  })
  expect((await judged())?.['Audio Poor Stream Count']).toBe(
    expected(row => row.MediaType === 'Audio' && row.Classification === 'Poor'),
  )
  await expect(judged('1999')).rejects.toMatchObject({ code: 'BadClassifierVersion' })
}, 180_000)

test('phone numbers end in four asterisks, for administrators too', async () => {
  const rows = await cube.rows({ measures: [COUNT], dimensions: ['Second Phone Number'] })
  expect(rows.map(row => row['Second Phone Number'])).toEqual(['', '+1425555****'])
})

test('pairs are in one order and blank sides stay blank', async () => {
  const rows = await cube.rows({
    measures: [COUNT],
    dimensions: ['Is Server Pair', 'Inside Corp Pair', 'Tenant Id Pair'],
  })
  expect(new Set(rows.map(row => row['Is Server Pair']))).toEqual(new Set(['Client : Server']))
  expect(new Set(rows.map(row => row['Inside Corp Pair']))).toEqual(
    new Set(['Inside : Outside', 'Outside : Outside']),
  )
  expect(new Set(rows.map(row => row['Tenant Id Pair']))).toEqual(new Set([':', `: ${cube.raw.tenant}`]))
})

test('specialists get all else', async () => {
  const { rows } = await cube.ask(
    { measures: [COUNT], dimensions: ['Second Building Name'] },
    { role: 'specialist' },
  )
  expect(rows.length).toBeGreaterThan(2)
})
