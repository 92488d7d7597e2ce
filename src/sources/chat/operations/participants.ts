/** Who takes part: add, list, remove. */
import { type Static, Type } from 'typebox'
import { type Instant, parseIso } from '#base'
import { parseRawId, resourceOf } from '#records'
import { membershipOf, ownMembershipOf } from '../access.ts'
import { participantBody } from '../bodies.ts'
import { chatError } from '../errors.ts'
import { IdentifierModel, readIdentifier } from '../identifiers.ts'
import { participantsCame, participantWent } from '../news.ts'
import {
  type Call,
  EVERY_SCOPE,
  JOIN_SCOPES,
  type Operation,
  operation,
  type Services,
} from '../operation.ts'
import { pageReply, pageSizeOf, skipOf } from '../paging.ts'
import {
  deleteParticipant,
  insertParticipants,
  type Participant,
  participantIn,
  participantsOf,
} from '../store/participants.ts'
import { nextStamp, type Thread } from '../store/threads.ts'
import { DisplayName, MetadataModel } from './schemas.ts'

export const ParticipantModel = Type.Object({
  communicationIdentifier: IdentifierModel,
  displayName: Type.Optional(Type.Union([DisplayName, Type.Null()])),
  shareHistoryTime: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
  metadata: Type.Optional(MetadataModel),
})

const MOST_PARTICIPANTS = 250

interface Admission {
  readonly added: readonly Participant[]
  /** Member of the answer; empty when all are valid. */
  readonly invalidParticipants: { readonly invalidParticipants?: readonly unknown[] }
}

interface Asked {
  readonly thread: Thread
  readonly asked: readonly Static<typeof ParticipantModel>[]
}

/** Adds who is valid and not there yet, and says who is not valid and why. Throws ApiError 400 for too many. */
export function admitParticipants(call: Call, services: Services, { thread, asked }: Asked): Admission {
  const { tx, now } = call
  const judged = asked.map(model => {
    const user = readIdentifier(model.communicationIdentifier)
    return { model, user, flaw: flawOf(user, call, services) }
  })
  const invalid = judged.flatMap(({ user, flaw }) => (flaw ? [{ ...flaw, target: user }] : []))
  const fresh = nextStamp(tx, thread.id, now)
  const valid = judged.filter(({ flaw }) => flaw === undefined)
  const participants = valid.map(({ model, user }): Participant => {
    const shareHistoryAt = readShareHistoryTime(model.shareHistoryTime)
    return {
      user,
      displayName: model.displayName ?? null,
      shareHistoryAt,
      metadata: model.metadata ?? {},
      visibleFrom: Math.min(shareHistoryAt ?? fresh, fresh),
    }
  })
  const added = insertParticipants(tx, thread.id, participants)
  if (participantsOf(tx, thread.id).length > MOST_PARTICIPANTS) {
    throw chatError('TooManyParticipants', { most: MOST_PARTICIPANTS })
  }
  return { added, invalidParticipants: invalid.length > 0 ? { invalidParticipants: invalid } : {} }
}

/** Threads take users of the caller's own resource, who must exist. */
function flawOf(
  user: string,
  { resource }: Call,
  { hasUser }: Services,
): { readonly code: string; readonly message: string } | undefined {
  const identity = parseRawId(user)
  if (!identity || resourceOf(identity) !== resource) {
    return { code: '403', message: 'Permissions check failed' }
  }
  return hasUser(user) ? undefined : { code: '404', message: 'Not found' }
}

function readShareHistoryTime(given: string | null | undefined): Instant | null {
  if (given === null || given === undefined) return null
  const instant = parseIso(given)
  if (instant === undefined) throw chatError('BadShareHistoryTime', { found: given })
  return instant
}

const addParticipants = operation({
  id: 'AddChatThreadParticipants',
  method: 'POST',
  path: '/chat/threads/{threadId}/participants/:add',
  body: Type.Object({ participants: Type.Array(ParticipantModel, { minItems: 1, maxItems: 1000 }) }),
  scopes: JOIN_SCOPES,
  limit: 'changeParticipants',
  perform: (call, services) => {
    const { tx, user, now } = call
    const { thread } = ownMembershipOf(call, services)
    const asked = call.body.participants
    const { added, invalidParticipants } = admitParticipants(call, services, { thread, asked })
    const reply = { status: 201, body: invalidParticipants }
    return { reply, events: participantsCame(tx, services, { thread, by: user, at: now, who: added }) }
  },
})

const listParticipants: Operation = {
  id: 'ListChatThreadParticipants',
  method: 'GET',
  path: '/chat/threads/{threadId}/participants',
  scopes: EVERY_SCOPE,
  limit: 'listParticipants',
  perform: (call, services) => {
    const { id } = membershipOf(call, services).thread
    const [size, skip] = [pageSizeOf(call), skipOf(call)]
    const found = participantsOf(call.tx, id, { skip, limit: size + 1 })
    const next = () => ({ skip: String(skip + size) })
    const page = { found, size, body: participantBody, path: [id, 'participants'], next }
    return { reply: pageReply(call, page) }
  },
}

const removeParticipant = operation({
  id: 'RemoveChatThreadParticipant',
  method: 'POST',
  path: '/chat/threads/{threadId}/participants/:remove',
  body: IdentifierModel,
  scopes: JOIN_SCOPES,
  limit: 'changeParticipants',
  perform: (call, services) => {
    const { tx, user, now } = call
    const removed = readIdentifier(call.body ?? {})
    const { thread } = ownMembershipOf(call, services)
    const participant = participantIn(tx, thread.id, removed)
    if (!participant) throw chatError('ParticipantNotFound', { participant: removed })
    deleteParticipant(tx, thread.id, removed)
    const gone = { thread, by: user, at: now, who: participant }
    return { reply: { status: 204 }, events: participantWent(tx, services, gone) }
  },
})

export const participantOperations: readonly Operation[] = [
  addParticipants,
  listParticipants,
  removeParticipant,
]
