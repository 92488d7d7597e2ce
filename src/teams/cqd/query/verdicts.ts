/** Verdicts by another version of the rules: columns that stand in for the stored ones. */
import { TEAMS_STREAMS, type TenantId } from '#records'
import {
  type Classifier,
  classifierOf,
  classifiers,
  currentRows,
  kqlOfClassifier,
  kqlOfReasons,
} from '#teams/record'
import { cqdError } from './errors.ts'

export function classifierNamed(version: string): Classifier {
  const found = classifierOf('cqd', version)
  if (found) return found
  const expected = classifiers.filter(({ id }) => id === 'cqd').map(one => `"${one.version}"`)
  throw cqdError('BadClassifier', { version, expected: expected.join(' or ') })
}

/** Operators that put the verdicts of that version in place of the stored ones. */
export const recomputed = (rule: Classifier): string =>
  `| extend Classification = ${kqlOfClassifier(rule)}, PoorReasons = ${kqlOfReasons(rule)}`

/** The same for what both directions of a connection's audio are together; a direct call is one connection. */
export const recomputedLegs = (rule: Classifier, tenant: TenantId): string =>
  `| extend Leg = ${LEG}
| lookup kind=leftouter (${currentRows(TEAMS_STREAMS, tenant)} | where MediaType == 'Audio' | extend Leg = ${LEG}, Grade = ${kqlOfClassifier(rule)} | summarize PoorOnes = countif(Grade == 'Poor'), GoodOnes = countif(Grade == 'Good') by CorrelationId, Leg) on CorrelationId, Leg
| extend LegClassification = case(PoorOnes > 0, 'Poor', GoodOnes > 0, 'Good', 'Unclassified')`

const LEG = "iff(SessionType == 'P2P', '', ParticipantId)"
