/** A rule as KQL over AnteroomTeamsStreams_CL, for looking at old streams by another rule; says the same as `classify`. */
import type { Case, Classifier, Comparison, Limit } from './rules.ts'

const OPERATORS: Readonly<Record<Comparison, string>> = {
  above: '>',
  atLeast: '>=',
  below: '<',
  atMost: '<=',
}

/** An expression that is `Poor`, `Good` or `Unclassified` for each stream. */
export function kqlOfClassifier(rule: Classifier): string {
  const arms = rule.cases.map(one => `${conditionOf(one)}, ${gradeOf(rule, one)}`)
  const held = rule.heedsIce ? [`${ICE_FAILED}, 'Unclassified'`] : []
  return `case(${[...held, ...arms].join(', ')}, 'Unclassified')`
}

/** An expression that names the branches which make a stream poor, as `PoorReasons` does: `Jitter,PacketLoss`. */
export function kqlOfReasons(rule: Classifier): string {
  const arms = rule.cases.map(one => `${conditionOf(one)} and ${floorOf(one)}, ${reasonsOf(one)}`)
  const held = rule.heedsIce ? [`${ICE_FAILED}, ''`] : []
  return `case(${[...held, ...arms].join(', ')}, '')`
}

const ICE_FAILED = "FirstConnectivityIce == 'FAILED' or SecondConnectivityIce == 'FAILED'"

function conditionOf({ mediaType, codec, reportedBy }: Case): string {
  const conditions = [
    `MediaType == '${mediaType}'`,
    codec?.is && `PayloadDescription =~ '${codec.is}'`,
    codec?.isNot && `PayloadDescription !~ '${codec.isNot}'`,
    reportedBy && `ReportedBy == '${reportedBy}'`,
  ]
  return conditions.filter(Boolean).join(' and ')
}

const floorOf = ({ morePacketsThan }: Case): string =>
  morePacketsThan === undefined ? 'true' : `PacketUtilization > ${morePacketsThan}`

const present = ({ figure, unlessCodec }: Limit): string =>
  unlessCodec ? `(isnotnull(${figure}) and PayloadDescription !~ '${unlessCodec}')` : `isnotnull(${figure})`

const passed = ({ figure, is, limit, unlessCodec }: Limit): string =>
  unlessCodec
    ? `(${figure} ${OPERATORS[is]} ${limit} and PayloadDescription !~ '${unlessCodec}')`
    : `${figure} ${OPERATORS[is]} ${limit}`

function gradeOf({ withoutFigures }: Classifier, one: Case): string {
  const { kind, limits } = one.judgement
  const floor =
    one.morePacketsThan === undefined ? [] : [`not(coalesce(${floorOf(one)}, false)), 'Unclassified'`]
  const arms =
    kind === 'anyOf'
      ? [`${limits.map(passed).join(' or ')}, 'Poor'`, `${limits.map(present).join(' or ')}, 'Good'`]
      : limits.map(limit => `${present(limit)}, iff(${passed(limit)}, 'Poor', 'Good')`)
  return `case(${[...floor, ...arms].join(', ')}, '${withoutFigures}')`
}

function reasonsOf({ judgement: { kind, limits } }: Case): string {
  if (kind === 'firstPresent') {
    const arms = limits.map(limit => `${present(limit)}, iff(${passed(limit)}, '${limit.reason}', '')`)
    return `case(${arms.join(', ')}, '')`
  }
  const parts = limits.map(limit => `iff(${passed(limit)}, '${limit.reason},', '')`)
  return `trim_end(',', strcat(${parts.join(', ')}))`
}
