/** A steady rate: what is due is started, whether or not what came before was answered. */
import { setTimeout as pause } from 'node:timers/promises'

export interface Pace {
  readonly perSecond: number
  readonly seconds: number
  /** While false nothing is due: the clock of the load stands still. */
  isOn(): boolean
}

const TICK_MS = 5

/**
 * Starts `work` at that rate until the time is up; resolves when all of it has ended. `work` gets the moment at which
 * it was due (of `performance.now()`), so that a latency counts from there and a stall is not hidden.
 */
export async function keepPace({ perSecond, seconds, isOn }: Pace, work: (due: number) => Promise<void>) {
  const running = new Set<Promise<void>>()
  const every = 1000 / perSecond
  let left = perSecond * seconds
  let next = performance.now()
  while (left > 0) {
    const now = performance.now()
    if (!isOn()) next = now
    for (; left > 0 && next <= now && isOn(); next += every, left -= 1) {
      const one = work(next).finally(() => running.delete(one))
      running.add(one)
    }
    await pause(TICK_MS)
  }
  await Promise.all(running)
}

/** Values below which that share of all lies. */
export function quantiles(values: readonly number[], shares: readonly number[]): readonly number[] {
  const sorted = Float64Array.from(values).sort()
  return shares.map(share => sorted[Math.floor((sorted.length - 1) * share)] ?? 0)
}
