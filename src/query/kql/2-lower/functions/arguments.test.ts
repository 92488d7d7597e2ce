/** Whatever types the binder lets through, a function gives rows or refuses: never an error of the engine. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness, type Harness } from '../../../../../tests/golden/kql/harness.ts'
import { aggregateRows } from './aggregates.ts'
import { scalarFunctions } from './index.ts'
import { multiRows } from './multi.ts'

let harness: Harness
beforeAll(() => {
  harness = createHarness()
})
afterAll(() => harness.close())

/** A column of each type, with nulls, negative numbers and other things one forgets. */
const INPUT = `datatable(s: string, r: real, l: long, d: dynamic, t: datetime, p: timespan)[
  'a', 1.5, 3, dynamic([1, 2]), datetime(2020-01-02), 1h,
  '', real(null), long(null), dynamic(null), datetime(null), timespan(null),
  'né "x" <a/>', -2.5, -7, dynamic({"a": {"b": [1, "x"]}}), datetime(1601-01-01), -1d,
  '89c25', 0.0, 0, dynamic([]), datetime(2099-01-02), 0s,
] | serialize`
const COLUMNS = ['s', 'r', 'l', 'd', 't', 'p']

/** A zone that is none is the engine's to refuse. */
const EXCEPT = ['datetime_utc_to_local', 'datetime_local_to_utc', 'assert']

/** The names that examples use, as columns of this input. */
const NAMES: Readonly<Record<string, string>> = {
  a: 'd',
  b: 'd',
  c: 'd',
  k: 'd',
  v: 'd',
  x: 'l',
  y: 'l',
  j: 's',
}

/** The arguments of an example: commas inside brackets and quotes separate nothing. */
function argumentsOf(example: string): readonly string[] {
  const inner = example.slice(example.indexOf('(') + 1, -1)
  const pieces = inner.match(/'[^']*'|"[^"]*"|[([{]|[)\]}]|,|[^'"()[\]{},]+/g) ?? []
  const all = ['']
  let depth = 0
  for (const piece of pieces) {
    if (/^[([{]$/.test(piece)) depth += 1
    if (/^[)\]}]$/.test(piece)) depth -= 1
    if (piece === ',' && depth === 0) all.push('')
    else all[all.length - 1] += piece
  }
  return inner === '' ? [] : all.map(one => NAMES[one.trim()] ?? one.trim())
}

const rows = [...scalarFunctions, ...multiRows].filter(row => !EXCEPT.includes(row.name))

/** The calls of an example with each column in the place of each argument, as far as the binder lets them through. */
function variants(example: string, query: (call: string) => string): readonly string[] {
  const name = example.slice(0, example.indexOf('('))
  const given = argumentsOf(example)
  const calls = given.flatMap((_, place) =>
    COLUMNS.map(
      column => `${name}(${given.map((one, index) => (index === place ? column : one)).join(', ')})`,
    ),
  )
  return [...new Set(calls)].filter(one => harness.compile(query(one)).kind === 'compiled')
}

test.each(rows.map(row => [row.example]))('%s with columns of every type', example => {
  const calls = variants(example, one => `${INPUT} | extend result = ${one}`)
  const columns = calls.map((one, index) => `c${index} = ${one}`)
  if (columns.length > 0) expect(harness.run(`${INPUT} | extend ${columns.join(', ')}`).rows).toHaveLength(4)
})

const ARG_SHAPES = ['arg_max(l, r)', 'arg_min(t, s, d)', 'arg_max(p, *)']
const aggregates = [...aggregateRows.map(row => row.example), ...ARG_SHAPES]

test.each(aggregates)('%s over columns of every type, over all rows, groups and none', example => {
  const calls = variants(example, one => `${INPUT} | summarize result = ${one}`)
  const columns = calls.map((one, index) => `c${index} = ${one}`)
  if (columns.length === 0) return
  const counts = ['', ' by isnull(r)', ' by l'].map(
    by => harness.run(`${INPUT} | summarize ${columns.join(', ')}${by}`).rows.length,
  )
  expect(counts).toEqual([1, 2, 4])
  expect(harness.run(`${INPUT} | where l > 9 | summarize ${columns.join(', ')}`).rows).toHaveLength(1)
})
