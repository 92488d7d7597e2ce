/** What a thread tells of its participants: a message of its own that stays, and the event for who is connected. */
import type { Instant } from '#base'
import type { Transaction } from '#state'
import { listenersOf } from './access.ts'
import type { ChatEvent } from './events.ts'
import type { Services } from './operation.ts'
import { appendMessage, type Message } from './store/messages.ts'
import type { Participant } from './store/participants.ts'
import type { Thread } from './store/threads.ts'

export interface Deed {
  readonly thread: Thread
  /** Raw id of who did it. */
  readonly by: string
  readonly at: Instant
}

/** The message that they came or went. */
export const tellOfParticipants = (
  tx: Transaction,
  { thread, by, at }: Deed,
  news: { readonly kind: 'participantAdded' | 'participantRemoved'; readonly who: readonly Participant[] },
): Message => {
  const participants = news.who.map(({ user, displayName, shareHistoryAt }) => ({
    user,
    displayName,
    shareHistoryAt,
  }))
  return appendMessage(tx, thread.id, { content: { kind: news.kind, participants, initiator: by } }, at)
}

export const tellOfTopic = (tx: Transaction, { thread, by, at }: Deed): Message =>
  appendMessage(tx, thread.id, { content: { kind: 'topicUpdated', topic: thread.topic, initiator: by } }, at)

/** After they were stored: they hear of it themselves. */
export function participantsCame(
  tx: Transaction,
  services: Services,
  { who, ...deed }: Deed & { readonly who: readonly Participant[] },
): readonly ChatEvent[] {
  if (who.length === 0) return []
  const { version } = tellOfParticipants(tx, deed, { kind: 'participantAdded', who })
  const { thread, by, at } = deed
  const to = listenersOf(tx, thread, services)
  return [{ kind: 'participantsAdded', thread: thread.id, to, at, by, version, participants: who }]
}

/** After they were removed, they still hear that they were. */
export function participantWent(
  tx: Transaction,
  services: Services,
  { who, ...deed }: Deed & { readonly who: Participant },
): readonly ChatEvent[] {
  const { version } = tellOfParticipants(tx, deed, { kind: 'participantRemoved', who: [who] })
  const { thread, by, at } = deed
  const to = [...listenersOf(tx, thread, services), who.user]
  return [{ kind: 'participantsRemoved', thread: thread.id, to, at, by, version, participants: [who] }]
}
