/**
 * The outcomes that follow from a client's operations and from a finished call, as the calling metrics name them:
 * `reliability/api/…` of the calls of the SDK, `reliability/leg/UFD/…` of legs that had a problem,
 * `reliability/api/UFD/recovery/…` of problems that went away, `reliability/leg/Drop` of legs that broke off.
 */
import {
  type Call,
  type ClientOperation,
  type ClientReport,
  type ResourceId,
  userFacingDiagnostics,
} from '#records'
import { ownerOfLog } from '../client-logs/whose-log.ts'
import type { Switches } from '../switches.ts'
import { dimensionsOf, dropResultOf, isSuccess, type LegOutcome, type Result } from './leg-outcome.ts'

/** All legs that were connected and told of it: those of them without a `reliability/leg/UFD/X` had no problem X. */
export const REPORTING_LEGS = 'reliability/leg/UFD'
const DROP = 'reliability/leg/Drop'

/** Names of operations that have a metric; a view is one of the own video or of somebody else's. */
const MEASURED: Readonly<Record<string, (operation: ClientOperation) => string>> = {
  StartCall: named,
  AcceptIncomingCall: named,
  Join: named,
  StartVideo: named,
  StopVideo: named,
  CallAgentInit: named,
  CreateView: ({ payload }) => `CreateView/${payload?.Source === 'local' ? 'Local' : 'Remote'}`,
}

function named({ name }: ClientOperation): string {
  return name
}

export function outcomesOfReport(report: ClientReport, switches: Switches): readonly LegOutcome[] {
  const { from, content } = report
  const { resource } = ownerOfLog(from, from.inCall?.scene, switches)
  if (content.kind !== 'operations' || !resource) return []
  return content.operations.flatMap(operation =>
    findingsOf(operation).map(finding => outcomeOf(finding, report, resource)),
  )
}

/** An outcome before it is known whose. */
interface Finding extends Result {
  readonly metric: string
  readonly counts: LegOutcome['counts']
  /** Tells occurrences of one leg apart, where these are counted. */
  readonly occurrence?: string
}

const SUCCEEDED = { resultType: 'Succeeded', subCode: undefined } as const
const FAILED = { resultType: 'Failed', subCode: undefined } as const

function findingsOf(operation: ClientOperation): readonly Finding[] {
  const { name, payload, resultType, subCode } = operation
  if (name === 'UserFacingDiagnostics') return diagnosticFindings(operation)
  if (name === 'StateChanged') {
    const isConnected = payload?.NewState === 'Connected'
    return isConnected ? [{ metric: REPORTING_LEGS, counts: 'instead', ...SUCCEEDED }] : []
  }
  const metric = Object.hasOwn(MEASURED, name) && MEASURED[name]?.(operation)
  return metric ? [{ metric: `reliability/api/${metric}`, counts: 'also', resultType, subCode }] : []
}

/** A problem counts against its leg for good; its occurrence counts as recovered while the last word is Good. */
function diagnosticFindings({ payload, operationId }: ClientOperation): readonly Finding[] {
  const said = String(payload?.DiagnosticChanged ?? payload?.diagnosticChanged ?? '').toLowerCase()
  const diagnostic = userFacingDiagnostics.find(({ name }) => name.toLowerCase() === said)
  if (!diagnostic) return []
  const isGood = (payload?.DiagnosticQuality ?? payload?.diagnosticQuality) === 'Good'
  const recovery = diagnostic.recoveryMetric
  const recovered: readonly Finding[] = recovery
    ? [
        isGood
          ? { metric: recovery, counts: 'correction', occurrence: operationId, ...SUCCEEDED }
          : { metric: recovery, counts: 'instead', occurrence: operationId, ...FAILED },
      ]
    : []
  const legs: Finding = {
    metric: `${REPORTING_LEGS}/${diagnostic.pascalName}`,
    counts: 'instead',
    ...FAILED,
  }
  return isGood ? recovered : [legs, ...recovered]
}

function outcomeOf(finding: Finding, { from, at }: ClientReport, resource: ResourceId): LegOutcome {
  const { metric, counts, occurrence } = finding
  const { inCall } = from
  // Before a call there is no leg: the client stands for it.
  const leg = inCall?.participantId ?? from.clientInstanceId ?? from.endpointId
  return {
    resource,
    at,
    metric,
    leg: occurrence === undefined ? leg : `${leg}/${occurrence}`,
    call: inCall?.callId,
    dimensions: dimensionsOf(from, inCall?.scene, finding),
    succeeded: isSuccess(finding.resultType),
    counts,
  }
}

/** How the connected legs of Communication Services clients ended, each counted for the resource of its user. */
export function outcomesOfCall(call: Call, switches: Switches): readonly LegOutcome[] {
  return call.legs
    .filter(({ client, joined }) => client === 'acs' && joined !== undefined)
    .flatMap(leg => {
      const { resource } = ownerOfLog(leg, call.scene, switches)
      const result = dropResultOf(leg)
      return resource
        ? [
            {
              resource,
              at: leg.end,
              metric: DROP,
              leg: leg.participantId,
              call: call.id,
              dimensions: dimensionsOf(leg, call.scene, result),
              succeeded: isSuccess(result.resultType),
              counts: 'instead' as const,
            },
          ]
        : []
    })
}
