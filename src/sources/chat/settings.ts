/** What an operator may change about chat. */
import type { LimitName, ScopedLimit } from './limits.ts'

export interface ChatSettings {
  /** False: no 429, for load tests. */
  readonly enforceLimits: boolean
  readonly limits: Readonly<Record<LimitName, readonly ScopedLimit[]>>
  /**
   * Chat of external users in Teams meetings: as documented, or refused with 403 as deployments of the real service
   * do since August 2026 while calling goes on to work.
   */
  readonly meetingChat: 'works' | 'refused'
}

const inTenSeconds = (per: ScopedLimit['per'], requests: number): ScopedLimit => ({
  per,
  requests,
  seconds: 10,
})
const inAMinute = (per: ScopedLimit['per'], requests: number): ScopedLimit => ({ per, requests, seconds: 60 })

/** The published limits. */
export const chatDefaults: ChatSettings = {
  enforceLimits: true,
  meetingChat: 'works',
  limits: {
    createThread: [inTenSeconds('user', 10)],
    deleteThread: [inTenSeconds('user', 10)],
    updateThread: [inTenSeconds('thread', 5)],
    readThreads: [inTenSeconds('user', 50)],
    changeParticipants: [inTenSeconds('thread', 10), inAMinute('thread', 30)],
    listParticipants: [inTenSeconds('userInThread', 10), inTenSeconds('thread', 250)],
    changeMessages: [inTenSeconds('thread', 10), inAMinute('thread', 30)],
    readMessages: [inTenSeconds('userInThread', 50), inTenSeconds('thread', 250)],
    sendReceipt: [inTenSeconds('userInThread', 10), inAMinute('userInThread', 30)],
    listReceipts: [inTenSeconds('userInThread', 5), inTenSeconds('thread', 250)],
    sendTyping: [inTenSeconds('userInThread', 5), inAMinute('userInThread', 15)],
  },
}
