import { expect, test } from 'vitest'
import { seededIds, seededRandom } from '#base'
import { surveyIssues, userFacingDiagnostics } from '#records'
import { callOfSdk, seriesOf, surveyOf, troublesOf } from './telemetry.ts'

const stay = (seed: number, minutes = 30) => {
  const from = Date.UTC(2026, 0, 15, 9)
  return { from, to: from + minutes * 60_000, random: seededRandom(seed) }
}
const bad = { network: 'congested', media: ['Audio', 'Video'] } as const
const good = { network: 'fibre', media: ['Audio', 'Video'] } as const
const seeds = Array.from({ length: 200 }, (_, seed) => seed)
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

test('the same seed tells the same, in a bounded number of rows', () => {
  const told = () => seriesOf({ guest: bad, remote: 'host' }, stay(1, 600))
  expect(told()).toEqual(told())
  expect(told().length).toBeLessThan(200)
})

test('every trouble is one that the documents name, ends after it began, and keeps its id', () => {
  const names = userFacingDiagnostics.map(({ name }) => name)
  for (const seed of seeds) {
    const ids = seededIds(seed)
    const troubles = troublesOf(bad, stay(seed), ids.uuid)
    for (const [id, [first, last]] of Map.groupBy(troubles, ({ operationId }) => operationId)) {
      expect(id).toBeDefined()
      expect(names).toContain(first?.payload?.DiagnosticChanged)
      if (last) expect(Date.parse(last.at)).toBeGreaterThanOrEqual(Date.parse(first?.at ?? ''))
    }
  }
})

test('a congested network has more troubles, slower joins and worse scores than fibre', () => {
  const troubles = (guest: typeof bad | typeof good) =>
    mean(seeds.map(seed => troublesOf(guest, stay(seed), () => 'id').length))
  const joins = ({ network }: typeof bad | typeof good) =>
    mean(seeds.map(seed => callOfSdk('Join', { network, at: 0, random: seededRandom(seed) }).durationMs ?? 0))
  const scores = (guest: typeof bad | typeof good) =>
    mean(seeds.flatMap(seed => surveyOf(guest, seededRandom(seed))?.overall?.score ?? []))
  expect(troubles(bad)).toBeGreaterThan(3 * troubles(good))
  expect(joins(bad)).toBeGreaterThan(2 * joins(good))
  expect(scores(bad)).toBeLessThan(scores(good) - 1)
})

test('complaints are those of the survey', () => {
  const known = new Set(surveyIssues.flatMap(({ issues }) => issues))
  const ratings = seeds.flatMap(seed => surveyOf(bad, seededRandom(seed)) ?? [])
  const issues = ratings.flatMap(({ overall, audio, video }) =>
    [overall, audio, video].flatMap(one => one?.issues ?? []),
  )
  expect(issues.length).toBeGreaterThan(0)
  expect(issues.filter(issue => !known.has(issue))).toEqual([])
})
