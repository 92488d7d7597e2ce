/** Call summary: one row a connection (R31), of a direct call one an endpoint (R32); the server has none (R34). */
import { toIso } from '#base'
import { absent, endCode, type Field, identifierOf, shown } from '#records'
import { type Attendee, isLobbyOnly, isPhoneOrBot } from '../attendee.ts'
import { decideRedaction, rulesBehind, withhold } from '../redaction/decide-redaction.ts'
import { cite } from '../rules/catalogue.ts'
import type { View } from '../view.ts'
import { type Drafts, wholeSeconds } from './draft.ts'
import { endpointTypeOf, idsOf, participantTypeOf } from './participant.ts'

/** The summary row of an admitted participant. */
export function summaryRows(who: Attendee, view: View): Drafts {
  const fields = { ...withhold(fieldsOf(who, view), decideRedaction(who, view)), ...idsOf(who, view) }
  const byConnection = view.callType === 'Group'
  const rules = cite(
    byConnection ? 'R31' : 'R32',
    byConnection && isRejoin(who, view) && 'R33',
    isLobbyOnly(who) && 'R49',
  )
  return { rows: [{ fields, rules: [...rules, ...rulesBehind(fields)] }], missing: [] }
}

function fieldsOf(who: Attendee, view: View): Readonly<Record<string, Field>> {
  const { call, callType } = view
  const { leg } = who
  const { code, subCode } = leg.ended
  const thread = call.scene.kind === 'teamsMeeting' ? call.scene.threadId : undefined
  return {
    CorrelationId: shown(call.id),
    Identifier: shown(identifierOf(leg.identity)),
    CallStartTime: shown(toIso(call.start)),
    CallDuration: shown(wholeSeconds(call.start, call.end)),
    CallType: shown(callType),
    TeamsThreadId: shown(thread),
    ParticipantTenantId: shown(tenantColumn(who, view)),
    ParticipantStartTime: shown(toIso(leg.start)),
    ParticipantDuration: shown(wholeSeconds(leg.start, leg.end)),
    ParticipantEndReason: shown(String(code)),
    EndpointType: shown(endpointTypeOf(who)),
    SdkVersion: shown(leg.sdkVersion),
    OsVersion: shown(leg.osVersion),
    PstnParticipantCallType: shown(leg.pstnCallType),
    ParticipantType: shown(participantTypeOf(who, call.scene)),
    ParticipantEndSubCode: shown(String(subCode)),
    ResultCategory: shown(endCode(code, subCode).category),
    DiagnosticOptions: shown(leg.diagnosticOptions),
    // Properties internal to Azure's own service: there is nothing they could hold here.
    CallDebuggingInfo: absent,
    TPE: absent,
  }
}

/** R22, A10: the tenant that decides about redaction is itself shown; of a bot only on request. */
function tenantColumn(who: Attendee, { switches }: View): string | undefined {
  return isPhoneOrBot(who) && switches.botTenant === 'unknown' ? undefined : who.tenant
}

/** R33: the same endpoint with another participant id, by a connection before or after this one. */
function isRejoin({ leg }: Attendee, { call }: View): boolean {
  return call.legs.some(other => other !== leg && other.endpointId === leg.endpointId)
}
