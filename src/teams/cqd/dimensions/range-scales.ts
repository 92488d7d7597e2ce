/**
 * Ranges of figures and their labels, `065: [2 - 3)`: a sort number, the lower end (included) and the upper end (not).
 * Rows are grouped by the number, which is cheap; only groups get a label. The last step of a scale goes on without end.
 */
import type { RangeScale } from '../catalogue/entries.ts'

/** Buckets of one width from a value on; `index` is the number of the first. */
interface Segment {
  readonly from: number
  readonly step: number
  readonly index: number
}

interface Scale {
  readonly segments: readonly Segment[]
  /** Zero alone: `062: [0 - 0)`; below it the segments are mirrored downwards. */
  readonly mirroredAt?: number
  /** Places of the printed ends. */
  readonly places: number
}

const half: Scale = {
  segments: [
    { from: 0, step: 0.5, index: 72 },
    { from: 40, step: 5, index: 152 },
    { from: 100, step: 10, index: 164 },
    { from: 1000, step: 500, index: 254 },
  ],
  places: 1,
}

export const scales: Readonly<Record<RangeScale, Scale>> = {
  integer: {
    segments: [
      { from: 0, step: 1, index: 63 },
      { from: 5, step: 5, index: 68 },
      { from: 50, step: 10, index: 77 },
      { from: 200, step: 25, index: 92 },
    ],
    mirroredAt: 62,
    places: 0,
  },
  ratio: {
    segments: [
      { from: 0, step: 0.01, index: 14 },
      { from: 0.1, step: 0.05, index: 24 },
    ],
    places: 2,
  },
  half,
  mos: { segments: [{ from: 0, step: 0.1, index: 32 }], places: 1 },
  bandwidth: { segments: [{ from: 0, step: 10_000, index: 0 }], places: 0 },
  // The one label that is printed of it, 254: [1000 - 1500), is where the half scale goes on beyond 100.
  unknown: half,
}

/** KQL of the number of the bucket that a value is in; null for no value. */
export function bucketOf(value: string, name: RangeScale): string {
  const { segments, mirroredAt } = scales[name]
  const arms = segments.toReversed().map(one => `${value} >= ${one.from}, ${indexIn(value, one)}`)
  if (mirroredAt === undefined) return `case(${arms.join(', ')}, long(null))`
  const below = segments
    .toReversed()
    .map(one => `${value} < -${one.from}, ${belowIn(value, one, mirroredAt)}`)
  return `case(${value} == 0, ${mirroredAt}, ${[...arms, ...below].join(', ')}, long(null))`
}

/** A hair above the quotient: 0.07 / 0.01 is a little less than 7. */
const HAIR = '1e-9'

const indexIn = (value: string, { from, step, index }: Segment): string =>
  `${index} + tolong(floor((${value} - ${from}) / ${step} + ${HAIR}, 1))`

/** -1 is in [-1 - 0), so whole steps belong to the bucket above. */
const belowIn = (value: string, { from, step, index }: Segment, zero: number): string =>
  `${2 * zero - index} - tolong(floor((-${value} - ${from}) / ${step} - ${HAIR}, 1))`

/** KQL of the label of a bucket's number; empty for none. */
export function labelOf(bucket: string, name: RangeScale): string {
  const { segments, mirroredAt, places } = scales[name]
  const number = `iff(${bucket} < 100, substring(strcat('00', ${bucket}), strlen(tostring(${bucket})) - 1), tostring(${bucket}))`
  const ends = (lower: string, upper: string) =>
    `strcat(${number}, ': [', ${printed(lower, places)}, ' - ', ${printed(upper, places)}, ')')`
  const arms = segments.toReversed().map(({ from, step, index }) => {
    const start = `${from} + (${bucket} - ${index}) * ${step}`
    return `${bucket} >= ${index}, ${ends(start, `${start} + ${step}`)}`
  })
  if (mirroredAt === undefined) return `case(isnull(${bucket}), '', ${arms.join(', ')}, '')`
  const below = segments.toReversed().map(({ from, step, index }) => {
    const start = `-${from} - (${2 * mirroredAt - index} - ${bucket}) * ${step}`
    return `${bucket} <= ${2 * mirroredAt - index}, ${ends(`${start} - ${step}`, start)}`
  })
  return `case(isnull(${bucket}), '', ${bucket} == ${mirroredAt}, ${ends('0', '0')}, ${[...arms, ...below].join(', ')}, '')`
}

const printed = (value: string, places: number): string =>
  places === 0 ? `tostring(tolong(${value}))` : `tostring(round(${value}, ${places}))`

/** The number of a bucket by its label, when the scale has one that is written so. */
export function bucketOfLabel(label: string, name: RangeScale): number | undefined {
  const [, digits] = /^(\d{3,}): \[/.exec(label) ?? []
  const bucket = Number(digits)
  return digits !== undefined && labelOfBucket(bucket, name) === label ? bucket : undefined
}

/** The label of a bucket; what `labelOf` says in KQL. */
export function labelOfBucket(bucket: number, name: RangeScale): string | undefined {
  const { segments, mirroredAt, places } = scales[name]
  const label = (lower: number, upper: number) => {
    const [from, until] = [lower, upper].map(end => String(Number(end.toFixed(places)) + 0))
    return `${String(bucket).padStart(3, '0')}: [${from} - ${until})`
  }
  if (bucket === mirroredAt) return label(0, 0)
  const above = segments.findLast(one => bucket >= one.index)
  if (above) {
    const start = above.from + (bucket - above.index) * above.step
    return label(start, start + above.step)
  }
  if (mirroredAt === undefined) return undefined
  const below = segments.findLast(one => bucket <= 2 * mirroredAt - one.index)
  if (!below) return undefined
  const end = -below.from - (2 * mirroredAt - below.index - bucket) * below.step
  return label(end - below.step, end)
}
