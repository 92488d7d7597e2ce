/** Threads: make, list, read, change, delete. */
import { type Static, Type } from 'typebox'
import { parseRawId } from '#records'
import { anyMembershipOf, listenersOf, ownMembershipOf } from '../access.ts'
import { threadBody, threadItemBody } from '../bodies.ts'
import { chatError } from '../errors.ts'
import type { ChatEvent } from '../events.ts'
import { tellOfParticipants, tellOfTopic } from '../news.ts'
import {
  type Call,
  type Done,
  EVERY_SCOPE,
  FULL_SCOPE,
  type Operation,
  operation,
  type Services,
} from '../operation.ts'
import { cursorOf, pageReply, pageSizeOf, startTimeOf } from '../paging.ts'
import { type Metadata, patchMetadata } from '../store/metadata.ts'
import { insertParticipants, participantsOf } from '../store/participants.ts'
import {
  insertThread,
  markThreadDeleted,
  nextStamp,
  purgeExpiredThreads,
  type Thread,
  threadByCreation,
  threadsOf,
  updateThread,
} from '../store/threads.ts'
import { admitParticipants, ParticipantModel } from './participants.ts'
import { MetadataModel, MetadataPatch } from './schemas.ts'

const Topic = Type.String({ minLength: 1, maxLength: 250 })

const RetentionPolicy = Type.Union([
  Type.Object({
    kind: Type.Literal('threadCreationDate'),
    deleteThreadAfterDays: Type.Integer({ minimum: 30, maximum: 90 }),
  }),
  Type.Object({ kind: Type.Literal('none') }),
])

const CreateThreadRequest = Type.Object({
  topic: Topic,
  participants: Type.Optional(Type.Array(ParticipantModel, { maxItems: 1000 })),
  metadata: Type.Optional(MetadataModel),
  retentionPolicy: Type.Optional(Type.Union([RetentionPolicy, Type.Null()])),
})

const createThread = operation({
  id: 'CreateChatThread',
  method: 'POST',
  path: '/chat/threads',
  body: CreateThreadRequest,
  scopes: FULL_SCOPE,
  limit: 'createThread',
  perform: (call, services) => {
    const { tx, user, body, headers, now } = call
    if (parseRawId(user)?.kind !== 'acsUser') throw chatError('NoCommunicationUser')
    const creationId = headers['repeatability-request-id']
    const known = creationId === undefined ? undefined : threadByCreation(tx, user, creationId)
    if (known) return created(call, known, {})
    purgeExpiredThreads(tx, now)
    const thread: Thread = {
      id: `19:${Buffer.from(services.ids.bytes(33)).toString('base64url')}@thread.v2`,
      topic: body.topic,
      createdAt: now,
      createdBy: user,
      metadata: body.metadata ?? {},
      retentionDays: daysOf(body.retentionPolicy),
      deletedAt: null,
    }
    insertThread(tx, { ...thread, creationId })
    const creator = { user, displayName: null, shareHistoryAt: null, metadata: {}, visibleFrom: now }
    insertParticipants(tx, thread.id, [creator])
    const { invalidParticipants } = admitParticipants(call, services, {
      thread,
      asked: body.participants ?? [],
    })
    const events = announceThread(call, services, thread)
    return { ...created(call, thread, invalidParticipants), events }
  },
})

/** What a new thread tells of itself: who is there, then its topic. */
function announceThread({ tx, user, now }: Call, services: Services, thread: Thread): readonly ChatEvent[] {
  const participants = participantsOf(tx, thread.id)
  const deed = { thread, by: user, at: now }
  tellOfParticipants(tx, deed, { kind: 'participantAdded', who: participants })
  const { version } = tellOfTopic(tx, deed)
  const to = listenersOf(tx, thread, services)
  const change = { thread: thread.id, to, at: now, by: user, version }
  return [{ kind: 'threadCreated', ...change, properties: thread, participants }]
}

const created = (call: Call, thread: Thread, invalid: Readonly<Record<string, unknown>>): Done => ({
  reply: {
    status: 201,
    body: { chatThread: threadBody(thread), ...invalid },
    headers: { Location: call.link([thread.id]) },
  },
  thread: thread.id,
})

const daysOf = (policy: Static<typeof RetentionPolicy> | null | undefined): number | null =>
  policy?.kind === 'threadCreationDate' ? policy.deleteThreadAfterDays : null

const listThreads: Operation = {
  id: 'ListChatThreads',
  method: 'GET',
  path: '/chat/threads',
  scopes: EVERY_SCOPE,
  limit: 'readThreads',
  perform: call => {
    const size = pageSizeOf(call)
    const asked = {
      user: call.user,
      since: startTimeOf(call),
      before: cursorOf(call),
      limit: size + 1,
    }
    const found = threadsOf(call.tx, asked, call.now)
    const next = ({ number }: { readonly number: number }) => ({ before: String(number) })
    return { reply: pageReply(call, { found, size, body: threadItemBody, path: [], next }) }
  },
}

const getThread: Operation = {
  id: 'GetChatThread',
  method: 'GET',
  path: '/chat/threads/{threadId}',
  scopes: EVERY_SCOPE,
  limit: 'readThreads',
  perform: (call, services) => ({
    reply: { status: 200, body: threadBody(anyMembershipOf(call, services).thread) },
  }),
}

const UpdateThreadRequest = Type.Object({
  topic: Type.Optional(Topic),
  metadata: Type.Optional(MetadataPatch),
  retentionPolicy: Type.Optional(Type.Union([RetentionPolicy, Type.Null()])),
})

const updateProperties = operation({
  id: 'UpdateChatThread',
  method: 'PATCH',
  path: '/chat/threads/{threadId}',
  body: UpdateThreadRequest,
  scopes: FULL_SCOPE,
  limit: 'updateThread',
  perform: (call, services) => {
    const { tx, user, now } = call
    const body: Static<typeof UpdateThreadRequest> = call.body ?? {}
    const { thread } = ownMembershipOf(call, services)
    const properties = patched(thread, body)
    updateThread(tx, properties)
    if (properties.topic !== thread.topic) tellOfTopic(tx, { thread: properties, by: user, at: now })
    const version = nextStamp(tx, thread.id, now)
    const change = { thread: thread.id, to: listenersOf(tx, thread, services), at: now, by: user, version }
    return { reply: { status: 204 }, events: [{ kind: 'threadUpdated', ...change, properties }] }
  },
})

function patched(thread: Thread, patch: Static<typeof UpdateThreadRequest>): Thread {
  const metadata: Metadata = patchMetadata(thread.metadata, patch.metadata)
  const { retentionPolicy } = patch
  return {
    ...thread,
    topic: patch.topic ?? thread.topic,
    metadata,
    retentionDays: retentionPolicy === undefined ? thread.retentionDays : daysOf(retentionPolicy),
  }
}

const deleteThread: Operation = {
  id: 'DeleteChatThread',
  method: 'DELETE',
  path: '/chat/threads/{threadId}',
  scopes: FULL_SCOPE,
  limit: 'deleteThread',
  perform: (call, services) => {
    const { tx, user, now } = call
    const { thread } = ownMembershipOf(call, services)
    const { id } = thread
    const to = listenersOf(tx, thread, services)
    markThreadDeleted(tx, id, now)
    const change = { thread: id, to, at: now, by: user, version: nextStamp(tx, id, now) }
    return { reply: { status: 204 }, events: [{ kind: 'threadDeleted', ...change }] }
  },
}

export const threadOperations: readonly Operation[] = [
  createThread,
  listThreads,
  getThread,
  updateProperties,
  deleteThread,
]
