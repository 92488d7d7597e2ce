/** Who a socket speaks for, by what its `hello` proves or claims. */
import { ApiError, type Caller, type Ids } from '#base'
import { type ClientKind, type Identity, parseRawId, type ResourceId, resourceId } from '#records'
import type { MeetingDirectory } from '../directory-port.ts'
import type { MeetingsSettings } from '../settings.ts'
import type { HelloIdentity } from './messages.ts'
import { type Problem, problem } from './problems.ts'

export interface IdentifyServices {
  /** The caller a token stands for. Throws ApiError 401. */
  readonly verifyToken: (jwt: string) => Promise<Caller>
  readonly directory: MeetingDirectory
  readonly ids: Ids
  readonly settings: Pick<MeetingsSettings, 'allowTestUsers'>
}

export interface Who {
  readonly identity: Identity
  readonly client: ClientKind
  /** The resource whose token a Microsoft 365 user on a Communication Services client has. */
  readonly issuedBy?: ResourceId | undefined
  /** False for a token that may only join what is already there. */
  readonly mayStart: boolean
}

export type Identified = { readonly who: Who } | { readonly problem: Problem }

export async function identify(claim: HelloIdentity, services: IdentifyServices): Promise<Identified> {
  if (claim.kind === 'token') return identifyToken(claim.token, services)
  if (claim.kind === 'teamsAnonymous') {
    // A visitor is somebody else on each device and each time.
    const identity = { kind: 'teamsAnonymous', visitor: services.ids.uuid().replaceAll('-', '') } as const
    return { who: { identity, client: 'teams', mayStart: false } }
  }
  if (!services.settings.allowTestUsers) return { problem: problem('TestUsersOff') }
  return teamsUser(claim.user, services)
}

async function identifyToken(token: string, services: IdentifyServices): Promise<Identified> {
  try {
    return identifyCaller(await services.verifyToken(token), services)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { problem: problem('TokenInvalid', error.message) }
  }
}

function identifyCaller(caller: Caller, services: IdentifyServices): Identified {
  if (caller.kind === 'entra') return teamsUser(caller.subject, services)
  if (caller.kind !== 'userToken') return { problem: problem('TokenInvalid') }
  const mayStart = caller.scopes.includes('voip')
  if (!mayStart && !caller.scopes.includes('voip.join')) return { problem: problem('ScopeMissing') }
  const identity = identityOf(caller.user, services.directory)
  return identity
    ? { who: { identity, client: 'acs', mayStart, issuedBy: issuerOf(identity, caller.resource) } }
    : { problem: problem('UnknownUser') }
}

/** Communication users name their resource themselves. */
const issuerOf = (identity: Identity, resource: string): ResourceId | undefined =>
  identity.kind === 'm365User' ? resourceId(resource) : undefined

function teamsUser(reference: string, { directory }: IdentifyServices): Identified {
  const user = directory.user(reference)
  if (!user) return { problem: problem('UnknownUser') }
  const identity = { kind: 'm365User', user: user.id, tenant: user.tenant, cloud: 'public' } as const
  return { who: { identity, client: 'teams', mayStart: true } }
}

/** A raw id with what only the directory knows; undefined for no raw id, or an unknown Microsoft 365 user. */
export function identityOf(rawId: string, directory: MeetingDirectory): Identity | undefined {
  const raw = parseRawId(rawId)
  if (raw?.kind !== 'm365User') return raw
  const user = directory.user(raw.user)
  return user && { ...raw, user: user.id, tenant: user.tenant }
}
