/** Whatever stands in a literal, a name or a parameter stays a value or a name in SQL. Run on the real engine. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness, type Harness } from '../../../tests/golden/kql/harness.ts'

let harness: Harness
beforeAll(() => {
  harness = createHarness()
  harness.table(
    {
      name: 'Odd',
      columns: [
        { name: 'a`b', type: 'string' },
        { name: "it's \\ odd", type: 'long' },
        { name: 'x; DROP', type: 'long' },
      ],
    },
    [["q'q", 1, 2]],
  )
})
afterAll(() => harness.close())

const HOSTILE = [
  "'",
  "\\'",
  '\\',
  "'); DROP TABLE t; --",
  "' OR 1=1 --",
  '`',
  '\n',
  '\u0000',
  '{x:String}',
  '%',
  '$1',
  "\\\\' UNION ALL SELECT 1",
  '😀',
  '\u2028',
]

test.each(HOSTILE)('the literal %j comes back as it is', text => {
  const { rows } = harness.run(`print x = ${JSON.stringify(text)}`)
  expect(rows).toEqual([[text]])
})

test('any text comes back as it is, also as a parameter and inside dynamic', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      const { rows } = harness.run(
        'declare query_parameters(p: string);\nprint a = p, b = strlen(p), c = tostring(bag_pack("k", p).k)',
        { parameters: { p: text } },
      )
      expect(rows).toEqual([[text, [...text].length, text]])
    }),
    { numRuns: 60 },
  )
})

test('column names with quotes, backslashes and semicolons are only names', () => {
  const { rows } = harness.run(
    `Odd | where ['x; DROP'] == 2 | project ['a\`b'], n = ["it's \\\\ odd"], ["'); SELECT 1 --"] = 5`,
  )
  expect(rows).toEqual([["q'q", 1, 5]])
})

test('a needle with regular expression characters is searched as it is', () => {
  const { rows } = harness.run(
    "print a = 'x.*y' has '.*', b = 'xay' has 'x.y', c = 'a(b' contains '(', d = replace_string('a.b', '.', '-'), e = 'a\\\\d' has @'\\d'",
  )
  expect(rows).toEqual([[true, false, true, 'a-b', true]])
})

test('a pattern of the author can fail in the engine, not break out of it', () => {
  const sql = harness.compile("print extract(@\"'\\)--\", 0, 'x')")
  expect(sql.kind === 'compiled' && sql.sql).toContain("'(\\'\\\\)--)'")
})
