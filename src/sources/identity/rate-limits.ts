/** How many requests of a kind a resource may make in 30 s. */
import type { Instant } from '#base'
import type { ResourceId } from '#records'
import { createRateLimits as createWindows } from '#sources/operations'
import { apiError } from './errors.ts'

export type LimitName =
  | 'createIdentity'
  | 'createIdentityWithToken'
  | 'deleteIdentity'
  | 'issueToken'
  | 'revokeTokens'
  | 'exchangeToken'

export interface RateLimits {
  /** Counts one request; throws 429 with the seconds until the window ends when there were too many. */
  admit(resource: ResourceId, limit: LimitName, now: Instant): void
}

export function createRateLimits(limits: Readonly<Record<LimitName, number>>): RateLimits {
  const windows = createWindows(({ requests: limit }, retryAfterSeconds) =>
    apiError('TooManyRequests', { limit }, { retryAfterSeconds }),
  )
  return {
    admit: (resource, limit, now) =>
      windows.admit(`${limit} ${resource}`, { requests: limits[limit], seconds: 30 }, now),
  }
}
