/** Messages: send, list, read, edit, delete. */
import { type Static, Type } from 'typebox'
import { listenersOf, type Membership, membershipOf } from '../access.ts'
import { messageBody } from '../bodies.ts'
import { chatError } from '../errors.ts'
import { type Call, EVERY_SCOPE, type Operation, operation, type Services } from '../operation.ts'
import { cursorOf, pageReply, pageSizeOf, startTimeOf } from '../paging.ts'
import {
  appendMessage,
  type Message,
  type MessageContent,
  messageById,
  messagesOf,
  replaceMessage,
} from '../store/messages.ts'
import { patchMetadata } from '../store/metadata.ts'
import { nextStamp } from '../store/threads.ts'
import { DisplayName, MetadataModel, MetadataPatch } from './schemas.ts'

const LARGEST_CONTENT = 28 * 1024

/** Throws ApiError 413 for more than 28 KB of UTF-8. */
function checked(content: string): string {
  const found = Buffer.byteLength(content)
  if (found > LARGEST_CONTENT) throw chatError('MessageTooLarge', { found, most: LARGEST_CONTENT })
  return content
}

const SendMessageRequest = Type.Object({
  content: Type.String({ minLength: 1 }),
  senderDisplayName: Type.Optional(Type.Union([DisplayName, Type.Null()])),
  type: Type.Optional(Type.Union([Type.Literal('text'), Type.Literal('html')])),
  metadata: Type.Optional(MetadataModel),
})

const sendMessage = operation({
  id: 'SendChatMessage',
  method: 'POST',
  path: '/chat/threads/{threadId}/messages',
  body: SendMessageRequest,
  scopes: EVERY_SCOPE,
  limit: 'changeMessages',
  perform: (call, services) => {
    const { tx, user, body, now } = call
    const { thread } = membershipOf(call, services)
    const content: MessageContent = { kind: body.type ?? 'text', message: checked(body.content) }
    const { senderDisplayName, metadata } = body
    const written = { content, sender: user, senderName: senderDisplayName ?? undefined, metadata }
    const message = appendMessage(tx, thread.id, written, now)
    const id = String(message.id)
    const to = listenersOf(tx, thread, services)
    return {
      reply: {
        status: 201,
        body: { id },
        headers: { Location: call.link([thread.id, 'messages', id]) },
      },
      message: id,
      events: [{ kind: 'messageReceived', thread: thread.id, to, message }],
    }
  },
})

const listMessages: Operation = {
  id: 'ListChatMessages',
  method: 'GET',
  path: '/chat/threads/{threadId}/messages',
  scopes: EVERY_SCOPE,
  limit: 'readMessages',
  perform: (call, services) => {
    const { thread, member } = membershipOf(call, services)
    const size = pageSizeOf(call)
    const found = messagesOf(call.tx, {
      thread: thread.id,
      since: Math.max(startTimeOf(call), member.visibleFrom),
      before: cursorOf(call),
      limit: size + 1,
    })
    const next = ({ id }: Message) => ({ before: String(id) })
    const page = { found, size, body: messageBody, path: [thread.id, 'messages'], next }
    return { reply: pageReply(call, page) }
  },
}

const getMessage: Operation = {
  id: 'GetChatMessage',
  method: 'GET',
  path: '/chat/threads/{threadId}/messages/{messageId}',
  scopes: EVERY_SCOPE,
  limit: 'readMessages',
  perform: (call, services) => ({
    reply: { status: 200, body: messageBody(visibleMessage(call, membershipOf(call, services))) },
  }),
}

const UpdateMessageRequest = Type.Object({
  content: Type.Optional(Type.String({ minLength: 1 })),
  metadata: Type.Optional(MetadataPatch),
})

const updateMessage = operation({
  id: 'UpdateChatMessage',
  method: 'PATCH',
  path: '/chat/threads/{threadId}/messages/{messageId}',
  body: UpdateMessageRequest,
  scopes: EVERY_SCOPE,
  limit: 'changeMessages',
  perform: (call, services) => {
    const { content, metadata }: Static<typeof UpdateMessageRequest> = call.body ?? {}
    return changeOwnMessage(call, services, {
      kind: 'messageEdited',
      change: (message, at) => ({
        ...message,
        content: content === undefined ? message.content : withText(message.content, checked(content)),
        metadata: patchMetadata(message.metadata, metadata),
        editedAt: at,
      }),
    })
  },
})

/** Only what people wrote has a text. */
const withText = (content: MessageContent | null, message: string): MessageContent | null =>
  content?.kind === 'text' || content?.kind === 'html' ? { ...content, message } : content

const deleteMessage: Operation = {
  id: 'DeleteChatMessage',
  method: 'DELETE',
  path: '/chat/threads/{threadId}/messages/{messageId}',
  scopes: EVERY_SCOPE,
  limit: 'changeMessages',
  perform: (call, services) =>
    changeOwnMessage(call, services, {
      kind: 'messageDeleted',
      change: (message, at) => ({ ...message, content: null, deletedAt: at }),
    }),
}

export const messageOperations: readonly Operation[] = [
  sendMessage,
  listMessages,
  getMessage,
  updateMessage,
  deleteMessage,
]

interface OwnChange {
  readonly kind: 'messageEdited' | 'messageDeleted'
  readonly change: (message: Message, at: number) => Message
}

/** Throws ApiError 403 for somebody else's message, 404 for one that is not there (any more). */
function changeOwnMessage(call: Call, services: Services, { kind, change }: OwnChange) {
  const { tx, user, now } = call
  const membership = membershipOf(call, services)
  const { thread } = membership
  const message = visibleMessage(call, membership)
  if (message.sender !== user) throw chatError('NotSender')
  if (message.deletedAt !== null) throw chatError('MessageNotFound', { message: message.id })
  const changed = { ...change(message, now), version: nextStamp(tx, thread.id, now) }
  replaceMessage(tx, changed)
  const to = listenersOf(tx, thread, services)
  return { reply: { status: 204 }, events: [{ kind, thread: thread.id, to, message: changed }] }
}

/** The message of the path, if the caller may read it. Throws ApiError 404. */
export function visibleMessage(
  { tx, params }: Call,
  { thread, member }: Membership,
  id: string = params.messageId ?? '',
): Message {
  const found = /^\d{1,15}$/.test(id)
    ? messageById(tx, thread.id, { id: Number(id), visibleFrom: member.visibleFrom })
    : undefined
  if (!found) throw chatError('MessageNotFound', { message: id })
  return found
}
