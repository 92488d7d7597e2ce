/** Every built-in report over seeded rows on a real engine; some figures against sums of their own. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileQuery } from '#teams/cqd'
import { aCube, type Cube, NOW } from '../../../tests/teams/a-cube.ts'
import { checkReport } from './check-report.ts'
import { DEFAULT_REPORTS } from './defaults/index.ts'
import { idOf } from './defaults/parts.ts'
import { questionsOf, type ReportPanel } from './model.ts'

let cube: Cube
beforeAll(async () => {
  cube = await aCube()
})
afterAll(() => cube[Symbol.asyncDispose]())

const panelOf = (report: string, tab: string, panel: string): ReportPanel => {
  const found = DEFAULT_REPORTS.find(({ id }) => id === report)
    ?.tabs.find(({ id }) => id === tab)
    ?.panels.find(({ id }) => id === panel)
  return found ?? expect.fail(`${report}/${tab}/${panel} is none`)
}

const streams = () => cube.raw.streams
const audio = () => streams().filter(({ MediaType }) => MediaType === 'Audio')
const grade = (name: string) => audio().filter(({ Classification }) => Classification === name).length

test.each(DEFAULT_REPORTS.map(report => [report.id, report] as const))('%s holds together', (id, report) => {
  expect(() => checkReport(report, { tenant: cube.raw.tenant, now: NOW })).not.toThrow()
  expect(id).toBe(idOf(id))
  for (const { panels } of report.tabs) {
    for (const { query, lines = [], drill, targets = [] } of panels) {
      expect(query.measures).toEqual(expect.arrayContaining(lines))
      expect(query.measures).toEqual(expect.arrayContaining(targets.map(({ measure }) => measure)))
      if (drill) expect(query.dimensions).toContain(drill.dimension)
    }
  }
})

test.each(DEFAULT_REPORTS.map(report => [report.id, report] as const))(
  'every panel of %s runs',
  async (_, report) => {
    for (const query of questionsOf(report)) {
      const { columns } = await cube
        .ask(query)
        .catch(error => expect.fail(`${JSON.stringify(query)}: ${error.message}`))
      expect(columns.map(({ name }) => name)).toEqual(expect.arrayContaining(query.measures))
    }
  },
)

describe('figures are those of an own sum over the rows', () => {
  test('summary: good, poor, unclassified, and the share of poor of those two', async () => {
    const { query } = panelOf('summary', 'overall', 'audio-streams')
    const [row = {}] = await cube.rows(query)
    const [good, poor] = [grade('Good'), grade('Poor')]
    expect(poor).toBeGreaterThan(0)
    expect(row).toMatchObject({
      'Audio Stream Count': audio().length,
      'Audio Good Stream Count': good,
      'Audio Poor Stream Count': poor,
      'Audio Unclassified Stream Count': audio().length - good - poor,
    })
    expect(row['Audio Poor Percentage']).toBeCloseTo((100 * poor) / (good + poor), 6)
  })

  test('summary: the days add up to the whole', async () => {
    const days = await cube.rows(panelOf('summary', 'overall', 'daily').query)
    expect(days.length).toBeGreaterThan(20)
    expect(days.reduce((sum, row) => sum + Number(row['Audio Poor Stream Count']), 0)).toBe(grade('Poor'))
  })

  test('server–client by connection and place', async () => {
    const inside = new Set(['10.1.1.0', '10.1.2.0'])
    const expected = audio().filter(
      row =>
        [row.FirstIsServer, row.SecondIsServer].includes('Server') &&
        row.SecondIsServer === 'Client' &&
        row.SecondNetworkConnection === 'Wired' &&
        inside.has(String(row.SecondSubnet)),
    )
    const rows = await cube.rows(panelOf('summary', 'server-client', 'wired-inside').query)
    const sum = (name: string) => rows.reduce((total, row) => total + Number(row[name]), 0)
    expect(
      sum('Audio Good Stream Count') +
        sum('Audio Poor Stream Count') +
        sum('Audio Unclassified Stream Count'),
    ).toBe(expected.length)
    expect(expected.length).toBeGreaterThan(0)
  })

  test('reliability: failed set-ups and drops', async () => {
    const [row = {}] = await cube.rows(panelOf('reliability', 'overview', 'streams-with-signalling').query)
    const failed = (type: string) =>
      streams().filter(({ MediaFailureType }) => MediaFailureType === type).length
    expect(failed('CallSetup') + failed('Midcall')).toBeGreaterThan(0)
    expect(row).toMatchObject({
      'Total Call Setup Failed Stream Count': failed('CallSetup'),
      'Total Call Dropped Stream Count': failed('Midcall'),
    })
  })

  test('location: a building’s streams', async () => {
    const rows = await cube.rows(panelOf('location-enhanced', 'buildings', 'by-building').query)
    const main = rows.find(row => row['Second Building Name'] === 'Main')
    expect(main?.['Audio Stream Count']).toBe(
      audio().filter(row => row.SecondIsServer === 'Client' && row.SecondSubnet === '10.1.1.0').length,
    )
  })

  test('external users: only streams of anonymous joins', async () => {
    const { query } = panelOf('external-users', 'overview', 'external-users')
    const anonymous = { dimension: 'Is Anonymous Join Session', values: [true] }
    const [row = {}] = await cube.rows({ ...query, filters: [...(query.filters ?? []), anonymous] })
    const own = streams().filter(({ IsAnonymousJoin }) => IsAnonymousJoin === true)
    expect(row['Audio Stream Count']).toBe(own.filter(({ MediaType }) => MediaType === 'Audio').length)
    expect(row['Second User Count']).toBe(new Set(own.map(one => one.SecondPersonKey).filter(Boolean)).size)
  })
})

test('a specialist is refused panels that name people, and may ask all others', () => {
  const outcomes = DEFAULT_REPORTS.flatMap(questionsOf).map(query => {
    const names = (query.dimensions ?? []).some(name => /UPN|Feedback Text|IP Address|ObjectId/.test(name))
    const compile = () => compileQuery(query, { tenant: cube.raw.tenant, now: NOW, role: 'specialist' })
    if (names) expect(compile, JSON.stringify(query)).toThrow('the role specialist may not')
    else expect(compile, JSON.stringify(query)).not.toThrow()
    return names
  })
  expect(new Set(outcomes).size).toBe(2)
})
