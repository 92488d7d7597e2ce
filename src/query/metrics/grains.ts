/** The intervals that a metric can be read in, and how a span is cut into them. */
import type { Instant } from '#base'
import { apiError } from './errors.ts'

export interface Span {
  readonly start: Instant
  readonly end: Instant
}

export interface Grain {
  /** As asked and answered: `PT5M`, `FULL`. */
  readonly name: string
  /** Absent: one point over the whole span. */
  readonly ms?: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export const grains = [
  { name: 'PT1M', ms: MINUTE },
  { name: 'PT5M', ms: 5 * MINUTE },
  { name: 'PT15M', ms: 15 * MINUTE },
  { name: 'PT30M', ms: 30 * MINUTE },
  { name: 'PT1H', ms: HOUR },
  { name: 'PT6H', ms: 6 * HOUR },
  { name: 'PT12H', ms: 12 * HOUR },
  { name: 'P1D', ms: 24 * HOUR },
] as const satisfies readonly Grain[]

/** Other spellings that clients send for the same grain. */
const SPELLINGS: Readonly<Record<string, string>> = { PT60M: 'PT1H', PT24H: 'P1D', PT1D: 'P1D' }

/** A month of minutes. Beyond it an answer would be larger than anybody reads. */
const MOST_POINTS = 44_640

/**
 * The grain of an answer: what was asked, one minute when nothing was. A grain that does not exist or gives too
 * many points is refused with 400, or replaced by the next longer one where the caller allows that.
 */
export function chooseGrain(asked: string | undefined, span: Span, mayAdjust: boolean): Grain {
  const name = (asked ?? 'PT1M').toUpperCase()
  if (name === 'FULL') return { name }
  const index = grains.findIndex(grain => grain.name === (SPELLINGS[name] ?? name))
  const grain = grains[index]
  if (grain && pointsOf(span, grain) <= MOST_POINTS) return grain
  if (mayAdjust) {
    const longer = grains
      .slice(Math.max(index, 0))
      .find(candidate => pointsOf(span, candidate) <= MOST_POINTS)
    return longer ?? { name: 'FULL' }
  }
  if (grain) throw apiError('TooManyPoints', { points: pointsOf(span, grain), limit: MOST_POINTS })
  throw apiError('InvalidInterval', { interval: asked ?? '', valid: grains.map(each => each.name).join(',') })
}

const pointsOf = ({ start, end }: Span, { ms }: { readonly ms: number }): number =>
  Math.ceil((end - start) / ms)

/** Where the points of an answer begin. */
export function pointsIn({ start, end }: Span, { ms }: Grain): readonly Instant[] {
  if (ms === undefined) return [start]
  return Array.from({ length: Math.ceil((end - start) / ms) }, (_, i) => start + i * ms)
}
