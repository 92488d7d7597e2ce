/** The Entra token of a Microsoft 365 user, as far as an exchange must know it. */
import { decodeJwt } from 'jose'
import type { Clock, Instant } from '#base'
import { type TenantId, tenantId } from '#records'
import { apiError } from './errors.ts'

export interface EntraUser {
  readonly tenant: TenantId
  /** Object id of the user. */
  readonly user: string
  /** Client id of the application that the token was issued to. */
  readonly app: string
  readonly expires: Instant
  /** Delegated permissions, as in `scp`. */
  readonly permissions: readonly string[]
}

/** Throws ApiError 401. */
export type ReadEntraUser = (jwt: string) => Promise<EntraUser>

/**
 * What is wrong with an Entra token for one of the audiences, as strictly as the installation demands; undefined
 * when nothing is.
 */
export type EntraProblem = (jwt: string, audiences: readonly string[]) => Promise<string | undefined>

/** Audiences of the Entra tokens that may be exchanged. */
export const EXCHANGE_AUDIENCES = [
  'https://communication.azure.com/clients',
  'https://auth.msft.communication.azure.com',
  'https://auth.msft.communication.azure.us',
]

/** Reads what an exchange needs, after form, members, life time and whatever `problemOf` checks. */
export function entraUsers(clock: Clock, problemOf: EntraProblem): ReadEntraUser {
  return async jwt => {
    const claims = decode(jwt)
    const problem = await problemOf(jwt, EXCHANGE_AUDIENCES)
    if (problem !== undefined) refuse(problem)
    const text = (name: string) => {
      const value = claims[name]
      return typeof value === 'string' && value !== '' ? value : undefined
    }
    const tenant = text('tid') ?? refuse('it has no tenant (tid).')
    const user = text('oid') ?? refuse('it has no user (oid).')
    const app = text('appid') ?? text('azp') ?? refuse('it has no application (appid or azp).')
    const { exp } = claims
    if (typeof exp !== 'number') return refuse('it has no expiry (exp).')
    if (exp * 1000 <= clock.now()) return refuse('it expired.')
    const permissions = (text('scp') ?? '').split(' ').filter(Boolean)
    return { tenant: tenantId(tenant), user, app, expires: exp * 1000, permissions }
  }
}

function decode(jwt: string): Readonly<Record<string, unknown>> {
  try {
    return decodeJwt(jwt)
  } catch {
    return refuse('it is not a JSON Web Token.')
  }
}

function refuse(why: string): never {
  throw apiError('EntraTokenInvalid', { why })
}
