import { expect, test } from 'vitest'
import { aligned, kqlText, meetingReport } from './meeting-report.ts'

const verdict = (changes: Readonly<Record<string, unknown>>) => ({
  Viewer: 'contoso-acs',
  ParticipantId: 'p1',
  EndpointId: 'e1',
  Identifier: 'oid-1',
  ParticipantKind: 'm365User',
  Category: 'CallSummary',
  Outcome: 'emitted',
  Rows: 1,
  Rules: '["R8","R21"]',
  RedactedFields: '{"SdkVersion":"R21"}',
  ...changes,
})

const tables = (verdicts: readonly Readonly<Record<string, unknown>>[]) => async (kql: string) => {
  if (kql.startsWith('union')) return [{ CorrelationId: 'c1', Ended: '2026-01-15T09:30:00Z' }]
  return kql.startsWith('AnteroomVerdicts_CL') ? verdicts : []
}

test('one line a connection and viewer: rows by category, the rules, and what is withheld', async () => {
  const diagnostics = verdict({
    Category: 'CallDiagnostics',
    Rows: 4,
    Rules: '["R8","R36"]',
    RedactedFields: '{}',
  })
  const lines = await meetingReport('c1', tables([verdict({}), diagnostics]))
  expect(lines).toContain(
    '    oid-1  m365User  CallSummary 1, CallDiagnostics 4  R8 R21 R36  Redacted: SdkVersion (R21)',
  )
})

test('who is not shown stands there with the rule that withholds', async () => {
  const hidden = verdict({ Outcome: 'withheld', Rows: 0, Rules: '["R12"]', RedactedFields: '{}' })
  expect(await meetingReport('c1', tables([hidden]))).toContain('    oid-1  m365User  withheld  R12')
})

test('an id that no call has gives no report', async () => {
  expect(await meetingReport('nobody', async () => [])).toBeUndefined()
})

test('an id cannot leave its literal', () => {
  expect(kqlText('a" | take 1 // \\\n')).toBe('"a\\" | take 1 // \\\\\\n"')
})

test('columns are as wide as their widest cell', () => {
  expect(
    aligned(
      [
        ['a', 'b'],
        ['ccc', 'd'],
      ],
      '> ',
    ),
  ).toEqual(['> a    b', '> ccc  d'])
})
