/**
 * What a receiver knows of one stream (RFC 3550 §6.4.1, A.3, A.8). Retransmissions are not counted: loss is what the
 * network lost, whatever was repaired later.
 */
import { difference32, SequenceUnwrapper } from './sequence.ts'

export interface Arrival {
  readonly sequenceNumber: number
  readonly timestamp: number
  /** Milliseconds; fractions count. */
  readonly at: number
}

/** Packets between two looks at the counters. */
export interface Interval {
  readonly expected: number
  readonly received: number
}

export interface Counters {
  readonly expected: number
  readonly received: number
}

/** Frames that packets overtake: more are in flight only on a path whose delay swings by seconds. */
const REMEMBERED = 32

export class ReceiveStatistics {
  readonly #clockRate: number
  readonly #unwrapper = new SequenceUnwrapper()
  #first = 0
  #highest = 0
  #received = 0
  #jitter = 0
  #last: Arrival | undefined
  readonly #timestamps: number[] = []

  constructor(clockRate: number) {
    this.#clockRate = clockRate
  }

  /** Counts a packet that came by itself (no retransmission); gives its extended number. */
  arrived(arrival: Arrival): number {
    const extended = this.#unwrapper.unwrap(arrival.sequenceNumber)
    if (this.#received === 0) {
      this.#first = extended
      this.#highest = extended
    }
    this.#received++
    if (!this.#timestamps.includes(arrival.timestamp)) this.#onFirstOfFrame(arrival)
    // A packet that the first one overtook belongs to what was expected.
    this.#first = Math.min(this.#first, extended)
    this.#highest = Math.max(this.#highest, extended)
    return extended
  }

  /** The extended number of a retransmitted packet, which is not counted. */
  place(sequenceNumber: number): number {
    return this.#unwrapper.unwrap(sequenceNumber)
  }

  /**
   * Packets of one video frame share a time stamp and are sent in a burst: only the first of them tells of jitter. In
   * the order of arrival, as A.8 has it: without those that were overtaken, the late half of a wide delay would be
   * missing (± 30 ms between packets of 20 ms read as 15 instead of 22).
   */
  #onFirstOfFrame(arrival: Arrival): void {
    const last = this.#last
    this.#timestamps.push(arrival.timestamp)
    if (this.#timestamps.length > REMEMBERED) this.#timestamps.shift()
    this.#last = arrival
    if (!last) return
    const apart = ((arrival.at - last.at) * this.#clockRate) / 1000
    const difference = Math.abs(apart - difference32(last.timestamp, arrival.timestamp))
    // A pause of the source (mute, another track) is no jitter: libwebrtc leaves out more than 5 s as well.
    if (difference < 5 * this.#clockRate) this.#jitter += (difference - this.#jitter) / 16
  }

  get counters(): Counters {
    return {
      expected: this.#received === 0 ? 0 : this.#highest - this.#first + 1,
      received: this.#received,
    }
  }

  /** Extended highest sequence number as a report has it: cycles from 0. */
  get highestSequence(): number {
    return this.#received === 0 ? 0 : (this.#highest - 0x1_0000) >>> 0
  }

  /** In units of the stream's clock. */
  get jitter(): number {
    return Math.round(this.#jitter)
  }

  get jitterMs(): number {
    return (1000 * this.#jitter) / this.#clockRate
  }
}

/** What came between two looks; never negative. */
export const since = (before: Counters, now: Counters): Interval => ({
  expected: Math.max(0, now.expected - before.expected),
  received: Math.max(0, now.received - before.received),
})

/** 0..1; duplicates and packets of an earlier interval can make more arrive than was expected. */
export const lossRatio = ({ expected, received }: Interval): number =>
  expected <= 0 ? 0 : Math.max(0, (expected - received) / expected)
