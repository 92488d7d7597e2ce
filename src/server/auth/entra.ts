/**
 * Entra bearer tokens at three levels: `off` believes any bearer, `basic` checks shape, times and audience,
 * `strict` also the signature and that the tenant is known.
 */

import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { type Clock, messageOf } from '#base'

export type EntraLevel = 'off' | 'basic' | 'strict'

export interface EntraIdentity {
  /** Undefined when the token names no tenant (level off, or a token of no known shape). */
  readonly tenant: string | undefined
  /** Object id of the user or app. */
  readonly subject: string
  /** Client id of the app that asked for the token. */
  readonly app: string | undefined
}

export type EntraVerdict =
  | { readonly kind: 'valid'; readonly identity: EntraIdentity }
  | { readonly kind: 'refused'; readonly reason: string }

export interface EntraOptions {
  readonly level: EntraLevel
  readonly clock: Clock
  /** Keys of the built-in token service. */
  readonly ownKeys: JWTVerifyGetKey
  /** Where a further issuer publishes its keys (`jwks_uri`); strict level only. */
  readonly issuerKeysUrl?: string | undefined
  readonly isKnownTenant: (tenant: string) => boolean
}

export interface EntraCheck {
  /** Audiences match with and without a trailing slash, in any case. */
  check(token: string, audiences: readonly string[]): Promise<EntraVerdict>
}

const TOLERANCE_SECONDS = 300

export function entraCheck(options: EntraOptions): EntraCheck {
  const keys = [options.ownKeys]
  if (options.issuerKeysUrl !== undefined) keys.push(createRemoteJWKSet(new URL(options.issuerKeysUrl)))
  return {
    check: async (token, audiences) => {
      const claims = decode(token)
      if (options.level === 'off') return { kind: 'valid', identity: identityOf(claims ?? {}) }
      const reason =
        problemOf(claims, audiences, options.clock.now() / 1000) ??
        (options.level === 'strict'
          ? await strictProblem(token, claims ?? {}, { ...options, keys })
          : undefined)
      return reason ? { kind: 'refused', reason } : { kind: 'valid', identity: identityOf(claims ?? {}) }
    },
  }
}

function decode(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token)
  } catch {
    return undefined
  }
}

const plain = (audience: string): string => audience.replace(/\/+$/, '').toLowerCase()

function problemOf(
  claims: JWTPayload | undefined,
  audiences: readonly string[],
  now: number,
): string | undefined {
  if (!claims) return 'The bearer token is not a JWT.'
  if (claims.exp === undefined) return 'The token has no expiry (exp).'
  if (claims.exp + TOLERANCE_SECONDS < now) return 'The token has expired.'
  if (claims.nbf !== undefined && claims.nbf - TOLERANCE_SECONDS > now) return 'The token is not valid yet.'
  const given = [claims.aud ?? []].flat().map(plain)
  const isMeant = audiences.some(audience => given.includes(plain(audience)))
  return isMeant
    ? undefined
    : `The token is for ${given[0] || 'no audience'}, expected ${audiences.join(' or ')}.`
}

async function strictProblem(
  token: string,
  claims: JWTPayload,
  { keys, isKnownTenant, clock }: EntraOptions & { readonly keys: readonly JWTVerifyGetKey[] },
): Promise<string | undefined> {
  const tenant = identityOf(claims).tenant
  if (tenant === undefined || !isKnownTenant(tenant)) return 'The tenant of the token is not known here.'
  let problem = 'The signature of the token is not one of a trusted issuer.'
  for (const key of keys) {
    try {
      const currentDate = new Date(clock.now())
      await jwtVerify(token, key, { currentDate, clockTolerance: TOLERANCE_SECONDS, algorithms: ['RS256'] })
      return undefined
    } catch (error) {
      const isOtherKey =
        error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed
      if (!isOtherKey) problem = `The token could not be verified: ${messageOf(error)}.`
    }
  }
  return problem
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function identityOf(claims: JWTPayload): EntraIdentity {
  return {
    tenant: text(claims.tid)?.toLowerCase() ?? tenantInIssuer(claims.iss),
    subject: text(claims.oid) ?? claims.sub ?? 'unknown',
    app: text(claims.appid) ?? text(claims.azp),
  }
}

/** `https://sts.windows.net/<tenant>/` or `https://login.microsoftonline.com/<tenant>/v2.0` */
const tenantInIssuer = (issuer: string | undefined): string | undefined =>
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(issuer ?? '')?.[0].toLowerCase()
