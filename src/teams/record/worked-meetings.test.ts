/** E1 and E2 from the organizer's tenant: everybody, external users as anonymous, nothing of another tenant's meetings. */
import { expect, test } from 'vitest'
import { tenantVerdicts } from '#policy'
import { armId, type LogRecord, rowOf, TEAMS_SESSIONS, TEAMS_STREAMS, type TenantId } from '#records'
import { aMeeting } from '../../policy/testing/calls.ts'
import { acsUser, bot, m365User, organizer, phone } from '../../policy/testing/people.ts'
import {
  contoso,
  contosoOne,
  contosoTwo,
  fabrikam,
  northwind,
  northwindOne,
  registry,
} from '../../policy/testing/world.ts'
import { organizerRows } from './organizer-rows.ts'

/** Joined: organizer, employee m of A, a1 (R1), a2 (R2), c1 (R3), a phone, the recorder; turned away: a3 (R1). */
const meetingOf = (tenant: TenantId) =>
  aMeeting({ organizer: tenant })
    .joins(organizer({ of: tenant, name: 'o' }))
    .joins(m365User({ of: contoso, name: 'm' }))
    .joins(acsUser({ of: contosoOne, name: 'a1' }))
    .joins(acsUser({ of: contosoTwo, name: 'a2' }))
    .joins(acsUser({ of: northwindOne, name: 'c1' }))
    .joins(phone({ name: 'p' }))
    .joins(bot({ name: 'b' }))
    .waitsInVain(acsUser({ of: contosoOne, name: 'a3' }))
    .done()

const rowsOf = (tenant: TenantId): readonly LogRecord[] =>
  organizerRows(meetingOf(tenant), {
    version: 1,
    workspaceOf: of => armId(`/workspaces/${of}`),
    person: () => undefined,
    region: '',
  })

const nameIn = (row: Readonly<Record<string, unknown>>) => String(row.ParticipantId).replace(/^.*-of-/, '')
const ofTable = (rows: readonly LogRecord[], table: string) =>
  rows.filter(({ category }) => category === table).map(rowOf)

test.each([
  ['E1', fabrikam],
  ['E2', contoso],
])('%s: T1, T3: the organizer’s tenant sees everybody, users of all resources as anonymous', (_, tenant) => {
  const sessions = ofTable(rowsOf(tenant), TEAMS_SESSIONS)
  expect(sessions.map(row => [nameIn(row), row.UserType])).toEqual([
    ['o', 'User'],
    ['m', 'User'],
    ['a1', 'Anonymous'],
    ['a2', 'Anonymous'],
    ['c1', 'Anonymous'],
    ['p', 'PSTN'],
    ['b', 'Application'],
    ['a3', 'Anonymous'],
  ])
  expect(sessions.filter(row => row.AcsResourceId !== null).map(row => row.AcsResourceId)).toEqual([
    contosoOne.id,
    contosoTwo.id,
    northwindOne.id,
    contosoOne.id,
  ])
})

test.each([
  ['E1', fabrikam],
  ['E2', contoso],
])('%s: every row is the organizer’s tenant’s and goes to its workspace', (_, tenant) => {
  const rows = rowsOf(tenant)
  expect(rows.length).toBeGreaterThan(20)
  expect(new Set(rows.map(record => rowOf(record).OrganizerTenantId))).toEqual(new Set([tenant]))
  expect(new Set(rows.map(({ resource }) => resource))).toEqual(new Set([`/workspaces/${tenant}`]))
})

test('T7: who was turned away in the lobby has a session with its outcome, and no stream', () => {
  const rows = rowsOf(fabrikam)
  const turnedAway = ofTable(rows, TEAMS_SESSIONS).find(row => nameIn(row) === 'a3')
  expect(turnedAway).toMatchObject({
    LobbyOutcome: 'rejected',
    LobbySeconds: 60,
    JoinTime: null,
    EndSubCode: 5854,
    AudioQuality: 'Unavailable',
  })
  expect(ofTable(rows, TEAMS_STREAMS).map(nameIn)).not.toContain('a3')
})

test('T9: in a meeting the server is first and every participant second', () => {
  const streams = ofTable(rowsOf(fabrikam), TEAMS_STREAMS)
  expect(streams).toHaveLength(14)
  expect(new Set(streams.map(row => row.FirstUserAgentCategory))).toEqual(new Set(['AV-MCU']))
  expect(streams.map(row => row.SecondParticipantId)).toEqual(streams.map(row => row.ParticipantId))
  expect(new Set(streams.map(row => row.StreamDirection))).toEqual(
    new Set(['First-to-Second', 'Second-to-First']),
  )
})

test('T2: other tenants whose users took part are told that they see nothing, and why', () => {
  const verdicts = tenantVerdicts(meetingOf(fabrikam), { registry, version: 1 })
  const outcomes = new Map<string, Set<string>>()
  for (const { viewer, outcome, rules } of verdicts) {
    const tenant = viewer.kind === 'tenant' ? viewer.tenant : 'a resource'
    outcomes.set(tenant, (outcomes.get(tenant) ?? new Set()).add(`${outcome} by ${rules[0]}`))
  }
  expect(Object.fromEntries(outcomes)).toEqual({
    [fabrikam]: new Set(['emitted by T1']),
    [contoso]: new Set(['withheld by T2']),
    [northwind]: new Set(['withheld by T2']),
  })
})

test('a later version of a call names the versions it replaces', () => {
  const options = {
    version: 3,
    workspaceOf: () => armId('/workspaces/w'),
    person: () => undefined,
    region: '',
  }
  const replaced = ofTable(organizerRows(meetingOf(fabrikam), options), 'AnteroomTeamsReplaced_CL')
  expect(replaced.map(row => row.Version)).toEqual([1, 2])
})
