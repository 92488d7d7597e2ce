/** A stream's verdict by one rule. Null handling is the rule's: what was not measured makes nothing poor. */
import type { Case, Classifier, Comparison, Judgement, Limit, StreamFigure } from './rules.ts'

/** What a rule looks at. Figures that nobody measured are absent. */
export interface JudgedStream {
  readonly mediaType: string
  readonly codec?: string | undefined
  readonly reportedBy?: 'receiver' | 'sender' | undefined
  /** Connectivity checks failed at either end. */
  readonly iceFailed: boolean
  readonly figures: { readonly [Name in StreamFigure]?: number | undefined }
}

export type Grade = 'Poor' | 'Good' | 'Unclassified'

/** Rule, version, and the values it decided on: everything that is needed to check it. */
export interface StreamVerdict {
  readonly rule: string
  readonly version: string
  readonly verdict: Grade
  readonly reasons: readonly string[]
  readonly values: Readonly<Record<string, number>>
}

/** The verdict of a rule; a medium that it does not judge is unclassified. */
export function classify(rule: Classifier, stream: JudgedStream): StreamVerdict {
  const fitting = rule.cases.find(one => fits(one, stream))
  const limits = fitting?.judgement.limits.filter(({ unlessCodec }) => !isCodec(stream, unlessCodec)) ?? []
  const isHeld = !fitting || isHeldBack(rule, fitting, stream)
  const { verdict, reasons } = isHeld ? UNCLASSIFIED : decide(rule, { ...fitting.judgement, limits }, stream)
  return { rule: rule.id, version: rule.version, verdict, reasons, values: valuesOf(limits, stream) }
}

interface Decision {
  readonly verdict: Grade
  readonly reasons: readonly string[]
}

const UNCLASSIFIED: Decision = { verdict: 'Unclassified', reasons: [] }

const isCodec = ({ codec }: JudgedStream, named: string | undefined): boolean =>
  named !== undefined && codec?.toUpperCase() === named

function fits({ mediaType, codec, reportedBy }: Case, stream: JudgedStream): boolean {
  if (stream.mediaType !== mediaType) return false
  if (reportedBy !== undefined && stream.reportedBy !== reportedBy) return false
  if (codec?.is !== undefined && !isCodec(stream, codec.is)) return false
  return !isCodec(stream, codec?.isNot)
}

/** Connectivity that failed, or too few packets to tell. */
function isHeldBack(
  rule: Classifier,
  { morePacketsThan }: Case,
  { iceFailed, figures }: JudgedStream,
): boolean {
  if (rule.heedsIce && iceFailed) return true
  return morePacketsThan !== undefined && !((figures.PacketUtilization ?? 0) > morePacketsThan)
}

function decide(
  { withoutFigures }: Classifier,
  { kind, limits }: Judgement,
  { figures }: JudgedStream,
): Decision {
  const present = limits.filter(({ figure }) => figures[figure] !== undefined)
  const deciding = kind === 'firstPresent' ? present.slice(0, 1) : present
  if (deciding.length === 0) return { verdict: withoutFigures, reasons: [] }
  const reasons = deciding.filter(limit => isPassed(limit, figures[limit.figure])).map(({ reason }) => reason)
  return { verdict: reasons.length > 0 ? 'Poor' : 'Good', reasons }
}

const PASSES: Readonly<Record<Comparison, (value: number, limit: number) => boolean>> = {
  above: (value, limit) => value > limit,
  atLeast: (value, limit) => value >= limit,
  below: (value, limit) => value < limit,
  atMost: (value, limit) => value <= limit,
}

const isPassed = ({ is, limit }: Limit, value: number | undefined): boolean =>
  value !== undefined && PASSES[is](value, limit)

function valuesOf(limits: readonly Limit[], { figures }: JudgedStream): Readonly<Record<string, number>> {
  const values: Record<string, number> = {}
  for (const { figure } of limits) {
    const value = figures[figure]
    if (value !== undefined) values[figure] = value
  }
  return values
}
