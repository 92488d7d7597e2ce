/** Makes an access token; whoever calls must not hand it out before the transaction that records it. */
import { type Clock, toIso } from '#base'
import type { IdentityResource, Services } from './operation.ts'

export interface TokenOrder {
  /** Raw id. */
  readonly user: string
  readonly resource: IdentityResource
  readonly scopes: readonly string[]
  readonly lifeSeconds: number
  /** Tokens with this `iat` or a lower one are revoked; null when none are. */
  readonly deadUntil: number | null
}

export interface IssuedToken {
  /** As the API answers it: `expiresOn` is the token's `exp`. */
  readonly answer: { readonly token: string; readonly expiresOn: string }
  /** Seconds. */
  readonly issuedAt: number
}

/**
 * `iat` has whole seconds. A token issued in the very second of a revocation must outlive it, so it is dated
 * past it: revoked is whatever is dated up to `deadUntil`.
 */
export async function issueToken(order: TokenOrder, services: Services): Promise<IssuedToken> {
  const { user, scopes, resource } = order
  const issuedAt = Math.max(nowSeconds(services.clock), (order.deadUntil ?? 0) + 1)
  const expiresAt = issuedAt + order.lifeSeconds
  const { id, dataLocation: location } = resource
  const token = await services.keys.sign({ user, scopes, resource: id, location, issuedAt, expiresAt })
  return { answer: { token, expiresOn: toIso(expiresAt * 1000).replace('Z', '+00:00') }, issuedAt }
}

export const nowSeconds = (clock: Clock): number => Math.floor(clock.now() / 1000)
