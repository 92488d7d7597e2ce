/** What the chat API answers, member by member (documented wire format). */
import { type Instant, toIso } from '#base'
import { identifierBody } from './identifiers.ts'
import type { Message, MessageContent } from './store/messages.ts'
import type { Participant } from './store/participants.ts'
import type { Receipt } from './store/receipts.ts'
import type { Thread, ThreadItem } from './store/threads.ts'

type Body = Readonly<Record<string, unknown>>

const whenKnown = (name: string, instant: Instant | null): Body =>
  instant === null ? {} : { [name]: toIso(instant) }

export const threadBody = (thread: Thread): Body => ({
  id: thread.id,
  topic: thread.topic,
  createdOn: toIso(thread.createdAt),
  createdByCommunicationIdentifier: identifierBody(thread.createdBy),
  ...whenKnown('deletedOn', thread.deletedAt),
  metadata: thread.metadata,
  retentionPolicy: retentionBody(thread.retentionDays),
})

/** The official client knows these two kinds and fails on any other. */
export const retentionBody = (days: number | null): Body =>
  days === null ? { kind: 'none' } : { kind: 'threadCreationDate', deleteThreadAfterDays: days }

export const threadItemBody = ({ id, topic, deletedAt, lastMessageAt }: ThreadItem): Body => ({
  id,
  topic,
  ...whenKnown('deletedOn', deletedAt),
  ...whenKnown('lastMessageReceivedOn', lastMessageAt),
})

export const messageBody = (message: Message): Body => ({
  id: String(message.id),
  type: message.type,
  sequenceId: String(message.sequence),
  version: String(message.version),
  ...(message.content && { content: contentBody(message.content) }),
  ...(message.senderName !== null && { senderDisplayName: message.senderName }),
  createdOn: toIso(message.id),
  ...(message.sender !== null && { senderCommunicationIdentifier: identifierBody(message.sender) }),
  ...whenKnown('deletedOn', message.deletedAt),
  ...whenKnown('editedOn', message.editedAt),
  metadata: message.metadata,
})

function contentBody(content: MessageContent): Body {
  switch (content.kind) {
    case 'text':
    case 'html':
      return { message: content.message, attachments: [] }
    case 'topicUpdated':
      return {
        topic: content.topic,
        initiatorCommunicationIdentifier: identifierBody(content.initiator),
      }
    case 'participantAdded':
    case 'participantRemoved':
      return {
        participants: content.participants.map(participantBody),
        initiatorCommunicationIdentifier: identifierBody(content.initiator),
      }
  }
}

export const participantBody = (
  participant: Pick<Participant, 'user' | 'displayName' | 'shareHistoryAt'> & Partial<Participant>,
): Body => ({
  communicationIdentifier: identifierBody(participant.user),
  ...(participant.displayName !== null && { displayName: participant.displayName }),
  ...whenKnown('shareHistoryTime', participant.shareHistoryAt),
  ...(participant.metadata && { metadata: participant.metadata }),
})

export const receiptBody = ({ user, message, readAt }: Receipt): Body => ({
  senderCommunicationIdentifier: identifierBody(user),
  chatMessageId: String(message),
  readOn: toIso(readAt),
})
