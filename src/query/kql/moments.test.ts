/** What is kept of a compilation must be what a compilation at another time gives, for every query we have. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tables } from '#records'
import { createReader } from './1-read/read.ts'
import { compileLasting, compileWith } from './compile.ts'
import { fill, templateOf } from './moments.ts'

const reader = createReader()
const input = (text: string, times: Parameters<typeof templateOf>[2]) => ({
  text,
  tables,
  database: 'w',
  ...times,
})

const FIRST = {
  now: '2024-06-15T12:34:56.7890000Z',
  timespan: { start: '2024-06-01T00:00:00Z', end: '2024-06-15T12:34:56.789Z' },
}
const LATER = {
  now: '2031-02-28T23:59:59.9999999Z',
  timespan: { start: '2030-12-31T10:00:00.5Z', end: '2031-01-01T00:00:00Z' },
}

const IN_TIME = [
  'ACSCallSummary | where TimeGenerated > ago(1d)',
  'ACSCallSummary | where TimeGenerated between (ago(7d) .. now()) | summarize count() by bin(TimeGenerated, 1h)',
  'print now(), now(-1tick), ago(1.5h), startofday(now()), endofmonth(ago(31d)), bin(now(), 5m)',
  'let start = ago(1d); let span = 2h; ACSCallSummary | where TimeGenerated between (start .. span)',
  'ACSCallSummary | extend age = now() - TimeGenerated, day = dayofyear(now()) | summarize max(age) by day',
  'ACSCallSummary | make-series n = count() on TimeGenerated from ago(1d) to now() step 1h',
  'range t from ago(1h) to now() step 10m | summarize count()',
  "print a = format_datetime(now(), 'yyyy-MM'), b = datetime_add('month', 1, now()), c = datetime_diff('day', now(), ago(40d))",
  "print t = \"toDateTime64('2024-06-15 12:34:56.7890000', 7, 'UTC')\", n = now()",
  'print 1',
]
const GOLDEN = globSync('tests/golden/kql/*/query.kql').map(path => readFileSync(path, 'utf8'))

test.each([...IN_TIME, ...GOLDEN])('%s', text => {
  const { compilation, holds } = compileLasting(reader, input(text, FIRST))
  if (compilation.kind !== 'compiled' || !holds) return
  const later = compileWith(reader, input(text, LATER))
  expect(later.kind === 'compiled' && later.sql).toBe(
    holds === 'always' ? compilation.sql : fill(holds, LATER),
  )
  if (holds !== 'always') expect(fill(holds, FIRST)).toBe(compilation.sql)
})

test('practically every query can be kept', () => {
  const kept = IN_TIME.filter(text => compileLasting(reader, input(text, FIRST)).holds !== undefined)
  expect(IN_TIME.filter(text => !kept.includes(text))).toEqual([])
})

test('a time that moved otherwise than the request did makes no template', () => {
  const at = (clock: string) => `SELECT toDateTime64('${clock}', 7, 'UTC')`
  expect(
    templateOf(at('2024-06-15 00:00:00.0000000'), at('2024-06-16 00:00:00.0000000'), FIRST),
  ).toBeUndefined()
  expect(templateOf('SELECT 1', 'SELECT 2', FIRST)).toBeUndefined()
})
