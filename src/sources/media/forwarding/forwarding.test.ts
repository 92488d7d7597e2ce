import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeNack, writePictureLoss } from '../rtp/feedback.ts'
import { writeRtp } from '../rtp/packet.ts'
import { rtcpPacket } from '../rtp/rtcp.ts'
import { readVp8 } from '../rtp/vp8.ts'
import {
  aRoom,
  audioPacket,
  type Guest,
  partsOf,
  slotOf,
  slotSsrc,
  type TestRoom,
  videoPacket,
} from '../testing/a-room.ts'

const mediaOf = (guest: Guest, mid: string) => guest.media.filter(({ ssrc }) => ssrc === slotSsrc(guest, mid))

/** Frames with the numbers from..to, each 100 ms after the other. */
function film(room: TestRoom, guest: Guest, from: number, to: number, ssrc = 7, keyAt = from): void {
  for (let number = from; number <= to; number++) {
    room.send(
      guest,
      videoPacket({ ssrc, sequenceNumber: number, pictureId: number, isKey: number === keyAt }),
    )
    room.now += 100
  }
}

test('a packet goes to everybody else, by the stream of their slot, with its numbers and without its names', () => {
  const room = aRoom()
  const [alice, bob, carol] = [room.join('alice'), room.join('bob'), room.join('carol')]
  room.send(alice, audioPacket(5, 100))
  expect(alice.media).toEqual([])
  expect(bob.media).toHaveLength(1)
  expect(carol.media[0]).toMatchObject({ sequenceNumber: 100, timestamp: 96_000, payloadType: 111 })
  expect(bob.media[0]?.ssrc).toBe(slotSsrc(bob, 'a0'))
  expect(bob.media[0]?.extensions.map(({ id }) => id)).toEqual([1])
})

test('video begins with a key frame, which is asked for until it comes', () => {
  const room = aRoom()
  const [alice, bob] = [room.join('alice'), room.join('bob')]
  room.send(alice, videoPacket({ ssrc: 7, sequenceNumber: 1, pictureId: 1 }))
  room.pass(20)
  expect(mediaOf(bob, 'v0')).toEqual([])
  const asked = () => partsOf(alice).filter(part => part.kind === 'keyFrameRequest').length
  expect(asked()).toBe(1)
  room.pass(380)
  expect(asked()).toBe(1)
  room.pass(40)
  expect(asked()).toBe(2)
  room.send(alice, videoPacket({ ssrc: 7, sequenceNumber: 2, pictureId: 2, isKey: true }))
  room.pass(1000)
  expect(asked()).toBe(2)
  expect(mediaOf(bob, 'v0')).toHaveLength(1)
})

test('when another person takes the slot, numbers, pictures and time go on without a step back', () => {
  const room = aRoom({ audio: 2, video: 1, screen: 1 })
  const [alice, bob, carol] = [room.join('alice'), room.join('bob'), room.join('carol')]
  room.room.subscribe(carol.peer, [{ participantId: 'alice', kind: 'video' }], room.now)
  film(room, alice, 500, 503)
  room.room.subscribe(carol.peer, [{ participantId: 'bob', kind: 'video' }], room.now)
  film(room, bob, 9, 12, 8)
  const seen = mediaOf(carol, 'v0')
  expect(seen.map(({ sequenceNumber }) => sequenceNumber)).toEqual([500, 501, 502, 503, 504, 505, 506, 507])
  expect(seen.map(({ payload }) => readVp8(payload)?.pictureId?.value)).toEqual([
    500, 501, 502, 503, 504, 505, 506, 507,
  ])
  const stamps = seen.map(({ timestamp }) => timestamp)
  expect(stamps.slice(1).map((stamp, index) => stamp - (stamps[index] ?? 0))).toEqual(Array(7).fill(9000))
})

test('a packet from before the switch that comes late is not shown', () => {
  const room = aRoom()
  const [alice, bob] = [room.join('alice'), room.join('bob')]
  film(room, alice, 10, 12, 7, 11)
  const before = mediaOf(bob, 'v0').length
  room.send(alice, videoPacket({ ssrc: 7, sequenceNumber: 9, pictureId: 9 }))
  expect(mediaOf(bob, 'v0')).toHaveLength(before)
})

test('RFC 4588: what a receiver misses is sent again on the stream of retransmissions, and only what is kept', () => {
  const room = aRoom()
  const [alice, bob] = [room.join('alice'), room.join('bob')]
  film(room, alice, 10, 14)
  const media = slotSsrc(bob, 'v0')
  bob.peer.receive(writeNack({ from: 1, media }, [12, 13, 99]), room.now)
  const repairs = bob.media.filter(({ ssrc }) => ssrc === slotOf(bob, 'v0').streams.retransmission)
  expect(repairs.map(({ payload }) => payload.readUInt16BE(0))).toEqual([12, 13])
  expect(repairs.every(({ payloadType }) => payloadType === 97)).toBe(true)
})

test('a gap on the way to us is asked for; the repair fills the hole at the receiver, and once only', () => {
  const room = aRoom()
  const [alice, bob] = [room.join('alice'), room.join('bob')]
  const lost = videoPacket({ ssrc: 7, sequenceNumber: 12, pictureId: 12 })
  film(room, alice, 10, 11)
  film(room, alice, 13, 13, 7, 0)
  room.pass(20)
  expect(partsOf(alice).filter(part => part.kind === 'nack')).toEqual([
    { kind: 'nack', media: 7, lost: [12] },
  ])
  alice.peer.announce([{ mid: '1', ssrc: 7, retransmission: 70 }], room.now)
  const number = Buffer.from([0, 12])
  const again = {
    ...lost,
    ssrc: 70,
    payloadType: 97,
    payload: Buffer.concat([number, lost.payload ?? number]),
  }
  room.send(alice, again)
  room.send(alice, { ...again, sequenceNumber: 2 })
  expect(mediaOf(bob, 'v0').map(({ sequenceNumber }) => sequenceNumber)).toEqual([10, 11, 13, 12])
})

test('a receiver’s request for a key frame reaches the one it sees', () => {
  const room = aRoom()
  const [alice, bob] = [room.join('alice'), room.join('bob')]
  film(room, alice, 10, 11)
  room.pass(500)
  const before = partsOf(alice).length
  room.send(alice, videoPacket({ ssrc: 7, sequenceNumber: 12, pictureId: 12 }))
  bob.peer.receive(writePictureLoss({ from: 1, media: slotSsrc(bob, 'v0') }), room.now)
  room.pass(20)
  expect(partsOf(alice).slice(before)).toContainEqual({ kind: 'keyFrameRequest', media: 7 })
})

test('who switches the camera off leaves the slot; slots are told, once each change', () => {
  const room = aRoom()
  const [alice, bob] = [room.join('alice'), room.join('bob')]
  room.room.shows(alice.peer, { muted: false, camera: true, screen: false }, room.now)
  const told = () => room.events.filter(event => event.type === 'slots' && event.participantId === 'bob')
  const holder = () => {
    const last = told().at(-1)
    return last?.type === 'slots' ? last.slots.find(slot => slot.mid === 'v0')?.participantId : undefined
  }
  expect(holder()).toBe('alice')
  const before = told().length
  room.room.shows(alice.peer, { muted: true, camera: true, screen: false }, room.now)
  expect(told()).toHaveLength(before)
  room.room.shows(alice.peer, { muted: true, camera: false, screen: false }, room.now)
  expect(holder()).toBeNull()
  film(room, alice, 1, 2)
  expect(mediaOf(bob, 'v0')).toEqual([])
})

test('fifty people coming and going leave nobody’s slots, packets or lines behind', () => {
  const room = aRoom()
  const host = room.join('host')
  const lines = host.peer.slots.length
  for (let round = 0; round < 50; round++) {
    const guest = room.join(`guest ${round}`)
    room.send(guest, audioPacket(round + 1, 1))
    room.room.leave(`guest ${round}`, room.now)
  }
  expect(host.peer.slots).toHaveLength(lines)
  expect(host.peer.slots.every(slot => slot.participantId === null)).toBe(true)
  expect(room.room.peers.map(({ participantId }) => participantId)).toEqual(['host'])
  expect(host.media).toHaveLength(50)
})

test('simulcast: the tile’s height picks the layer, which changes at its key frame', () => {
  const room = aRoom()
  const [alice, bob] = [room.join('alice'), room.join('bob')]
  const LAYERS = [
    { rid: 'l', ssrc: 71, height: 90 },
    { rid: 'm', ssrc: 72, height: 180 },
    { rid: 'h', ssrc: 73, height: 360 },
  ]
  const frame = (sequenceNumber: number, isKey: boolean) => {
    for (const layer of LAYERS)
      room.send(alice, videoPacket({ ...layer, sequenceNumber, pictureId: sequenceNumber, isKey }))
    room.now += 100
  }
  const heights = () =>
    mediaOf(bob, 'v0').flatMap(({ payload }) => {
      const height = readVp8(payload)?.height
      return height === undefined ? [] : [height]
    })
  frame(1, true)
  frame(2, true)
  room.room.assign(room.now)
  frame(3, true)
  expect(heights().at(-1)).toBe(360)
  room.room.subscribe(bob.peer, [{ participantId: 'alice', kind: 'video', height: 100 }], room.now)
  const before = mediaOf(bob, 'v0').length
  frame(4, false)
  expect(
    mediaOf(bob, 'v0')
      .slice(before)
      .map(({ payload }) => readVp8(payload)?.isKeyFrame),
  ).toEqual([false])
  frame(5, true)
  expect(heights().at(-1)).toBe(180)
  room.room.subscribe(bob.peer, [{ participantId: 'alice', kind: 'video', height: 1080 }], room.now)
  frame(6, true)
  expect(heights().at(-1)).toBe(360)
  const numbers = mediaOf(bob, 'v0').map(({ sequenceNumber }) => sequenceNumber)
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
})

test('the loudest get the audio slots when there are more people than slots', () => {
  const room = aRoom()
  const listener = room.join('listener')
  const people = ['a', 'b', 'c'].map(name => room.join(name))
  const holders = () => ['a0', 'a1'].map(mid => slotOf(listener, mid).participantId)
  expect(holders()).toEqual(['a', 'b'])
  const loud = people[2]
  if (loud) for (let number = 1; number < 40; number++) room.send(loud, audioPacket(33, number, 10))
  room.room.speak(room.now)
  room.room.assign(room.now)
  expect(holders()).toContain('c')
})

test('what comes in is not trusted: streams that nobody named and a flood of them are left out', () => {
  const room = aRoom()
  const [alice, bob] = [room.join('alice'), room.join('bob')]
  room.send(alice, { ssrc: 999, extensions: [] })
  expect(bob.media).toEqual([])
  for (let ssrc = 1; ssrc < 200; ssrc++) room.send(alice, audioPacket(ssrc, 1))
  expect(alice.peer.layers('audio').length).toBeLessThanOrEqual(24)
  alice.peer.receive(Buffer.alloc(0), room.now)
  alice.peer.receive(Buffer.from([0x80]), room.now)
})

test('no packet brings the plane down, however it is made', () => {
  const room = aRoom()
  const [alice, bob] = [room.join('alice'), room.join('bob')]
  film(room, alice, 1, 2)
  room.send(alice, audioPacket(5, 1))
  const streams = fc.constantFrom(5, 7, 70, slotSsrc(bob, 'v0'), slotSsrc(alice, 'v0'))
  const rtp = fc.record({
    payloadType: fc.constantFrom(96, 97, 111),
    sequenceNumber: fc.nat(0xffff),
    timestamp: fc.nat(0xffff_ffff),
    ssrc: streams,
    marker: fc.boolean(),
    extensions: fc.array(fc.record({ id: fc.integer({ min: 1, max: 14 }), data: bytesOf(1, 16) }), {
      maxLength: 4,
    }),
    payload: bytesOf(0, 30),
  })
  const rtcp = fc
    .tuple(fc.constantFrom(200, 201, 205, 206, 207), fc.nat(31), streams, bytesOf(0, 40))
    .map(([type, count, ssrc, rest]) => {
      const head = Buffer.alloc(8)
      head.writeUInt32BE(ssrc, 0)
      head.writeUInt32BE(ssrc, 4)
      return rtcpPacket(type, count, Buffer.concat([head, rest]))
    })
  fc.assert(
    fc.property(fc.array(fc.oneof(rtp.map(writeRtp), rtcp, bytesOf(0, 60)), { maxLength: 30 }), packets => {
      for (const bytes of packets) {
        alice.peer.receive(bytes, room.now)
        bob.peer.receive(bytes, room.now)
        room.pass(20)
      }
      room.pass(1000)
      for (const { peer } of [alice, bob]) peer.feedBack()
      room.room.takeReports(room.now)
    }),
    { numRuns: 200 },
  )
})

const bytesOf = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map(bytes => Buffer.from(bytes))
