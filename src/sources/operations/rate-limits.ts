/** How many requests may be made in a while. Kept in memory: a restart forgives. */
import type { ApiError, Instant } from '#base'

export interface Limit {
  readonly requests: number
  readonly seconds: number
}

export interface RateLimits {
  /** Counts one request under that key; throws when there were too many in the running window. */
  admit(key: string, limit: Limit, now: Instant): void
}

/** Windows that are over are swept out whenever so many are known. */
const MOST_WINDOWS = 10_000

/** `refuse` makes the API's own 429, with the seconds until the window ends. */
export function createRateLimits(refuse: (limit: Limit, retryAfterSeconds: number) => ApiError): RateLimits {
  const windows = new Map<string, { endsAt: Instant; requests: number }>()
  const sweep = (now: Instant) => {
    for (const [key, { endsAt }] of windows) if (endsAt <= now) windows.delete(key)
  }
  return {
    admit: (key, limit, now) => {
      const name = `${limit.seconds} ${key}`
      let window = windows.get(name)
      if (!window || window.endsAt <= now) {
        if (windows.size >= MOST_WINDOWS) sweep(now)
        window = { endsAt: now + limit.seconds * 1000, requests: 0 }
        windows.set(name, window)
      }
      if (window.requests >= limit.requests) throw refuse(limit, Math.ceil((window.endsAt - now) / 1000))
      window.requests += 1
    },
  }
}
