/** The rooms source: its surface, and the question that meetings ask before somebody joins a room. */
import { type Clock, type Ids, type Surface, standardErrorBody } from '#base'
import { parseRawId, type ResourceOwner } from '#records'
import { type CallersDirectory, createOperationLog } from '#sources/operations'
import type { State } from '#state'
import { participantOperations } from './operations/participants.ts'
import { roomOperations } from './operations/rooms.ts'
import { createRecorder } from './recorded.ts'
import { participantOf, type RoomRole, roomById } from './store.ts'
import { isValidAt } from './validity.ts'

export interface RoomsOptions {
  /** Opened with `roomsMigrations`. */
  readonly state: State
  readonly directory: CallersDirectory<ResourceOwner>
  readonly clock: Clock
  readonly ids: Ids
}

/** Whether somebody may join a room now. `reason` names the end code that a refused join gets. */
export type RoomAccess =
  | { readonly kind: 'admitted'; readonly role: RoomRole }
  | {
      readonly kind: 'refused'
      readonly reason: 'notFound' | 'roomOnlyAcsUsers' | 'roomNotValid' | 'roomNotInvited'
    }

export interface Rooms {
  readonly surfaces: readonly Surface[]
  /** By raw id. */
  access(roomId: string, rawId: string): RoomAccess
}

/** Published versions of the API, oldest first. */
const ROOMS_VERSIONS = ['2023-06-14', '2024-04-15', '2025-03-13'] as const

export function createRooms(options: RoomsOptions): Rooms {
  const { state, clock, ids } = options
  const log = createOperationLog({ api: 'rooms', state, clock, ids })
  const { route, refused } = createRecorder({ ...options, log })
  return {
    surfaces: [
      {
        name: 'rooms',
        access: { kind: 'communication' },
        versions: ROOMS_VERSIONS,
        routes: [...roomOperations, ...participantOperations].map(route),
        prefixes: ['rooms'],
        errorBody: standardErrorBody,
        refused,
      },
    ],
    access: (roomId, rawId) => accessTo({ roomId, rawId }, options),
  }
}

function accessTo(
  { roomId, rawId }: { readonly roomId: string; readonly rawId: string },
  { state, clock }: RoomsOptions,
): RoomAccess {
  const room = roomById(state, roomId)
  if (!room) return { kind: 'refused', reason: 'notFound' }
  if (parseRawId(rawId)?.kind !== 'acsUser') return { kind: 'refused', reason: 'roomOnlyAcsUsers' }
  if (!isValidAt(room, clock.now())) return { kind: 'refused', reason: 'roomNotValid' }
  const participant = participantOf(state, roomId, rawId)
  return participant
    ? { kind: 'admitted', role: participant.role }
    : { kind: 'refused', reason: 'roomNotInvited' }
}
