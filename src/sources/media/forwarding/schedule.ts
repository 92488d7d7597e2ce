/** What is to be done again and again, by one timer of the clock, and only while there is somebody to do it for. */
import type { Clock, Timer } from '#base'

export interface Duty {
  readonly everyMs: number
  run(now: number): void
}

const STEP_MS = 20

export class Schedule {
  readonly #clock: Clock
  readonly #duties: readonly Duty[]
  #beats: readonly Beat[] = []
  #timer: Timer | undefined

  constructor(clock: Clock, duties: readonly Duty[]) {
    this.#clock = clock
    this.#duties = duties
  }

  start(): void {
    if (this.#timer) return
    const now = this.#clock.now()
    this.#beats = this.#duties.map(({ everyMs }) => new Beat(everyMs, now + everyMs))
    this.#next()
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #next(): void {
    this.#timer = this.#clock.after(STEP_MS, () => {
      this.#next()
      const now = this.#clock.now()
      for (const [index, duty] of this.#duties.entries()) {
        if (this.#beats[index]?.isDue(now)) duty.run(now)
      }
    })
  }
}

/** Of one thing that is due again and again; instants and periods in ms. */
export class Beat {
  readonly #everyMs: number
  #due: number

  constructor(everyMs: number, first: number) {
    this.#everyMs = everyMs
    this.#due = first
  }

  /** True once a period. A machine that stood still does not catch up. */
  isDue(now: number): boolean {
    if (now < this.#due) return false
    const next = this.#due + this.#everyMs
    this.#due = next > now ? next : now + this.#everyMs
    return true
  }
}

/** Spreads any number of them evenly over a period: each falls into the widest gap that is left. */
const GOLDEN = (Math.sqrt(5) - 1) / 2

/** Where the `index`th of many has its moment within a period, as a share of it (0..1). */
export const phaseOf = (index: number): number => (index * GOLDEN) % 1
