/** The room that a request addresses, and what is told of a room in answers and in the log. */
import { toIso } from '#base'
import type { RoomNote } from '#records'
import type { SqlReader } from '#state'
import { roomsError } from '../errors.ts'
import type { Call } from '../operation.ts'
import { countsOf, type Room, roomById } from '../store.ts'

/** A room of the calling resource; those of others do not exist for it. Throws ApiError 400 or 404. */
export function foundRoom({ tx, params, resource }: Pick<Call, 'tx' | 'params' | 'resource'>): Room {
  const id = params.roomId ?? ''
  if (!/^\d+$/.test(id)) throw roomsError('BadRoomId', { id })
  const room = roomById(tx, id)
  if (room?.resource !== resource) throw roomsError('RoomNotFound', { id })
  return room
}

/** The room as answers show it. */
export const roomBody = ({ id, createdAt, validFrom, validUntil, pstnDialOutEnabled }: Room) => ({
  id,
  createdAt: toIso(createdAt),
  validFrom: toIso(validFrom),
  validUntil: toIso(validUntil),
  pstnDialOutEnabled,
})

/** The room as the log shows it after the request. */
export function noteOf(db: SqlReader, { id, validFrom, validUntil, pstnDialOutEnabled }: Room): RoomNote {
  const counts = countsOf(db, id)
  return {
    id,
    lifespan: Math.round((validUntil - validFrom) / 60_000),
    pstnDialOutEnabled,
    participants: [...counts.values()].reduce((sum, many) => sum + many, 0),
    consumers: counts.get('Consumer') ?? 0,
    attendees: counts.get('Attendee') ?? 0,
    presenters: counts.get('Presenter') ?? 0,
  }
}
