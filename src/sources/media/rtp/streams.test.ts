import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '#base'
import { MissingPackets } from './missing.ts'
import { type RtpPacket, readRtp, writeRtp } from './packet.ts'
import { lossRatio, ReceiveStatistics, since } from './receive-statistics.ts'
import { unwrapRetransmission, wrapRetransmission } from './retransmission.ts'
import { KEPT_PACKETS, SentPackets } from './sent-packets.ts'
import { SequenceUnwrapper } from './sequence.ts'

test('RFC 3550 A.1: sequence numbers keep their cycles, also of packets that come late over the wrap', () => {
  const unwrapper = new SequenceUnwrapper()
  const first = unwrapper.unwrap(0xfffe)
  expect([0xffff, 1, 0, 0xfffd].map(number => unwrapper.unwrap(number) - first)).toEqual([1, 3, 2, -1])
})

const audio = (sequenceNumber: number, at: number) => ({
  sequenceNumber,
  timestamp: sequenceNumber * 960,
  at,
})

test('RFC 3550 A.3: expected, received and lost over a wrap, with a late packet and a duplicate', () => {
  const statistics = new ReceiveStatistics(48_000)
  const before = statistics.counters
  for (const number of [0xfffe, 0xffff, 2, 1, 3, 3]) statistics.arrived(audio(number, 0))
  expect(statistics.counters).toEqual({ expected: 6, received: 6 })
  expect(statistics.highestSequence).toBe(0x1_0003)
  expect(lossRatio(since(before, statistics.counters))).toBe(0)
  statistics.arrived(audio(8, 0))
  expect(lossRatio({ expected: 10, received: 7 })).toBeCloseTo(0.3)
  expect(statistics.counters).toEqual({ expected: 11, received: 7 })
})

test('loss is never below nothing, though duplicates can make more arrive than was expected', () => {
  expect(lossRatio({ expected: 5, received: 7 })).toBe(0)
  expect(lossRatio({ expected: 0, received: 0 })).toBe(0)
})

test('RFC 3550 A.8: packets that alternate 5 ms early and late have a jitter of 10 ms', () => {
  const statistics = new ReceiveStatistics(48_000)
  for (let number = 0; number < 300; number++) {
    statistics.arrived(audio(number, number * 20 + (number % 2 === 0 ? 5 : -5)))
  }
  expect(statistics.jitterMs).toBeCloseTo(10, 0)
  expect(statistics.jitter).toBeCloseTo(480, -1)
})

test('RFC 3550 A.8: a random delay of ± 30 ms is a jitter of about 0.7 of it, though packets overtake each other', () => {
  const statistics = new ReceiveStatistics(48_000)
  const random = seededRandom(3)
  const arrivals = Array.from({ length: 1500 }, (_, number) => audio(number, number * 20 + 60 * random()))
  let sum = 0
  for (const arrival of arrivals.sort((a, b) => a.at - b.at)) {
    statistics.arrived(arrival)
    if (arrival.sequenceNumber >= 100) sum += statistics.jitterMs
  }
  const average = sum / 1400
  expect(average).toBeGreaterThan(0.66 * 30)
  expect(average).toBeLessThan(0.78 * 30)
})

test('jitter: an even stream has none, whatever burst a frame makes and however long it paused', () => {
  const statistics = new ReceiveStatistics(90_000)
  for (let frame = 0; frame < 100; frame++) {
    const pause = frame < 50 ? 0 : 60_000
    for (let part = 0; part < 3; part++) {
      const timestamp = frame * 9000
      statistics.arrived({ sequenceNumber: frame * 3 + part, timestamp, at: pause + frame * 100 + part * 4 })
    }
  }
  expect(statistics.jitterMs).toBeLessThan(0.001)
})

test('a gap is asked for after a moment, again after a round trip, and given up at last', () => {
  const missing = new MissingPackets()
  missing.arrived(65_536 + 10, 0)
  missing.arrived(65_536 + 13, 100)
  expect(missing.due(105, 50)).toEqual([])
  expect(missing.due(110, 50)).toEqual([11, 12])
  expect(missing.due(150, 50)).toEqual([])
  missing.arrived(65_536 + 11, 160)
  expect(missing.due(171, 50)).toEqual([12])
  expect(missing.takeGivenUp()).toBe(false)
  expect(missing.due(1200, 50)).toEqual([])
  expect(missing.takeGivenUp()).toBe(true)
  expect(missing.takeGivenUp()).toBe(false)
})

test('an outage is not asked for packet by packet: a key frame is cheaper', () => {
  const missing = new MissingPackets()
  missing.arrived(100, 0)
  missing.arrived(1000, 1)
  expect(missing.due(1000, 10)).toEqual([])
  expect(missing.takeGivenUp()).toBe(true)
})

test('what was sent is found until another took its place, and counted much longer', () => {
  const sent = new SentPackets()
  const bytesOf = (number: number) => writeRtp({ ...VIDEO, sequenceNumber: number & 0xffff })
  for (let number = 0; number < KEPT_PACKETS + 10; number++) {
    if (number % 10 !== 3) sent.sent(number, bytesOf(number))
  }
  expect(sent.find(5)).toBeUndefined()
  expect(sent.find(KEPT_PACKETS)).toEqual(bytesOf(KEPT_PACKETS))
  expect(sent.find(KEPT_PACKETS - 9)).toBeUndefined()
  expect(sent.has(503)).toBe(false)
  expect(sent.count(0, 420)).toBe(378)
})

const VIDEO: RtpPacket = {
  marker: true,
  payloadType: 96,
  sequenceNumber: 0xabcd,
  timestamp: 90_000,
  ssrc: 1,
  extensions: [{ id: 13, data: Buffer.from([1]) }],
  payload: Buffer.from([0x10, 0x02, 0x03]),
}

test('RFC 4588 §4: a packet sent again carries its number before its payload, and comes out as it was', () => {
  const wrapped = wrapRetransmission(writeRtp(VIDEO), { ssrc: 2, payloadType: 97, sequenceNumber: 7 })
  const packet = wrapped && readRtp(wrapped)
  expect(packet).toMatchObject({ ssrc: 2, payloadType: 97, sequenceNumber: 7, timestamp: 90_000 })
  expect(packet?.payload).toEqual(Buffer.from([0xab, 0xcd, 0x10, 0x02, 0x03]))
  expect(packet && unwrapRetransmission(packet, { ssrc: 1, payloadType: 96 })).toEqual(VIDEO)
})

test('padding on the stream of retransmissions is no packet', () => {
  expect(unwrapRetransmission({ ...VIDEO, payload: Buffer.alloc(0) }, VIDEO)).toBeUndefined()
})

test('whatever arrives, the counters hold: received at most what came, loss between 0 and 1', () => {
  const numbers = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(numbers, list => {
      const statistics = new ReceiveStatistics(90_000)
      for (const [index, number] of list.entries()) statistics.arrived(audio(number, index))
      expect(statistics.counters.received).toBe(list.length)
      const ratio = lossRatio(since({ expected: 0, received: 0 }, statistics.counters))
      expect(ratio).toBeGreaterThanOrEqual(0)
      expect(ratio).toBeLessThanOrEqual(1)
    }),
  )
})
