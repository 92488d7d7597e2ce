/** Meetings and live calls in the state file. */
import { type CallId, callId, type ParticipantId } from '#records'
import type { Migration, SqlReader, Transaction } from '#state'
import type { Organizer } from './directory-port.ts'
import { isOver, type LiveCall, type LiveLeg } from './engine/live-call.ts'
import type { Meeting } from './meeting.ts'

export const meetingsMigrations: readonly Migration[] = [
  {
    id: 'meetings/1-meetings-and-live-calls',
    sql: `
      CREATE TABLE meetings_meetings (
        id TEXT PRIMARY KEY, tenant TEXT NOT NULL, organizer TEXT NOT NULL, thread_id TEXT NOT NULL UNIQUE,
        join_meeting_id TEXT NOT NULL UNIQUE, external_id TEXT, created REAL NOT NULL, body TEXT NOT NULL) STRICT;
      CREATE UNIQUE INDEX meetings_by_organizer ON meetings_meetings (organizer, created, id);
      CREATE UNIQUE INDEX meetings_by_external_id ON meetings_meetings (organizer, external_id);
      CREATE TABLE meetings_live_calls (id TEXT PRIMARY KEY, desk TEXT NOT NULL, body TEXT NOT NULL) STRICT;
      CREATE TABLE meetings_live_legs (
        call TEXT NOT NULL REFERENCES meetings_live_calls (id) ON DELETE CASCADE, leg TEXT NOT NULL,
        position INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (call, leg)) STRICT, WITHOUT ROWID;
      CREATE TABLE meetings_pulse (one INTEGER PRIMARY KEY CHECK (one = 1), at REAL NOT NULL) STRICT;`,
  },
]

/** Puts a meeting in, or in place of its former self. */
export function saveMeeting(tx: Transaction, meeting: Meeting): void {
  const { id, organizer, threadId, joinMeetingId, externalId = null, created } = meeting
  tx.run(
    `INSERT INTO meetings_meetings VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
    ...[id, organizer.tenant, organizer.user, threadId, joinMeetingId, externalId, created],
    JSON.stringify(meeting),
  )
}

export const deleteMeeting = (tx: Transaction, id: string): void =>
  void tx.run('DELETE FROM meetings_meetings WHERE id = ?', id)

type Column = 'id' | 'thread_id' | 'join_meeting_id'

export function findMeeting(reader: SqlReader, column: Column, value: string): Meeting | undefined {
  return meetingOf(reader.get<Body>(`SELECT body FROM meetings_meetings WHERE ${column} = ?`, value))
}

export function findByExternalId(
  reader: SqlReader,
  { user }: Organizer,
  externalId: string,
): Meeting | undefined {
  const sql = 'SELECT body FROM meetings_meetings WHERE organizer = ? AND external_id = ?'
  return meetingOf(reader.get<Body>(sql, user, externalId))
}

/** Oldest first. */
export function meetingsOf(reader: SqlReader, { user }: Organizer, most: number): readonly Meeting[] {
  const sql = 'SELECT body FROM meetings_meetings WHERE organizer = ? ORDER BY created, id LIMIT ?'
  return reader.all<Body>(sql, user, most).flatMap(row => meetingOf(row) ?? [])
}

interface Body {
  readonly body: string
}

/** Written by `saveMeeting` alone, so it reads back as what it was. */
const meetingOf = (row: Body | undefined): Meeting | undefined => row && (JSON.parse(row.body) as Meeting)

/** Writes what changed of a call; one that is over leaves the tables. */
export function saveCall(
  tx: Transaction,
  desk: string,
  change: { before?: LiveCall; after: LiveCall },
): void {
  const { before, after } = change
  if (isOver(after)) {
    tx.run('DELETE FROM meetings_live_calls WHERE id = ?', after.id)
    return
  }
  const { legs, ...body } = after
  tx.run(
    `INSERT INTO meetings_live_calls VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
    ...[after.id, desk, JSON.stringify(body)],
  )
  let position = 0
  for (const [id, leg] of legs) {
    position += 1
    if (before?.legs.get(id) !== leg) saveLeg(tx, after.id, leg, position)
  }
}

function saveLeg(tx: Transaction, call: CallId, leg: LiveLeg, position: number): void {
  tx.run(
    `INSERT INTO meetings_live_legs VALUES (?, ?, ?, ?) ON CONFLICT (call, leg) DO UPDATE SET body = excluded.body`,
    ...[call, leg.participantId, position, JSON.stringify(leg)],
  )
}

export interface StoredCall {
  readonly desk: string
  readonly call: LiveCall
}

/** Calls that were live when the file was last written. */
export function loadCalls(reader: SqlReader): readonly StoredCall[] {
  const rows = reader.all<{ id: string; desk: string; body: string }>('SELECT * FROM meetings_live_calls')
  return rows.map(({ id, desk, body }) => ({
    desk,
    // Sound: `saveCall` wrote exactly this shape.
    call: { ...(JSON.parse(body) as Omit<LiveCall, 'legs'>), legs: loadLegs(reader, callId(id)) },
  }))
}

function loadLegs(reader: SqlReader, call: CallId): ReadonlyMap<ParticipantId, LiveLeg> {
  const rows = reader.all<Body>('SELECT body FROM meetings_live_legs WHERE call = ? ORDER BY position', call)
  return new Map(rows.map(({ body }) => JSON.parse(body) as LiveLeg).map(leg => [leg.participantId, leg]))
}

/** Until when this server is known to have lived: the last sign of life of whoever was connected to it. */
export const savePulse = (tx: Transaction, at: number): void =>
  void tx.run('INSERT INTO meetings_pulse VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET at = excluded.at', at)

export const loadPulse = (reader: SqlReader): number =>
  reader.get<{ at: number }>('SELECT at FROM meetings_pulse')?.at ?? 0
