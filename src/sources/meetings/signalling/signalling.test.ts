import { afterEach, describe, expect, test } from 'vitest'
import { connectSignal, type SignalClient } from '../client.ts'
import type { StreamReport } from '../engine/statistics.ts'
import { longJoinUrl } from '../graph/online-meeting.ts'
import { asAcs, asUser, put, type Service, type ServiceOptions, startService } from '../testing/service.ts'
import { aMeeting, resources, tenants, users } from '../testing/world.ts'
import type { CallState } from './server-messages.ts'

const meeting = aMeeting(users.organizerOfA)
const locator = { meetingId: meeting.joinMeetingId, passcode: meeting.passcode }
const foreignLink = longJoinUrl({ ...meeting, organizer: { tenant: tenants.B, user: users.organizerOfB.id } })
let service: Service | undefined

async function start(options?: ServiceOptions): Promise<Service> {
  service = await startService(options)
  await put(service, meeting)
  return service
}

afterEach(async () => {
  await service?.kill()
  service = undefined
})

async function joined(client: SignalClient, ...states: readonly CallState[]): Promise<string> {
  const id = await client.join(locator)
  await client.waitFor(...states)
  return id
}

/** The next message of that type. */
const next = (client: SignalClient, type: string) =>
  new Promise<unknown>(resolve => {
    const stop = client.onMessage(message => {
      if (message.type !== type) return
      stop()
      resolve(message)
    })
  })

const audio: StreamReport = { id: 1, mediaType: 'Audio', direction: 'Outbound', transport: 'UDP' }

test('guest waits, is admitted, measures, leaves; organizer ends: one call in the journal', async () => {
  const { connect, clock, finishedCalls, facts } = await start()
  const guest = await connect(asAcs('g'))
  const states: string[] = []
  guest.onMessage(message => message.type === 'state' && states.push(message.state))
  const guestId = await joined(guest, 'InLobby')
  expect(guest.state).toMatchObject({ lobbyRule: 'AutoAdmittedUsers', scene: { threadId: meeting.threadId } })

  const organizer = await connect(asUser(users.organizerOfA))
  await joined(organizer, 'Connected')
  expect(organizer.lobby.map(entry => entry.participantId)).toEqual([guestId])
  clock.advance(1000)
  await organizer.request({ type: 'admit', participantId: guestId })
  await guest.waitFor('Connected')
  expect(guest.roster.map(entry => entry.role)).toEqual(['Presenter', 'Organizer'])
  await guest.sendStatistics([{ ...audio, final: { jitterAvg: 4 } }])
  clock.advance(1000)
  await guest.leave()
  await organizer.request({ type: 'endForAll' })
  await organizer.waitFor('Disconnected')

  expect(states).toEqual(['Connecting', 'InLobby', 'Connecting', 'Connected', 'Disconnected'])
  expect(guest.state?.end).toMatchObject({ code: 0, subCode: 0, resultCategory: 'Success' })
  expect(organizer.state?.end).toMatchObject({ code: 0, subCode: 4097 })
  expect(facts().map(fact => fact.kind)).toEqual(['lobbyVisit', 'call'])
  const [call] = finishedCalls()
  expect(call?.legs[0]).toMatchObject({
    participantId: guestId,
    identity: { kind: 'acsUser', resource: resources.R1, user: 'g' },
    client: 'acs',
    sdkVersion: '1.46.1',
    streams: [{ id: 1, mediaType: 'Audio', quality: { jitterAvg: 4 } }],
  })
})

test('the lobby times out by the clock, without anybody doing anything', async () => {
  const { connect, clock } = await start({ settings: { keepAliveMs: 3_600_000 } })
  const guest = await connect(asAcs('g'))
  await joined(guest, 'InLobby')
  clock.advance(30 * 60_000)
  const { end } = await guest.waitFor('Disconnected')
  expect(end).toMatchObject({ code: 0, subCode: 5855 })
})

test('rejected: the guest hears 0/5854 and can join again over the same socket with a new participant id', async () => {
  const { connect } = await start()
  const organizer = await connect(asUser(users.organizerOfA))
  await joined(organizer, 'Connected')
  const guest = await connect(asAcs('g'))
  const first = await joined(guest, 'InLobby')
  await organizer.request({ type: 'reject', participantId: first })
  expect((await guest.waitFor('Disconnected')).end).toMatchObject({ subCode: 5854 })
  const second = await joined(guest, 'InLobby')
  expect(second).not.toBe(first)
})

test('a dropped socket may come back within the grace period; later it may not', async () => {
  const { connect, clock, meetings, finishedCalls } = await start()
  const organizer = await connect(asUser(users.organizerOfA))
  const id = await joined(organizer, 'Connected')
  const key = organizer.resumeKey ?? ''
  const reconnecting = () => meetings.snapshot()[0]?.participants[0]?.isReconnecting
  await drop(organizer)
  await expect.poll(reconnecting).toBe(true)
  clock.advance(29_000)
  const other = await connect(asUser(users.memberOfA))
  await expect(other.resume(key)).rejects.toMatchObject({ code: 'UnknownResumeKey' })
  const again = await connect(asUser(users.organizerOfA))
  expect(await again.resume(key)).toBe(id)
  await again.waitFor('Connected')
  expect(again.roster).toHaveLength(1)
  expect(reconnecting()).toBe(false)

  const lostAt = clock.now()
  await drop(again)
  await expect.poll(reconnecting).toBe(true)
  clock.advance(30_000)
  await expect.poll(() => finishedCalls().length).toBe(1)
  expect(finishedCalls()[0]?.legs).toMatchObject([{ ended: { code: 496, subCode: 7 }, end: lostAt }])
  const late = await connect(asUser(users.organizerOfA))
  await expect(late.resume(key)).rejects.toMatchObject({ code: 'UnknownResumeKey' })
})

/** A socket that ends with another code than 1000 or 1001, as a broken line does. */
async function drop(client: SignalClient): Promise<void> {
  for (let i = 0; i < 25; i++) client.request({ type: 'admit' } as never).catch(() => {})
  await client.closed
}

test('a tab that closes without hanging up ends at once with 0/4521', async () => {
  const { connect, finishedCalls } = await start()
  const organizer = await connect(asUser(users.organizerOfA))
  await joined(organizer, 'Connected')
  organizer.close()
  await expect.poll(() => finishedCalls().length).toBe(1)
  expect(finishedCalls()[0]?.legs).toMatchObject([{ ended: { code: 0, subCode: 4521 } }])
})

test('a socket that has gone silent counts as lost', async () => {
  const { connect, clock, finishedCalls } = await start()
  const organizer = await connect(asUser(users.organizerOfA))
  await joined(organizer, 'Connected')
  clock.advance(50_000)
  expect(await organizer.closed).toMatchObject({ code: 4408 })
  clock.advance(30_000)
  await expect.poll(() => finishedCalls().length).toBe(1)
  expect(finishedCalls()[0]?.legs).toMatchObject([{ ended: { code: 496, subCode: 7 } }])
})

test('calling somebody: it rings on every socket, media descriptions pass, hang-up ends both', async () => {
  const { connect, finishedCalls } = await start()
  const [caller, callee, other] = await Promise.all(['x', 'y', 'y'].map(name => connect(asAcs(name))))
  if (!caller || !callee || !other) throw new Error('three clients')
  const incoming = [next(callee, 'incomingCall'), next(other, 'incomingCall')]
  const callerId = await caller.call(callee.rawId, { displayName: 'Xenia' })
  await caller.waitFor('Ringing')
  const [first] = (await Promise.all(incoming)) as { participantId: string; from: object }[]
  expect(first?.from).toMatchObject({ participantId: callerId, displayName: 'Xenia' })
  await callee.accept(first?.participantId ?? '')
  await Promise.all([caller.waitFor('Connected'), callee.waitFor('Connected')])
  expect((await other.waitFor('Disconnected')).end).toMatchObject({ code: 487, subCode: 10003 })
  const offer = next(callee, 'offer')
  await caller.request({ type: 'offer', to: first?.participantId ?? '', payload: 'v=0' })
  expect(await offer).toEqual({ type: 'offer', from: callerId, payload: 'v=0' })
  await caller.leave()
  expect((await callee.waitFor('Disconnected')).end).toMatchObject({ subCode: 5010 })
  expect(finishedCalls()).toMatchObject([{ scene: { kind: 'p2p' }, legs: [{}, {}] }])
})

test('adding: a phone is called from the meeting, a Teams user rings into it, a Communication Services user may not', async () => {
  const { connect, finishedCalls } = await start()
  const organizer = await connect(asUser(users.organizerOfA))
  await joined(organizer, 'Connected')
  await organizer.request({ type: 'add', user: '4:+4930123', displayName: 'Phone' })
  await expect.poll(() => organizer.roster.map(entry => entry.rawId)).toContain('4:+4930123')
  const member = await connect(asUser(users.memberOfB))
  const incoming = next(member, 'incomingCall')
  await organizer.request({ type: 'add', user: member.rawId })
  await member.accept(((await incoming) as { participantId: string }).participantId)
  expect(await member.waitFor('Connected')).toMatchObject({
    scene: { kind: 'teamsMeeting' },
    role: 'Presenter',
  })
  const guest = await connect(asAcs('g'))
  const adding = organizer.request({ type: 'add', user: guest.rawId })
  await expect(adding).rejects.toMatchObject({ code: 'NotSupported' })
  await expect(organizer.request({ type: 'add', user: 'somebody' })).rejects.toMatchObject({
    code: 'BadUser',
  })
  await organizer.request({ type: 'endForAll' })
  expect(finishedCalls()[0]?.legs).toMatchObject([
    { client: 'teams' },
    { client: 'phone', pstnCallType: 'conf_out', role: 'Attendee' },
    { client: 'teams', identity: { user: users.memberOfB.id } },
  ])
})

test('what others see of the own media and hand, and of a call that is full', async () => {
  const { connect } = await start({
    policy: { ScreenSharingMode: 'Disabled' },
    settings: { mostParticipants: 2 },
  })
  const organizer = await connect(asUser(users.organizerOfA))
  await joined(organizer, 'Connected')
  const member = await connect(asUser(users.memberOfA))
  const id = await joined(member, 'Connected')
  await member.request({ type: 'media', muted: false, camera: true })
  await member.request({ type: 'raiseHand', raised: true })
  const seen = () => organizer.roster.find(entry => entry.participantId === id)
  await expect.poll(seen).toMatchObject({ muted: false, camera: true, screen: false, handRaised: true })
  const sharing = member.request({ type: 'media', screen: true })
  await expect(sharing).rejects.toMatchObject({
    code: 'NotAllowed',
    message: expect.stringContaining('ScreenSharing'),
  })
  const third = await connect(asUser(users.memberOfB))
  await expect(third.join(locator)).rejects.toMatchObject({ code: 'CallFull' })
})

test('who holds is seen to: not heard or seen meanwhile, and as before when back', async () => {
  const { connect } = await start({ settings: { keepAliveMs: 3_600_000 } })
  const organizer = await connect(asUser(users.organizerOfA))
  await joined(organizer, 'Connected')
  const member = await connect(asUser(users.memberOfA))
  const id = await joined(member, 'Connected')
  const seen = () => organizer.roster.find(entry => entry.participantId === id)
  await member.request({ type: 'media', muted: false, camera: true })
  await expect.poll(seen).toMatchObject({ onHold: false, muted: false, camera: true })
  await member.request({ type: 'hold', on: true })
  await expect.poll(seen).toMatchObject({ onHold: true, muted: true, camera: false })
  // What changes meanwhile shows afterwards.
  await member.request({ type: 'media', camera: false })
  await member.request({ type: 'hold', on: false })
  await expect.poll(seen).toMatchObject({ onHold: false, muted: false, camera: false })
})

describe('refusals', () => {
  test.each([
    ['expired token', { kind: 'token', token: 'none' } as const, 'TokenInvalid'],
    ['token for chat only', asAcs('g', resources.R1, 'chat'), 'ScopeMissing'],
    ['unknown user', { kind: 'm365User', user: 'nobody@nowhere' } as const, 'UnknownUser'],
  ])('%s', async (_, identity, code) => {
    const { connect } = await start()
    await expect(connect(identity)).rejects.toMatchObject({ code })
  })

  test.each([
    ['unknown meeting', { meetingId: '999999999999' }, 404],
    ['wrong passcode', { meetingId: meeting.joinMeetingId, passcode: 'guess' }, 400],
    ['link of another organizer', { meetingLink: foreignLink }, 404],
    ['no link at all', { meetingLink: 'https://example.com' }, 400],
    ['Teams for home', { meetingLink: 'https://teams.live.com/meet/93123456789' }, 400],
  ])('%s', async (_, place, code) => {
    const { connect } = await start()
    const guest = await connect(asAcs('g'))
    await expect(guest.join(place)).rejects.toMatchObject({ code: 'JoinRefused', end: { code } })
  })

  test('a policy that refuses is named, and the attempt is on record', async () => {
    const { connect, finishedCalls } = await start({ policy: { DisableAnonymousJoin: true } })
    const guest = await connect(asAcs('g'))
    await guest.join(locator)
    const { end } = await guest.waitFor('Disconnected')
    expect(end).toMatchObject({ code: 403, subCode: 5723, rule: 'DisableAnonymousJoin' })
    expect(finishedCalls()).toHaveLength(1)
  })

  test('voip.join may not start a call, but may join one', async () => {
    const { connect } = await start()
    const groupId = 'f0000000-0000-4000-8000-000000000001'
    const guest = await connect(asAcs('g', resources.R1, 'join'))
    await expect(guest.join({ groupId })).rejects.toMatchObject({ code: 'NotAllowedByScope' })
    const starter = await connect(asAcs('s'))
    await starter.join({ groupId })
    await guest.join({ groupId })
    await guest.waitFor('Connected')
  })
})

describe('hostile clients', () => {
  async function raw(): Promise<{ socket: WebSocket; closed: Promise<CloseEvent>; heard: string[] }> {
    const { url } = await start()
    const socket = new WebSocket(url)
    const heard: string[] = []
    socket.addEventListener('message', ({ data }) => heard.push(String(data)))
    const closed = new Promise<CloseEvent>(resolve => socket.addEventListener('close', resolve))
    await new Promise(resolve => socket.addEventListener('open', resolve))
    return { socket, closed, heard }
  }

  test.each([
    ['not JSON', '{"type":'],
    ['no object', '[1]'],
    ['unknown type', '{"type":"sudo"}'],
    ['type from the prototype', '{"type":"constructor"}'],
    ['wrong types', '{"type":"join","locator":{"meetingLink":7}}'],
    ['infinite figures', '{"type":"statistics","streams":[{"id":1e999}]}'],
  ])('%s: an error that says what was expected; after twenty the socket is closed', async (_, text) => {
    const { socket, closed, heard } = await raw()
    for (let i = 0; i < 20; i++) socket.send(text)
    expect(await closed).toMatchObject({ code: 4400 })
    expect(JSON.parse(heard[0] ?? '')).toMatchObject({ type: 'error', code: 'BadMessage' })
    expect(heard).toHaveLength(20)
  })

  test('a flood is cut off', async () => {
    const { socket, closed } = await raw()
    for (let i = 0; i < 300; i++) socket.send('{"type":"ping"}')
    expect(await closed).toMatchObject({ code: 4429 })
  })

  test('a message of 100 kB closes the socket', async () => {
    const { socket, closed } = await raw()
    socket.send(JSON.stringify({ type: 'hello', x: 'x'.repeat(100_000) }))
    expect(await closed).toMatchObject({ code: 1009 })
  })

  test('who never says hello is shown out', async () => {
    const { closed } = await raw()
    service?.clock.advance(16_000)
    expect(await closed).toMatchObject({ code: 4400 })
  })

  test('nothing works before hello, and no error repeats a token', async () => {
    const { socket, heard } = await raw()
    socket.send('{"type":"leave","id":1}')
    socket.send(
      '{"type":"hello","id":2,"protocol":1,"identity":{"kind":"token","token":"s3cret-value","x":1}}',
    )
    await expect.poll(() => heard.length).toBe(2)
    expect(JSON.parse(heard[0] ?? '')).toMatchObject({ re: 1, code: 'HelloExpected' })
    expect(heard[1]).not.toContain('s3cret-value')
  })
})

test('nobody can speak for another: a ringing call is accepted only by the one it rings for', async () => {
  const { connect } = await start()
  const [caller, callee, thief] = await Promise.all(['x', 'y', 'z'].map(name => connect(asAcs(name))))
  if (!caller || !callee || !thief) throw new Error('three clients')
  const incoming = next(callee, 'incomingCall')
  await caller.call(callee.rawId)
  const { participantId } = (await incoming) as { participantId: string }
  await expect(thief.accept(participantId)).rejects.toMatchObject({ code: 'UnknownParticipant' })
})

test('waiting for a state that can not come any more is refused with the end', async () => {
  const { connect } = await start({ policy: { DisableAnonymousJoin: true } })
  const guest = await connect(asAcs('g'))
  await guest.join(locator)
  await expect(guest.waitFor('Connected')).rejects.toThrow('403/5723')
})

test('no server: the client says so', async () => {
  const identity = asAcs('g')
  await expect(connectSignal({ url: 'ws://127.0.0.1:9', identity })).rejects.toThrow('No connection')
})
