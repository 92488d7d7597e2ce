/**
 * The days of the calling metrics: legs are marked in the bin of their outcome, so that each counts once whatever it
 * reports how often, and a correction takes it out of its former bin. A row says all that its bin holds; it is
 * written anew when the bin has changed, and the reader takes the one with the newest TimestampMax.
 */
import type { Instant } from '#base'
import { REPORTING_LEGS } from '#policy'
import { type ArmId, type LogRecord, userFacingDiagnostics } from '#records'
import type { SqlReader, Transaction } from '#state'
import { type Bin, type BinCounts, callingMetricRecord } from './calling-rows.ts'
import type { Outcome } from './consequences.ts'

const DAY = 86_400_000

/** A changed bin is written when it has been quiet for so long, at the latest so long after the first change. */
const QUIET_MS = 5_000
const LATEST_MS = 60_000

/** Late corrections find the legs of so many days; then the marks go. */
const KEPT_DAYS = 2

interface StoredBin {
  readonly id: number
  readonly resource: ArmId
  readonly day: number
  readonly metric: string
  readonly dimensions: string
  readonly succeeded: number
  readonly newest: number
}

/** Puts the leg into the bin of its outcome. */
export function markOutcome(tx: Transaction, outcome: Outcome, now: Instant): void {
  const { counts, leg, metric, call = null } = outcome
  if (counts !== 'also') {
    const former = binsOfLeg(tx, outcome, metric)
    if (counts === 'correction' && former.length === 0) return
    for (const { id } of former) {
      tx.run('DELETE FROM calling_marks WHERE bin = ? AND leg = ?', id, leg)
      touch(tx, id, { at: outcome.at, now })
    }
  }
  const id = binOf(tx, outcome, now)
  tx.run('INSERT OR IGNORE INTO calling_marks (bin, leg, call) VALUES (?, ?, ?)', id, leg, call)
  touch(tx, id, { at: outcome.at, now })
  if (!metric.startsWith(`${REPORTING_LEGS}/`)) return
  // A leg with a problem is one fewer without it.
  for (const bin of binsOfLeg(tx, outcome, REPORTING_LEGS)) touch(tx, bin.id, { at: outcome.at, now })
}

const binsOfLeg = (tx: Transaction, { leg, resource }: Outcome, metric: string) =>
  tx.all<{ id: number }>(
    `SELECT id FROM calling_marks JOIN calling_bins ON id = bin WHERE leg = ? AND metric = ? AND resource = ?`,
    leg,
    metric,
    resource,
  )

function binOf(tx: Transaction, outcome: Outcome, now: Instant): number {
  const { resource, metric, dimensions, succeeded, at } = outcome
  const key = [resource, metric, dayOf(at), JSON.stringify(dimensions)] as const
  const sql = 'SELECT id FROM calling_bins WHERE resource = ? AND metric = ? AND day = ? AND dimensions = ?'
  const known = tx.get<{ id: number }>(sql, ...key)
  if (known) return known.id
  return tx.run(
    `INSERT INTO calling_bins (resource, metric, day, dimensions, succeeded, newest, touched_at)
     VALUES (?, ?, ?, ?, ?, 0, ?)`,
    ...key,
    succeeded ? 1 : 0,
    now,
  ).lastInsertRowid
}

/** What was written already must read as older, so TimestampMax grows with each row of a bin. */
function touch(
  tx: Transaction,
  id: number,
  { at, now }: { readonly at: Instant; readonly now: Instant },
): void {
  tx.run(
    `UPDATE calling_bins SET newest = max(newest + (unsent_since IS NULL), ?), touched_at = ?,
       unsent_since = coalesce(unsent_since, ?) WHERE id = ?`,
    at,
    now,
    now,
    id,
  )
}

const dayOf = (at: Instant): Instant => Math.floor(at / DAY) * DAY

const DUE = `min(touched_at + ${QUIET_MS}, unsent_since + ${LATEST_MS})`

/** When the next bin is to be written, if nothing more happens to it; undefined when none has changed. */
export const nextBin = (state: SqlReader): Instant | undefined =>
  state.get<{ at: number | null }>(
    `SELECT min(${DUE}) AS at FROM calling_bins WHERE unsent_since IS NOT NULL`,
  )?.at ?? undefined

/** The rows of the bins that are due. Lets go of days that are long over. */
export function writeBins(tx: Transaction, now: Instant): readonly LogRecord[] {
  // A bin of the future is one from before the clock was set back.
  const due = tx.all<StoredBin>(
    `SELECT * FROM calling_bins WHERE unsent_since IS NOT NULL AND (${DUE} <= ? OR touched_at > ?) ORDER BY id`,
    now,
    now,
  )
  const records = due.flatMap(bin => recordsOf(tx, bin, now))
  for (const { id } of due) tx.run('UPDATE calling_bins SET unsent_since = NULL WHERE id = ?', id)
  if (due.length > 0) {
    const oldest = dayOf(now) - KEPT_DAYS * DAY
    tx.run('DELETE FROM calling_bins WHERE unsent_since IS NULL AND day < ?', oldest)
  }
  return records
}

const WEB_DIAGNOSTICS = userFacingDiagnostics.filter(({ web }) => web).map(({ pascalName }) => pascalName)

function recordsOf(tx: Transaction, bin: StoredBin, now: Instant): readonly LogRecord[] {
  if (bin.metric !== REPORTING_LEGS) return [callingMetricRecord(plainly(bin), countsOf(tx, bin), now)]
  return WEB_DIAGNOSTICS.map(name => {
    const metric = `${REPORTING_LEGS}/${name}`
    return callingMetricRecord({ ...plainly(bin), metric }, countsWithout(tx, bin, metric), now)
  })
}

const plainly = (bin: StoredBin): Bin => ({ ...bin, dimensions: parseDimensions(bin.dimensions) })

/** Only `binOf` writes this column. */
const parseDimensions = (text: string): Bin['dimensions'] => JSON.parse(text) as Bin['dimensions']

function countsOf(tx: Transaction, { id, succeeded }: StoredBin): BinCounts {
  const { legs = 0, calls = 0 } =
    tx.get<Counted>(
      'SELECT count(*) AS legs, count(DISTINCT call) AS calls FROM calling_marks WHERE bin = ?',
      id,
    ) ?? {}
  return { legs, calls, successes: succeeded ? legs : 0 }
}

interface Counted {
  readonly legs: number
  readonly calls: number
}

/** Of the legs that told anything, those that told nothing of this problem. */
function countsWithout(tx: Transaction, { id, resource, day }: StoredBin, metric: string): BinCounts {
  const { legs = 0, calls = 0 } =
    tx.get<Counted>(
      `SELECT count(*) AS legs, count(DISTINCT call) AS calls FROM calling_marks WHERE bin = ? AND leg NOT IN
       (SELECT leg FROM calling_marks JOIN calling_bins ON id = bin WHERE resource = ? AND metric = ? AND day = ?)`,
      id,
      resource,
      metric,
      day,
    ) ?? {}
  return { legs, calls, successes: legs }
}
