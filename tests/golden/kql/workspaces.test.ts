/** Tables of other workspaces, alone and by patterns; here all of them are the same database of the engine. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness, type Harness } from './harness.ts'
import { sampleTables } from './sample-tables.ts'

let harness: Harness
beforeAll(() => {
  harness = createHarness()
  for (const { schema, rows } of sampleTables) harness.table(schema, rows)
})
afterAll(() => harness.close())

const asked: readonly (readonly [sentence: string, text: string, rows: unknown])[] = [
  ['a table of another workspace is read', `workspace('W').Calls | count`, [[4]]],
  ['table() reaches into another workspace', `workspace('W').table('Calls') | count`, [[4]]],
  ['a pattern names all its tables', `union workspace('W').* | count`, [[8]]],
  ['a pattern joins tables of the own workspace', `union workspace('W').C*, Streams | count`, [[8]]],
  [
    'withsource tells the workspace',
    `union withsource=T workspace('W').Calls, Calls | summarize count() by T | sort by T asc`,
    [
      ['Calls', 4],
      ["workspace('W').Calls", 4],
    ],
  ],
  [
    'isfuzzy leaves out what is not there',
    `union isfuzzy=true workspace('None').Calls, workspace('W').NoTable, Calls | count`,
    [[4]],
  ],
  ['search reads the tables of a pattern', `search in (workspace('W').C*) 'Bo' | count`, [[1]]],
  [
    'find tells the workspace',
    `find in (workspace('W').Calls) where Duration > 100 project Participant`,
    [["workspace('W').Calls", 'Ada_guest']],
  ],
]

test.each(asked)('%s', (_sentence, text, rows) => {
  const answer = harness.run(text, { workspaces: { W: 'test' } })
  expect(answer.compilation).toMatchObject({ kind: 'compiled' })
  expect(answer.rows).toEqual(rows)
})
