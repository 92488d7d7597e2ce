/** Events as the official client reads them: a number for the kind, flat texts, and JSON inside texts. */
import { toIso } from '#base'
import type { ChatEvent } from '../events.ts'
import type { Message } from '../store/messages.ts'
import type { Participant } from '../store/participants.ts'
import type { Thread } from '../store/threads.ts'

type Body = Readonly<Record<string, unknown>>
type EventOf<Kind extends ChatEvent['kind']> = ChatEvent & { readonly kind: Kind }

type Writers = {
  readonly [Kind in ChatEvent['kind']]: {
    readonly eventId: number
    readonly body: (event: EventOf<Kind>, recipient: string) => Body
  }
}

const WRITERS: Writers = {
  messageReceived: { eventId: 200, body: ({ message }, to) => messageBody(message, to) },
  typing: {
    eventId: 245,
    body: ({ thread, sender, senderName, at }, to) => ({
      ...addressed(thread, sender, to),
      senderDisplayName: senderName ?? '',
      version: String(at),
      originalArrivalTime: toIso(at),
    }),
  },
  readReceipt: {
    eventId: 246,
    body: ({ thread, receipt: { user, message, readAt } }, to) => ({
      ...addressed(thread, user, to),
      messageId: String(message),
      clientMessageId: '',
      messageBody: JSON.stringify({
        user,
        consumptionhorizon: `${message};${readAt};${message}`,
        messageVisibilityTime: message,
        version: String(readAt),
      }),
    }),
  },
  messageEdited: {
    eventId: 247,
    body: ({ message }, to) => ({
      ...messageBody(message, to),
      edittime: toIso(message.editedAt ?? message.id),
    }),
  },
  messageDeleted: {
    eventId: 248,
    body: ({ message }, to) => ({
      ...messageBody(message, to),
      deletetime: toIso(message.deletedAt ?? message.id),
    }),
  },
  threadCreated: {
    eventId: 257,
    body: ({ thread, version, at, by, participants, properties }) => ({
      threadId: thread,
      version: String(version),
      createTime: toIso(at),
      createdBy: inText({ participantId: by }),
      members: inText(participants.map(memberBody)),
      properties: inText(propertiesBody(properties)),
    }),
  },
  threadUpdated: {
    eventId: 258,
    body: ({ thread, version, at, by, properties }) => ({
      threadId: thread,
      version: String(version),
      editTime: toIso(at),
      editedBy: inText({ participantId: by }),
      properties: inText(propertiesBody(properties)),
    }),
  },
  threadDeleted: {
    eventId: 259,
    body: ({ thread, version, at, by }) => ({
      threadId: thread,
      version: String(version),
      deleteTime: toIso(at),
      deletedBy: inText({ participantId: by }),
    }),
  },
  participantsAdded: {
    eventId: 260,
    body: ({ thread, version, at, by, participants }) => ({
      threadId: thread,
      version: String(version),
      time: toIso(at),
      addedBy: inText({ participantId: by }),
      participantsAdded: inText(participants.map(memberBody)),
    }),
  },
  participantsRemoved: {
    eventId: 261,
    body: ({ thread, version, at, by, participants }) => ({
      threadId: thread,
      version: String(version),
      time: toIso(at),
      removedBy: inText({ participantId: by }),
      participantsRemoved: inText(participants.map(memberBody)),
    }),
  },
}

/** The text of one event for one recipient (a raw id). */
export function notificationOf<Kind extends ChatEvent['kind']>(
  event: EventOf<Kind> & { readonly kind: Kind },
  recipient: string,
): string {
  const { eventId, body } = WRITERS[event.kind]
  return JSON.stringify({ eventId, ...body(event, recipient) })
}

/** JSON inside a text: the client unescapes it before it parses it, or a percent sign would break it. */
const inText = (value: unknown): string => escape(JSON.stringify(value))

const addressed = (thread: string, sender: string, recipient: string): Body => ({
  groupId: thread,
  senderId: sender,
  recipientId: recipient,
  recipientMri: recipient,
})

const TYPES: Readonly<Record<string, string>> = { text: 'Text', html: 'RichText/Html' }

function messageBody(message: Message, recipient: string): Body {
  const { content } = message
  const text = content?.kind === 'text' || content?.kind === 'html' ? content.message : ''
  return {
    ...addressed(message.thread, message.sender ?? '', recipient),
    messageId: String(message.id),
    clientMessageId: String(message.id),
    senderDisplayName: message.senderName ?? '',
    messageType: TYPES[message.type] ?? message.type,
    messageBody: text,
    version: String(message.version),
    originalArrivalTime: toIso(message.id),
    acsChatMessageMetadata: JSON.stringify(message.metadata),
    attachments: '[]',
  }
}

const memberBody = ({ user, displayName, shareHistoryAt, metadata }: Participant): Body => ({
  participantId: user,
  ...(displayName !== null && { displayName }),
  ...(shareHistoryAt !== null && { shareHistoryTime: toIso(shareHistoryAt) }),
  memberMetaData: JSON.stringify(metadata),
})

const propertiesBody = ({ topic, metadata, retentionDays }: Thread): Body => ({
  topic,
  acsChatThreadMetadata: JSON.stringify(metadata),
  ...(retentionDays !== null && { retentionPolicy: JSON.stringify(retentionBody(retentionDays)) }),
})

/** Days as a time span of .NET. */
const retentionBody = (days: number): Body => ({
  retentionPolicyType: 'DeleteAfterCreationTime',
  executeAfter: `${days}.00:00:00`,
})
