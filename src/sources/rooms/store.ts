/** The rooms tables: which rooms there are, who may join them, and answers that may be asked for again. */
import type { Instant } from '#base'
import type { ResourceId } from '#records'
import type { Migration, SqlReader, Transaction } from '#state'

export const roomsMigrations: readonly Migration[] = [
  {
    id: 'rooms/1-rooms-and-participants',
    sql: `
      CREATE TABLE rooms (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, resource TEXT NOT NULL,
        created_at REAL NOT NULL, valid_from REAL NOT NULL, valid_until REAL NOT NULL,
        pstn_dial_out INTEGER NOT NULL) STRICT;
      CREATE INDEX rooms_by_resource ON rooms (resource, number);
      CREATE TABLE room_participants (
        room TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE, raw_id TEXT NOT NULL, role TEXT NOT NULL,
        PRIMARY KEY (room, raw_id)) STRICT, WITHOUT ROWID;
      CREATE TABLE room_repeats (
        resource TEXT NOT NULL, request_id TEXT NOT NULL, first_sent TEXT NOT NULL, request BLOB NOT NULL,
        at REAL NOT NULL, status INTEGER NOT NULL, body TEXT,
        PRIMARY KEY (resource, request_id, first_sent)) STRICT, WITHOUT ROWID;
      CREATE INDEX room_repeats_by_time ON room_repeats (at);`,
  },
]

export const ROOM_ROLES = ['Presenter', 'Attendee', 'Consumer', 'Collaborator'] as const
export type RoomRole = (typeof ROOM_ROLES)[number]

export interface Room {
  readonly id: string
  readonly resource: ResourceId
  readonly createdAt: Instant
  readonly validFrom: Instant
  readonly validUntil: Instant
  readonly pstnDialOutEnabled: boolean
}

interface RoomRow extends Omit<Room, 'pstnDialOutEnabled'> {
  /** Rises with each room made. */
  readonly number: number
  readonly pstnDialOut: number
}

const ROOM = `SELECT number, id, resource, created_at AS createdAt, valid_from AS validFrom,
  valid_until AS validUntil, pstn_dial_out AS pstnDialOut FROM rooms`

const roomOf = ({ number: _, pstnDialOut, ...room }: RoomRow): Room => ({
  ...room,
  pstnDialOutEnabled: pstnDialOut !== 0,
})

/** Of whichever resource. */
export function roomById(db: SqlReader, id: string): Room | undefined {
  const row = db.get<RoomRow>(`${ROOM} WHERE id = ?`, id)
  return row && roomOf(row)
}

export interface RoomsAsked {
  readonly resource: ResourceId
  /** Rooms whose validity ended before are left out. */
  readonly now: Instant
  /** Number of the last room of the page before. */
  readonly after: number
  readonly limit: number
}

/** In the order in which they were made, each with its number. */
export function roomsOf(db: SqlReader, { resource, now, after, limit }: RoomsAsked) {
  const sql = `${ROOM} WHERE resource = ? AND number > ? AND valid_until > ? ORDER BY number LIMIT ?`
  return db
    .all<RoomRow>(sql, resource, after, now, limit)
    .map(row => ({ number: row.number, room: roomOf(row) }))
}

export function insertRoom(tx: Transaction, room: Room): void {
  tx.run(
    `INSERT INTO rooms (id, resource, created_at, valid_from, valid_until, pstn_dial_out)
      VALUES (?, ?, ?, ?, ?, ?)`,
    room.id,
    room.resource,
    room.createdAt,
    room.validFrom,
    room.validUntil,
    room.pstnDialOutEnabled ? 1 : 0,
  )
}

export function updateRoom(tx: Transaction, { id, validFrom, validUntil, pstnDialOutEnabled }: Room): void {
  const sql = 'UPDATE rooms SET valid_from = ?, valid_until = ?, pstn_dial_out = ? WHERE id = ?'
  tx.run(sql, validFrom, validUntil, pstnDialOutEnabled ? 1 : 0, id)
}

/** Its participants go with it. */
export function deleteRoom(tx: Transaction, id: string): void {
  tx.run('DELETE FROM rooms WHERE id = ?', id)
}

export interface RoomParticipant {
  readonly rawId: string
  readonly role: RoomRole
}

const PARTICIPANT = 'SELECT raw_id AS rawId, role FROM room_participants WHERE room = ?'

/** In the order of their ids, those after the given one. */
export const participantsOf = (
  db: SqlReader,
  room: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): readonly RoomParticipant[] =>
  db.all<RoomParticipant>(`${PARTICIPANT} AND raw_id > ? ORDER BY raw_id LIMIT ?`, room, after, limit)

export const participantOf = (db: SqlReader, room: string, rawId: string): RoomParticipant | undefined =>
  db.get<RoomParticipant>(`${PARTICIPANT} AND raw_id = ?`, room, rawId)

/** How many there are of each role. */
export function countsOf(db: SqlReader, room: string): ReadonlyMap<RoomRole, number> {
  const sql = 'SELECT role, count(*) AS many FROM room_participants WHERE room = ? GROUP BY role'
  return new Map(db.all<{ role: RoomRole; many: number }>(sql, room).map(({ role, many }) => [role, many]))
}

export function putParticipant(tx: Transaction, room: string, { rawId, role }: RoomParticipant): void {
  tx.run(
    `INSERT INTO room_participants VALUES (?, ?, ?) ON CONFLICT (room, raw_id) DO UPDATE SET role = excluded.role`,
    room,
    rawId,
    role,
  )
}

/** False when there was none. */
export const removeParticipant = (tx: Transaction, room: string, rawId: string): boolean =>
  tx.run('DELETE FROM room_participants WHERE room = ? AND raw_id = ?', room, rawId).changes > 0
