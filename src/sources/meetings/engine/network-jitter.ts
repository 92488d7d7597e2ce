/**
 * Jitter in windows of 20 s, as call quality counts it: the mean of each, and of these the mean, the largest and the
 * smallest. What clients report is shorter, so it is put together here. Pure.
 */
import type { StreamQuality } from '#records'

const WINDOW_SECONDS = 20
/** What is left over at the end says little when it is shorter. */
const LEAST_SECONDS = 10

interface Open {
  readonly weighted: number
  readonly seconds: number
}

export interface NetworkJitter {
  readonly open: Open
  /** Windows that are full. */
  readonly count: number
  readonly sum: number
  readonly max: number
  readonly min: number
}

const NONE: NetworkJitter = {
  open: { weighted: 0, seconds: 0 },
  count: 0,
  sum: 0,
  max: 0,
  min: Number.MAX_VALUE,
}

export function addJitter(
  former: NetworkJitter | undefined,
  { seconds, jitter }: { readonly seconds: number; readonly jitter?: { readonly avg: number } | undefined },
): NetworkJitter | undefined {
  if (!jitter) return former
  const before = former ?? NONE
  const open = {
    weighted: before.open.weighted + jitter.avg * seconds,
    seconds: before.open.seconds + seconds,
  }
  return open.seconds < WINDOW_SECONDS ? { ...before, open } : closed({ ...before, open })
}

function closed(jitter: NetworkJitter): NetworkJitter {
  const mean = jitter.open.weighted / jitter.open.seconds
  return {
    open: NONE.open,
    count: jitter.count + 1,
    sum: jitter.sum + mean,
    max: Math.max(jitter.max, mean),
    min: Math.min(jitter.min, mean),
  }
}

/** A stream shorter than a window has what there is. */
export function figuresOfJitter(jitter: NetworkJitter | undefined): StreamQuality {
  if (!jitter) return {}
  const { open, count } = jitter
  const counts = open.seconds >= LEAST_SECONDS || (count === 0 && open.seconds > 0)
  const all = counts ? closed(jitter) : jitter
  return { networkJitterAvg: all.sum / all.count, networkJitterMax: all.max, networkJitterMin: all.min }
}
