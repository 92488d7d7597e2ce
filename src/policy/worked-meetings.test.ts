/** E1 and E2: two meetings with everybody in them, as three resources see them. */
import { expect, test } from 'vitest'
import type { ResourceOwner } from '#records'
import type { WorkedMeeting } from './fixtures/emission-case.ts'
import { workedMeetings } from './fixtures/generated/emission-cases.ts'
import { aMeeting } from './testing/calls.ts'
import { namesIn, recordsOf, seenBy } from './testing/looks.ts'
import { acsUser, bot, m365User, organizer, type Person, phone } from './testing/people.ts'
import { contoso, contosoOne, contosoTwo, fabrikam, northwind, northwindOne } from './testing/world.ts'

const TENANTS = { A: contoso, B: fabrikam, C: northwind }
const RESOURCES: Readonly<Record<'R1' | 'R2' | 'R3', ResourceOwner>> = {
  R1: contosoOne,
  R2: contosoTwo,
  R3: northwindOne,
}

type Participant = WorkedMeeting['participants'][number]

function personOf({ id, kind, tenant = 'A', resource = 'R1' }: Participant): Person {
  const people: Readonly<Record<Participant['kind'], Person>> = {
    organizer: organizer({ of: TENANTS[tenant], name: id }),
    microsoft365: m365User({ of: TENANTS[tenant], name: id }),
    acs: acsUser({ of: RESOURCES[resource], name: id }),
    phone: phone({ name: id }),
    bot: bot({ name: id }),
  }
  return people[kind]
}

function play({ organizerTenant, participants }: WorkedMeeting) {
  const meeting = aMeeting({ organizer: TENANTS[organizerTenant] })
  for (const participant of participants) {
    if (participant.state === 'joined') meeting.joins(personOf(participant))
    else meeting.waitsInVain(personOf(participant))
  }
  return meeting.done()
}

const cases = workedMeetings.flatMap(meeting =>
  (['R1', 'R2', 'R3'] as const).map(name => ({ meeting, id: meeting.id, name })),
)

test.each(cases)('$id: $name sees exactly the rows of the rules', ({ meeting, name }) => {
  const seen = seenBy(RESOURCES[name], play(meeting))
  const { summary, redacted } = meeting.expected[name]
  const rejected = meeting.participants.filter(each => each.state === 'rejectedInLobby').map(each => each.id)
  for (const category of ['CallSummary', 'CallSummaryUpdates'])
    expect(namesIn(seen, category).toSorted()).toEqual(summary.toSorted())
  const withheld = recordsOf(seen, 'CallSummary').filter(
    record => record.fields.SdkVersion?.kind === 'redacted',
  )
  expect(namesIn({ ...seen, records: withheld }, 'CallSummary').toSorted()).toEqual(redacted.toSorted())
  for (const category of ['CallDiagnostics', 'CallDiagnosticsUpdates']) {
    const expected = summary.filter(id => !rejected.includes(id)).flatMap(id => [id, id])
    expect(namesIn(seen, category).toSorted()).toEqual(expected.toSorted())
  }
})
