/**
 * Transport-wide congestion control, the receiver's part (draft-holmer-rmcat-transport-wide-cc-extensions-01): when
 * each packet of a connection arrived, by which the sender estimates the bandwidth.
 */
import { rtcpPacket } from './rtcp.ts'
import { SequenceUnwrapper } from './sequence.ts'

/** Packets are told of at most so many at a time: a compound packet has to fit a datagram. */
const MOST = 400
const TICKS_PER_MS = 4
/** The reference time counts 64 ms. */
const REFERENCE_MS = 64

type Symbol2 = 0 | 1 | 2

interface Told {
  readonly symbols: readonly Symbol2[]
  readonly deltas: Buffer
}

/** Gathers arrivals of one connection and prints them. */
export class TransportFeedback {
  readonly #unwrapper = new SequenceUnwrapper()
  readonly #arrivals = new Map<number, number>()
  #told = -1
  #count = 0

  arrived(transportSequence: number, at: number): void {
    const extended = this.#unwrapper.unwrap(transportSequence)
    // What was told as missing and came late is not told again: the sender has taken it as lost.
    if (extended > this.#told && this.#arrivals.size < 4 * MOST) this.#arrivals.set(extended, at)
  }

  /** The packet about everything new, or undefined when there is nothing. */
  take({ from, media }: { readonly from: number; readonly media: number }): Buffer | undefined {
    const numbers = [...this.#arrivals.keys()].sort((a, b) => a - b)
    const first = numbers[0]
    if (first === undefined) return undefined
    const start = this.#told < 0 ? first : Math.max(this.#told + 1, first - MOST / 2)
    const last = Math.min(numbers.at(-1) ?? first, start + MOST - 1)
    const reference = Math.floor((this.#arrivals.get(first) ?? 0) / REFERENCE_MS)
    const { symbols, deltas } = this.#describe(start, last, reference * REFERENCE_MS * TICKS_PER_MS)
    for (const number of numbers) if (number <= last) this.#arrivals.delete(number)
    this.#told = last
    const head = Buffer.alloc(16)
    head.writeUInt32BE(from, 0)
    head.writeUInt32BE(media, 4)
    head.writeUInt16BE(start & 0xffff, 8)
    head.writeUInt16BE(symbols.length, 10)
    head.writeUIntBE(reference & 0xff_ffff, 12, 3)
    head[15] = this.#count++ & 0xff
    return rtcpPacket(205, 15, Buffer.concat([head, statusChunks(symbols), deltas]))
  }

  #describe(start: number, last: number, referenceTicks: number): Told {
    const symbols: Symbol2[] = []
    const deltas: number[] = []
    let before = referenceTicks
    for (let number = start; number <= last; number++) {
      const at = this.#arrivals.get(number)
      if (at === undefined) {
        symbols.push(0)
        continue
      }
      const ticks = Math.round(at * TICKS_PER_MS)
      const delta = Math.max(-0x8000, Math.min(0x7fff, ticks - before))
      before += delta
      if (delta >= 0 && delta <= 0xff) {
        symbols.push(1)
        deltas.push(delta)
      } else {
        symbols.push(2)
        deltas.push((delta >> 8) & 0xff, delta & 0xff)
      }
    }
    return { symbols, deltas: Buffer.from(deltas) }
  }
}

/** Runs of seven and more as one chunk, the rest seven symbols of two bits a chunk. */
function statusChunks(symbols: readonly Symbol2[]): Buffer {
  const chunks: number[] = []
  for (let at = 0; at < symbols.length; ) {
    const symbol = symbols[at] ?? 0
    let run = 1
    while (symbols[at + run] === symbol && run < 0x1fff) run++
    if (run >= 7) {
      chunks.push((symbol << 13) | run)
      at += run
    } else {
      let vector = 0xc000
      for (let index = 0; index < 7; index++) vector |= (symbols[at + index] ?? 0) << (12 - 2 * index)
      chunks.push(vector)
      at += 7
    }
  }
  const bytes = Buffer.alloc(2 * chunks.length)
  for (const [index, chunk] of chunks.entries()) bytes.writeUInt16BE(chunk, 2 * index)
  return bytes
}
