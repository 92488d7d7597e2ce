import { createSocket } from 'node:dgram'
import { afterEach, describe, expect, test } from 'vitest'
import { preciseClock, randomIds } from '#base'
import { createPlane } from '../plane.ts'
import type { MediaPlane, PlaneEvent } from '../port.ts'
import { freePort } from '../process/free-port.ts'
import { writeNack } from '../rtp/feedback.ts'
import { DEFAULT_SLOTS } from '../sdp/lines.ts'
import { audioPacket, videoPacket } from '../testing/a-room.ts'
import { joinSynthetic, type SyntheticClient } from '../testing/synthetic-client.ts'
import { nodeDatachannel } from './node-datachannel.ts'
import type { TransportLibrary, TransportOptions } from './secure-transport.ts'
import { weriftLibrary } from './werift.ts'

const LIBRARIES: Readonly<Record<string, (options: TransportOptions) => TransportLibrary>> = {
  'node-datachannel': nodeDatachannel,
  werift: weriftLibrary,
}

/** Loopback too, but nothing of the plane listens there. */
const OUTSIDE = '127.0.0.2'

const portsOf = (sdp: string): ReadonlySet<number> =>
  new Set([...sdp.matchAll(/ 127\.0\.0\.1 (\d+) typ host/g)].map(match => Number(match[1])))

const cleanUps: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

describe.each(Object.entries(LIBRARIES))('by %s', (_, library) => {
  async function aPlane(
    announce: readonly string[] = [],
  ): Promise<{ plane: MediaPlane; events: PlaneEvent[] }> {
    const address = '127.0.0.1'
    const plane = createPlane({
      clock: preciseClock,
      ids: randomIds,
      library: library({ address, port: await freePort({ address, port: 0 }) }),
      slots: DEFAULT_SLOTS,
      bitrateCap: 2_500_000,
      address,
      announce,
    })
    const events: PlaneEvent[] = []
    plane.on(event => events.push(event))
    cleanUps.push(() => plane.stop())
    return { plane, events }
  }

  async function join(plane: MediaPlane, participantId: string): Promise<SyntheticClient> {
    const client = await joinSynthetic(plane, { callId: 'call', participantId })
    cleanUps.push(() => client.leave())
    return client
  }

  /** Sends again and again, as real senders do, until it held. */
  async function keepSending(send: () => void, until: Promise<void>): Promise<void> {
    const timer = setInterval(send, 20)
    await until
    clearInterval(timer)
  }

  const full = (packet: ReturnType<typeof audioPacket>) => ({
    marker: false,
    payloadType: 111,
    sequenceNumber: 0,
    timestamp: 0,
    ssrc: 0,
    extensions: [],
    payload: Buffer.from([0xfc, 1]),
    ...packet,
  })

  test('what one says the other hears, and both are told who is in which slot', async () => {
    const { plane, events } = await aPlane()
    const [alice, bob] = [await join(plane, 'alice'), await join(plane, 'bob')]
    let number = 0
    await keepSending(
      () => {
        alice.send(full(audioPacket(5, ++number)))
        bob.send(full(audioPacket(5, number)))
      },
      Promise.all([
        bob.until(() => bob.media.some(({ ssrc }) => ssrc === bob.slotSsrc('a0'))),
        alice.until(() => alice.media.some(({ ssrc }) => ssrc === alice.slotSsrc('a0'))),
      ]).then(() => {}),
    )
    expect(bob.media[0]?.payload).toEqual(Buffer.from([0xfc, 1]))
    const told = events.filter(event => event.type === 'slots' && event.participantId === 'bob').at(-1)
    expect(told?.type === 'slots' && told.slots.find(({ mid }) => mid === 'a0')?.participantId).toBe('alice')
    expect(events).toContainEqual({
      type: 'peerState',
      callId: 'call',
      participantId: 'alice',
      state: 'connected',
      // Where the other end is, and at which address of ours it is heard.
      pair: {
        address: expect.stringMatching(/^127\./),
        port: expect.any(Number),
        type: expect.stringMatching(/^(host|prflx)$/),
        own: { address: '127.0.0.1', port: expect.any(Number), type: 'host' },
      },
    })
  })

  test('a key frame is asked for, video passes, and what was lost is sent again', async () => {
    const { plane } = await aPlane()
    const [alice, bob] = [await join(plane, 'alice'), await join(plane, 'bob')]
    let number = 100
    let isKey = false
    void alice
      .until(() => alice.control.some(part => part.kind === 'keyFrameRequest'))
      .then(() => {
        isKey = true
      })
    await keepSending(
      () => alice.send(full(videoPacket({ ssrc: 7, sequenceNumber: ++number, pictureId: number, isKey }))),
      bob.until(() => bob.media.filter(({ ssrc }) => ssrc === bob.slotSsrc('v0')).length > 3),
    )
    const wanted = bob.media[1]?.sequenceNumber ?? 0
    bob.send(writeNack({ from: 1, media: bob.slotSsrc('v0') }, [wanted]))
    await bob.until(() => bob.media.some(({ payloadType }) => payloadType === 97))
    const repair = bob.media.find(({ payloadType }) => payloadType === 97)
    expect(repair?.payload.readUInt16BE(0)).toBe(wanted)
  })

  test('each second there are reports both ways, and feedback on when packets came', async () => {
    const { plane } = await aPlane()
    const [alice, bob] = [await join(plane, 'alice'), await join(plane, 'bob')]
    let number = 0
    const blocks = () => alice.control.flatMap(part => (part.kind === 'receiverReport' ? part.blocks : []))
    await keepSending(
      () => alice.send(full(audioPacket(5, ++number))),
      Promise.all([
        alice.until(() => blocks().length > 0),
        bob.until(() => bob.control.some(part => part.kind === 'senderReport')),
      ]).then(() => {}),
    )
    expect(blocks()[0]).toMatchObject({ ssrc: 5, cumulativeLost: 0 })
  })

  test('a fresh connection takes the place of the old one, and media goes on', async () => {
    const { plane, events } = await aPlane()
    const [alice, bob] = [await join(plane, 'alice'), await join(plane, 'bob')]
    let number = 0
    const speak = () => alice.send(full(audioPacket(5, ++number)))
    await keepSending(
      speak,
      bob.until(() => bob.media.length > 0),
    )
    await plane.renegotiate('alice', 'main')
    const before = bob.media.length
    await keepSending(
      speak,
      bob.until(() => bob.media.length > before + 10),
    )
    const generations = events.flatMap(event =>
      event.type === 'offer' && event.participantId === 'alice' ? [event.generation] : [],
    )
    // One more for each connection that failed and was asked for again.
    expect(generations.length).toBeGreaterThanOrEqual(2)
    expect(generations).toEqual(generations.map((_, index) => index + 1))
    const numbers = bob.media.map(({ sequenceNumber }) => sequenceNumber)
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  })

  test('an answer that is none is refused; one to an older offer, and a second one, are nothing', async () => {
    const { plane, events } = await aPlane()
    await plane.open({ callId: 'call', participantId: 'alice' })
    await plane.renegotiate('alice', 'main')
    const answer = { connection: 'main', generation: 2, sdp: 'nonsense' }
    await expect(plane.answer('alice', answer)).rejects.toThrow(/ICE and DTLS/)
    await plane.answer('alice', { ...answer, generation: 1 })
    await plane.answer('alice', { ...answer, connection: 'another' })
    await plane.answer('nobody', answer)
    const bob = await join(plane, 'bob')
    await plane.answer('bob', { ...answer, generation: 1 })
    const states = () => events.flatMap(event => (event.type === 'peerState' ? [event.state] : []))
    await expect.poll(states, { timeout: 20_000 }).toEqual(['connected'])
    await bob.leave()
  })

  test('closing gives what was measured since the last reports', async () => {
    const { plane } = await aPlane()
    const [alice, bob] = [await join(plane, 'alice'), await join(plane, 'bob')]
    let number = 0
    await keepSending(
      () => alice.send(full(audioPacket(5, ++number))),
      bob.until(() => bob.media.length > 20),
    )
    const [report, ...others] = await plane.close('alice')
    expect(others).toEqual([])
    expect(report).toMatchObject({ participantId: 'alice', id: 5, direction: 'Outbound', mediaType: 'Audio' })
    expect(report?.window.packets).toBeGreaterThan(20)
    const received = (await plane.close('bob')).find(({ direction }) => direction === 'Inbound')
    expect(received?.id).toBe(bob.slotSsrc('a0'))
  })

  test('behind a NAT: who can reach the announced address alone is connected by it', async () => {
    const { plane } = await aPlane([OUTSIDE])
    const opening = plane.on(event => {
      if (event.type === 'offer') for (const port of portsOf(event.sdp)) openNat(port)
    })
    const alice = await joinSynthetic(plane, { callId: 'call', participantId: 'alice', reaches: OUTSIDE })
    cleanUps.push(() => alice.leave())
    opening()
    const bob = await join(plane, 'bob')
    let number = 0
    await keepSending(
      () => bob.send(full(audioPacket(5, ++number))),
      alice.until(() => alice.media.length > 5),
    )
  })

  /** Passes on what comes to that port outside, and the answers. */
  function openNat(port: number): void {
    const front = createSocket('udp4')
    const back = createSocket('udp4')
    let client = 0
    front.on('message', (bytes, source) => {
      client = source.port
      back.send(bytes, port, '127.0.0.1')
    })
    back.on('message', bytes => front.send(bytes, client, '127.0.0.1'))
    front.bind(port, OUTSIDE)
    cleanUps.push(async () => {
      for (const socket of [front, back]) socket.close()
    })
  }

  test('who loses a fifth of his packets from the start comes in all the same', {
    timeout: 90_000,
  }, async () => {
    const { plane, events } = await aPlane()
    const names = ['alice', 'bob', 'carol', 'dave']
    await Promise.all(
      names.map(async (name, index) => {
        await plane.impair(name, {
          up: { lossRatio: 0.2, seed: index + 1 },
          down: { lossRatio: 0.2, seed: index + 100 },
        })
        await join(plane, name)
      }),
    )
    const connected = events.flatMap(event =>
      event.type === 'peerState' && event.state === 'connected' ? event.participantId : [],
    )
    expect(new Set(connected)).toEqual(new Set(names))
  })

  test('somebody open cannot be opened again; closing what is not open is nothing', async () => {
    const { plane } = await aPlane()
    await join(plane, 'alice')
    await expect(plane.open({ callId: 'call', participantId: 'alice' })).rejects.toThrow(/open already/)
    expect(await plane.close('nobody')).toEqual([])
    await plane.closeCall('call')
    expect(await plane.close('alice')).toEqual([])
  })
})
