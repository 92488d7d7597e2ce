/** A leg as the rules look at it: what kind of participant, of which tenant, and whether they got in. */
import type { Identity, Leg, TenantId, TenantRegistry } from '#records'

/** Identity kinds, with a Microsoft 365 user on a Communication Services client told apart (R16). */
export type ParticipantKind = Identity['kind'] | 'm365UserOnAcs'

export interface Attendee {
  readonly leg: Leg
  readonly kind: ParticipantKind
  /** T_P: owner of the issuing resource, home tenant, owner of the app; undefined when there is none or unknown. */
  readonly tenant: TenantId | undefined
  /** False for somebody who never got past the lobby. */
  readonly joined: boolean
}

export function attendeeOf(leg: Leg, registry: TenantRegistry): Attendee {
  const tenant = tenantOf(leg.identity, registry)
  return { leg, kind: kindOf(leg), tenant, joined: leg.joined !== undefined }
}

function kindOf({ identity, client }: Leg): ParticipantKind {
  return identity.kind === 'm365User' && client === 'acs' ? 'm365UserOnAcs' : identity.kind
}

/** The tenant of an identity (R22, R50); undefined for phones, visitors and resources nobody here knows. */
export function tenantOf(identity: Identity, registry: TenantRegistry): TenantId | undefined {
  switch (identity.kind) {
    case 'acsUser':
      return registry.resource(identity.resource)?.tenant
    case 'm365User':
    case 'bot':
    case 'voiceApp':
      return identity.tenant
    case 'teamsAnonymous':
    case 'phone':
      return undefined
  }
}

/** Waited in the lobby and never got past it; not somebody who was refused before it. */
export const isLobbyOnly = ({ joined, leg }: Attendee): boolean => !joined && leg.lobby !== undefined

export const isMicrosoft365 = ({ kind }: Attendee): boolean => kind === 'm365User' || kind === 'm365UserOnAcs'

/** Phones, bots and voice apps: nobody's client (R12, R24). */
export const isPhoneOrBot = ({ kind }: Attendee): boolean =>
  kind === 'phone' || kind === 'bot' || kind === 'voiceApp'
