import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ServerMessage, ServerMessageOf, ServerOffer } from '../signalling/server-messages.ts'
import { FakePlane } from '../testing/fake-plane.ts'
import { aGroup, comeIn, offered, REAL, twoOfThem } from '../testing/people.ts'
import { asAcs, asUser, put, type Service, type ServiceOptions, startService } from '../testing/service.ts'
import { aMeeting, users } from '../testing/world.ts'

const meeting = aMeeting(users.organizerOfA)
const locator = { meetingId: meeting.joinMeetingId, passcode: meeting.passcode }
const SILENT_FOR_LONG = { settings: { keepAliveMs: 3_600_000 } }

let plane: FakePlane
let service: Service | undefined

beforeEach(() => {
  plane = new FakePlane()
})
afterEach(async () => {
  await service?.kill()
  service = undefined
})

async function start(options: ServiceOptions = SILENT_FOR_LONG): Promise<Service> {
  service = await startService({ media: plane, ...options })
  await put(service, meeting)
  return service
}

const answer = ({ generation, connection }: ServerOffer, sdp: string) =>
  ({ type: 'answer', to: 'sfu', payload: JSON.stringify({ generation, connection, sdp }) }) as const

/** The ends of all legs of the finished call. */
const endsOf = ({ finishedCalls }: Service) =>
  finishedCalls()
    .at(-1)
    ?.legs.map(leg => `${leg.ended.code}/${leg.ended.subCode}`)

/** Waits until the call knows what the plane has seen. */
const flows = ({ meetings }: Service, ...expected: readonly string[]) =>
  expect.poll(() => meetings.snapshot()[0]?.participants.map(({ media }) => media?.flow)).toEqual(expected)

describe('who is on which path', () => {
  test('in a group call the server offers at once; others hear nothing of media', async () => {
    const host = await start()
    const real = await comeIn(host, 'x')
    const simulated = await comeIn(host, 'y', client => client.join(aGroup))
    const { generation } = await offered(real)
    expect(real.heardOf('mediaPath')).toEqual([
      { type: 'mediaPath', path: 'sfu', iceServers: [], generation },
    ])
    expect(real.client.mediaPath?.path).toBe('sfu')
    await simulated.client.request({ type: 'ping' })
    expect([...plane.open_.keys()]).toEqual([real.id])
    expect(simulated.heard.map(({ type }) => type)).not.toContain('mediaPath')
  })

  test('in the lobby there is no media yet', async () => {
    const host = await start()
    const guest = await comeIn(host, 'g', client => client.join(locator, REAL))
    await guest.client.waitFor('InLobby')
    expect(plane.open_.size).toBe(0)
    const organizer = await host.connect(asUser(users.organizerOfA))
    await organizer.join(locator)
    await organizer.request({ type: 'admit', participantId: guest.id })
    await offered(guest)
  })

  test('the server without a plane has no media for anybody', async () => {
    service = await startService()
    const person = await comeIn(service, 'x')
    await person.client.waitFor('Connected')
    await person.client.request({ type: 'ping' })
    expect(person.client.mediaPath).toBeUndefined()
    const subscribing = person.client.request({ type: 'subscribe', want: [] })
    await expect(subscribing).rejects.toMatchObject({ code: 'NoMedia' })
  })
})

describe('two, and then three', () => {
  test('two of a dialled call are peers of one generation; the caller makes the offer', async () => {
    const host = await start()
    const [caller, callee] = await twoOfThem(host)
    const [path] = caller.heardOf('mediaPath')
    expect(path).toMatchObject({ path: 'p2p', peer: callee.id, initiator: true })
    expect(callee.heardOf('mediaPath')).toMatchObject([
      { path: 'p2p', peer: caller.id, initiator: false, generation: path?.generation },
    ])
    expect(plane.open_.size).toBe(0)
  })

  test('with somebody who can do no real media there is none', async () => {
    const [caller] = await twoOfThem(await start(), {})
    expect(caller.heardOf('mediaPath')).toMatchObject([{ path: 'none' }])
  })

  test('R40: the third moves everybody to the server and makes the call a group for all its rows', async () => {
    const host = await start()
    const [caller, callee] = await twoOfThem(host)
    const third = await host.connect(asAcs('z'))
    const incoming = new Promise<ServerMessageOf<'incomingCall'>>(resolve =>
      third.onMessage(message => message.type === 'incomingCall' && resolve(message)),
    )
    await caller.client.request({ type: 'add', user: third.rawId })
    await third.accept((await incoming).participantId, REAL)
    const before = caller.heardOf('mediaPath')[0]?.generation ?? 0
    for (const person of [caller, callee]) {
      const { generation } = await offered(person)
      expect(generation).toBeGreaterThan(before)
      expect(person.client.mediaPath).toMatchObject({ path: 'sfu', generation })
    }
    expect(plane.open_.size).toBe(3)

    // Make before break: what the two still say to each other passes.
    const ice = JSON.stringify({ generation: before, candidate: 'candidate:1' })
    await caller.client.request({ type: 'ice', to: callee.id, payload: ice })
    expect(callee.heardOf('ice')).toEqual([{ type: 'ice', from: caller.id, payload: ice }])

    await third.leave()
    expect(caller.client.mediaPath?.path).toBe('sfu')
    await caller.client.leave()
    await callee.client.waitFor('Disconnected')
    expect(host.finishedCalls()[0]?.scene.kind).toBe('group')
    expect(plane.open_.size).toBe(0)
  })
})

describe('the server as a peer', () => {
  test('answers and candidates reach the plane under its own numbers; late ones do not', async () => {
    const host = await start()
    const person = await comeIn(host, 'x')
    const first = await offered(person)
    await person.client.request(answer(first, 'one'))
    await person.client.request(answer(first, 'again'))
    host.clock.advance(2000)
    await person.client.request({ type: 'renegotiate', connection: 'main', reason: 'failed' })
    const second = await offered(person, 2)
    expect(second.generation).toBe(first.generation + 1)
    await person.client.request(answer(first, 'late'))
    await person.client.request(answer(second, 'two'))
    const payload = JSON.stringify({ ...second, candidate: 'here' })
    await person.client.request({ type: 'ice', to: 'sfu', payload })
    expect(plane.notes).toEqual([
      `answer ${person.id} main 1001 one`,
      `answer ${person.id} main 1002 two`,
      `candidate ${person.id} here`,
    ])
  })

  test('camera, screen, hold and wishes are told', async () => {
    const host = await start()
    const person = await comeIn(host, 'x')
    await offered(person)
    await person.client.request({ type: 'media', muted: false, camera: true })
    expect(plane.shown.get(person.id)).toEqual({ muted: false, camera: true, screen: false })
    await person.client.request({ type: 'hold', on: true })
    expect(plane.shown.get(person.id)).toEqual({ muted: true, camera: false, screen: false })
    await person.client.request({ type: 'hold', on: false })
    expect(plane.shown.get(person.id)).toEqual({ muted: false, camera: true, screen: false })
    const want = [{ participantId: 'p', kind: 'video', height: 180 } as const]
    await person.client.request({ type: 'subscribe', want })
    expect(plane.wanted.get(person.id)).toEqual(want)
  })

  test('who is in which slot and who speaks is passed on; after a break it is said again', async () => {
    const host = await start()
    const person = await comeIn(host, 'x')
    const first = await offered(person)
    const slots = [{ connection: 'main', mid: '1', kind: 'audio', participantId: 'p' } as const]
    plane.see({ type: 'slots', participantId: person.id, slots })
    const callId = person.client.state?.callId ?? ''
    const levels = [{ participantId: person.id, level: 0.5 }]
    plane.see({ type: 'speaking', callId, levels, dominant: person.id })
    await person.client.request({ type: 'ping' })
    expect(person.heardOf('slots')).toEqual([{ type: 'slots', slots }])
    expect(person.heardOf('speaking')).toMatchObject([{ levels, dominant: person.id }])

    const again = await host.connect(asAcs('x'))
    const heard: ServerMessage[] = []
    again.onMessage(message => heard.push(message))
    await again.resume(person.client.resumeKey ?? '', REAL)
    await again.request({ type: 'ping' })
    expect(heard.filter(({ type }) => ['mediaPath', 'offer', 'slots'].includes(type))).toMatchObject([
      { type: 'mediaPath', path: 'sfu', generation: first.generation },
      { type: 'offer', payload: JSON.stringify(first) },
      { type: 'slots' },
    ])
  })

  test.each([
    ['an offer to the server', { type: 'offer', to: 'sfu', payload: '{}' }, 'ServerOffers'],
    ['no JSON', { type: 'answer', to: 'sfu', payload: 'v=0' }, 'BadPayload'],
    ['another shape', { type: 'ice', to: 'sfu', payload: '{"generation":"x"}' }, 'BadPayload'],
    [
      'two fresh connections at once',
      { type: 'renegotiate', connection: 'main', reason: 'failed' },
      'TooOften',
    ],
    ['an unknown connection', { type: 'renegotiate', connection: 'x', reason: 'failed' }, 'NoMedia'],
  ] as const)('%s is refused', async (_, message, code) => {
    const person = await comeIn(await start(), 'x')
    await offered(person)
    await expect(person.client.request(message)).rejects.toMatchObject({ code })
  })
})

describe('how media end a connection', () => {
  test('410/301004: none came within a minute of joining', async () => {
    const host = await start()
    const person = await comeIn(host, 'x')
    await offered(person)
    host.clock.advance(59_999)
    await flows(host, 'awaited')
    host.clock.advance(1)
    expect((await person.client.waitFor('Disconnected')).end).toMatchObject({ code: 410, subCode: 301004 })
    expect(plane.open_.size).toBe(0)
  })

  test('410/301005: lost and not back in time; the leg ends when it was last heard of', async () => {
    const host = await start()
    const person = await comeIn(host, 'x')
    await offered(person)
    plane.see({ type: 'peerState', participantId: person.id, state: 'connected' })
    await flows(host, 'flowing')
    host.clock.advance(120_000)
    const lostAt = host.clock.now()
    plane.see({ type: 'peerState', participantId: person.id, state: 'disconnected' })
    await flows(host, 'lost')
    expect(host.meetings.snapshot()[0]?.participants).toMatchObject([{ isReconnecting: true }])
    host.clock.advance(20_000)
    plane.see({ type: 'peerState', participantId: person.id, state: 'failed' })
    await person.client.request({ type: 'ping' })
    host.clock.advance(10_000)
    await person.client.waitFor('Disconnected')
    expect(endsOf(host)).toEqual(['410/301005'])
    expect(host.finishedCalls()[0]?.legs[0]?.end).toBe(lostAt)
  })

  test('a fresh connection in time heals', async () => {
    const host = await start()
    const person = await comeIn(host, 'x')
    await offered(person)
    for (const state of ['connected', 'disconnected', 'failed', 'connected'] as const) {
      plane.see({ type: 'peerState', participantId: person.id, state })
      host.clock.advance(10_000)
    }
    await flows(host, 'flowing')
    host.clock.advance(3_600_000)
    await person.client.leave()
    expect(endsOf(host)).toEqual(['0/0'])
  })

  test('410/3101: the client gives up', async () => {
    const host = await start()
    const person = await comeIn(host, 'x')
    await person.client.leave('mediaLost')
    expect(endsOf(host)).toEqual(['410/3101'])
  })

  test('the plane crashes: its calls end with 410/301005, others and the server go on', async () => {
    const host = await start()
    const people = await Promise.all(['x', 'y'].map(name => comeIn(host, name)))
    const elsewhere = { groupId: 'f0000000-0000-4000-8000-000000000004' }
    const other = await comeIn(host, 'z', client => client.join(elsewhere))
    await Promise.all(people.map(person => offered(person)))
    plane.see({ type: 'crashed' })
    await Promise.all(people.map(({ client }) => client.waitFor('Disconnected')))
    expect(endsOf(host)).toEqual(['410/301005', '410/301005'])
    expect(other.client.state?.state).toBe('Connected')
    const again = await comeIn(host, 'x')
    await offered(again)
  })

  test('peer to peer the clients are the witnesses', async () => {
    const host = await start()
    const [caller, callee] = await twoOfThem(host)
    const say = (state: 'connected' | 'disconnected') => ({ type: 'mediaState', path: 'p2p', state }) as const
    await caller.client.request(say('connected'))
    await callee.client.request(say('connected'))
    await flows(host, 'flowing', 'flowing')
    await caller.client.request(say('disconnected'))
    await flows(host, 'lost', 'flowing')
    host.clock.advance(60_000)
    await caller.client.leave('mediaLost')
    await callee.client.waitFor('Disconnected')
    expect(endsOf(host)).toEqual(['410/3101', '0/5010'])
  })
})

test('two who cannot reach each other meet at the server, and it stays a call of two', async () => {
  const host = await start()
  const [caller, callee] = await twoOfThem(host)
  const between = caller.client.mediaPath?.generation ?? 0
  const failed = { type: 'mediaState', path: 'p2p', state: 'failed' } as const
  await callee.client.request(failed)
  for (const person of [caller, callee]) {
    const { generation } = await offered(person)
    expect(generation).toBeGreaterThan(between)
    expect(person.client.mediaPath).toMatchObject({ path: 'sfu', generation })
  }
  // The other one notices as well, later: nothing more follows.
  await caller.client.request(failed)
  expect(caller.heardOf('mediaPath').map(({ path }) => path)).toEqual(['p2p', 'sfu'])
  for (const { id } of [caller, callee]) {
    plane.see({ type: 'peerState', participantId: id, state: 'connected' })
  }
  await flows(host, 'flowing', 'flowing')
  host.clock.advance(120_000)
  await caller.client.leave()
  await callee.client.waitFor('Disconnected')
  expect(host.finishedCalls()[0]?.scene.kind).toBe('p2p')
  expect(endsOf(host)).toEqual(['0/0', '0/5010'])
})

describe('a bad network', () => {
  test('is made for the one who asks, also for addresses that pass between two', async () => {
    const host = await start()
    const [caller, callee] = await twoOfThem(host)
    const up = { lossRatio: 0.2, seed: 1 }
    const answer = await caller.client.request({ type: 'badNetwork', up })
    expect(answer).toMatchObject({ relayed: { up: [{ id: 7, passed: 4, lost: 1 }], down: [] } })
    expect(plane.impaired.get(caller.id)).toEqual({ up, down: undefined })
    const say = (candidate: unknown) =>
      callee.client.request({
        type: 'ice',
        to: caller.id,
        payload: JSON.stringify({ generation: 1, candidate }),
      })
    await say('a')
    await say({ candidate: 'b', sdpMid: '0' })
    await callee.client.request({ type: 'ice', to: caller.id, payload: 'no JSON' })
    expect(caller.heardOf('ice').map(({ payload }) => payload)).toEqual([
      '{"generation":1,"candidate":"relayed a"}',
      '{"generation":1,"candidate":{"candidate":"relayed b","sdpMid":"0"}}',
      'no JSON',
    ])
  })

  test('is refused where it is switched off', async () => {
    const person = await comeIn(await start({ settings: { badNetwork: false } }), 'x')
    const asking = person.client.request({ type: 'badNetwork' })
    await expect(asking).rejects.toMatchObject({ code: 'BadNetworkOff' })
  })
})
