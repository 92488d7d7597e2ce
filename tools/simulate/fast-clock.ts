/** Time that runs faster until it has caught up with the machine's, and with it from then on. */
import type { Clock } from '#base'

/** `speed` seconds pass in one; waits are as much shorter. Starts `behindMs` before the machine's time. */
export function fastClock(machine: Clock, { speed, behindMs }: { speed: number; behindMs: number }): Clock {
  const started = machine.now()
  const now = () => {
    const passed = (machine.now() - started) * speed
    return Math.min(started - behindMs + passed, machine.now())
  }
  const hasCaughtUp = () => now() >= machine.now()
  return {
    now,
    after: (ms, run) => machine.after(hasCaughtUp() ? ms : ms / speed, run),
  }
}
