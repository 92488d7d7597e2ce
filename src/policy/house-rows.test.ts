/** Invariant 2: verdicts and lobby visits as rows of our own tables. */
import { expect, test } from 'vitest'
import {
  armId,
  callId,
  type LobbyVisit,
  type LogRecord,
  participantId,
  rowOf,
  ruleId,
  tableOfCategory,
} from '#records'
import { lobbyVisitRecord, verdictRecords } from './house-rows.ts'
import { aMeeting } from './testing/calls.ts'
import { seenBy } from './testing/looks.ts'
import { acsUser, m365User, organizer } from './testing/people.ts'
import { contoso, contosoOne, fabrikam, registry } from './testing/world.ts'

const owner = armId(
  '/subscriptions/s/resourceGroups/anteroom/providers/Microsoft.OperationalInsights/workspaces/w',
)

const meeting = aMeeting({ organizer: fabrikam })
  .joins(organizer({ of: fabrikam }))
  .joins(acsUser({ of: contosoOne }))
  .joins(m365User({ of: contoso }))
  .done()

const verdictRows = verdictRecords(seenBy(contosoOne, meeting).verdicts, { owner })

const visit: LobbyVisit = {
  id: 'visit-1',
  callId: callId('call-1'),
  threadId: '19:meeting_abc@thread.v2',
  organizerTenant: fabrikam,
  participantId: participantId('p-1'),
  who: `8:acs:${contosoOne.id}_guest`,
  entered: Date.UTC(2026, 0, 15, 9),
  left: Date.UTC(2026, 0, 15, 9, 1) + 500,
  outcome: 'admitted',
  by: '8:orgid:somebody',
  rule: ruleId('lobbyBypassSettings'),
}

test('each participant has a verdict in each category, for that viewer', () => {
  const summary = verdictRows.map(rowOf).filter(row => row.Category === 'CallSummary')
  const viewer = { ViewerKind: 'resource', ViewerResourceId: contosoOne.armId, ViewerTenantId: contoso }
  expect(verdictRows).toHaveLength(12)
  expect(summary).toMatchObject([
    {
      ...viewer,
      CorrelationId: 'call-1',
      ParticipantId: 'participant-1-of-organizer',
      EndpointId: 'endpoint-of-organizer',
      Identifier: 'user-of-organizer',
      ParticipantKind: 'm365User',
      ParticipantTenantId: fabrikam,
      Outcome: 'emitted',
      Rules: ['R8', 'R31', 'R21'],
      RedactedFields: { SdkVersion: 'R21', OsVersion: 'R21' },
      Rows: 1,
    },
    {
      ...viewer,
      ParticipantKind: 'acsUser',
      Outcome: 'emitted',
      Rules: ['R9', 'R31'],
      RedactedFields: {},
      Rows: 1,
    },
    {
      ...viewer,
      ParticipantKind: 'm365User',
      Outcome: 'withheld',
      Rules: ['R12', 'R13'],
      RedactedFields: {},
      Rows: 0,
    },
  ])
})

test('a stay in the lobby is a row with its length and its reason', () => {
  expect(rowOf(lobbyVisitRecord(visit, { registry, owner }))).toEqual({
    CorrelationId: 'call-1',
    TeamsThreadId: '19:meeting_abc@thread.v2',
    OrganizerTenantId: fabrikam,
    ParticipantId: 'p-1',
    Identifier: `acs:${contosoOne.id}_guest`,
    ParticipantKind: 'acsUser',
    ParticipantTenantId: contoso,
    EnteredTime: '2026-01-15T09:00:00.0000000Z',
    LeftTime: '2026-01-15T09:01:00.5000000Z',
    WaitedSeconds: 60.5,
    Outcome: 'admitted',
    EndedBy: '8:orgid:somebody',
    Rule: 'lobbyBypassSettings',
  })
})

test('whom a raw id does not tell stays unknown', () => {
  const strange = lobbyVisitRecord({ ...visit, who: 'nobody', by: undefined }, { registry, owner })
  expect(rowOf(strange)).toMatchObject({
    Identifier: null,
    ParticipantKind: null,
    ParticipantTenantId: null,
    EndedBy: null,
  })
})

test('they belong to the operator’s workspace, so that no resource reads whom it was not shown', () => {
  const records: readonly LogRecord[] = [...verdictRows, lobbyVisitRecord(visit, { registry, owner })]
  expect(new Set(records.map(record => record.resource))).toEqual(new Set([owner]))
})

test('they have exactly the columns of their tables, and ids of their own', () => {
  const records = [...verdictRows, lobbyVisitRecord(visit, { registry, owner })]
  for (const { category, fields } of records) {
    const own = tableOfCategory(category)?.columns.filter(column => !column.standard && !column.hidden)
    expect(Object.keys(fields).toSorted()).toEqual(own?.map(column => column.name).toSorted())
  }
  expect(new Set(records.map(record => record.id)).size).toBe(records.length)
})
