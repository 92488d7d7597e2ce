/** Graph's ways to say who somebody was → the identity of a leg. */
import { type Identity, parseRawId, resourceId, type TenantId, tenantId } from '#records'
import { type EndpointJson, IDENTITY_KINDS, type IdentityJson } from './schema.ts'

export interface Who {
  readonly identity: Identity
  readonly client: 'acs' | 'teams' | 'phone' | 'bot'
  readonly issuedBy?: string | undefined
  readonly displayName?: string | undefined
  readonly userPrincipalName?: string | undefined
  /** The record does not say who it was: nothing may tell people apart by it. */
  readonly isUnknown: boolean
}

interface Named {
  readonly kind: string
  readonly one: IdentityJson
}

export function whoIs(endpoint: EndpointJson | null | undefined, tenant: TenantId): Who {
  const named = namedIn(endpoint)
  const { productFamily, communicationServiceId, role } = endpoint?.userAgent ?? {}
  const isAcs =
    productFamily === 'azureCommunicationServices' || named?.kind === 'azureCommunicationServicesUser'
  const kind =
    named?.kind ?? (role === 'customBot' ? 'application' : isAcs ? 'azureCommunicationServicesUser' : 'user')
  const resource = named?.one.azureCommunicationServicesResourceId ?? communicationServiceId ?? ''
  const id = named?.one.id ?? ''
  const identity = identityOf(kind, { id, resource, home: named?.one.tenantId, tenant })
  return {
    identity,
    client: identity.kind === 'phone' ? 'phone' : isAppKind(identity.kind) ? 'bot' : isAcs ? 'acs' : 'teams',
    issuedBy: communicationServiceId ?? undefined,
    displayName: named?.one.displayName ?? undefined,
    userPrincipalName: named?.one.userPrincipalName ?? undefined,
    isUnknown: id === '',
  }
}

const isAppKind = (kind: Identity['kind']): boolean => kind === 'bot' || kind === 'voiceApp'

/** What `associatedIdentity` is of. */
const KIND_OF_TYPE: readonly (readonly [type: RegExp, kind: string])[] = [
  [/azureCommunicationServicesUserIdentity$/i, 'azureCommunicationServicesUser'],
  [/communicationsPhoneIdentity$/i, 'phone'],
  [/applicationInstanceIdentity$/i, 'applicationInstance'],
  [/communicationsApplicationIdentity$|graph\.identity$/i, 'application'],
]

/** The newer shape names one identity, the older one is a set of which one is filled. */
function namedIn(endpoint: EndpointJson | null | undefined): Named | undefined {
  const one = endpoint?.associatedIdentity
  if (one)
    return {
      kind: KIND_OF_TYPE.find(([type]) => type.test(one['@odata.type'] ?? ''))?.[1] ?? kindOfId(one.id),
      one,
    }
  return namedInSet(endpoint?.identity)
}

const SAME_AS: Readonly<Record<string, string>> = {
  acsUser: 'azureCommunicationServicesUser',
  spoolUser: 'azureCommunicationServicesUser',
}

export function namedInSet(set: EndpointJson['identity']): Named | undefined {
  for (const kind of IDENTITY_KINDS) {
    const one = set?.[kind]
    if (one) return { kind: SAME_AS[kind] ?? kind, one }
  }
  return undefined
}

const kindOfId = (id: string | null | undefined): string =>
  /acs:/.test(id ?? '') ? 'azureCommunicationServicesUser' : /^\+\d/.test(id ?? '') ? 'phone' : 'user'

interface Parts {
  readonly id: string
  readonly resource: string
  readonly home: string | null | undefined
  readonly tenant: TenantId
}

/** Whoever has no tenant of their own is of the one whose record it is. */
function identityOf(kind: string, { id, resource, home, tenant }: Parts): Identity {
  if (kind === 'azureCommunicationServicesUser') return acsUser(id, resource)
  if (kind === 'phone') return { kind: 'phone', number: id }
  if (kind === 'application') return { kind: 'bot', app: id, tenant, cloud: 'public' }
  if (kind === 'applicationInstance') return { kind: 'voiceApp', app: id, tenant, cloud: 'public' }
  const visitor = /^(?:8:)?teamsvisitor:(.+)$/.exec(id)?.[1]
  if (visitor !== undefined || id === '') return { kind: 'teamsAnonymous', visitor: visitor ?? '' }
  return { kind: 'm365User', user: id.toLowerCase(), tenant: home ? tenantId(home) : tenant, cloud: 'public' }
}

function acsUser(id: string, resource: string): Identity {
  const parsed = parseRawId(id.startsWith('acs:') ? `8:${id}` : id)
  if (parsed?.kind === 'acsUser') return parsed
  return { kind: 'acsUser', resource: resourceId(resource), user: id, cloud: 'public' }
}
