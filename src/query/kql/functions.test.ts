/** Every row of the function tables keeps its promises: its example compiles and runs, its null rule holds. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness, type Harness } from '../../../tests/golden/kql/harness.ts'
import { aggregateRows } from './2-lower/functions/aggregates.ts'
import { scalarFunctions } from './2-lower/functions/index.ts'

let harness: Harness
beforeAll(() => {
  harness = createHarness()
})
afterAll(() => harness.close())

/** The names that examples use. */
const ROW = `datatable(x: long, y: long, k: dynamic, v: dynamic, a: dynamic, b: dynamic, c: dynamic, s: dynamic, j: string)[
  5, 7, dynamic(['p']), dynamic([1]), dynamic([3, 1, 2]), dynamic({"a": 1}), dynamic([true, false, true]), dynamic([1, null, 3]), '{"a": 5}',
]`

test.each(scalarFunctions.map(row => [row.name, row.example]))(
  'the example of %s runs: %s',
  (_name, example) => {
    const { compilation, rows } = harness.run(`${ROW} | project result = ${example}`)
    if (compilation.kind !== 'compiled') expect.fail(JSON.stringify(compilation))
    expect(rows).toHaveLength(1)
  },
)

test.each(aggregateRows.map(row => [row.name, row.example]))(
  'the example of %s runs over rows and over none: %s',
  (_name, example) => {
    const over = example.includes('make_bag') ? example.replace('x', 'b') : example
    for (const filter of ['', '| where x > 100']) {
      const { compilation, rows } = harness.run(`${ROW} ${filter} | summarize result = ${over}`)
      if (compilation.kind !== 'compiled') expect.fail(JSON.stringify(compilation))
      expect(rows).toHaveLength(1)
    }
  },
)

const NUMERIC = scalarFunctions.filter(
  row => row.nulls === 'propagate' && /^\w+\((-?[\d.]+|x)\)$/.test(row.example),
)

test.each(NUMERIC.map(row => [row.name]))('%s of null is null, or false for a test', name => {
  const { compilation, rows } = harness.run(`print x = real(null) | project result = ${name}(x)`)
  if (compilation.kind !== 'compiled') return
  expect([null, false]).toContain(rows[0]?.[0])
})

test('no two rows answer to the same name', () => {
  const names = scalarFunctions.flatMap(row => [row.name, ...(row.aliases ?? [])])
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})
