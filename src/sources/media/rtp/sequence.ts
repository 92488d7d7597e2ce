/** Numbers that wrap: extended sequence numbers (RFC 3550 A.1) and 32-bit time stamps. */

const HALF_16 = 0x8000
const WRAP_16 = 0x1_0000

/** Gives 16-bit sequence numbers their cycles: nearest to the highest seen so far, so late packets stay behind. */
export class SequenceUnwrapper {
  #highest: number | undefined

  unwrap(sequenceNumber: number): number {
    // The first packet starts in cycle 1, so that one that was overtaken by it is not negative.
    if (this.#highest === undefined) this.#highest = WRAP_16 + sequenceNumber
    const step = (sequenceNumber - this.#highest) & 0xffff
    const extended = this.#highest + (step < HALF_16 ? step : step - WRAP_16)
    this.#highest = Math.max(this.#highest, extended)
    return extended
  }
}

/** b − a of 32-bit numbers that wrap, as a signed difference. */
export const difference32 = (a: number, b: number): number => (b - a) | 0

export const plus32 = (a: number, b: number): number => (a + b) >>> 0
