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
  #due: number[] = []
  #timer: Timer | undefined

  constructor(clock: Clock, duties: readonly Duty[]) {
    this.#clock = clock
    this.#duties = duties
  }

  start(): void {
    if (this.#timer) return
    const now = this.#clock.now()
    this.#due = this.#duties.map(duty => now + duty.everyMs)
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
        if (now < (this.#due[index] ?? 0)) continue
        // A machine that stood still does not catch up.
        this.#due[index] = Math.max((this.#due[index] ?? 0) + duty.everyMs, now)
        duty.run(now)
      }
    })
  }
}
