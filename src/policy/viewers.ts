/** R18, A4, A15: which resources receive rows of a call. */
import type { Call, Leg, ResourceId, ResourceOwner, TenantRegistry } from '#records'
import type { Switches } from './switches.ts'
import type { ResourceViewer } from './view.ts'

/**
 * The resources that took part, each once and in order of appearance: in a meeting through a user of theirs who
 * joined or (A4) tried to, in other calls through any user. Resources the registry does not know have no logs.
 */
export function viewersOf(
  call: Call,
  registry: TenantRegistry,
  switches: Switches,
): readonly ResourceViewer[] {
  const meeting = call.scene.kind === 'teamsMeeting'
  const counts = (leg: Leg) => !meeting || leg.joined !== undefined || switches.lobbyMakesCurrent
  const ids = call.legs.filter(counts).map(leg => issuerOf(leg, meeting, switches))
  const current = ids.flatMap(id => (id === undefined ? [] : (registry.resource(id) ?? [])))
  const everywhere = meeting && switches.copyToAllTenantResources
  const owners = everywhere ? current.flatMap(owner => registry.resourcesOf(owner.tenant)) : current
  return distinct(owners).map(resource => ({ kind: 'resource', resource }))
}

/**
 * The resource somebody is a user of. R16: a Microsoft 365 identity in a meeting is none of the resource whose client
 * it uses, unless A9 says so.
 */
export function issuerOf(
  { identity, issuedBy }: Pick<Leg, 'identity' | 'issuedBy'>,
  meeting: boolean,
  switches: Switches,
): ResourceId | undefined {
  if (identity.kind === 'acsUser') return identity.resource
  return meeting && switches.m365OnAcsClient === 'identity' ? undefined : issuedBy
}

function distinct(owners: readonly ResourceOwner[]): readonly ResourceOwner[] {
  return [...new Map(owners.map(owner => [owner.id, owner])).values()]
}
