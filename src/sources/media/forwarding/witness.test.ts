import { expect, test } from 'vitest'
import { seededRandom } from '#base'
import type { PlaneStreamReport } from '../port.ts'
import { middleOf, ntpOf, shortDelay } from '../rtp/ntp.ts'
import { rtcpPacket, writeReceiverReport, writeSenderReport } from '../rtp/rtcp.ts'
import {
  aRoom,
  audioPacket,
  type Guest,
  partsOf,
  START,
  slotSsrc,
  type TestRoom,
  videoPacket,
} from '../testing/a-room.ts'

/** Sends a second of Opus, of which `lost` packets are lost. */
function talk(room: TestRoom, guest: Guest, second: number, lost: (number: number) => boolean): void {
  for (let index = 0; index < 50; index++) {
    const number = second * 50 + index
    if (!lost(number)) room.send(guest, audioPacket(5, number))
    room.now += 20
  }
  for (const peer of room.room.peers) peer.report(room.now)
}

const reportOf = (reports: readonly PlaneStreamReport[], direction: string, mediaType = 'Audio') =>
  reports.find(report => report.direction === direction && report.mediaType === mediaType)

test('witness: the row of the hop to us has its loss, packets and round trip by our reference time', () => {
  const room = aRoom()
  const [alice] = [room.join('alice'), room.join('bob')]
  for (let second = 0; second < 10; second++) talk(room, alice, second, number => number % 10 === 3)
  const echo = middleOf(ntpOf(room.now - 60))
  const delays = Buffer.alloc(20)
  delays.writeUInt32BE(5, 0)
  delays[4] = 5
  delays.writeUInt16BE(3, 6)
  delays.writeUInt32BE(2000, 8)
  delays.writeUInt32BE(echo, 12)
  delays.writeUInt32BE(shortDelay(10), 16)
  alice.peer.receive(rtcpPacket(207, 0, delays), room.now)
  const report = reportOf(room.room.takeReports(room.now), 'Outbound')
  expect(report).toMatchObject({ participantId: 'alice', id: 5, codec: 'OPUS', transport: 'UDP' })
  expect(report?.window.packets).toBe(450)
  expect(report?.window.seconds).toBe(10)
  // Each packet carries two bytes.
  expect(report?.window.bitRate).toBe((8 * 450 * 2) / 10)
  expect(report?.window.packetLossRate).toBeCloseTo(0.1, 2)
  expect(report?.window.roundTripTime?.avg).toBeCloseTo(50, 1)
  expect(report?.window.jitter?.max).toBeLessThan(1)
})

test('witness: the row of the hop from us leaves out what was lost before it came to us', () => {
  const room = aRoom()
  const [alice, bob] = [room.join('alice'), room.join('bob')]
  let cumulativeLost = 0
  for (let second = 0; second < 10; second++) {
    // A tenth is lost on the way to us, and of ten that we send one is lost on the way to bob.
    talk(room, alice, second, number => number % 10 === 3)
    cumulativeLost += 5 + 5
    bob.peer.receive(
      writeReceiverReport(1, [
        {
          ssrc: slotSsrc(bob, 'a0'),
          fractionLost: 51,
          cumulativeLost,
          highestSequence: second * 50 + 49,
          jitter: 96,
          lastSenderReport: middleOf(ntpOf(room.now - 80)),
          delaySinceLastSenderReport: 0,
        },
      ]),
      room.now,
    )
  }
  const report = reportOf(room.room.takeReports(room.now), 'Inbound')
  expect(report).toMatchObject({ participantId: 'bob', id: slotSsrc(bob, 'a0') })
  expect(report?.window.packetLossRate).toBeCloseTo(5 / 45, 2)
  expect(report?.window.jitter).toEqual({ avg: 2, max: 2 })
  expect(report?.window.roundTripTime?.avg).toBeCloseTo(80, 0)
})

test('witness: repairs do not count as received, so video shows the loss there was', () => {
  const room = aRoom()
  const alice = room.join('alice')
  room.join('bob')
  alice.peer.announce([{ mid: '1', ssrc: 7, retransmission: 70 }], room.now)
  for (let number = 1; number <= 100; number++) {
    const packet = videoPacket({ ssrc: 7, sequenceNumber: number, pictureId: number, isKey: number === 1 })
    const payload = packet.payload ?? Buffer.alloc(0)
    // Each fifth is lost and repaired.
    if (number % 5 !== 4) room.send(alice, packet)
    else {
      const repair = Buffer.concat([Buffer.from([number >> 8, number & 0xff]), payload])
      room.send(alice, { ...packet, ssrc: 70, payloadType: 97, payload: repair })
    }
    room.now += 100
  }
  const report = reportOf(room.room.takeReports(room.now), 'Outbound', 'Video')
  expect(report?.window.packetLossRate).toBeCloseTo(0.2, 2)
  expect(report?.window.packets).toBe(80)
  expect(report?.window.videoFrameRate).toBeCloseTo(8, 1)
  expect(report?.window.recvResolutionHeight).toBe(180)
})

test('witness: with a fifth of everything lost, repairs too, and probes sent, the loss is what the network dropped', () => {
  const room = aRoom()
  const alice = room.join('alice')
  room.join('bob')
  alice.peer.announce([{ mid: '1', ssrc: 7, retransmission: 70 }], room.now)
  const random = seededRandom(11)
  const dropped = new Set<number>()
  let asked = 0
  const repair = (number: number, payload: Buffer) => {
    if (random() < 0.2) return
    const original = Buffer.from([number >> 8, number & 0xff])
    const bytes = { ssrc: 70, payloadType: 97, sequenceNumber: ++asked & 0xffff }
    room.send(alice, { ...bytes, payload: Buffer.concat([original, payload]) })
  }
  const { payload = Buffer.alloc(0) } = videoPacket({
    ssrc: 7,
    sequenceNumber: 1,
    pictureId: 1,
    isKey: false,
  })
  for (let number = 1; number <= 300; number++) {
    const isKey = number === 1
    if (number > 1 && number < 300 && random() < 0.2) dropped.add(number)
    else room.send(alice, videoPacket({ ssrc: 7, sequenceNumber: number, pictureId: number, isKey }))
    // What was lost is asked for twice; the last packet again instead of padding; mere padding.
    if (dropped.has(number - 1)) for (let time = 0; time < 2; time++) repair(number - 1, payload)
    repair(number, payload)
    room.send(alice, { ssrc: 70, payloadType: 97, sequenceNumber: ++asked, payload: Buffer.alloc(0) })
    room.pass(100)
  }
  const window = reportOf(room.room.takeReports(room.now), 'Outbound', 'Video')?.window
  expect(window?.packetsExpected).toBe(300)
  expect(window?.packetLossRate).toBeCloseTo(dropped.size / 300, 9)
  const blocks = partsOf(alice).flatMap(part => (part.kind === 'receiverReport' ? part.blocks : []))
  expect(blocks.at(-1)?.cumulativeLost).toBe(dropped.size)
})

test('witness: the layers of one camera are one row, by the poorest, with the losses of all', () => {
  const room = aRoom()
  const alice = room.join('alice')
  room.join('bob')
  const layers = [
    { rid: 'h', ssrc: 73, height: 360 },
    { rid: 'l', ssrc: 71, height: 90 },
  ]
  for (let number = 1; number <= 100; number++) {
    for (const layer of layers) {
      // A tenth of the rich layer is lost, nothing of the other.
      if (layer.rid === 'h' && number % 10 === 3) continue
      const isKey = number === 1
      room.send(alice, videoPacket({ ...layer, sequenceNumber: number, pictureId: number, isKey }))
    }
    room.now += 100
  }
  const reports = room.room.takeReports(room.now).filter(({ direction }) => direction === 'Outbound')
  expect(reports).toHaveLength(1)
  expect(reports[0]).toMatchObject({ id: 71, mediaType: 'Video' })
  expect(reports[0]?.window).toMatchObject({ packets: 190, packetsExpected: 200, recvResolutionHeight: 360 })
  expect(reports[0]?.window.packetLossRate).toBeCloseTo(0.05, 9)
  expect(reports[0]?.window.videoFrameRate).toBeCloseTo(10, 0)
})

test('RFC 3550 §6.4: each second a sender is told what came, how late, and when its report was here', () => {
  const room = aRoom()
  const [alice, bob] = [room.join('alice'), room.join('bob')]
  alice.peer.announce([{ mid: '0', ssrc: 5 }], room.now)
  alice.peer.receive(
    writeSenderReport({
      ssrc: 5,
      time: { seconds: 0x1111_2222, fraction: 0x3333_4444 },
      timestamp: 0,
      packets: 0,
      octets: 0,
    }),
    room.now,
  )
  talk(room, alice, 0, number => number === 7)
  const [block] = partsOf(alice).flatMap(part => (part.kind === 'receiverReport' ? part.blocks : []))
  expect(block).toMatchObject({
    ssrc: 5,
    cumulativeLost: 1,
    fractionLost: 5,
    highestSequence: 49,
    lastSenderReport: 0x2222_3333,
  })
  expect(block?.delaySinceLastSenderReport).toBe(shortDelay(1000))
  const [sent] = partsOf(bob).filter(part => part.kind === 'senderReport')
  expect(sent).toMatchObject({
    ssrc: slotSsrc(bob, 'a0'),
    packets: 49,
    time: ntpOf(START + 1000),
    timestamp: 49 * 960 + 960,
  })
})
