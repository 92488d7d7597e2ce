/** Who may join a room: `/rooms/{id}/participants`, read in pages and changed by JSON merge patch. */
import { type Static, Type } from 'typebox'
import { parseRawId } from '#records'
import type { Transaction } from '#state'
import { roomsError } from '../errors.ts'
import { type Operation, operation } from '../operation.ts'
import { participantOf, participantsOf, putParticipant, ROOM_ROLES, removeParticipant } from '../store.ts'
import { foundRoom, noteOf } from './found-room.ts'
import { PAGE } from './paging.ts'

const Participant = Type.Object({
  role: Type.Optional(Type.Union(ROOM_ROLES.map(role => Type.Literal(role)))),
})

/** By raw id; null removes. */
export const Participants = Type.Record(Type.String(), Type.Union([Participant, Type.Null()]))

const getParticipants: Operation = {
  id: 'GetParticipants',
  method: 'GET',
  path: '/rooms/{roomId}/participants',
  perform: call => {
    const room = foundRoom(call)
    const found = participantsOf(call.tx, room.id, { after: call.query.after ?? '', limit: PAGE + 1 })
    const value = found.slice(0, PAGE)
    const last = value.at(-1)
    const hasMore = found.length > PAGE && last !== undefined
    const nextLink = hasMore && call.link(`/rooms/${room.id}/participants`, { after: last.rawId })
    return {
      reply: { status: 200, body: { value, ...(nextLink && { nextLink }) } },
      room: noteOf(call.tx, room),
    }
  },
}

const updateParticipants = operation({
  id: 'UpdateParticipants',
  method: 'PATCH',
  path: '/rooms/{roomId}/participants',
  body: Type.Object({ participants: Type.Optional(Participants) }),
  perform: call => {
    const room = foundRoom(call)
    const changes = patchParticipants(call.tx, room.id, call.body?.participants ?? {})
    return { reply: { status: 200, body: {} }, room: { ...noteOf(call.tx, room), ...changes } }
  },
})

export const participantOperations: readonly Operation[] = [getParticipants, updateParticipants]

/**
 * A role that is not given stays, and is Attendee for a newcomer. Removing who is not there is no error.
 * Throws ApiError 400.
 */
export function patchParticipants(
  tx: Transaction,
  room: string,
  patch: Static<typeof Participants>,
): { readonly upserted: number; readonly removed: number } {
  let [upserted, removed] = [0, 0]
  for (const [rawId, change] of Object.entries(patch)) {
    if (parseRawId(rawId)?.kind !== 'acsUser') throw roomsError('BadParticipant', { id: rawId })
    if (change === null) {
      if (removeParticipant(tx, room, rawId)) removed += 1
      continue
    }
    const role = change.role ?? participantOf(tx, room, rawId)?.role ?? 'Attendee'
    putParticipant(tx, room, { rawId, role })
    upserted += 1
  }
  return { upserted, removed }
}
