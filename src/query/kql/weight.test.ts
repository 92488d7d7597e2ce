/** Which queries are look-ups, and so have a lane of their own in the engine. */
import { afterAll, expect, test } from 'vitest'
import { sampleTables } from '../../../tests/golden/kql/sample-tables.ts'
import { createCompiler } from './index.ts'

const compiler = createCompiler()
const tables = sampleTables.map(({ schema }) => schema)
afterAll(() => compiler.close())

async function weightOf(text: string): Promise<string> {
  const compilation = await compiler.compile({ text, tables, database: 'test', now: '2024-01-01T00:00:00Z' })
  return compilation.kind === 'compiled' ? compilation.weight : compilation.kind
}

test.each([
  "Calls | where CorrelationId == 'c'",
  "Calls | where EndCode > 0 and CorrelationId == 'c' | sort by TimeGenerated asc",
  "union Calls, Calls | where CorrelationId == 'c'",
  "Calls | where CorrelationId in ('c', 'd') | summarize count() by Participant",
  "Calls | where CorrelationId == 'c' | join kind=inner (Calls | where CorrelationId == 'c') on Participant",
  'print now()',
])('%s is a look-up', async text => {
  expect(await weightOf(text)).toBe('light')
})

test.each([
  'Calls',
  "Calls | where Participant == 'c'",
  "Calls | where CorrelationId != 'c'",
  "Calls | where CorrelationId == 'c' or EndCode == 0",
  "Calls | take 10 | where CorrelationId == 'c'",
  "union Calls, (Calls | where CorrelationId == 'c')",
  "Calls | where CorrelationId == 'c' | join kind=inner (Calls) on Participant",
  "Calls | where CorrelationId == 'c' | extend n = toscalar(Calls | count)",
  "Calls | where CorrelationId == 'c' | mv-expand Details",
  'range n from 1 to 10 step 1',
])('%s is none', async text => {
  expect(await weightOf(text)).toBe('heavy')
})
