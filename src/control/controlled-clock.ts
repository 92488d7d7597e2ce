/** The machine's time plus what a test has added. Timers that fall due by that run at once, in the order of their instants. */
import type { Clock, Instant, Timer } from '#base'

export interface ControlledClock extends Clock {
  /** Milliseconds ahead of the machine. */
  offset(): number
  /** Moves time ahead; it goes on from there by itself. */
  advance(ms: number): void
}

interface Waiting {
  readonly at: Instant
  readonly run: () => void
  timer?: Timer
}

export function controlledClock(machine: Clock): ControlledClock {
  let offset = 0
  const waiting = new Set<Waiting>()
  const now = () => machine.now() + offset
  const arm = (one: Waiting) => {
    one.timer = machine.after(one.at - now(), () => {
      waiting.delete(one)
      one.run()
    })
  }
  return {
    now,
    after: (ms, run) => {
      const one: Waiting = { at: now() + ms, run }
      waiting.add(one)
      arm(one)
      return {
        cancel: () => {
          waiting.delete(one)
          one.timer?.cancel()
        },
      }
    },
    offset: () => offset,
    advance: ms => {
      offset += ms
      for (const one of [...waiting].sort((a, b) => a.at - b.at)) {
        one.timer?.cancel()
        arm(one)
      }
    },
  }
}
