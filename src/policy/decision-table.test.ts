/** D1–D27: every row of the documents' decision table, played as a meeting seen by `contosoOne`. */
import { describe, expect, test } from 'vitest'
import type { Call, TenantId } from '#records'
import type { DecisionRow } from './fixtures/emission-case.ts'
import { decisionTable } from './fixtures/generated/emission-cases.ts'
import { aMeeting, type CallBuilder } from './testing/calls.ts'
import { namesIn, recordsAbout, recordsOf, seenBy, verdictsOn } from './testing/looks.ts'
import type { Person } from './testing/people.ts'
import * as people from './testing/people.ts'
import {
  contoso,
  contosoOne,
  contosoTwo,
  fabrikam,
  fabrikamOne,
  northwind,
  northwindOne,
} from './testing/world.ts'

const name = 'subject'

/** T_R is contoso; a foreign meeting is fabrikam's. */
const ORGANIZERS: Readonly<Record<DecisionRow['organizer'], readonly TenantId[]>> = {
  same: [contoso],
  different: [fabrikam],
  any: [contoso, fabrikam],
}

const TENANTS: Readonly<Record<string, (organizer: TenantId) => readonly TenantId[]>> = {
  T_R: () => [contoso],
  T_O: organizer => [organizer],
  'T_X != T_R': () => [northwind],
  'T_O or T_X': organizer => [organizer, northwind],
  any: organizer => [...new Set([contoso, organizer, northwind])],
  none: () => [contoso],
  '-': () => [contoso],
}

const RESOURCES = {
  R: contosoOne,
  'R2 != R': contosoTwo,
  R3: northwindOne,
  'R4 of T_O': fabrikamOne,
  '-': contosoOne,
} as const

const isResource = (text: string): text is keyof typeof RESOURCES => Object.hasOwn(RESOURCES, text)

/** Who the table's participant may be, given a tenant and the resource column. */
function subjects({ participant, resource }: DecisionRow, of: TenantId): readonly Person[] {
  const issuer = isResource(resource) ? RESOURCES[resource] : contosoOne
  const ofTenantOrNone = [{ name }, { name, of }]
  const cast: Readonly<Record<string, () => readonly Person[]>> = {
    organizer: () => [people.organizer({ name, of })],
    'ACS user': () => [people.acsUser({ name, of: issuer })],
    'D4 user joins twice': () => [people.acsUser({ name, of: issuer })],
    'D4 user: rejected, then admitted': () => [people.acsUser({ name, of: issuer })],
    'M365 user': () => [people.m365User({ name, of })],
    phone: () => [people.phone({ name })],
    'bot / Voice App': () => [...ofTenantOrNone.map(people.bot), ...ofTenantOrNone.map(people.voiceApp)],
    'Teams anonymous': () => [people.anonymous({ name })],
    'phone, bot, anonymous': () => [people.phone({ name }), people.bot({ name }), people.anonymous({ name })],
    'ACS client, M365 identity': () => [people.m365UserOnAcs({ name, of, via: issuer })],
    'ACS client, M365 identity (not organizer)': () => [people.m365UserOnAcs({ name, of, via: issuer })],
    anybody: () => [
      people.acsUser({ name, of: issuer }),
      people.m365User({ name, of }),
      people.phone({ name }),
    ],
  }
  return cast[participant]?.() ?? []
}

type Play = (meeting: CallBuilder, who: Person) => CallBuilder

const STATES: Readonly<Record<string, readonly Play[]>> = {
  J: [(meeting, who) => meeting.joins(who), (meeting, who) => meeting.joinsThroughLobby(who)],
  L: (['rejected', 'timedOut', 'left'] as const).map(
    outcome => (meeting, who) => meeting.waitsInVain(who, outcome),
  ),
  'J/L': [(meeting, who) => meeting.joins(who), (meeting, who) => meeting.waitsInVain(who)],
  N: [meeting => meeting],
  'J+J': [(meeting, who) => meeting.joins(who).joins(who)],
  'L then J': [(meeting, who) => meeting.waitsInVain(who, 'rejected').joins(who)],
}

const SUMMARY_ROWS: Readonly<Record<string, number>> = { no: 0, 'two rows': 2, 'two rows (first 5854)': 2 }
/** Everybody who joins has an audio stream each way. */
const DIAGNOSTICS_ROWS: Readonly<Record<string, number>> = {
  streams: 2,
  'per connection': 4,
  'second only': 2,
}

/** All meetings that a row describes. A witness of the viewing resource makes it take part. */
function meetingsOf(row: DecisionRow): readonly Call[] {
  return ORGANIZERS[row.organizer].flatMap(organizer =>
    (TENANTS[row.tenant]?.(organizer) ?? []).flatMap(tenant =>
      subjects(row, tenant).flatMap(who =>
        (STATES[row.state] ?? []).map(play =>
          play(
            aMeeting({ organizer }).joins(people.acsUser({ of: contosoOne, name: 'witness' })),
            who,
          ).done(),
        ),
      ),
    ),
  )
}

const participantRows = decisionTable.filter(row => row.participant !== 'server')

describe.each(participantRows)('$id: $participant of $tenant, $organizer organizer, $state', row => {
  const meetings = meetingsOf(row)

  test('describes at least one meeting', () => {
    expect(meetings.length).toBeGreaterThan(0)
  })

  test.each(meetings)('meeting %#', call => {
    const seen = seenBy(contosoOne, call)
    const summary = recordsAbout(seen, 'CallSummary', name)
    expect(summary).toHaveLength(SUMMARY_ROWS[row.summary] ?? 1)
    expect(recordsAbout(seen, 'CallDiagnostics', name)).toHaveLength(DIAGNOSTICS_ROWS[row.diagnostics] ?? 0)
    const kind = row.versions === 'Redacted' ? 'redacted' : 'shown'
    for (const { fields } of summary)
      expect([fields.SdkVersion?.kind, fields.OsVersion?.kind]).toEqual([kind, kind])
    const cited = verdictsOn(seen, name).flatMap(verdict => verdict.rules)
    if (row.state !== 'N') expect(cited).toEqual(expect.arrayContaining([...row.rules]))
  })
})

test('D24: the server has no summary row, and Server rows only of participants who are logged', () => {
  const meeting = aMeeting({ organizer: fabrikam })
    .joins(people.acsUser({ of: contosoOne, name: 'logged' }))
    .joins(people.m365User({ of: contoso, name: 'withheld' }))
  const seen = seenBy(contosoOne, meeting.done())
  const types = (category: string) =>
    recordsOf(seen, category).map(
      ({ fields }) => fields.EndpointType?.kind === 'shown' && fields.EndpointType.value,
    )
  expect(types('CallSummary')).toEqual(['VoIP'])
  expect(types('CallDiagnostics')).toEqual(['VoIP', 'Server'])
  expect(namesIn(seen, 'CallDiagnostics')).toEqual(['logged', 'logged'])
})

test('D27: the first of the two rows is the rejection', () => {
  const who = people.acsUser({ of: contosoOne })
  const call = aMeeting({ organizer: fabrikam }).waitsInVain(who, 'rejected').joins(who).done()
  const ends = recordsOf(seenBy(contosoOne, call), 'CallSummary').map(
    ({ fields }) => fields.ParticipantEndSubCode,
  )
  expect(ends).toEqual([
    { kind: 'shown', value: '5854' },
    { kind: 'shown', value: '0' },
  ])
})

test('the decision table is complete', () => {
  expect(decisionTable.map(row => row.id)).toEqual(Array.from({ length: 27 }, (_, index) => `D${index + 1}`))
})
