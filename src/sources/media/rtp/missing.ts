/** Which packets of a video stream are missing, when to ask for them (again), and when a new key frame is cheaper. */

/** Asked so often, and not longer than that: after it a frame that needs the packet is too late to be shown. */
const MOST_ASKS = 10
const LONGEST_MS = 1000
/** More at once is no loss but an outage. */
const MOST_MISSING = 300
/** Waits that long before the first ask, as packets overtake each other. */
const PATIENCE_MS = 10
/** Asks again after a round trip, and never more often than that. */
const LEAST_PAUSE_MS = 30

interface Gap {
  readonly since: number
  asks: number
  due: number
}

export class MissingPackets {
  readonly #gaps = new Map<number, Gap>()
  #highest: number | undefined
  #hasGivenUp = false

  /** A packet came, by itself or sent again. */
  arrived(extended: number, now: number): void {
    this.#gaps.delete(extended)
    if (this.#highest === undefined) this.#highest = extended
    if (extended <= this.#highest) return
    if (extended - this.#highest > MOST_MISSING) this.giveUp()
    else {
      for (let lost = this.#highest + 1; lost < extended; lost++) {
        this.#gaps.set(lost, { since: now, asks: 0, due: now + PATIENCE_MS })
      }
    }
    if (this.#gaps.size > MOST_MISSING) this.giveUp()
    this.#highest = extended
  }

  /** The 16-bit numbers to ask for now, ascending; they count as asked. */
  due(now: number, roundTripMs: number): readonly number[] {
    const asked: number[] = []
    for (const [lost, gap] of this.#gaps) {
      if (gap.due > now) continue
      if (gap.asks >= MOST_ASKS || now - gap.since > LONGEST_MS) {
        this.#gaps.delete(lost)
        this.#hasGivenUp = true
        continue
      }
      gap.asks++
      gap.due = now + Math.max(LEAST_PAUSE_MS, 1.2 * roundTripMs)
      asked.push(lost & 0xffff)
    }
    return asked
  }

  /** Forgets all gaps; a key frame is needed. */
  giveUp(): void {
    this.#gaps.clear()
    this.#hasGivenUp = true
  }

  /** True once after something was given up. */
  takeGivenUp(): boolean {
    const hasGivenUp = this.#hasGivenUp
    this.#hasGivenUp = false
    return hasGivenUp
  }
}
