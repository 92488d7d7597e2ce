/** What happens in threads, for those who are connected to hear of it. Told after it is stored, at most once. */
import type { Instant } from '#base'
import type { Message } from './store/messages.ts'
import type { Participant } from './store/participants.ts'
import type { Receipt } from './store/receipts.ts'
import type { Thread } from './store/threads.ts'

interface Told {
  readonly thread: string
  /** Raw ids of those who may hear it. */
  readonly to: readonly string[]
}

interface Changed {
  readonly at: Instant
  /** Raw id of who did it. */
  readonly by: string
  /** In ms, rising in each thread. */
  readonly version: number
}

export type ChatEvent = Told &
  (
    | { readonly kind: 'messageReceived' | 'messageEdited' | 'messageDeleted'; readonly message: Message }
    | {
        readonly kind: 'typing'
        /** Raw id. */
        readonly sender: string
        readonly senderName: string | null
        readonly at: Instant
      }
    | { readonly kind: 'readReceipt'; readonly receipt: Receipt }
    | (Changed & {
        readonly kind: 'threadCreated'
        readonly properties: Thread
        readonly participants: readonly Participant[]
      })
    | (Changed & { readonly kind: 'threadUpdated'; readonly properties: Thread })
    | (Changed & { readonly kind: 'threadDeleted' })
    | (Changed & {
        readonly kind: 'participantsAdded' | 'participantsRemoved'
        readonly participants: readonly Participant[]
      })
  )
