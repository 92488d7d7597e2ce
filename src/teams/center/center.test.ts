/** The administration API over a real engine: who sees whom, nothing of another tenant, every list whole. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiError } from '#base'
import { type Call, callId, TEAMS_NETWORKS, TEAMS_PERSONS, TEAMS_SESSIONS } from '#records'
import {
  aCenter,
  CARL,
  FRANK,
  OLIVIA,
  SHORT_LINK,
  type TestCenter,
  THREAD,
} from '../../../tests/teams/a-center.ts'
import { aDirectCall, aMeeting, aStream } from '../../policy/testing/calls.ts'
import { acsUser, anonymous, m365User, organizer, phone } from '../../policy/testing/people.ts'
import { contoso, contosoOne, fabrikam, northwindOne } from '../../policy/testing/world.ts'
import type {
  GuestRow,
  Listed,
  MeetingPage,
  MeetingRow,
  PastMeeting,
  SessionPage,
  UserPage,
  Users,
} from './answers.ts'

let center: TestCenter

const named = (call: Call, id: string): Call => ({
  ...call,
  id: callId(id),
  ...(call.scene.kind === 'teamsMeeting' && {
    scene: {
      ...call.scene,
      threadId: `19:meeting_${id}@thread.v2`,
      organizer: { ...call.scene.organizer, user: call.scene.organizer.tenant === contoso ? OLIVIA : FRANK },
    },
  }),
})
const known = (person: ReturnType<typeof m365User>, id: string, name: string) => ({
  ...person,
  identity: { ...person.identity, user: id } as typeof person.identity,
  name,
})
const olivia = known(organizer({ of: contoso }), OLIVIA, 'olivia')
const carl = known(m365User({ of: contoso }), CARL, 'carl')
const frank = known(organizer({ of: fabrikam }), FRANK, 'frank')
const ada = acsUser({ of: contosoOne, name: 'ada' })
const bo = acsUser({ of: northwindOne, name: 'bo' })

/** Ada hears badly: 20 % loss of what comes in. */
const badly = [
  {
    ...aStream('Inbound', 'Audio'),
    quality: { packetLossRateAvg: 0.2, jitterAvg: 12, packetUtilization: 9000 },
  },
  { ...aStream('Outbound', 'Audio'), quality: { roundTripTimeAvg: 80, packetLossRateAvg: 0.06 } },
]

/** Everybody on the network of one office. */
const inOffice = (call: Call): Call => ({
  ...call,
  legs: call.legs.map(leg => ({ ...leg, network: { subnet: '10.1.2.0' } })),
})

const first = () =>
  named(
    inOffice(
      aMeeting({ organizer: contoso })
        .joins(olivia)
        .joinsThroughLobby(ada, badly)
        .waitsInVain(bo)
        .joins({ ...phone(), identity: { kind: 'phone', number: '+14255550123' } })
        .joins(anonymous({ name: 'visitor' }))
        .done(),
    ),
    'call-one',
  )
const second = () =>
  named(aMeeting({ organizer: contoso }).joins(carl).joins(olivia).joinsThroughLobby(ada).done(), 'call-two')
const foreign = () =>
  named(aMeeting({ organizer: fabrikam }).joins(frank).joins(carl).joins(ada).done(), 'call-of-fabrikam')

beforeAll(async () => {
  center = await aCenter()
  for (const call of [first(), second(), foreign()]) await center.record(call)
  await center.record(named(aDirectCall().joins(olivia).joins(carl).done(), 'direct'))
})
afterAll(() => center[Symbol.asyncDispose]())

const users = (query = '') => center.body<Users>(`/teams/users${query}`)

describe('users', () => {
  test('are those of the tenant, with what they did in seven days', async () => {
    const { value, total } = await users()
    expect(total).toBe(2)
    expect(value.map(({ displayName, meetings, calls }) => [displayName, meetings, calls])).toEqual([
      ['Carl', 1, 1],
      ['Olivia', 2, 1],
    ])
  })

  test.each([
    ['oliv', ['Olivia']],
    ['CARL@contoso', ['Carl']],
    [OLIVIA, ['Olivia']],
    ['frank', []],
  ])('%s finds %j', async (search, names) => {
    const { value } = await users(`?search=${encodeURIComponent(search)}`)
    expect(value.map(({ displayName }) => displayName)).toEqual(names)
  })

  test.each([
    ['call-one'],
    [THREAD],
    [SHORT_LINK],
    ['https://teams.microsoft.com/l/meetup-join/19%3ameeting_call-one%40thread.v2/0?context=%7b%7d'],
  ])('%s finds the meeting', async search => {
    const { found } = await users(`?search=${encodeURIComponent(search)}`)
    expect(found?.meetings.map(one => one.callId)).toEqual(['call-one'])
  })

  test('a user id of Communication Services finds the guest, also as the call tables write it', async () => {
    for (const id of [`8:acs:${contosoOne.id}_user-of-ada`, `acs:${contosoOne.id}_user-of-ada`]) {
      const { found } = await users(`?search=${encodeURIComponent(id)}`)
      expect(found?.guests.map(({ who, meetings }) => [who.label, meetings])).toEqual([['Anonymous user', 2]])
    }
  })

  test('what is of another tenant is not found', async () => {
    const { value, found } = await users('?search=call-of-fabrikam')
    expect([value, found]).toEqual([[], { meetings: [], guests: [] }])
  })
})

describe('a user', () => {
  test('is found by object id and name, and the counts are those of the rows', async () => {
    for (const reference of [OLIVIA, 'olivia@contoso.example']) {
      const page = await center.body<UserPage>(`/teams/users/${encodeURIComponent(reference)}`)
      expect(page).toMatchObject({
        isKnown: true,
        who: { label: 'Olivia' },
        quality: { good: 3, poor: 0, unclassified: 0 },
        activity: { meetings: 2, calls: 1 },
      })
    }
  })

  test('of another tenant, or unknown, is not found', async () => {
    await expect(center.get(`/teams/users/${FRANK}`)).rejects.toThrow(ApiError)
    await expect(center.get('/teams/users/nobody')).rejects.toMatchObject({
      status: 404,
      code: 'UserNotFound',
    })
  })

  test('without an account has a page of their own too', async () => {
    const [guest] = (await center.body<Listed<GuestRow>>('/teams/guests?kind=acsUser&outcome=admitted')).value
    const page = await center.body<UserPage>(`/teams/users/${guest?.who.personKey}`)
    expect(page).toMatchObject({ isKnown: false, who: { label: 'Anonymous user' }, policies: [] })
    expect(page.quality).toEqual({ good: 1, poor: 1, unclassified: 0 })
  })

  test('has past meetings newest first, in pages that neither repeat nor skip', async () => {
    const path = `/teams/users/${OLIVIA}/meetings`
    const whole = await center.body<Listed<PastMeeting>>(path)
    const pages = []
    for (let skip = 0; skip < 3; skip++) {
      const page = await center.body<Listed<PastMeeting>>(`${path}?top=1&skip=${skip}`)
      expect(page.total).toBe(3)
      expect(page.nextLink === undefined).toBe(skip === 2)
      pages.push(...page.value)
    }
    expect(pages).toEqual(whole.value)
    expect(whole.value.find(({ activityType }) => activityType === 'Call')).toMatchObject({
      callId: 'direct',
      otherParty: { label: 'Carl' },
      participants: 2,
      client: 'Microsoft Teams',
    })
    expect(whole.value.find(one => one.callId === 'call-one')).toMatchObject({ participants: 5 })
  })

  test('filters narrow, and what makes no sense is refused by its name', async () => {
    const path = `/teams/users/${OLIVIA}/meetings`
    const calls = await center.body<Listed<PastMeeting>>(`${path}?activityType=call`)
    expect(calls.value.map(one => one.callId)).toEqual(['direct'])
    const later = await center.body<Listed<PastMeeting>>(`${path}?from=2026-01-16T00:00:00Z`)
    expect(later.total).toBe(0)
    for (const [query, target] of [
      ['from=yesterday', 'from'],
      ['order=name', 'order'],
      ['top=0', 'top'],
      ['audioQuality=bad', 'audioQuality'],
      ['format=xml', 'format'],
    ]) {
      const refused = center.get(`${path}?${query}`)
      await expect(refused).rejects.toMatchObject({ status: 400, code: 'BadParameter', details: { target } })
    }
  })
})

const meeting = (role?: 'administrator' | 'engineer' | 'specialist', query = '') =>
  center.body<MeetingPage>(`/teams/meetings/call-one${query}`, role && { role })

describe('a meeting', () => {
  test('shows everybody, turned away too, with lobby, end and the rule of the rating', async () => {
    const { participants, organizer: who, status } = await meeting()
    expect([who?.label, status]).toEqual(['Olivia', 'Ended'])
    expect(
      participants.map(one => [one.who.label, one.who.userType, one.audioQuality, one.lobby?.outcome ?? '']),
    ).toEqual([
      ['Olivia', 'User', 'Good', ''],
      ['Anonymous user', 'Anonymous', 'Poor', 'admitted'],
      ['Anonymous user', 'Anonymous', 'Unavailable', 'rejected'],
      ['+1425555****', 'PSTN', 'Good', ''],
      ['Anonymous user', 'Anonymous', 'Good', ''],
    ])
    expect(participants[1]).toMatchObject({
      lobby: { seconds: 60 },
      why: 'Call analytics of the Teams admin center 2022: Packet Loss, Degradation',
    })
    expect(participants[2]).toMatchObject({
      joinTime: null,
      ended: { code: 0, subCode: 5854 },
      why: 'Never got past the lobby: there was no media to rate.',
    })
  })

  test('T5: a specialist sees the user searched for by name, and of the others whether they are internal', async () => {
    const labels = async (query: string) =>
      (await meeting('specialist', query)).participants.map(({ who }) => who.label)
    const others = ['External user', 'External user', 'External user', 'External user']
    expect(await labels('')).toEqual(['Internal user', ...others])
    expect(await labels(`?user=${OLIVIA}`)).toEqual(['Olivia', ...others])
  })

  test('T5: what a specialist may not see is in no field of any answer, nor in a file', async () => {
    const secrets = ['user-of-ada', 'olivia@contoso', OLIVIA, '14255550123']
    const answers = await Promise.all(
      [
        '/teams/meetings/call-one',
        '/teams/meetings/call-one?format=csv',
        '/teams/guests',
        '/teams/guests?format=csv',
        '/teams/guests?format=json',
        `/teams/users/${CARL}/meetings?format=csv`,
        '/teams/meetings?format=csv',
      ].map(path => center.get(path, { role: 'specialist' })),
    )
    const told = JSON.stringify(
      answers.map(({ body, text }) => {
        const { kql: _, ...shown } = Object(body ?? {})
        return [shown, text]
      }),
    )
    expect(secrets.filter(secret => told.includes(secret))).toEqual([])
    expect(told).toContain('External user')
  })

  test('of another tenant is not found', async () => {
    await expect(center.get('/teams/meetings/call-of-fabrikam')).rejects.toMatchObject({ status: 404 })
    await expect(center.get('/teams/meetings/call-one', { tenant: fabrikam })).rejects.toMatchObject({
      status: 404,
    })
  })
})

describe('a session', () => {
  const adas = async () => (await meeting()).participants[1]?.participantId ?? ''
  const session = async (role: 'administrator' | 'specialist') =>
    center.body<SessionPage>(`/teams/meetings/call-one/sessions/${await adas()}`, { role })

  test('has caller, service, and figures with the limit that they passed', async () => {
    const page = await session('administrator')
    expect([page.caller.label, page.callee]).toEqual([
      'Anonymous user',
      { label: 'Microsoft Teams', address: null, isService: true },
    ])
    const facts = page.overview.network.flatMap(one => one.facts.map(fact => ({ title: one.title, ...fact })))
    const marked = facts.filter(({ mark }) => mark)
    expect(marked.map(({ title, name, mark }) => [title, name, mark?.tone, mark?.rule, mark?.limit])).toEqual(
      expect.arrayContaining([
        ['Inbound audio', 'Packet loss', 'red', 'cqd', 0.1],
        ['Outbound audio', 'Packet loss', 'yellow', 'realTime', 0.05],
      ]),
    )
    expect(page.advanced?.slice(0, 3).map(({ title }) => title)).toEqual([
      'Audio capture device',
      'Audio render device',
      'Video capture device',
    ])
    expect(page.debug?.map(({ title }) => title)).toContain('Session')
  })

  test('is in the building that the tenant’s file has for its network', async () => {
    const place = async () => {
      const { overview } = await session('administrator')
      const facts = overview.connectivity.find(({ title }) => title === 'Addresses')?.facts ?? []
      return ['Subnet', 'Building', 'Inside the corporate network'].map(
        name => facts.find(fact => fact.name === name)?.value,
      )
    }
    expect(await place()).toEqual(['10.1.2.0', null, 'Outside'])
    const file = { OrganizerTenantId: contoso, FileId: 'file' }
    const network = {
      ...file,
      Subnet: '10.1.2.0',
      BuildingName: 'Main',
      InsideCorp: true,
      ExpressRoute: false,
      Vpn: false,
      ValidFrom: '2026-01-01T00:00:00.000Z',
    }
    await center.workspace.put(TEAMS_NETWORKS, center.clock.now(), [network, { ...file, Subnet: '' }])
    expect(await place()).toEqual(['10.1.2.0', 'Main', 'Inside'])
  })

  test('T10: a specialist has the overview, and no more', async () => {
    const page = await session('specialist')
    expect(page).toMatchObject({ advanced: null, debug: null, withheld: { rule: 'T10' } })
    expect(page.caller.label).toBe('External user')
    expect(JSON.stringify({ ...page, kql: '' })).not.toContain('user-of-ada')
  })
})

describe('guests', () => {
  test('are one row a person over all meetings of the tenant, with what the lobby made of them', async () => {
    const { value, total } = await center.body<Listed<GuestRow>>('/teams/guests')
    expect(total).toBe(4)
    const byResource = value.filter(({ who }) => who.kind === 'acsUser')
    expect(
      byResource
        .map(one => [one.acsResourceId, one.meetings, one.admitted, one.rejected, one.poor, one.lobbySeconds])
        .sort(),
    ).toEqual(
      [
        [northwindOne.id, 1, 0, 1, 0, 60],
        [contosoOne.id, 2, 2, 0, 1, 60],
      ].sort(),
    )
  })

  test('of another tenant’s meetings are that tenant’s', async () => {
    const { value } = await center.body<Listed<GuestRow>>('/teams/guests', { tenant: fabrikam })
    expect(value.map(({ who, meetings }) => [who.kind, meetings]).sort()).toEqual([
      ['acsUser', 1],
      ['m365User', 1],
    ])
  })

  test('a file has all of them, whatever the page', async () => {
    const { text } = await center.get('/teams/guests?format=csv&top=1')
    const content = String(text?.content)
    expect(content).toMatch(/^\uFEFFGuest,UserType,Kind/)
    expect(content.trim().split('\r\n')).toHaveLength(5)
  })
})

test('meetings: newest first, each with its guests and how many were turned away', async () => {
  const { value } = await center.body<Listed<MeetingRow>>('/teams/meetings?order=turnedAway desc')
  expect(value.map(one => [one.callId, one.guests, one.turnedAway, one.poor, one.organizer?.label])).toEqual([
    ['call-one', 4, 1, 1, 'Olivia'],
    ['call-two', 1, 0, 0, 'Olivia'],
    ['direct', 0, 0, 0, undefined],
  ])
})

test('T4: after 28 days the names are gone, the row is there, and the answer says why', async () => {
  const old = named(aMeeting({ organizer: contoso }).joins(olivia).joinsThroughLobby(ada).done(), 'old-call')
  await center.record(old)
  const kept = await center.workspace.ask(`${TEAMS_SESSIONS} | where CorrelationId == 'old-call' | count`)
  expect(kept[0]?.Count).toBe(2)
  const long = 40 * 86_400_000
  const past: Call = { ...named(old, 'older-call'), start: old.start - long, end: old.end - long }
  const legs = past.legs.map(leg => ({ ...leg, start: leg.start - long, end: leg.end - long }))
  const rows = await center.workspace.ask(`${TEAMS_PERSONS} | where CorrelationId == 'older-call' | count`)
  expect(rows[0]?.Count).toBe(0)
  await center.recordWithoutPersons({ ...past, legs })
  const page = await center.body<MeetingPage>('/teams/meetings/older-call')
  expect(page.participants.map(({ who }) => [who.label, who.blanked?.rule])).toEqual([
    ['Unknown user', 'T4'],
    ['Anonymous user', 'T4'],
  ])
  expect(page.organizer).toBeNull()
})
