import { expect, test } from 'vitest'
import { keeperOf, sidesOf } from './shape-sides.ts'

const row = (change: Record<string, string | number | null>) => ({
  ViewerKind: 'resource',
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
  expect(viewers.map(({ name }) => name)).toEqual(['contoso-acs', 'fabrikam-acs'])
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

test('tenants have columns of their own: the organizer’s, which sees everybody, before those that see nothing', () => {
  const tenant = { ViewerKind: 'tenant', Category: 'AnteroomTeamsSessions_CL', RedactedFields: '{}' }
  const rows = [
    row({ ...tenant, Viewer: 'a-third', Outcome: 'withheld', Rules: '["T2"]', Rows: 0 }),
    row({ ...tenant, Viewer: 'organizer', Rules: '["T1","T3"]' }),
    row({ Outcome: 'withheld', Rules: '["R14"]' }),
  ]
  const { viewers, participants } = sidesOf(rows)
  expect(viewers).toEqual([
    { kind: 'resource', name: 'contoso-acs' },
    { kind: 'tenant', name: 'organizer' },
    { kind: 'tenant', name: 'a-third' },
  ])
  expect(participants[0]?.sides.map(side => Object.values(side?.sights ?? {})[0]?.rules)).toEqual([
    ['R14'],
    ['T1', 'T3'],
    ['T2'],
  ])
  expect(keeperOf(rows)).toBe('organizer')
})
