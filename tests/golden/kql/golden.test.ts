/**
 * One folder a case: `query.kql`, the SQL it must become, and the rows the engine must give. SQL that matches but does
 * not run is a failure. `UPDATE_GOLDEN=1 vitest run tests/golden/kql` rewrites both; read the difference before it is
 * committed.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness, type Harness } from './harness.ts'
import { sampleTables } from './sample-tables.ts'

const folders = globSync(join(import.meta.dirname, '*/query.kql'))
  .map(path => dirname(path))
  .sort()

let harness: Harness
beforeAll(() => {
  harness = createHarness()
  for (const { schema, rows } of sampleTables) harness.table(schema, rows)
})
afterAll(() => harness.close())

test.each(folders.map(folder => [folder.split('/').at(-1) ?? '', folder]))('%s', (_name, folder) => {
  const text = readFileSync(join(folder, 'query.kql'), 'utf8')
  const { compilation, rows } = harness.run(text)
  if (compilation.kind !== 'compiled') expect.fail(JSON.stringify(compilation, null, 1))
  const more = compilation.more?.map(one => ({
    name: one.name ?? '',
    columns: one.columns,
    rows: harness.rowsOf(one),
  }))
  const answer = { columns: compilation.columns, rows, ...(more && { more }) }
  const sql = [compilation, ...(compilation.more ?? [])].map(one => `${one.sql}\n`).join(';\n')
  if (process.env.UPDATE_GOLDEN) {
    writeFileSync(join(folder, 'query.sql'), sql)
    writeFileSync(join(folder, 'rows.json'), oneRowALine(answer))
  }
  expect(sql).toBe(readFileSync(join(folder, 'query.sql'), 'utf8'))
  const expected = JSON.parse(readFileSync(join(folder, 'rows.json'), 'utf8'))
  const inOrder = hasOrder(text) ? (table: Table) => table : withoutOrder
  expect(inOrder(answer)).toEqual(inOrder(expected))
})

/** Tables that are united come in any order, which the engine's threads decide, unless the query says one. */
const hasOrder = (text: string): boolean => !/\bunion\b/.test(text) || /\b(sort|order|top)\b/.test(text)

const withoutOrder = <Answer extends Table>(answer: Answer): Answer => ({
  ...answer,
  rows: answer.rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
})

interface Table {
  readonly columns: readonly unknown[]
  readonly rows: readonly unknown[]
}

function oneRowALine({ columns, rows, more }: Table & { readonly more?: readonly unknown[] }): string {
  const lines = (all: readonly unknown[]) => all.map(one => `\n  ${JSON.stringify(one)}`).join(',')
  const others = more ? `,\n "more": [${lines(more)}]` : ''
  return `{ "columns": ${JSON.stringify(columns)},\n "rows": [${lines(rows)}]${others} }\n`
}
