/** The identity source: its surfaces, and the check of the tokens it issued. */
import type { JWK } from 'jose'
import { type ApiError, type Caller, type Clock, type Ids, type Surface, standardErrorBody } from '#base'
import { parseRawId } from '#records'
import { createOperationLog } from '#sources/operations'
import type { State } from '#state'
import { type EntraProblem, EXCHANGE_AUDIENCES, entraUsers } from './entra-user.ts'
import { apiError } from './errors.ts'
import type { IdentityDirectory, Services } from './operation.ts'
import { assignmentOperations } from './operations/assignments.ts'
import { exchangeOperations, teamsUserOperations } from './operations/exchanges.ts'
import { identityOperations } from './operations/identities.ts'
import { createRateLimits } from './rate-limits.ts'
import { createRecorder } from './recorded.ts'
import { type IdentitySettings, identityDefaults } from './settings.ts'
import { identityById } from './store.ts'
import { loadUserTokenKeys } from './user-token.ts'

export interface IdentityOptions {
  /** Opened with `identityMigrations`. */
  readonly state: State
  readonly directory: IdentityDirectory
  readonly clock: Clock
  readonly ids: Ids
  readonly settings?: Partial<IdentitySettings>
  /** Checks the Entra tokens that are exchanged: signature, audience. Absent: only form and life time count. */
  readonly entraProblem?: EntraProblem
}

export interface Identity {
  /** Users and tokens; and, for other audiences of the bearer, the exchanges of Entra tokens. */
  readonly surfaces: readonly Surface[]
  /** Who a user token stands for. Throws ApiError 401 whose `innererror.code` says why: TokenExpired, TokenRevoked, … */
  verifyUserToken(jwt: string): Promise<Caller>
  /** Who a token of ours was issued to, dead or alive; undefined for what this service did not sign. */
  ownerOfToken(jwt: string): Promise<Caller | undefined>
  /** Whether that Communication Services user exists, by raw id. */
  hasUser(id: string): boolean
  /** Public keys of the tokens, as a JSON Web Key Set. */
  readonly jwks: { readonly keys: readonly JWK[] }
}

/** Published versions of the API, oldest first. */
const IDENTITY_VERSIONS = [
  '2021-03-07',
  '2022-06-01',
  '2022-10-01',
  '2023-08-01',
  '2023-10-01',
  '2024-04-01-preview',
  '2025-03-02-preview',
  '2025-04-01-preview',
  '2025-06-30',
] as const

/** Reads the signing key from the state, or makes it on the first start. */
export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { state, directory, clock, ids, entraProblem = async () => undefined } = options
  const settings: IdentitySettings = { ...identityDefaults, ...options.settings }
  const keys = await loadUserTokenKeys(state, clock)
  const readEntraUser = entraUsers(clock, entraProblem)
  const services: Services = { state, directory, clock, ids, keys, readEntraUser }
  const limits = settings.enforceLimits ? createRateLimits(settings.limits) : undefined
  const { route, refused } = createRecorder({
    services,
    log: createOperationLog({ api: 'identity', state, clock, ids }),
    limits,
  })
  const shared = {
    versions: IDENTITY_VERSIONS,
    errorBody: (error: ApiError) => standardErrorBody(error),
    refused,
  }
  return {
    surfaces: [
      {
        ...shared,
        name: 'identity',
        access: { kind: 'communication' },
        routes: [...identityOperations, ...teamsUserOperations, ...assignmentOperations].map(route),
        prefixes: ['identities', 'teamsUser', 'access'],
      },
      {
        ...shared,
        name: 'identity-exchange',
        access: { kind: 'entra', audiences: EXCHANGE_AUDIENCES },
        routes: exchangeOperations.map(route),
        prefixes: [],
      },
    ],
    verifyUserToken: jwt => verifyUserToken(jwt, services),
    ownerOfToken: jwt => ownerOfToken(jwt, services),
    hasUser: id => identityById(state, id) !== undefined,
    jwks: keys.jwks,
  }
}

/**
 * A token ends with the resource that issued it. Tokens of Microsoft 365 users have no identity row here: they live
 * until they expire.
 */
async function verifyUserToken(jwt: string, { state, directory, clock, keys }: Services): Promise<Caller> {
  const { user, scopes, resource, issuedAt } = await keys.verify(jwt, clock.now())
  if (!directory.resource(resource)) throw apiError('TokenRevoked')
  if (parseRawId(user)?.kind === 'acsUser') {
    const identity = identityById(state, user)
    if (!identity || issuedAt <= (identity.deadUntil ?? 0)) throw apiError('TokenRevoked')
  }
  return { kind: 'userToken', resource, user, scopes }
}

/** At the beginning of time no token was expired yet. */
async function ownerOfToken(jwt: string, { keys }: Services): Promise<Caller | undefined> {
  const claims = await keys.verify(jwt, 0).catch(() => undefined)
  return claims && { kind: 'userToken', resource: claims.resource, user: claims.user, scopes: claims.scopes }
}
