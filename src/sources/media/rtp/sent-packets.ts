/** What was sent last on one stream: to send it again when asked, and to know of a report what was sent at all. */

/** About two seconds of video at 2.5 Mbit/s; a power of two. */
export const SENT_PACKETS = 512

export class SentPackets {
  readonly #numbers: number[] = new Array<number>(SENT_PACKETS).fill(-1)
  readonly #bytes: (Buffer | undefined)[] = new Array<Buffer | undefined>(SENT_PACKETS).fill(undefined)

  /** `bytes` only where it may be asked for again; they are kept, not copied. */
  sent(extended: number, bytes?: Buffer): void {
    const at = extended % SENT_PACKETS
    this.#numbers[at] = extended
    this.#bytes[at] = bytes
  }

  has(extended: number): boolean {
    return this.#numbers[extended % SENT_PACKETS] === extended
  }

  find(extended: number): Buffer | undefined {
    const at = extended % SENT_PACKETS
    return this.#numbers[at] === extended ? this.#bytes[at] : undefined
  }

  /** How many of the numbers (after, upTo] were sent: the others were missing when they came to us. */
  count(after: number, upTo: number): number {
    let found = 0
    const from = Math.max(after + 1, upTo - SENT_PACKETS + 1)
    for (let extended = from; extended <= upTo; extended++) {
      if (this.#numbers[extended % SENT_PACKETS] === extended) found++
    }
    return found
  }
}
