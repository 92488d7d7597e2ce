/** Tokens of communication users: RS256, claims as the real service writes them (documented wire format). */
import { createHash } from 'node:crypto'
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  errors as joseErrors,
  jwtVerify,
  SignJWT,
} from 'jose'
import type { Clock, Instant } from '#base'
import type { ResourceId } from '#records'
import type { State } from '#state'
import { apiError } from './errors.ts'
import { insertKey, newestKey } from './store.ts'

export interface UserTokenClaims {
  /** Raw id, `8:acs:…` or `8:orgid:…`. */
  readonly user: string
  readonly scopes: readonly string[]
  readonly resource: ResourceId
  /** `unitedstates`. */
  readonly location: string
  /** Whole seconds since 1970. */
  readonly issuedAt: number
  /** Whole seconds since 1970; from then on the token is dead. */
  readonly expiresAt: number
}

export interface UserTokenKeys {
  sign(claims: UserTokenClaims): Promise<string>
  /** The claims of a token of ours that is alive at `now`. Throws ApiError 401 with the reason. */
  verify(jwt: string, now: Instant): Promise<UserTokenClaims>
  /** Public keys, as published to whoever wants to check a token. */
  readonly jwks: { readonly keys: readonly JWK[] }
}

/** The rights bits that all user tokens carry, whatever their scopes. */
const SCP = 1792

/** Reads the persisted key; the first start makes it. */
export async function loadUserTokenKeys(state: State, clock: Clock): Promise<UserTokenKeys> {
  const stored = newestKey(state) ?? (await createKey(state, clock))
  const { kid, jwk } = stored
  const { kty, n, e } = jwk
  const publicJwk: JWK = { kty, n, e } as JWK
  const [privateKey, publicKey] = await Promise.all([importJWK(jwk, 'RS256'), importJWK(publicJwk, 'RS256')])
  const header = { alg: 'RS256', kid, x5t: x5tOf(publicJwk), typ: 'JWT' }
  return {
    sign: claims => new SignJWT(payloadOf(claims)).setProtectedHeader(header).sign(privateKey),
    verify: async (jwt, now) => {
      const options = { algorithms: ['RS256'], currentDate: new Date(now) }
      const { payload } = await jwtVerify(jwt, publicKey, options).catch(refuse)
      return claimsOf(payload)
    },
    jwks: { keys: [{ ...publicJwk, kid, use: 'sig', alg: 'RS256' }] },
  }
}

async function createKey(state: State, clock: Clock): Promise<{ kid: string; jwk: JWK }> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = await exportJWK(privateKey)
  const key = { kid: await calculateJwkThumbprint(jwk), jwk }
  await state.transact(tx => insertKey(tx, key, clock.now()))
  return key
}

/** There is no certificate, so its thumbprint is that of the public key. */
const x5tOf = ({ n = '', e = '' }: JWK): string => createHash('sha1').update(`${n}.${e}`).digest('base64url')

/** Member names and order of the real service; `acsScope` by commas (the .NET client splits there). */
function payloadOf(claims: UserTokenClaims): JWTPayload {
  return {
    skypeid: claims.user.replace(/^8:/, ''),
    scp: SCP,
    csi: String(claims.issuedAt),
    exp: claims.expiresAt,
    acsScope: claims.scopes.join(','),
    resourceId: claims.resource,
    resourceLocation: claims.location,
    iat: claims.issuedAt,
  }
}

/** The signature was checked: the payload is one that `payloadOf` made, hence the casts. */
function claimsOf(payload: JWTPayload): UserTokenClaims {
  return {
    user: `8:${payload.skypeid as string}`,
    scopes: (payload.acsScope as string).split(','),
    resource: payload.resourceId as ResourceId,
    location: payload.resourceLocation as string,
    issuedAt: payload.iat as number,
    expiresAt: payload.exp as number,
  }
}

function refuse(error: unknown): never {
  if (error instanceof joseErrors.JWTExpired) throw apiError('TokenExpired')
  if (error instanceof joseErrors.JWSSignatureVerificationFailed) throw apiError('TokenNotOurs')
  if (error instanceof joseErrors.JOSEError) throw apiError('TokenMalformed')
  throw error
}
