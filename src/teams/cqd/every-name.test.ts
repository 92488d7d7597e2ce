/** Completeness: every name of the catalogue is computed or says why not, and what is computed runs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCube, type Cube } from '../../../tests/teams/a-cube.ts'
import { allDimensions, allMeasures, dimensionNamed } from './catalogue/catalogue.ts'
import { dimensionRows } from './dimensions/index.ts'
import { dimensions } from './generated/dimensions.ts'
import { measures } from './generated/measures.ts'
import { measureRows } from './measures/index.ts'

let cube: Cube
beforeAll(async () => {
  cube = await aCube()
}, 120_000)
afterAll(() => cube[Symbol.asyncDispose]())

test('each of the 438 dimensions and 196 measures has one row, and no row is of another', () => {
  const sorted = (names: readonly string[]) => names.toSorted()
  expect(dimensions).toHaveLength(438)
  expect(measures).toHaveLength(196)
  expect(sorted(dimensionRows.map(({ name }) => name))).toEqual(sorted(dimensions.map(({ name }) => name)))
  expect(sorted(measureRows.map(({ name }) => name))).toEqual(sorted(measures.map(({ name }) => name)))
})

test('what can’t be computed says why in a sentence', () => {
  const reasons = [...allDimensions, ...allMeasures].flatMap(({ row }) =>
    row.kind === 'missing' ? [row.reason] : [],
  )
  expect(reasons.length).toBeGreaterThan(50)
  expect(reasons.filter(reason => !/^[A-Z].{20,}\.$|^[A-Z].{20,}`\.$/.test(reason))).toEqual([])
})

test('what the catalogue can exactly compute is computed', () => {
  const lost = [...allDimensions, ...allMeasures].filter(
    ({ entry, row }) => row.kind === 'missing' && ['yes', 'import'].includes(entry.computable),
  )
  expect(lost.map(({ entry }) => entry.name)).toEqual([])
})

test('names are found without case and as data model names', () => {
  expect(dimensionNamed('[AllStreams].[media type]')?.entry.name).toBe('Media Type')
})

const BATCH = 8
const batches = <One>(all: readonly One[]) =>
  Array.from({ length: Math.ceil(all.length / BATCH) }, (_, at) => all.slice(at * BATCH, (at + 1) * BATCH))

const namesOf = (all: readonly { entry: { name: string }; row: { kind: string } }[]) =>
  all.filter(({ row }) => row.kind !== 'missing').map(({ entry }) => entry.name)

describe('every dimension groups the tenant’s streams', () => {
  test.each(batches(namesOf(allDimensions)).map(names => [names.join(', '), names] as const))(
    '%s',
    async (_, names) => {
      const { rows, columns } = await cube.ask({
        measures: ['Total Stream Count'],
        dimensions: [...names],
        pageSize: 10_000,
      })
      expect(columns).toHaveLength(names.length + 1)
      const total = rows.reduce((sum, row) => sum + Number(row.at(-1)), 0)
      expect(total).toBe(cube.raw.streams.length)
    },
    180_000,
  )
})

test.each(batches(namesOf(allMeasures)).map(names => [names.join(', '), names] as const))(
  'measures run: %s',
  async (_, names) => {
    const { rows } = await cube.ask({ measures: [...names], dimensions: ['Media Type', 'Month Year'] })
    expect(rows.length).toBeGreaterThan(3)
    expect(rows[0]).toHaveLength(names.length + 2)
  },
  180_000,
)
