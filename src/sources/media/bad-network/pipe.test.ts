import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressOf, withAddress } from './candidate.ts'
import { Pipe } from './pipe.ts'

/** What becomes of packets every 20 ms: how late each is, undefined where it is lost. */
const through = (pipe: Pipe, packets: number, bytes = 100): readonly (number | undefined)[] =>
  Array.from({ length: packets }, (_, index) => {
    const out = pipe.pass(index * 20, Buffer.alloc(bytes))
    return out === undefined ? undefined : out - index * 20
  })

test('without figures everything passes at once', () => {
  expect(new Set(through(new Pipe({}), 100))).toEqual(new Set([0]))
})

test('the same seed loses the same packets; another one others; about as many as asked', () => {
  const lossy = (seed: number) => through(new Pipe({ seed, lossRatio: 0.2 }), 2000)
  expect(lossy(7)).toEqual(lossy(7))
  expect(lossy(8)).not.toEqual(lossy(7))
  expect(lossy(7).filter(late => late === undefined).length / 2000).toBeCloseTo(0.2, 1)
})

test('what is lost does not depend on how late packets are', () => {
  const lost = (jitterMs: number) =>
    through(new Pipe({ seed: 3, lossRatio: 0.3, delayMs: 60, jitterMs }), 500).map(late => late === undefined)
  expect(lost(0)).toEqual(lost(30))
})

test('delay is constant, jitter spreads it over the whole width on both sides', () => {
  expect(new Set(through(new Pipe({ delayMs: 50 }), 10))).toEqual(new Set([50]))
  const late = through(new Pipe({ delayMs: 60, jitterMs: 30 }), 1000).map(ms => ms ?? 0)
  expect(Math.min(...late)).toBeLessThan(33)
  expect(Math.max(...late)).toBeGreaterThan(87)
})

test('a slow line lets packets out one after the other and drops what waits too long', () => {
  // 1000 bytes at 80 kbit/s take 100 ms.
  const slow = new Pipe({ rateKbps: 80 })
  expect([0, 0, 0, 0, 0, 0].map(at => slow.pass(at, Buffer.alloc(1000)))).toEqual([
    100,
    200,
    300,
    400,
    500,
    undefined,
  ])
  expect(slow.pass(400, Buffer.alloc(1000))).toBe(600)
})

test('nothing passes an outage', () => {
  expect(new Set(through(new Pipe({ outage: true }), 10))).toEqual(new Set([undefined]))
})

test('what was lost is counted by stream; only packets of media have one', () => {
  const pipe = new Pipe({ seed: 5, lossRatio: 0.5 })
  const packet = (ssrc: number) => {
    const bytes = Buffer.alloc(20)
    bytes[0] = 0x80
    bytes[1] = 111
    bytes.writeUInt32BE(ssrc, 8)
    return bytes
  }
  const report = Buffer.from([0x80, 201, 0, 1, 0, 0, 0, 7, 0, 0, 0, 0])
  const isLost = Array.from({ length: 40 }, (_, index) => pipe.pass(0, packet(1 + (index % 2))) === undefined)
  for (const other of [report, Buffer.from('STUN'), Buffer.from([0x80, 111])]) pipe.pass(0, other)
  const lostOf = (rest: number) => isLost.filter((lost, index) => lost && index % 2 === rest).length
  expect(pipe.streams()).toEqual([
    { id: 1, passed: 20 - lostOf(0), lost: lostOf(0) },
    { id: 2, passed: 20 - lostOf(1), lost: lostOf(1) },
  ])
  expect(lostOf(0)).toBeGreaterThan(3)
})

test('however many streams somebody invents, the counting stays bounded', () => {
  const pipe = new Pipe({})
  for (let ssrc = 1; ssrc < 10_000; ssrc++) {
    const bytes = Buffer.alloc(20)
    bytes[0] = 0x80
    bytes.writeUInt32BE(ssrc, 8)
    pipe.pass(0, bytes)
  }
  expect(pipe.streams()).toHaveLength(100)
})

test('nothing leaves before it came, whatever the figures', () => {
  const impairments = fc.record({
    seed: fc.nat(),
    lossRatio: fc.double({ min: 0, max: 1, noNaN: true }),
    delayMs: fc.nat(1000),
    jitterMs: fc.nat(1000),
    rateKbps: fc.integer({ min: 1, max: 10_000 }),
  })
  fc.assert(
    fc.property(impairments, impairment => {
      for (const late of through(new Pipe(impairment), 50)) expect(late ?? 0).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('RFC 8839 §5.1: the address of a UDP candidate is read and replaced; others have none', () => {
  const candidate = 'candidate:1 1 udp 2122252543 192.0.2.1 50000 typ host generation 0'
  expect(addressOf(candidate)).toEqual({ address: '192.0.2.1', port: 50000 })
  expect(withAddress(candidate, { address: '127.0.0.1', port: 9 })).toBe(
    'candidate:1 1 udp 2122252543 127.0.0.1 9 typ host generation 0',
  )
  expect(addressOf('candidate:1 1 tcp 1 192.0.2.1 9 typ host tcptype active')).toBeUndefined()
  expect(addressOf('candidate:1 1 udp 1 0d3c.local 50000 typ host')).toBeUndefined()
  expect(addressOf('')).toBeUndefined()
})
