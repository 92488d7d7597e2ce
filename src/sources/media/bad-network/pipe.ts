/** One direction of a bad network, decided per packet: pure but for its own seeded luck, so that a run can repeat. */
import { seededRandom } from '#base'
import type { Impairment, RelayedStream } from '../port.ts'
import { Tally } from './tally.ts'

/** A slow line keeps that much waiting; what comes on top is dropped, as routers do. */
const LONGEST_QUEUE_MS = 500

export class Pipe {
  readonly #impairment: Impairment
  readonly #random: () => number
  readonly #tally = new Tally()
  #busyUntil = 0

  constructor(impairment: Impairment) {
    this.#impairment = impairment
    this.#random = seededRandom(impairment.seed ?? 1)
  }

  /** When a packet that comes at `now` goes out (ms, same clock); undefined: never. */
  pass(now: number, packet: Buffer): number | undefined {
    const out = this.#decide(now, packet.length)
    this.#tally.add(packet, out === undefined)
    return out
  }

  /** What it did so far. */
  streams(): readonly RelayedStream[] {
    return this.#tally.streams()
  }

  #decide(now: number, bytes: number): number | undefined {
    const { lossRatio = 0, delayMs = 0, jitterMs = 0, rateKbps, outage = false } = this.#impairment
    // Drawn for each packet, lost or not, so that what happens to one does not depend on what else is set.
    const loss = this.#random()
    const late = this.#random()
    if (outage || loss < lossRatio) return undefined
    const through = rateKbps === undefined ? now : this.#queue(now, (8 * bytes) / rateKbps)
    return through === undefined ? undefined : through + Math.max(0, delayMs + (2 * late - 1) * jitterMs)
  }

  #queue(now: number, takesMs: number): number | undefined {
    const through = Math.max(now, this.#busyUntil) + takesMs
    if (through - now > LONGEST_QUEUE_MS) return undefined
    this.#busyUntil = through
    return through
  }
}
