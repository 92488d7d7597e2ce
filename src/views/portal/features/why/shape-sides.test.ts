import { expect, test } from 'vitest'
import { sidesOf } from './shape-sides.ts'

const row = (change: Record<string, string | number | null>) => ({
  Viewer: 'contoso-acs',
  Category: 'CallSummary',
  ParticipantId: 'p',
  Identifier: 'acs:x',
  ParticipantKind: 'acsUser',
  Outcome: 'emitted',
  Rules: '["R8"]',
  RedactedFields: '{"OsVersion":"R21"}',
  Rows: 1,
  ...change,
})

test('every viewer stands beside the others for every participant, also where nothing was decided', () => {
  const { viewers, participants } = sidesOf([
    row({}),
    row({ Viewer: 'fabrikam-acs', Outcome: 'withheld', Rules: '["R14"]', RedactedFields: '{}', Rows: 0 }),
    row({ ParticipantId: 'q', ParticipantKind: 'bot' }),
    row({ Category: 'CallSummaryUpdates' }),
  ])
  expect(viewers).toEqual(['contoso-acs', 'fabrikam-acs'])
  expect(
    participants.map(({ id, sides }) => [id, sides.map(side => side?.sights.CallSummary?.outcome)]),
  ).toEqual([
    ['p', ['emitted', 'withheld']],
    ['q', ['emitted', undefined]],
  ])
  expect(participants[0]?.sides[0]?.sights.CallSummary?.blanks).toEqual([
    { column: 'OsVersion', rule: 'R21' },
  ])
})
