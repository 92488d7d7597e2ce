/** Why one participant's client log is in a resource's workspace and another's is not: told once, when the call ends. */
import { type Call, identifierOf, type Leg } from '#records'
import { attendeeOf } from '../attendee.ts'
import type { ProjectOptions } from '../project.ts'
import type { Verdict } from '../verdict.ts'
import { ownerOfLog } from './whose-log.ts'

export const CLIENT_CATEGORIES = [
  'CallClientOperations',
  'CallClientMediaStatsTimeSeries',
  'CallSurvey',
] as const

/**
 * A verdict for each participant with a Communication Services client and each category that clients fill; other
 * clients write no such log. How many rows there are the call does not know: they come by themselves, also later.
 */
export function clientLogVerdicts(call: Call, options: ProjectOptions): readonly Verdict[] {
  return call.legs
    .filter(({ client }) => client === 'acs')
    .flatMap(leg => CLIENT_CATEGORIES.map(category => verdictOn(leg, category, { call, options })))
}

interface Context {
  readonly call: Call
  readonly options: ProjectOptions
}

function verdictOn(leg: Leg, category: string, { call, options }: Context): Verdict {
  const { registry, viewer, switches, version } = options
  const { resource, rules } = ownerOfLog(leg, call.scene, switches)
  const who = attendeeOf(leg, registry)
  return {
    callId: call.id,
    version,
    viewer,
    category,
    time: call.end,
    participantId: leg.participantId,
    endpointId: leg.endpointId,
    identifier: identifierOf(leg.identity),
    participantKind: who.kind,
    participantTenant: who.tenant,
    outcome: resource === viewer.resource.id ? 'emitted' : 'withheld',
    rules,
    redacted: {},
    rows: undefined,
  }
}
