import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeBitrateCap, writeNack, writePictureLoss } from './feedback.ts'
import { middleOf, ntpOf, roundTripOf, shortDelay } from './ntp.ts'
import {
  readRtcp,
  writeReceiverReport,
  writeReferenceTime,
  writeSenderReport,
  writeSourceDescription,
} from './rtcp.ts'

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex')

const BLOCK = {
  ssrc: 0x11223344,
  fractionLost: 64,
  cumulativeLost: -2,
  highestSequence: 0x0001_00ff,
  jitter: 480,
  lastSenderReport: 0xb705_2000,
  delaySinceLastSenderReport: 0x0005_4000,
}
const BLOCK_BYTES = '11223344 40 fffffe 000100ff 000001e0 b7052000 00054000'

test('RFC 3550 §6.4.1: a sender report with a block, behind it the description every compound packet has', () => {
  const compound = hex(
    `81 c8 000c cafebabe e1234567 80000000 00000320 00000005 00000400 ${BLOCK_BYTES}
     81 ca 0003 cafebabe 01 05 706c616e65 00`,
  )
  expect(readRtcp(compound)).toEqual([
    {
      kind: 'senderReport',
      ssrc: 0xcafebabe,
      time: { seconds: 0xe1234567, fraction: 0x8000_0000 },
      timestamp: 800,
      packets: 5,
      octets: 1024,
      blocks: [BLOCK],
    },
  ])
  expect(writeSourceDescription(0xcafebabe, 'plane')).toEqual(compound.subarray(52))
})

test('RFC 3550 §6.4.2: a receiver report is printed as it is read', () => {
  const bytes = hex(`81 c9 0007 00000001 ${BLOCK_BYTES}`)
  expect(writeReceiverReport(1, [BLOCK])).toEqual(bytes)
  expect(readRtcp(bytes)).toEqual([{ kind: 'receiverReport', ssrc: 1, blocks: [BLOCK] }])
})

test('a sender report of ours has six words and no block', () => {
  const time = { seconds: 0xe1234567, fraction: 0x8000_0000 }
  expect(writeSenderReport({ ssrc: 0xcafebabe, time, timestamp: 800, packets: 5, octets: 1024 })).toEqual(
    hex('80 c8 0006 cafebabe e1234567 80000000 00000320 00000005 00000400'),
  )
})

test('RFC 4585 §6.2.1: a NACK names a packet and marks any of the sixteen after it', () => {
  const bytes = hex('81 cd 0004 00000001 00000002 fffe 8003 0100 0000')
  expect(writeNack({ from: 1, media: 2 }, [0xfffe, 0xffff, 0x0000, 0x000e, 0x0100])).toEqual(bytes)
  expect(readRtcp(bytes)).toEqual([
    { kind: 'nack', media: 2, lost: [0xfffe, 0xffff, 0x0000, 0x000e, 0x0100] },
  ])
})

test('RFC 4585 §6.3.1 and RFC 5104 §4.3.1: picture loss and full intra request both ask for a key frame', () => {
  expect(writePictureLoss({ from: 1, media: 2 })).toEqual(hex('81 ce 0002 00000001 00000002'))
  expect(readRtcp(hex('81 ce 0002 00000001 00000002'))).toEqual([{ kind: 'keyFrameRequest', media: 2 }])
  expect(readRtcp(hex('84 ce 0004 00000001 00000000 00000002 07000000'))).toEqual([
    { kind: 'keyFrameRequest', media: 2 },
  ])
})

test('REMB draft-03 §2.2: 2.5 Mbit/s as mantissa and exponent, never above what was asked', () => {
  expect(writeBitrateCap(1, 2_500_000, [7, 8])).toEqual(
    hex('8f ce 0006 00000001 00000000 52454d42 02 12 625a 00000007 00000008'),
  )
  const capOf = (bytes: Buffer): number =>
    (((bytes.readUInt8(17) & 3) << 16) | bytes.readUInt16BE(18)) * 2 ** (bytes.readUInt8(17) >> 2)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), cap => {
      const told = capOf(writeBitrateCap(1, cap, []))
      expect(told).toBeLessThanOrEqual(cap)
      expect(told).toBeGreaterThan(cap * 0.99 - 1)
    }),
  )
})

test('RFC 3611 §4.4, §4.5: our reference time goes out, and comes back in a delay block', () => {
  expect(writeReferenceTime(1, { seconds: 2, fraction: 3 })).toEqual(
    hex('80 cf 0004 00000001 04 00 0002 00000002 00000003'),
  )
  expect(readRtcp(hex('80 cf 0005 000000ff 05 00 0003 00000001 b7052000 00054000'))).toEqual([
    {
      kind: 'delays',
      blocks: [{ ssrc: 1, lastReceiverReport: 0xb7052000, delaySinceLastReceiverReport: 0x54000 }],
    },
  ])
})

test('RFC 3550 §6.4.1, figure 2: the example gives a round trip of 6.125 s', () => {
  // A = 0xb710:8000, LSR = 0xb705:2000, DLSR = 0x0005:4000.
  const now = Date.UTC(1970, 0, 1) + (0xb710 + 0.5) * 1000
  const offset = middleOf(ntpOf(now)) - 0xb710_8000
  expect(roundTripOf(now, (0xb705_2000 + offset) >>> 0, 0x0005_4000)).toBeCloseTo(6125, 1)
})

test('no echo, and an echo from the future, give no round trip; a hair below zero is zero', () => {
  const now = Date.UTC(2026, 0, 15)
  const echo = middleOf(ntpOf(now))
  expect(roundTripOf(now, 0, 0)).toBeUndefined()
  expect(roundTripOf(now, echo, shortDelay(1000))).toBeUndefined()
  expect(roundTripOf(now, echo, shortDelay(0.5))).toBe(0)
  expect(roundTripOf(now + 50, echo, 0)).toBeCloseTo(50, 1)
})

test('any bytes give parts or none, never an error', () => {
  const types = fc.constantFrom(200, 201, 202, 203, 204, 205, 206, 207)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), types, fc.nat(31), (bytes, type, count) => {
      const packet = Buffer.from(bytes)
      if (packet.length >= 4) {
        packet[0] = 0x80 | count
        packet[1] = type
      }
      expect(Array.isArray(readRtcp(packet))).toBe(true)
    }),
  )
})
