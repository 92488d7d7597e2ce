/** Who can take part in a call, with names that a test can look for in what comes out. */
import {
  type ClientKind,
  type Identity,
  type Leg,
  participantId,
  type ResourceOwner,
  type TenantId,
} from '#records'

export interface Person {
  readonly name: string
  readonly identity: Identity
  readonly client: ClientKind
  readonly isOrganizer: boolean
  readonly issuedBy?: Leg['issuedBy']
  /** False for clients that tell neither SDK nor operating system. */
  readonly tellsVersions: boolean
}

interface Named {
  readonly name?: string
}

const person = (name: string, identity: Identity, client: ClientKind): Person => ({
  name,
  identity,
  client,
  isOrganizer: false,
  tellsVersions: true,
})

export function acsUser({ of, name = 'acs-user' }: Named & { readonly of: ResourceOwner }): Person {
  return person(name, { kind: 'acsUser', resource: of.id, user: `user-of-${name}`, cloud: 'public' }, 'acs')
}

export function m365User({ of, name = 'm365-user' }: Named & { readonly of: TenantId }): Person {
  return person(name, { kind: 'm365User', user: `user-of-${name}`, tenant: of, cloud: 'public' }, 'teams')
}

export function organizer({ of, name = 'organizer' }: Named & { readonly of: TenantId }): Person {
  return { ...m365User({ of, name }), isOrganizer: true }
}

/** A Microsoft 365 identity on a client of that resource. */
export function m365UserOnAcs({
  of,
  via,
  name = 'm365-on-acs',
}: Named & { readonly of: TenantId; readonly via: ResourceOwner }): Person {
  return { ...m365User({ of, name }), client: 'acs', issuedBy: via.id }
}

export function anonymous({ name = 'visitor' }: Named = {}): Person {
  return person(name, { kind: 'teamsAnonymous', visitor: `user-of-${name}` }, 'teams')
}

export function phone({ name = 'phone' }: Named = {}): Person {
  return person(name, { kind: 'phone', number: `+user-of-${name}` }, 'phone')
}

export function bot({ of, name = 'bot' }: Named & { readonly of?: TenantId } = {}): Person {
  return person(name, { kind: 'bot', app: `user-of-${name}`, tenant: of, cloud: 'public' }, 'bot')
}

export function voiceApp({ of, name = 'voice-app' }: Named & { readonly of?: TenantId } = {}): Person {
  return person(name, { kind: 'voiceApp', app: `user-of-${name}`, tenant: of, cloud: 'public' }, 'bot')
}

/** The same person with a client that reports no versions. */
export const silent = (who: Person): Person => ({ ...who, tellsVersions: false })

/** The participant id of a person's n-th connection in calls of the builders. */
export const connectionOf = (name: string, n = 1) => participantId(`participant-${n}-of-${name}`)
