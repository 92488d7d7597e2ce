/** Time as an argument: product code never asks the platform for the time, so a test can drive it. */

/** Milliseconds since 1970-01-01T00:00:00Z. Where 100 ns count (imports, queries), use `Ticks` instead. */
export type Instant = number

export interface Timer {
  cancel(): void
}

export interface Clock {
  now(): Instant
  /** Calls `run` once after `ms` milliseconds, soon when that is past. The timer does not keep the process alive. */
  after(ms: number, run: () => void): Timer
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const handle = setTimeout(run, Math.max(0, ms))
    // A browser's handle is a number: there is no process to keep alive.
    if (typeof handle === 'object') handle.unref()
    return { cancel: () => clearTimeout(handle) }
  },
}

/** The system's clock with fractions of milliseconds, which never runs back: for what measures networks. */
export const preciseClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after: systemClock.after,
}

/** Waits `ms` milliseconds on that clock; resolves early when `signal` aborts. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve()
  return new Promise(resolve => {
    const timer = clock.after(ms, resolve)
    const wake = () => {
      timer.cancel()
      resolve()
    }
    signal?.addEventListener('abort', wake, { once: true })
  })
}

export interface ManualClock extends Clock {
  /** Moves time forward and runs every timer that falls due, in order of their instants. */
  advance(ms: number): void
  /** Sets the clock forward or back, as an operator would: waits that run are not changed by it. */
  shift(ms: number): void
}

/** A clock that stands still until a test moves it. */
export function manualClock(start: Instant = Date.UTC(2026, 0, 15, 9)): ManualClock {
  let elapsed = 0
  let shifted = 0
  const timers = new Set<{ at: number; run: () => void }>()
  const nextDue = (limit: number) =>
    [...timers].filter(timer => timer.at <= limit).sort((a, b) => a.at - b.at)[0]
  return {
    now: () => start + elapsed + shifted,
    after: (ms, run) => {
      const timer = { at: elapsed + ms, run }
      timers.add(timer)
      return { cancel: () => void timers.delete(timer) }
    },
    advance: ms => {
      const limit = elapsed + ms
      for (let due = nextDue(limit); due; due = nextDue(limit)) {
        timers.delete(due)
        elapsed = Math.max(elapsed, due.at)
        due.run()
      }
      elapsed = limit
    },
    shift: ms => {
      shifted += ms
    },
  }
}
