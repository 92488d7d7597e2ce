import fc from 'fast-check'
import { expect, test } from 'vitest'
import { extensionOf, isRtcp, readRtp, writeRtp } from './packet.ts'

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex')

/** Opus, marker set, extensions 1 (audio level) and 4 (mid "0") in the one-byte form, two bytes of payload. */
const OPUS = hex('90 ef 12 34 00 00 03 c0 de ad be ef  be de 00 01 10 85 40 30  fc ff')

test('RFC 3550 §5.1, RFC 8285 §4.2: header and one-byte extensions of a packet from a browser', () => {
  const packet = readRtp(OPUS)
  expect(packet).toMatchObject({
    marker: true,
    payloadType: 111,
    sequenceNumber: 0x1234,
    timestamp: 960,
    ssrc: 0xdeadbeef,
    payload: hex('fcff'),
  })
  expect(packet && extensionOf(packet, 1)).toEqual(hex('85'))
  expect(packet && extensionOf(packet, 4)?.toString()).toBe('0')
  expect(packet && extensionOf(packet, 3)).toBeUndefined()
})

test('RFC 8285 §4.3: two-byte extensions, among them an empty one', () => {
  const packet = readRtp(hex('90 60 0001 00000000 00000001  1000 0002 0a 02 6162 00 0b 00 00  01'))
  expect(packet?.extensions.map(({ id, data }) => [id, data.toString()])).toEqual([
    [10, 'ab'],
    [11, ''],
  ])
})

test('RFC 3550 §5.1: contributing sources are skipped and padding is cut off', () => {
  const packet = readRtp(hex('a1 60 0001 00000000 00000001  cafebabe  aabbcc 000003'))
  expect(packet?.payload).toEqual(hex('aabbcc'))
})

test('what does not fit is no packet: version, extension or padding longer than the packet', () => {
  expect(readRtp(hex('50 60 0001 00000000 00000001'))).toBeUndefined()
  expect(readRtp(hex('90 60 0001 00000000 00000001 bede 0002 00000000'))).toBeUndefined()
  expect(readRtp(hex('a0 60 0001 00000000 00000001 aabb ff'))).toBeUndefined()
  expect(readRtp(hex('80 60 0001'))).toBeUndefined()
})

test('RFC 5761 §4: RTCP is told from RTP by its second byte', () => {
  expect(isRtcp(hex('80c8'))).toBe(true)
  expect(isRtcp(hex('80cf'))).toBe(true)
  expect(isRtcp(OPUS)).toBe(false)
})

const packets = fc.record({
  marker: fc.boolean(),
  payloadType: fc.integer({ min: 0, max: 127 }),
  sequenceNumber: fc.integer({ min: 0, max: 0xffff }),
  timestamp: fc.integer({ min: 0, max: 0xffff_ffff }),
  ssrc: fc.integer({ min: 0, max: 0xffff_ffff }),
  extensions: fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 14 }),
      data: fc.uint8Array({ minLength: 1, maxLength: 16 }).map(bytes => Buffer.from(bytes)),
    }),
    { selector: ({ id }) => id, maxLength: 6 },
  ),
  payload: fc.uint8Array({ maxLength: 40 }).map(bytes => Buffer.from(bytes)),
})

test('what is written is read again', () => {
  fc.assert(
    fc.property(packets, packet => {
      expect(readRtp(writeRtp(packet))).toEqual(packet)
    }),
  )
})

test('any bytes give a packet or none, never an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
      const packet = readRtp(Buffer.from(bytes))
      expect(packet === undefined || packet.payload.length <= bytes.length).toBe(true)
    }),
  )
})
