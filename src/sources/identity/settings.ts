/** What an operator may change about identity. */
import type { LimitName } from './rate-limits.ts'

export interface IdentitySettings {
  /** False: no 429, for load tests. */
  readonly enforceLimits: boolean
  /** Requests of a resource in 30 s, by kind of request. */
  readonly limits: Readonly<Record<LimitName, number>>
}

/** The published limits. */
export const identityDefaults: IdentitySettings = {
  enforceLimits: true,
  limits: {
    createIdentity: 1000,
    createIdentityWithToken: 1000,
    deleteIdentity: 500,
    issueToken: 1000,
    revokeTokens: 500,
    exchangeToken: 500,
  },
}
