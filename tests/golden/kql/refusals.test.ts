/** What is not supported is refused by its name and place; there is no half-right answer. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness, type Harness } from './harness.ts'
import { sampleTables } from './sample-tables.ts'

let harness: Harness
beforeAll(() => {
  harness = createHarness()
  for (const { schema, rows } of sampleTables) harness.table(schema, rows)
})
afterAll(() => harness.close())

/** A query and the first finding: its token's beginning and a part of its message. */
const refused: readonly (readonly [text: string, token: string, message: string])[] = [
  ['Calls | make-graph Participant --> CorrelationId', 'make-graph', "'make-graph' is not supported"],
  ['Calls | evaluate autocluster()', 'autocluster()', "'autocluster' is not supported"],
  ['Calls | evaluate python(typeof(*), "x")', 'python(', "'python' is not supported"],
  ['externaldata(x:string)["https://example.com/a.csv"]', 'externaldata', "'externaldata'"],
  ['Calls | scan with (step a: true;)', 'scan with', 'needs serialized input'],
  [
    'Calls | serialize | scan declare (c:long) with (step a: c > 1;)',
    'c',
    "'c' without its step is not supported here; write a step's name before it",
  ],
  [
    'Calls | serialize | scan with (step a: prev(Duration) > 1;)',
    'prev(Duration) > 1',
    'a function over neighbouring rows inside scan',
  ],
  ['Calls | partition by CorrelationId (union Streams)', 'union Streams', "'union' inside partition"],
  [
    'Calls | partition by CorrelationId (join kind=fullouter Streams on CorrelationId)',
    'join kind=fullouter',
    'inside partition',
  ],
  [
    'Calls | partition by CorrelationId (as P | extend x = toscalar(P | count))',
    'toscalar(P | count)',
    'toscalar() over the rows of a partition',
  ],
  [
    'Calls | make-series arg_max(Duration, EndCode) on TimeGenerated step 1d',
    'arg_max(',
    'which gives several columns',
  ],
  ['Calls | count | assert-schema (Count:int)', 'assert-schema', 'the columns are (Count:long)'],
  [
    'let P = view () { print EndCode = "a" }; find in (P, Calls) where EndCode == "a"',
    'find in',
    "find over 'EndCode' with the types string and int",
  ],
  ['print d = dynamic({"d":1}), a = 1 | evaluate bag_unpack(d, 5)', 'bag_unpack(d, 5)', 'no constant text'],
]

test.each(refused)('%s', (text, token, message) => {
  const { compilation } = harness.run(text)
  if (compilation.kind !== 'refused') expect.fail('it was not refused')
  const [first] = compilation.diagnostics
  expect(first).toMatchObject({
    code: 'UNS0001',
    kind: 'unsupported',
    line: 1,
    pos: (first?.span.start ?? 0) + 1,
  })
  expect(first?.token.startsWith(token)).toBe(true)
  expect(first?.message).toContain(message)
})

test('pivot() refuses an aggregate that takes no condition', () => {
  const { compilation } = harness.run(
    'Calls | project CorrelationId, EndCode, Duration | evaluate pivot(CorrelationId, arg_max(Duration, EndCode))',
  )
  expect(compilation).toMatchObject({ kind: 'refused', diagnostics: [{ code: 'UNS0001' }, {}, {}] })
})
