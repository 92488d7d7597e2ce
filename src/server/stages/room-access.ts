/** Joins rooms to meetings: the list of a room decides who comes into its call, and as what. */
import type { MeetingRole } from '#records'
import type { RoomAccess } from '#sources/meetings'
import type { Rooms } from '#sources/rooms'

/** A call knows fewer roles than a room; collaborators may present, consumers only watch. */
const ROLES = {
  Presenter: 'Presenter',
  Collaborator: 'Presenter',
  Attendee: 'Attendee',
  Consumer: 'Attendee',
} as const satisfies Record<string, MeetingRole>

export const roomAccessOf =
  (rooms: Rooms): RoomAccess =>
  (roomId, rawId) => {
    const access = rooms.access(roomId, rawId)
    return access.kind === 'admitted'
      ? { kind: 'admitted', role: ROLES[access.role] }
      : { kind: 'refused', end: access.reason }
  }
