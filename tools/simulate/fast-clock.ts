/** Time that runs faster until it has caught up with the machine's, and with it from then on. */
import type { Clock } from '#base'

interface Pace {
  /** So many seconds pass in one; waits are as much shorter. */
  readonly speed: number
  /** How long before the machine's time it starts. */
  readonly behindMs: number
  /** Waits are as short after it has caught up: where a busy machine may be late, nobody waits for real hours. */
  readonly waitsStayShort?: boolean
}

export function fastClock(machine: Clock, { speed, behindMs, waitsStayShort = false }: Pace): Clock {
  const started = machine.now()
  const now = () => {
    const passed = (machine.now() - started) * speed
    return Math.min(started - behindMs + passed, machine.now())
  }
  const isReal = () => !waitsStayShort && now() >= machine.now()
  return {
    now,
    after: (ms, run) => machine.after(isReal() ? ms : ms / speed, run),
  }
}
