/** Rooms themselves: `/rooms`. */
import { Type } from 'typebox'
import type { Ids } from '#base'
import { type Operation, operation } from '../operation.ts'
import { deleteRoom as dropRoom, insertRoom, type Room, roomsOf, updateRoom } from '../store.ts'
import { changedValidity, newValidity } from '../validity.ts'
import { foundRoom, noteOf, roomBody } from './found-room.ts'
import { PAGE } from './paging.ts'
import { Participants, patchParticipants } from './participants.ts'

const Options = {
  validFrom: Type.Optional(Type.String()),
  validUntil: Type.Optional(Type.String()),
  pstnDialOutEnabled: Type.Optional(Type.Boolean()),
}

const createRoom = operation({
  id: 'CreateRoom',
  method: 'POST',
  path: '/rooms',
  body: Type.Object({ ...Options, participants: Type.Optional(Participants) }),
  perform: ({ tx, resource, body = {}, now, ids }) => {
    const room: Room = {
      id: newRoomId(ids),
      resource,
      createdAt: now,
      ...newValidity(body, now),
      pstnDialOutEnabled: body.pstnDialOutEnabled ?? false,
    }
    insertRoom(tx, room)
    const { upserted: added } = patchParticipants(tx, room.id, body.participants ?? {})
    return { reply: { status: 201, body: roomBody(room) }, room: { ...noteOf(tx, room), added } }
  },
})

const getRoom: Operation = {
  id: 'GetRoom',
  method: 'GET',
  path: '/rooms/{roomId}',
  perform: call => {
    const room = foundRoom(call)
    return { reply: { status: 200, body: roomBody(room) }, room: noteOf(call.tx, room) }
  },
}

const patchRoom = operation({
  id: 'PatchRoom',
  method: 'PATCH',
  path: '/rooms/{roomId}',
  body: Type.Object(Options),
  perform: call => {
    const { tx, body = {}, now } = call
    const before = foundRoom(call)
    const room: Room = {
      ...before,
      ...changedValidity(before, body, now),
      pstnDialOutEnabled: body.pstnDialOutEnabled ?? before.pstnDialOutEnabled,
    }
    updateRoom(tx, room)
    return { reply: { status: 200, body: roomBody(room) }, room: noteOf(tx, room) }
  },
})

const deleteRoom: Operation = {
  id: 'DeleteRoom',
  method: 'DELETE',
  path: '/rooms/{roomId}',
  perform: call => {
    const room = foundRoom(call)
    const note = noteOf(call.tx, room)
    dropRoom(call.tx, room.id)
    return { reply: { status: 204 }, room: note }
  },
}

/** Rooms that can still be joined, now or later. */
const listRooms: Operation = {
  id: 'ListRooms',
  method: 'GET',
  path: '/rooms',
  perform: ({ tx, resource, query, now, link }) => {
    const after = /^\d{1,15}$/.test(query.after ?? '') ? Number(query.after) : 0
    const found = roomsOf(tx, { resource, now, after, limit: PAGE + 1 })
    const page = found.slice(0, PAGE)
    const last = page.at(-1)
    const nextLink = found.length > PAGE && last && link('/rooms', { after: String(last.number) })
    const value = page.map(({ room }) => roomBody(room))
    return { reply: { status: 200, body: { value, ...(nextLink && { nextLink }) } } }
  },
}

export const roomOperations: readonly Operation[] = [createRoom, getRoom, patchRoom, deleteRoom, listRooms]

/** 17 digits that begin with 99, as the service's do. */
function newRoomId(ids: Ids): string {
  const number = Buffer.from(ids.bytes(8)).readBigUInt64BE() % 10n ** 15n
  return `99${String(number).padStart(15, '0')}`
}
