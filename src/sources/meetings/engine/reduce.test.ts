import { expect, test } from 'vitest'
import type { Identity } from '#records'
import type { DirectoryUser } from '../directory-port.ts'
import { by, PlayedCall, START, who } from '../testing/played-call.ts'
import {
  acsUser,
  aDirectory,
  aMeeting,
  bot,
  m365User,
  phone,
  resources,
  tenants,
  users,
} from '../testing/world.ts'

const MINUTE = 60_000
const { R1, R2, R3 } = resources

const guests: readonly (readonly [string, Identity])[] = [
  ['a1', acsUser(R1, 'a1')],
  ['a2', acsUser(R2, 'a2')],
  ['c1', acsUser(R3, 'c1')],
]

/** Emission rules, worked meetings: the same people, organized by B (E1) or by A (E2). */
function playWorkedMeeting(organizer: DirectoryUser): PlayedCall {
  const played = new PlayedCall(aDirectory(), aMeeting(organizer))
  const member = users.memberOfA
  played.join('a3', acsUser(R1, 'a3'), { device: { sdkVersion: '1.46.1', osVersion: 'Windows 11' } })
  played.after(MINUTE).join('o', m365User(organizer))
  played.after(MINUTE).play({ kind: 'reject', by: by('o'), who: who('a3') })
  played.join('m', m365User(member))
  if (played.phase('m') === 'inLobby') played.play({ kind: 'admit', by: by('o'), who: who('m') })
  for (const [name, identity] of guests) played.after(1000).join(name, identity)
  played.after(5000).play({ kind: 'admitAll', by: by('o') })
  played.join('p', phone('+4930123'), { invitedBy: by('o'), pstnCallType: 'conf_out' })
  played.join('bot', bot('b07'), { invitedBy: { kind: 'operator' } })
  played.after(10 * MINUTE).play({ kind: 'leave', who: who('c1') })
  played.after(MINUTE).play({ kind: 'endForAll', by: by('o') })
  return played
}

test.each([
  ['E1', users.organizerOfB],
  ['E2', users.organizerOfA],
])('%s played through the engine gives one complete call', (_, organizer) => {
  const { scene, start, end, legs } = playWorkedMeeting(organizer).finished()
  expect(scene).toEqual({
    kind: 'teamsMeeting',
    threadId: '19:meeting_TTE@thread.v2',
    organizer: { tenant: organizer.tenant, user: organizer.id },
  })
  expect({ start, end }).toEqual({ start: START, end: START + 13 * MINUTE + 8000 })
  const summary = legs.map(leg => [
    leg.participantId,
    leg.role,
    leg.isOrganizer,
    leg.lobby?.outcome,
    leg.joined !== undefined,
    `${leg.ended.code}/${leg.ended.subCode}`,
  ])
  const memberWaited = organizer === users.organizerOfB ? 'admitted' : undefined
  expect(summary).toEqual([
    ['a3', 'Presenter', false, 'rejected', false, '0/5854'],
    ['o', 'Organizer', true, undefined, true, '0/4097'],
    ['m', 'Presenter', false, memberWaited, true, '0/4097'],
    ['a1', 'Presenter', false, 'admitted', true, '0/4097'],
    ['a2', 'Presenter', false, 'admitted', true, '0/4097'],
    ['c1', 'Presenter', false, 'admitted', true, '0/0'],
    ['p', 'Attendee', false, undefined, true, '0/4097'],
    ['bot', 'Attendee', false, undefined, true, '0/4097'],
  ])
  expect(legs[0]).toMatchObject({ sdkVersion: '1.46.1', osVersion: 'Windows 11', client: 'acs' })
  expect(legs[2]?.identity).toMatchObject({ kind: 'm365User', tenant: tenants.A })
})

test('R43: lobby time lies inside the leg, and the visit is a fact of its own', () => {
  const played = playWorkedMeeting(users.organizerOfB)
  const leg = played.finished().legs.find(one => one.participantId === 'a1')
  expect(leg?.lobby?.entered).toBe(leg?.start)
  expect(leg?.joined).toBe(leg?.lobby?.left)
  const visits = played.facts.flatMap(fact => (fact.kind === 'lobbyVisit' ? [fact.visit] : []))
  expect(visits.map(visit => [visit.participantId, visit.outcome, visit.rule])).toEqual([
    ['a3', 'rejected', 'AutoAdmittedUsers'],
    ['m', 'admitted', 'AutoAdmittedUsers'],
    ['a1', 'admitted', 'AutoAdmittedUsers'],
    ['a2', 'admitted', 'AutoAdmittedUsers'],
    ['c1', 'admitted', 'AutoAdmittedUsers'],
  ])
  expect(visits[0]).toMatchObject({
    who: `8:acs:${R1}_a3`,
    by: `8:orgid:${users.organizerOfB.id}`,
    organizerTenant: tenants.B,
    entered: START,
    left: START + 2 * MINUTE,
  })
})

const inMeeting = (policy = {}) => {
  const directory = aDirectory({ policy })
  const meeting = aMeeting(users.organizerOfA)
  const scope = directory.policyOf(meeting.organizer).AutoAdmittedUsers
  return new PlayedCall(directory, { ...meeting, options: { ...meeting.options, lobbyScope: scope } })
}

test('the lobby times out after its setting: 0/5855', () => {
  const played = inMeeting()
  played.join('g', acsUser(R1, 'g'))
  played.after(30 * MINUTE - 1).play({ kind: 'tick' })
  expect(played.phase('g')).toBe('inLobby')
  played.after(1).play({ kind: 'tick' })
  expect(played.finished().legs[0]).toMatchObject({
    ended: { code: 0, subCode: 5855 },
    lobby: { outcome: 'timedOut' },
    end: START + 30 * MINUTE,
  })
})

test('leaving the lobby oneself: 0/0, never joined', () => {
  const played = inMeeting()
  played.join('g', acsUser(R1, 'g'))
  played.after(5).play({ kind: 'leave', who: who('g') })
  const [leg] = played.finished().legs
  expect(leg).toMatchObject({ ended: { code: 0, subCode: 0 }, lobby: { outcome: 'left' } })
  expect(leg?.joined).toBeUndefined()
})

test('nobody of Communication Services gets in before a Teams user, then all who waited for that do', () => {
  const played = inMeeting({ AutoAdmittedUsers: 'Everyone' })
  played.join('g1', acsUser(R1, 'g1'))
  played.join('g2', acsUser(R3, 'g2'))
  expect([played.phase('g1'), played.phase('g2')]).toEqual(['inLobby', 'inLobby'])
  const { facts } = played.after(100).join('m', m365User(users.memberOfA))
  expect([played.phase('g1'), played.phase('g2'), played.phase('m')]).toEqual(Array(3).fill('connected'))
  expect(facts).toHaveLength(2)
  expect(facts[0]).toMatchObject({
    visit: { rule: 'AcsWaitsForTeamsUser', outcome: 'admitted', by: undefined },
  })
})

test('a join that a policy refuses is still an attempt on record, with the code of the refusal', () => {
  const played = inMeeting({ DisableAnonymousJoin: true })
  played.join('g', acsUser(R1, 'g'))
  expect(played.finished().legs[0]).toMatchObject({
    ended: { code: 403, subCode: 5723 },
    start: START,
    end: START,
  })
  expect(played.call?.legs.get(who('g'))?.phase).toMatchObject({ rule: 'DisableAnonymousJoin' })
})

test('a lost connection ends after the grace period, at the last sign of life: 496/7', () => {
  const played = inMeeting()
  played.join('o', m365User(users.organizerOfA))
  played.after(MINUTE).play({ kind: 'lose', who: who('o') })
  played.after(29_999).play({ kind: 'tick' })
  expect(played.phase('o')).toBe('connected')
  played.after(1).play({ kind: 'tick' })
  expect(played.finished().legs[0]).toMatchObject({
    ended: { code: 496, subCode: 7 },
    end: START + MINUTE,
  })
})

test('who comes back within the grace period goes on with the same participant id', () => {
  const played = inMeeting()
  played.join('o', m365User(users.organizerOfA))
  played.play({ kind: 'lose', who: who('o') })
  played.after(20_000).play({ kind: 'resume', who: who('o') })
  played.after(MINUTE).play({ kind: 'tick' })
  expect(played.phase('o')).toBe('connected')
})

test('admitted while the socket is away: never ends before it joined', () => {
  const played = inMeeting()
  played.join('o', m365User(users.organizerOfA))
  played.join('g', acsUser(R1, 'g'))
  played.after(1000).play({ kind: 'lose', who: who('g') })
  played.after(5000).play({ kind: 'admit', by: by('o'), who: who('g') })
  played.after(MINUTE).play({ kind: 'tick' })
  played.play({ kind: 'leave', who: who('o') })
  const leg = played.finished().legs.find(one => one.participantId === 'g')
  expect(leg?.end).toBe(leg?.joined)
})

test('removed 0/5300, tab closed 0/4521, rejoin is another leg (R33)', () => {
  const played = inMeeting({ AutoAdmittedUsers: 'Everyone' })
  played.join('o', m365User(users.organizerOfA))
  played.join('g', acsUser(R1, 'g'))
  played.play({ kind: 'remove', by: by('o'), who: who('g') })
  played.join('g-again', acsUser(R1, 'g'))
  played.play({ kind: 'abandon', who: who('g-again') })
  played.play({ kind: 'leave', who: who('o') })
  expect(played.finished().legs.map(leg => [leg.participantId, leg.ended.subCode])).toEqual([
    ['o', 0],
    ['g', 5300],
    ['g-again', 4521],
  ])
})

test('an attendee may not admit: refused by the setting, and nothing changes', () => {
  const played = inMeeting({ AutoAdmittedUsers: 'Everyone' })
  const meeting = aMeeting(users.organizerOfA)
  const options = { ...meeting.options, presenters: 'OrganizerOnlyUserOverride' as const }
  const strict = new PlayedCall(aDirectory(), { ...meeting, options })
  strict.join('m', m365User(users.memberOfA))
  strict.join('g', acsUser(R1, 'g'))
  const { refusal } = strict.play({ kind: 'admit', by: by('m'), who: who('g') })
  expect(refusal).toMatchObject({
    code: 'NotAllowed',
    message: expect.stringContaining('AllowedLobbyAdmitters'),
  })
  expect(strict.phase('g')).toBe('inLobby')
  expect(played.play({ kind: 'admit', by: by('x'), who: who('g') }).refusal?.code).toBe('CallOver')
})

test('a call of two: caller and callee join when it is answered, the one left alone ends with 0/5010', () => {
  const played = new PlayedCall(aDirectory())
  const caller = played.newcomer('x', acsUser(R1, 'x'))
  const callees = ['y-web', 'y-phone'].map(name => played.newcomer(name, acsUser(R1, 'y')))
  played.play({ kind: 'dial', id: 'call-1' as never, caller, callees })
  played.after(3000).play({ kind: 'accept', who: who('y-web') })
  expect(played.phase('y-phone')).toBe('ended')
  played.after(MINUTE).play({ kind: 'leave', who: who('x') })
  const call = played.finished()
  expect(call.scene).toEqual({ kind: 'p2p' })
  expect(call.legs.map(leg => [leg.participantId, leg.ended.subCode, leg.joined])).toEqual([
    ['x', 0, START + 3000],
    ['y-web', 5010, START + 3000],
  ])
})

test('R40: a third endpoint makes a call of two a group call for all', () => {
  const played = new PlayedCall(aDirectory())
  const callees = [played.newcomer('y', acsUser(R1, 'y'))]
  played.play({ kind: 'dial', id: 'c' as never, caller: played.newcomer('x', acsUser(R1, 'x')), callees })
  played.play({ kind: 'accept', who: who('y') })
  played.play({ kind: 'ring', by: by('x'), callees: [played.newcomer('z', acsUser(R3, 'z'))] })
  expect(played.call?.scene.kind).toBe('p2p')
  played.play({ kind: 'accept', who: who('z') })
  for (const name of ['x', 'y']) played.after(1000).play({ kind: 'leave', who: who(name) })
  expect(played.finished()).toMatchObject({ scene: { kind: 'group', groupId: 'c' } })
  expect(played.finished().legs).toHaveLength(3)
})

test.each([
  ['declined', (p: PlayedCall) => p.play({ kind: 'decline', who: who('y') }), '603/0', '603/0'],
  ['cancelled', (p: PlayedCall) => p.play({ kind: 'leave', who: who('x') }), '487/0', '487/0'],
  ['not answered', (p: PlayedCall) => p.after(MINUTE).play({ kind: 'tick' }), '487/10004', '487/10004'],
])('a call of two that is %s', (_, end, caller, callee) => {
  const played = new PlayedCall(aDirectory())
  const callees = [played.newcomer('y', acsUser(R1, 'y'))]
  played.play({ kind: 'dial', id: 'c' as never, caller: played.newcomer('x', acsUser(R1, 'x')), callees })
  end(played)
  const ends = played.finished().legs.map(leg => `${leg.ended.code}/${leg.ended.subCode}`)
  expect(ends).toEqual([caller, callee])
})

test('nobody to ring: the caller ends with 480/10037', () => {
  const played = new PlayedCall(aDirectory())
  played.play({ kind: 'dial', id: 'c' as never, caller: played.newcomer('x', acsUser(R1, 'x')), callees: [] })
  expect(played.finished().legs).toMatchObject([{ ended: { code: 480, subCode: 10037 } }])
})

test('a group call outside meetings needs no Teams user, has no lobby and no roles', () => {
  const played = new PlayedCall(aDirectory())
  played.join('x', acsUser(R1, 'x'))
  played.join('y', acsUser(R3, 'y'))
  played.play({ kind: 'endForAll', by: by('y') })
  const call = played.finished()
  expect(call.scene).toEqual({ kind: 'group', groupId: 'g1' })
  expect(call.legs.map(leg => [leg.role, leg.lobby])).toEqual(Array(2).fill([undefined, undefined]))
})

test('the clock of the machine may go back, a call may not', () => {
  const played = inMeeting()
  played.join('o', m365User(users.organizerOfA))
  played.after(-MINUTE).play({ kind: 'leave', who: who('o') })
  const [leg] = played.finished().legs
  expect(leg?.end).toBe(START)
})

test('neither may a stay in the lobby', () => {
  const played = inMeeting()
  played.join('o', m365User(users.organizerOfA))
  played.after(MINUTE).join('g', acsUser(R1, 'g'))
  played.after(-10_000).play({ kind: 'admit', by: by('o'), who: who('g') })
  expect(played.call?.legs.get(who('g'))?.joined).toBe(START + MINUTE)
})

test('what is refused opens no call', () => {
  const played = inMeeting()
  expect(played.join('p', phone('+1'), { invitedBy: by('o') }).refusal?.code).toBe('NotAllowed')
  expect(played.call).toBeUndefined()
})

test('a dial-out by somebody unverified needs AllowAnonymousUsersToDialOut', () => {
  const played = inMeeting({ AutoAdmittedUsers: 'Everyone' })
  played.join('o', m365User(users.organizerOfA))
  played.join('g', acsUser(R1, 'g'))
  const step = played.join('p', phone('+1'), { invitedBy: by('g') })
  expect(step.refusal?.message).toContain('AllowAnonymousUsersToDialOut')
  expect(played.phase('p')).toBeUndefined()
  played.join('p', phone('+1'), { invitedBy: by('o') })
  expect(played.phase('p')).toBe('connected')
})
