/**
 * Which figures of a session are out of range, and by which documented limit. The admin center has two colours and
 * says no limits; here red is a limit by which a rating becomes poor, yellow one that merely leaves the normal range.
 */
import { type Classifier, type ClassifierId, classifierOf, type Limit } from '#teams/record'
import type { Mark } from './answers.ts'

export interface MarkedStream {
  readonly mediaType: string
  readonly codec: string
  /** What somebody hears and sees; else what they send. */
  readonly isInbound: boolean
  /** By the name of its column; null where nobody measured it. */
  readonly figureOf: (figure: string) => number | null
}

/** Red first, and within a colour the rule that is asked first. */
const ASKED: readonly { readonly rule: ClassifierId; readonly tone: Mark['tone'] }[] = [
  { rule: 'cqd', tone: 'red' },
  { rule: 'callAnalytics', tone: 'red' },
  { rule: 'realTime', tone: 'yellow' },
  { rule: 'callDiagnostics', tone: 'yellow' },
]

/** The first limit that this figure of a stream passes; undefined where it is in range or not known. */
export function markOf(figure: string, stream: MarkedStream, unit: string): Mark | undefined {
  const value = stream.figureOf(figure)
  if (value === null) return undefined
  for (const { rule, tone } of ASKED) {
    const classifier = classifierOf(rule)
    const limit = classifier && limitsOf(classifier, stream).find(one => one.figure === figure)
    if (!limit || !PASSES[limit.is](value, limit.limit)) continue
    return { tone, rule, version: classifier.version, value, is: limit.is, limit: limit.limit, unit }
  }
  return undefined
}

/** Share of the time from which on a device counts as dead, by the rule of call analytics. */
const DEAD_DEVICE = 0.005

const DEVICE_LIMITS: Readonly<Record<string, number>> = {
  'Device Render Not Functioning Event Ratio': DEAD_DEVICE,
  'Device Capture Not Functioning Event Ratio': DEAD_DEVICE,
}

/** Of what was told of a machine. */
export function markOfDetail(name: string, value: unknown): Mark | undefined {
  const limit = DEVICE_LIMITS[name]
  if (limit === undefined || typeof value !== 'number' || value < limit) return undefined
  const version = classifierOf('callAnalytics')?.version ?? ''
  return { tone: 'red', rule: 'callAnalytics', version, value, is: 'atLeast', limit, unit: 'ratio' }
}

/** Those that decide: where the first figure that is there decides alone, no other can be the cause. */
function limitsOf({ cases }: Classifier, stream: MarkedStream): readonly Limit[] {
  const fitting = cases.find(
    ({ mediaType, codec, reportedBy }) =>
      mediaType === stream.mediaType &&
      (codec?.is === undefined || isCodec(stream, codec.is)) &&
      !isCodec(stream, codec?.isNot) &&
      (reportedBy === undefined || (reportedBy === 'receiver') === stream.isInbound),
  )
  if (!fitting) return []
  const limits = fitting.judgement.limits.filter(({ unlessCodec }) => !isCodec(stream, unlessCodec))
  if (fitting.judgement.kind === 'anyOf') return limits
  return limits.filter(({ figure }) => stream.figureOf(figure) !== null).slice(0, 1)
}

const isCodec = ({ codec }: MarkedStream, named: string | undefined): boolean =>
  named !== undefined && codec.toUpperCase() === named

const PASSES: Readonly<Record<Limit['is'], (value: number, limit: number) => boolean>> = {
  above: (value, limit) => value > limit,
  atLeast: (value, limit) => value >= limit,
  below: (value, limit) => value < limit,
  atMost: (value, limit) => value <= limit,
}
