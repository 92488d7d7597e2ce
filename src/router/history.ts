/**
 * The bounded past: what settings could have sent, kept for a setting that asks for the last days (ADR 0006).
 * It is written in the transaction of the dispatch, so it has exactly what the destinations could have got.
 */
import { ApiError, type Instant } from '#base'
import type { ArmId, LogRecord } from '#records'
import type { SqlReader, Transaction } from '#state'
import { countedSince } from './metric-minutes.ts'
import { type DiagnosticSetting, destinationsOf, METRICS, sendsCategory, sendsMetrics } from './setting.ts'
import { enqueue, idsIn, markAllTried, parseRecord } from './spool.ts'

export interface HistoryLimits {
  /** How far back a setting may ask; 0 keeps nothing. */
  readonly days: number
  /** The oldest go first. */
  readonly bytes: number
}

/** A week, in at most as much room as half of what may wait for delivery. */
export const defaultHistory: HistoryLimits = { days: 7, bytes: 256 * 1024 * 1024 }

const DAY = 86_400_000

/** Keeps the records and lets go of what is beyond the limits. `through` counts bytes over all time. */
export function remember(
  tx: Transaction,
  records: readonly LogRecord[],
  { now, limits }: RememberOptions,
): void {
  if (limits.days === 0 || records.length === 0) return
  let through = newest(tx)
  for (const record of records) {
    const text = JSON.stringify(record)
    through += Buffer.byteLength(text)
    tx.run(
      'INSERT INTO history (at, resource, category, through, record) VALUES (?, ?, ?, ?, ?)',
      now,
      record.resource,
      record.category,
      through,
      text,
    )
  }
  const kept = tx.get<{ seq: number }>(
    'SELECT seq FROM history WHERE through > ? AND at >= ? ORDER BY seq LIMIT 1',
    through - limits.bytes,
    now - limits.days * DAY,
  )
  tx.run('DELETE FROM history WHERE seq < ?', kept?.seq ?? Number.MAX_SAFE_INTEGER)
}

export interface RememberOptions {
  readonly now: Instant
  readonly limits: HistoryLimits
}

const newest = (tx: SqlReader): number =>
  tx.get<{ through: number }>('SELECT through FROM history ORDER BY seq DESC LIMIT 1')?.through ?? 0

/** Throws ApiError 400 for a number of days that is not kept. */
export function checkBackfill(days: number, limits: HistoryLimits): void {
  if (Number.isInteger(days) && days >= 1 && days <= limits.days) return
  const message =
    limits.days === 0
      ? 'This server keeps no past, so backfillDays cannot be used.'
      : `backfillDays: found ${days}, expected a whole number from 1 to ${limits.days}.`
  throw new ApiError({ status: 400, code: 'BadRequest', message })
}

const PAGE = 1_000

/**
 * Queues the past for the setting's destinations. All of it counts as tried before: another setting may have sent it,
 * and a workspace leaves out what it has. What waits in a queue already is not queued twice.
 */
export function backfill(tx: Transaction, setting: DiagnosticSetting, { now, days }: BackfillOptions): void {
  for (const [, destination] of destinationsOf(setting)) {
    const placement = { destination, setting: setting.name }
    const waiting = idsIn(tx, destination)
    const lanes = new Set<string>()
    for (const record of since(tx, setting.resource, now - days * DAY)) {
      if (!sends(setting, record.category) || waiting.has(record.id)) continue
      enqueue(tx, { placement, record, now, delayMs: 0 })
      lanes.add(record.category)
    }
    for (const category of lanes) markAllTried(tx, { destination, category })
    if (sendsMetrics(setting)) countedSince(tx, setting.resource, placement)
  }
}

export interface BackfillOptions {
  readonly now: Instant
  readonly days: number
}

const sends = (setting: DiagnosticSetting, category: string): boolean =>
  category === METRICS ? sendsMetrics(setting) : sendsCategory(setting, category)

function* since(tx: SqlReader, resource: ArmId, at: Instant): Generator<LogRecord> {
  for (let after = 0; ; ) {
    const page = tx.all<{ seq: number; record: string }>(
      'SELECT seq, record FROM history WHERE seq > ? AND resource = ? AND at >= ? ORDER BY seq LIMIT ?',
      after,
      resource,
      at,
      PAGE,
    )
    for (const { record } of page) yield parseRecord(record)
    const last = page.at(-1)
    if (!last) return
    after = last.seq
  }
}
