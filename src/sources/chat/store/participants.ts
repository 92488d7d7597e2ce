/** Who takes part in which thread, and since when they may read along. */
import type { Instant } from '#base'
import type { SqlReader, Transaction } from '#state'
import { type Metadata, readMetadata } from './metadata.ts'

export interface Participant {
  /** Raw id. */
  readonly user: string
  readonly displayName: string | null
  readonly shareHistoryAt: Instant | null
  readonly metadata: Metadata
  /** Messages from then on may be read. */
  readonly visibleFrom: Instant
}

interface ParticipantRow extends Omit<Participant, 'metadata'> {
  readonly metadata: string
}

const COLUMNS = `user, display_name AS displayName, share_history_at AS shareHistoryAt, metadata,
  visible_from AS visibleFrom`

const participantOf = (row: ParticipantRow): Participant => ({
  ...row,
  metadata: readMetadata(row.metadata),
})

export function participantIn(db: SqlReader, thread: string, user: string): Participant | undefined {
  const sql = `SELECT ${COLUMNS} FROM chat_participants WHERE thread = ? AND user = ?`
  const row = db.get<ParticipantRow>(sql, thread, user)
  return row && participantOf(row)
}

/** In the order in which they came. */
export const participantsOf = (
  db: SqlReader,
  thread: string,
  { skip, limit }: { readonly skip: number; readonly limit: number } = { skip: 0, limit: -1 },
): readonly Participant[] =>
  db
    .all<ParticipantRow>(
      `SELECT ${COLUMNS} FROM chat_participants WHERE thread = ? ORDER BY number LIMIT ? OFFSET ?`,
      thread,
      limit,
      skip,
    )
    .map(participantOf)

/** Adds those who are not there yet; answers with them. */
export const insertParticipants = (
  tx: Transaction,
  thread: string,
  participants: readonly Participant[],
): readonly Participant[] =>
  participants.filter(({ user, displayName, shareHistoryAt, metadata, visibleFrom }) => {
    const { changes } = tx.run(
      `INSERT INTO chat_participants (thread, user, display_name, share_history_at, metadata, visible_from)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      thread,
      user,
      displayName,
      shareHistoryAt,
      JSON.stringify(metadata),
      visibleFrom,
    )
    return changes > 0
  })

export function deleteParticipant(tx: Transaction, thread: string, user: string): void {
  tx.run('DELETE FROM chat_participants WHERE thread = ? AND user = ?', thread, user)
}

/** Notes one connection of that user to the meeting of the thread. */
export function insertConnection(
  tx: Transaction,
  thread: string,
  { user, connection }: { readonly user: string; readonly connection: string },
): void {
  tx.run('INSERT INTO chat_connections VALUES (?, ?, ?) ON CONFLICT DO NOTHING', thread, user, connection)
}

/** Whose last connection that was; undefined when it is unknown or when another one of theirs goes on. */
export function deleteConnection(tx: Transaction, thread: string, connection: string): string | undefined {
  const sql = 'DELETE FROM chat_connections WHERE thread = ? AND connection = ? RETURNING user'
  const user = tx.get<{ user: string }>(sql, thread, connection)?.user
  if (user === undefined) return undefined
  const rest = tx.get('SELECT 1 FROM chat_connections WHERE thread = ? AND user = ?', thread, user)
  return rest ? undefined : user
}

export interface StoredConnection {
  readonly thread: string
  readonly connection: string
}

export const allConnections = (db: SqlReader): readonly StoredConnection[] =>
  db.all<StoredConnection>('SELECT thread, connection FROM chat_connections')
