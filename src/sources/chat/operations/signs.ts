/** Signs of life: read receipts and typing. */
import { type Static, Type } from 'typebox'
import { listenersOf, membershipOf } from '../access.ts'
import { receiptBody } from '../bodies.ts'
import { EVERY_SCOPE, type Operation, operation } from '../operation.ts'
import { pageReply, pageSizeOf, skipOf } from '../paging.ts'
import { putReceipt, receiptsOf } from '../store/receipts.ts'
import { visibleMessage } from './messages.ts'
import { DisplayName } from './schemas.ts'

const sendReadReceipt = operation({
  id: 'SendReadReceipt',
  method: 'POST',
  path: '/chat/threads/{threadId}/readReceipts',
  body: Type.Object({ chatMessageId: Type.String({ maxLength: 64 }) }),
  scopes: EVERY_SCOPE,
  limit: 'sendReceipt',
  perform: (call, services) => {
    const { tx, user, body, now } = call
    const membership = membershipOf(call, services)
    const { thread } = membership
    const { id } = visibleMessage(call, membership, body.chatMessageId)
    const done = { reply: { status: 200 }, message: String(id) }
    // Teams has no read receipts for external users: the request is welcome and nobody hears of it.
    if (thread.meeting) return done
    const receipt = { user, message: id, readAt: now }
    putReceipt(tx, thread.id, receipt)
    const to = listenersOf(tx, thread, services).filter(other => other !== user)
    return { ...done, events: [{ kind: 'readReceipt', thread: thread.id, to, receipt }] }
  },
})

const listReadReceipts: Operation = {
  id: 'GetReadReceipts',
  method: 'GET',
  path: '/chat/threads/{threadId}/readReceipts',
  scopes: EVERY_SCOPE,
  limit: 'listReceipts',
  perform: (call, services) => {
    const { thread, member } = membershipOf(call, services)
    const [size, skip] = [pageSizeOf(call), skipOf(call)]
    const { visibleFrom } = member
    const found = receiptsOf(call.tx, thread.id, { visibleFrom, skip, limit: size + 1 })
    const next = () => ({ skip: String(skip + size) })
    const page = { found, size, body: receiptBody, path: [thread.id, 'readReceipts'], next }
    return { reply: pageReply(call, page) }
  },
}

const TypingRequest = Type.Object({
  senderDisplayName: Type.Optional(Type.Union([DisplayName, Type.Null()])),
})

const sendTyping = operation({
  id: 'SendTypingIndicator',
  method: 'POST',
  path: '/chat/threads/{threadId}/typing',
  body: TypingRequest,
  scopes: EVERY_SCOPE,
  limit: 'sendTyping',
  perform: (call, services) => {
    const { tx, user, now } = call
    const body: Static<typeof TypingRequest> = call.body ?? {}
    const { thread } = membershipOf(call, services)
    const to = listenersOf(tx, thread, services).filter(other => other !== user)
    const typing = { kind: 'typing', thread: thread.id, to, sender: user, at: now } as const
    return { reply: { status: 200 }, events: [{ ...typing, senderName: body.senderDisplayName ?? null }] }
  },
})

export const signOperations: readonly Operation[] = [sendReadReceipt, listReadReceipts, sendTyping]
