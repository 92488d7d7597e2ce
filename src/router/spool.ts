/** The queues: one lane for each destination and category, in the state file, in the order of arrival. */
import type { Instant } from '#base'
import type { LogRecord } from '#records'
import type { SqlReader, Transaction, Usage } from '#state'
import type { Item } from './destination.ts'
import type { Placement } from './match-settings.ts'

export interface Lane {
  readonly destination: string
  readonly category: string
}

export interface Queued extends Item {
  readonly seq: number
  readonly setting: string | null
  readonly queuedAt: Instant
  readonly bytes: number
}

export interface NewItem {
  readonly placement: Placement
  readonly record: LogRecord
  readonly now: Instant
  /** Delivered no sooner than this many milliseconds from now. */
  readonly delayMs: number
}

export function enqueue(tx: Transaction, { placement, record, now, delayMs }: NewItem): void {
  const text = JSON.stringify(record)
  const bytes = Buffer.byteLength(text)
  tx.run(
    `INSERT INTO spool (destination, category, setting, queued_at, not_before, bytes, record)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    placement.destination,
    record.category,
    placement.setting ?? null,
    now,
    now + delayMs,
    bytes,
    text,
  )
  tx.hold({ entries: 1, bytes })
}

/** What a batch holds at most. */
export interface BatchLimits {
  readonly rows: number
  readonly bytes: number
}

export interface Taken {
  readonly rows: readonly Queued[]
  /** True when one of the rows was part of an earlier try. */
  readonly isReplay: boolean
  /** True when more rows are due than the limits let in. */
  readonly isFull: boolean
}

/**
 * The next batch of a lane, marked as tried in the same transaction: if the process dies while it is on its way,
 * the rows are still here afterwards and known to have been on their way.
 */
export function take(tx: Transaction, lane: Lane, { now, limits }: TakeOptions): Taken {
  const due = tx.all<StoredItem>(
    `SELECT seq, setting, queued_at, not_before, bytes, record FROM spool
     WHERE destination = ? AND category = ? AND not_before <= ? ORDER BY not_before, seq LIMIT ?`,
    lane.destination,
    lane.category,
    now,
    limits.rows,
  )
  const rows = firstBytes(due, limits.bytes).map(toQueued)
  const tried = triedThrough(tx, lane)
  const last = rows.reduce((most, row) => Math.max(most, row.seq), tried)
  if (last > tried) markTried(tx, lane, last)
  return {
    rows,
    isReplay: rows.some(row => row.seq <= tried),
    isFull: rows.length === limits.rows || rows.length < due.length,
  }
}

export interface TakeOptions {
  readonly now: Instant
  readonly limits: BatchLimits
}

/** Removes what was delivered or set aside. */
export function remove(tx: Transaction, rows: readonly Queued[]): void {
  for (const { seq, bytes } of rows) {
    tx.run('DELETE FROM spool WHERE seq = ?', seq)
    tx.hold({ entries: -1, bytes: -bytes })
  }
}

/** The categories of which a destination's queue holds something: one step in the index for each. */
export const categoriesOf = (state: SqlReader, destination: string): readonly string[] =>
  state
    .all<{ category: string }>(
      `WITH RECURSIVE found(category) AS (
         SELECT min(category) FROM spool WHERE destination = ?1
         UNION ALL
         SELECT (SELECT min(category) FROM spool WHERE destination = ?1 AND category > found.category)
         FROM found WHERE found.category IS NOT NULL)
       SELECT category FROM found WHERE category IS NOT NULL`,
      destination,
    )
    .map(row => row.category)

/** When the lane's next record may be delivered; undefined when it is empty. */
export const nextDue = (state: SqlReader, { destination, category }: Lane): Instant | undefined =>
  state.get<{ at: number }>(
    `SELECT not_before AS at FROM spool WHERE destination = ? AND category = ?
     ORDER BY not_before, seq LIMIT 1`,
    destination,
    category,
  )?.at

export interface Queue {
  readonly records: number
  readonly bytes: number
  /** When the oldest record was queued; null when there is none. */
  readonly oldest: Instant | null
}

/** What waits for a destination. */
export function queueOf(state: SqlReader, destination: string): Queue {
  const found = state.get<Queue>(
    `SELECT count(*) AS records, coalesce(sum(bytes), 0) AS bytes, min(queued_at) AS oldest
     FROM spool WHERE destination = ?`,
    destination,
  )
  return found ?? { records: 0, bytes: 0, oldest: null }
}

/** How many records a destination could be given now. */
export const dueIn = (state: SqlReader, destination: string, now: Instant): number =>
  state.get<{ count: number }>(
    'SELECT count(*) AS count FROM spool WHERE destination = ? AND not_before <= ?',
    destination,
    now,
  )?.count ?? 0

interface StoredItem {
  readonly seq: number
  readonly setting: string | null
  readonly queued_at: number
  readonly not_before: number
  readonly bytes: number
  readonly record: string
}

const toQueued = (item: StoredItem): Queued => ({
  seq: item.seq,
  setting: item.setting,
  queuedAt: item.queued_at,
  receivedAt: item.not_before,
  bytes: item.bytes,
  record: parseRecord(item.record),
})

/** Only `enqueue` writes this column, from a LogRecord that is plain data: what comes out is what went in. */
export const parseRecord = (text: string): LogRecord => JSON.parse(text) as LogRecord

/** At least one, so that a record larger than a batch still goes. */
function firstBytes(items: readonly StoredItem[], most: number): readonly StoredItem[] {
  let sum = 0
  const end = items.findIndex((item, index) => {
    sum += item.bytes
    return index > 0 && sum > most
  })
  return end < 0 ? items : items.slice(0, end)
}

/** Marks everything that the lane holds as tried: it was once on its way, and its fate may be unknown. */
export function markAllTried(tx: Transaction, lane: Lane): void {
  const newest = tx.get<{ seq: number | null }>(
    'SELECT max(seq) AS seq FROM spool WHERE destination = ? AND category = ?',
    lane.destination,
    lane.category,
  )?.seq
  if (newest) markTried(tx, lane, newest)
}

/** Ids of what waits for a destination. */
export const idsIn = (state: SqlReader, destination: string): ReadonlySet<string> =>
  new Set(
    state
      .all<{ id: string }>(
        "SELECT json_extract(record, '$.id') AS id FROM spool WHERE destination = ?",
        destination,
      )
      .map(({ id }) => id),
  )

/** What the queues hold, all together. */
export const storedIn = (state: SqlReader): Usage =>
  state.get<Usage>('SELECT count(*) AS entries, coalesce(sum(bytes), 0) AS bytes FROM spool') ?? NOTHING

const NOTHING: Usage = { entries: 0, bytes: 0 }

const triedThrough = (state: SqlReader, { destination, category }: Lane): number =>
  state.get<{ seq: number }>(
    'SELECT seq FROM spool_tried WHERE destination = ? AND category = ?',
    destination,
    category,
  )?.seq ?? 0

function markTried(tx: Transaction, { destination, category }: Lane, seq: number): void {
  tx.run(
    `INSERT INTO spool_tried VALUES (?, ?, ?)
     ON CONFLICT (destination, category) DO UPDATE SET seq = excluded.seq`,
    destination,
    category,
    seq,
  )
}
