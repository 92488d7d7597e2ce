/** What was sent last on one stream: to send it again when asked, and to know of a report what was sent at all. */

/** Kept with their bytes: about two seconds of video at 2.5 Mbit/s. */
export const KEPT_PACKETS = 512
/** Known by their number: browsers report audio every 5 s, and some reports get lost. */
export const KNOWN_PACKETS = 4096

export class SentPackets {
  /** Made with the first packet: most slots never have one. */
  #numbers: Float64Array | undefined
  readonly #bytes: (Buffer | undefined)[] = []

  /** `bytes` only where it may be asked for again; they are kept, not copied. */
  sent(extended: number, bytes?: Buffer): void {
    this.#numbers ??= new Float64Array(KNOWN_PACKETS).fill(-1)
    this.#numbers[extended % KNOWN_PACKETS] = extended
    if (bytes) this.#bytes[extended % KEPT_PACKETS] = bytes
  }

  has(extended: number): boolean {
    return this.#numbers?.[extended % KNOWN_PACKETS] === extended
  }

  /** The packet, as long as no later one took its place. */
  find(extended: number): Buffer | undefined {
    const bytes = this.#bytes[extended % KEPT_PACKETS]
    return bytes?.readUInt16BE(2) === (extended & 0xffff) && this.has(extended) ? bytes : undefined
  }

  /** How many of the numbers (after, upTo] were sent: the others were missing when they came to us. */
  count(after: number, upTo: number): number {
    let found = 0
    for (let extended = after + 1; extended <= upTo; extended++) if (this.has(extended)) found++
    return found
  }
}
