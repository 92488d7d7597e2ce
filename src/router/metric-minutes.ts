/** Minutes of exported metrics that are still open: counted in SQLite, sent once nothing more is to come (R5). */
import type { Instant } from '#base'
import type { ArmId, LogRecord } from '#records'
import type { SqlReader, Transaction } from '#state'
import type { Sample } from './consequences.ts'
import type { Placement } from './match-settings.ts'
import { azureMetricsRecord, endOfMinute, minuteOf } from './metric-rows.ts'
import { enqueue } from './spool.ts'

/** Stands for the destination where a minute is counted for the past, whether or not a setting sends it. */
const PAST = ''
export const forThePast: Placement = { destination: PAST }

/** A minute stays open so long after its last sample: requests are told of a moment after they happened. */
const QUIET_MS = 5_000

/** Counts a sample for each destination that gets the resource's metrics. */
export function countSample(tx: Transaction, sample: Sample, { places, now }: CountOptions): void {
  for (const { destination, setting } of places) {
    tx.run(
      `INSERT INTO metric_minutes
       (resource, metric, minute, destination, setting, touched_at, count, total, minimum, maximum)
       VALUES (?, ?, ?, ?, ?, ?, 1, 1, 1, 1)
       ON CONFLICT (resource, metric, minute, destination) DO UPDATE
       SET count = count + 1, total = total + 1, touched_at = excluded.touched_at`,
      sample.resource,
      sample.metric,
      minuteOf(sample.at),
      destination,
      setting ?? null,
      now,
    )
  }
}

export interface CountOptions {
  readonly places: readonly Placement[]
  readonly now: Instant
}

interface StoredMinute {
  readonly resource: ArmId
  readonly metric: string
  readonly minute: number
  readonly destination: string
  readonly setting: string | null
  readonly touched_at: number
  readonly count: number
  readonly total: number
  readonly minimum: number
  readonly maximum: number
}

/** Counts for a destination, from now on, also what was counted of the open minutes. */
export function countedSince(tx: Transaction, resource: ArmId, { destination, setting }: Placement): void {
  tx.run(
    `INSERT OR REPLACE INTO metric_minutes
     SELECT resource, metric, minute, ?, ?, touched_at, count, total, minimum, maximum FROM metric_minutes
     WHERE resource = ? AND destination = ?`,
    destination,
    setting ?? null,
    resource,
    PAST,
  )
}

/** Queues a row for each minute that is over and quiet; says how many. A sample that comes later still makes a row of its own. */
export function closeMinutes(tx: Transaction, { now, delayMs, keep }: CloseOptions): number {
  const over = tx.all<StoredMinute>('SELECT * FROM metric_minutes').filter(minute => closesAt(minute) <= now)
  for (const minute of over) {
    const { resource, metric, destination, setting } = minute
    const id = ['metric', resource, metric, minute.minute, minute.touched_at].join('|')
    const placement = { destination, ...(setting === null ? {} : { setting }) }
    const record = azureMetricsRecord(id, minute)
    if (destination === PAST) keep(record)
    else enqueue(tx, { placement, record, now, delayMs })
    tx.run(
      'DELETE FROM metric_minutes WHERE resource = ? AND metric = ? AND minute = ? AND destination = ?',
      resource,
      metric,
      minute.minute,
      destination,
    )
  }
  return over.length
}

export interface CloseOptions {
  readonly now: Instant
  readonly delayMs: number
  /** Takes the rows that are for the past. */
  keep(record: LogRecord): void
}

/** When the next minute closes, if no more samples come; undefined when none is open. */
export function nextClosing(state: SqlReader): Instant | undefined {
  const open = state.all<StoredMinute>('SELECT * FROM metric_minutes')
  return open.length > 0 ? Math.min(...open.map(closesAt)) : undefined
}

const closesAt = (minute: StoredMinute): Instant =>
  Math.max(endOfMinute(minute.minute), minute.touched_at + QUIET_MS)
