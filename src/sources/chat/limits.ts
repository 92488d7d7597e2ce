/** How often a user may ask, and how much a thread may be asked. */
import type { Instant } from '#base'
import { createRateLimits, type Limit } from '#sources/operations'
import { chatError } from './errors.ts'

export type LimitName =
  | 'createThread'
  | 'deleteThread'
  | 'updateThread'
  | 'readThreads'
  | 'changeParticipants'
  | 'listParticipants'
  | 'changeMessages'
  | 'readMessages'
  | 'sendReceipt'
  | 'listReceipts'
  | 'sendTyping'

export interface ScopedLimit extends Limit {
  readonly per: 'user' | 'thread' | 'userInThread'
}

export interface Asker {
  /** Each operation counts by itself. */
  readonly operation: string
  /** Raw id. */
  readonly user: string
  readonly thread: string
}

export interface ChatLimits {
  /** Counts one request; throws 429 with the seconds until the window ends when there were too many. */
  admit(asker: Asker, limit: LimitName, now: Instant): void
}

const KEYS: Readonly<Record<ScopedLimit['per'], (asker: Asker) => string>> = {
  user: ({ user }) => user,
  thread: ({ thread }) => thread,
  userInThread: ({ user, thread }) => `${user} ${thread}`,
}

export function createChatLimits(rows: Readonly<Record<LimitName, readonly ScopedLimit[]>>): ChatLimits {
  const windows = createRateLimits(({ requests: limit, seconds }, retryAfterSeconds) =>
    chatError('TooManyRequests', { limit, seconds }, { retryAfterSeconds }),
  )
  return {
    admit: (asker, limit, now) => {
      for (const row of rows[limit]) windows.admit(`${asker.operation} ${KEYS[row.per](asker)}`, row, now)
    },
  }
}
