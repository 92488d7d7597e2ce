/**
 * What a Teams tenant sees of a call, whatever diagnostic settings exist: everybody who took part in the meetings its
 * users organize (T1), and nothing of other tenants' meetings, also where its own users took part (T2). Of a call that
 * is no meeting each tenant whose users of Microsoft 365 took part keeps its own record (T8).
 */
import { type Call, identifierOf, TEAMS_SESSIONS, type TenantId, type TenantRegistry } from '#records'
import { type Attendee, attendeeOf } from '../attendee.ts'
import { cite } from '../rules/catalogue.ts'
import type { Verdict } from '../verdict.ts'

/** The tenants that keep a record of the call. */
export function tenantsConcerned({ scene, legs }: Call): readonly TenantId[] {
  if (scene.kind === 'teamsMeeting') return [scene.organizer.tenant]
  return [...new Set(legs.flatMap(({ identity }) => (identity.kind === 'm365User' ? [identity.tenant] : [])))]
}

interface Deciding {
  readonly registry: TenantRegistry
  readonly version: number
}

/** A verdict for each participant and each tenant that has something to do with the call. */
export function tenantVerdicts(call: Call, { registry, version }: Deciding): readonly Verdict[] {
  const attendees = call.legs.map(leg => attendeeOf(leg, registry))
  const concerned = tenantsConcerned(call)
  const others = attendees.flatMap(({ tenant }) => tenant ?? [])
  const tenants = [...new Set([...concerned, ...others])]
  return tenants.flatMap(tenant =>
    attendees.map(who => verdictOn(who, { call, version, tenant, isConcerned: concerned.includes(tenant) })),
  )
}

interface Look {
  readonly call: Call
  readonly version: number
  readonly tenant: TenantId
  readonly isConcerned: boolean
}

function verdictOn(who: Attendee, { call, version, tenant, isConcerned }: Look): Verdict {
  const { leg, kind, joined } = who
  const isMeeting = call.scene.kind === 'teamsMeeting'
  const isAnonymous = kind === 'acsUser' || kind === 'teamsAnonymous'
  return {
    callId: call.id,
    version,
    viewer: { kind: 'tenant', tenant },
    category: TEAMS_SESSIONS,
    time: call.end,
    participantId: leg.participantId,
    endpointId: leg.endpointId,
    identifier: identifierOf(leg.identity),
    participantKind: kind,
    participantTenant: who.tenant,
    outcome: isConcerned ? 'emitted' : 'withheld',
    rules: isConcerned
      ? cite(isMeeting ? 'T1' : 'T8', isAnonymous && 'T3', !joined && 'T7')
      : cite(isMeeting ? 'T2' : 'T8'),
    redacted: {},
    rows: isConcerned ? 1 : 0,
  }
}
