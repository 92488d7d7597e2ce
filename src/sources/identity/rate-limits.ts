/** How many requests of a kind a resource may make in 30 s. Kept in memory: a restart forgives. */
import type { Instant } from '#base'
import type { ResourceId } from '#records'
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

const WINDOW_MS = 30_000

export function createRateLimits(limits: Readonly<Record<LimitName, number>>): RateLimits {
  const windows = new Map<string, { startedAt: Instant; requests: number }>()
  return {
    admit: (resource, limit, now) => {
      const key = `${limit} ${resource}`
      let window = windows.get(key)
      if (!window || now - window.startedAt >= WINDOW_MS) {
        window = { startedAt: now, requests: 0 }
        windows.set(key, window)
      }
      if (window.requests >= limits[limit]) {
        const retryAfterSeconds = Math.ceil((window.startedAt + WINDOW_MS - now) / 1000)
        throw apiError('TooManyRequests', { limit: limits[limit] }, { retryAfterSeconds })
      }
      window.requests += 1
    },
  }
}
