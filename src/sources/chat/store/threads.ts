/** Threads as they are stored. */
import type { Instant } from '#base'
import type { TenantId } from '#records'
import type { SqlReader, Transaction } from '#state'
import { type Metadata, readMetadata } from './metadata.ts'

/** Whose meeting a thread belongs to. */
export interface MeetingOrganizer {
  readonly tenant: TenantId
  /** Object id. */
  readonly user: string
}

export interface Thread {
  /** `19:…@thread.v2` */
  readonly id: string
  readonly topic: string
  readonly createdAt: Instant
  /** Raw id. */
  readonly createdBy: string
  readonly metadata: Metadata
  /** Days from its creation until it goes; null for never. */
  readonly retentionDays: number | null
  readonly deletedAt: Instant | null
  /** Absent for a thread of Communication Services. */
  readonly meeting?: MeetingOrganizer
}

interface ThreadRow extends Omit<Thread, 'metadata' | 'meeting'> {
  readonly metadata: string
  readonly organizerTenant: TenantId | null
  readonly organizerUser: string | null
}

const COLUMNS = `id, topic, created_at AS createdAt, created_by AS createdBy, metadata,
  retention_days AS retentionDays, deleted_at AS deletedAt, organizer_tenant AS organizerTenant,
  organizer_user AS organizerUser`

const DAY_MS = 86_400_000

/** Undefined when it never existed or when its retention has run out. */
export function threadById(db: SqlReader, id: string, now: Instant): Thread | undefined {
  const sql = `SELECT ${COLUMNS} FROM chat_threads WHERE id = ? AND (expires_at IS NULL OR expires_at > ?)`
  const row = db.get<ThreadRow>(sql, id, now)
  return row && threadOf(row)
}

/** The thread that this user made with that repeatability id. */
export function threadByCreation(db: SqlReader, user: string, creationId: string): Thread | undefined {
  const sql = `SELECT ${COLUMNS} FROM chat_threads WHERE created_by = ? AND creation_id = ?`
  const row = db.get<ThreadRow>(sql, user, creationId)
  return row && threadOf(row)
}

function threadOf({ organizerTenant, organizerUser, metadata, ...row }: ThreadRow): Thread {
  return {
    ...row,
    metadata: readMetadata(metadata),
    ...(organizerTenant !== null &&
      organizerUser !== null && { meeting: { tenant: organizerTenant, user: organizerUser } }),
  }
}

export interface NewThread extends Omit<Thread, 'deletedAt'> {
  readonly creationId?: string | undefined
}

export function insertThread(tx: Transaction, thread: NewThread): void {
  const { id, topic, createdAt, createdBy, creationId, metadata, retentionDays, meeting } = thread
  tx.run(
    `INSERT INTO chat_threads (id, topic, created_at, created_by, creation_id, metadata, retention_days,
      expires_at, organizer_tenant, organizer_user) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    topic,
    createdAt,
    createdBy,
    creationId ?? null,
    JSON.stringify(metadata),
    retentionDays,
    expiryOf(createdAt, retentionDays),
    meeting?.tenant ?? null,
    meeting?.user ?? null,
  )
}

export function updateThread(
  tx: Transaction,
  { id, topic, metadata, retentionDays, createdAt }: Thread,
): void {
  tx.run(
    'UPDATE chat_threads SET topic = ?, metadata = ?, retention_days = ?, expires_at = ? WHERE id = ?',
    topic,
    JSON.stringify(metadata),
    retentionDays,
    expiryOf(createdAt, retentionDays),
    id,
  )
}

const expiryOf = (createdAt: Instant, days: number | null): Instant | null =>
  days === null ? null : createdAt + days * DAY_MS

export function markThreadDeleted(tx: Transaction, id: string, now: Instant): void {
  tx.run('UPDATE chat_threads SET deleted_at = ? WHERE id = ?', now, id)
}

/** Removes the threads whose retention has run out, with all that is in them. */
export function purgeExpiredThreads(tx: Transaction, now: Instant): void {
  tx.run('DELETE FROM chat_threads WHERE expires_at <= ?', now)
}

/** A number for a message or a version, in ms of its time: higher than any other that the thread gave out. */
export function nextStamp(tx: Transaction, id: string, now: Instant): number {
  const sql = 'UPDATE chat_threads SET stamp = max(stamp + 1, ?) WHERE id = ? RETURNING stamp'
  return tx.get<{ stamp: number }>(sql, Math.floor(now), id)?.stamp ?? now
}

export interface ThreadItem {
  /** Grows with each thread: the place in the list. */
  readonly number: number
  readonly id: string
  readonly topic: string
  readonly deletedAt: Instant | null
  readonly lastMessageAt: Instant | null
}

export interface ThreadsAsked {
  /** Raw id. */
  readonly user: string
  /** Threads in which something happened since then. */
  readonly since: Instant
  /** Only those made before the one of that number. */
  readonly before: number
  readonly limit: number
}

/** The threads of a user, newest first. */
export const threadsOf = (
  db: SqlReader,
  { user, since, before, limit }: ThreadsAsked,
  now: Instant,
): readonly ThreadItem[] =>
  db.all<ThreadItem>(
    `SELECT t.number, t.id, t.topic, t.deleted_at AS deletedAt, t.last_message_at AS lastMessageAt
      FROM chat_participants p JOIN chat_threads t ON t.id = p.thread
      WHERE p.user = ? AND max(t.created_at, coalesce(t.last_message_at, 0)) >= ? AND t.number < ?
        AND (t.expires_at IS NULL OR t.expires_at > ?)
      ORDER BY t.number DESC LIMIT ?`,
    user,
    since,
    before,
    now,
    limit,
  )
