import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TransportFeedback } from './transport-feedback.ts'

const ABOUT = { from: 1, media: 2 }

interface Told {
  readonly base: number
  readonly count: number
  /** Arrival in ms by sequence number offset; absent: not received. */
  readonly at: ReadonlyMap<number, number>
}

/** Reads a feedback packet by the draft's own words (§3.1), apart from the code under test. */
function read(bytes: Buffer): Told {
  const base = bytes.readUInt16BE(12)
  const count = bytes.readUInt16BE(14)
  let time = bytes.readUIntBE(16, 3) * 64
  const symbols: number[] = []
  let at = 20
  while (symbols.length < count) {
    const chunk = bytes.readUInt16BE(at)
    at += 2
    if (chunk >> 15 === 0) for (let n = 0; n < (chunk & 0x1fff); n++) symbols.push((chunk >> 13) & 3)
    else for (let n = 0; n < 7; n++) symbols.push((chunk >> (12 - 2 * n)) & 3)
  }
  const arrivals = new Map<number, number>()
  for (const [index, symbol] of symbols.slice(0, count).entries()) {
    if (symbol === 0) continue
    const delta = symbol === 1 ? bytes.readUInt8(at) : bytes.readInt16BE(at)
    at += symbol
    time += delta / 4
    arrivals.set(index, time)
  }
  return { base, count, at: arrivals }
}

test('nothing arrived: nothing is told', () => {
  expect(new TransportFeedback().take(ABOUT)).toBeUndefined()
})

test('draft §3.1: arrivals with a gap and an overtaking packet, to a quarter of a millisecond', () => {
  const feedback = new TransportFeedback()
  for (const [number, at] of [
    [0xfffe, 1000],
    [0xffff, 1000.5],
    [1, 1090],
    [2, 1085],
  ] as const) {
    feedback.arrived(number, at)
  }
  const told = read(feedback.take(ABOUT) ?? Buffer.alloc(0))
  expect(told.base).toBe(0xfffe)
  expect(told.count).toBe(5)
  expect([...told.at]).toEqual([
    [0, 1000],
    [1, 1000.5],
    [3, 1090],
    [4, 1085],
  ])
})

test('each packet begins where the last one ended, so that what is missing is told once', () => {
  const feedback = new TransportFeedback()
  feedback.arrived(10, 1000)
  expect(read(feedback.take(ABOUT) ?? Buffer.alloc(0)).base).toBe(10)
  feedback.arrived(13, 1100)
  const second = feedback.take(ABOUT) ?? Buffer.alloc(0)
  expect(read(second)).toMatchObject({ base: 11, count: 3 })
  expect(second.readUInt8(19), 'counts its packets').toBe(1)
  feedback.arrived(12, 1101)
  expect(feedback.take(ABOUT), 'late: it was told as lost').toBeUndefined()
})

test('whatever arrives when, every packet is told with its time, in packets that fit a datagram', () => {
  const arrivals = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 600 }), fc.double({ min: 0, max: 900, noNaN: true })),
    { minLength: 1, maxLength: 300 },
  )
  fc.assert(
    fc.property(arrivals, list => {
      const feedback = new TransportFeedback()
      const first = list[0]?.[0] ?? 0
      const sent = new Map(list.filter(([number]) => number >= first && number - first < 500))
      for (const [number, at] of sent) feedback.arrived(number, at)
      const told = new Map<number, number>()
      for (let bytes = feedback.take(ABOUT); bytes; bytes = feedback.take(ABOUT)) {
        expect(bytes.length).toBeLessThan(1200)
        for (const [index, at] of read(bytes).at) told.set(read(bytes).base + index, at)
      }
      expect([...told.keys()].sort((a, b) => a - b)).toEqual([...sent.keys()].sort((a, b) => a - b))
      for (const [number, at] of told)
        expect(Math.abs(at - (sent.get(number) ?? 0))).toBeLessThanOrEqual(0.25)
    }),
  )
})
