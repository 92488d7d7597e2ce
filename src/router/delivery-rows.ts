/** Rows of AnteroomDeliveries_CL: what was handed to which destination, and what came of it. */
import type { Instant } from '#base'
import { type ArmId, type LogRecord, shown } from '#records'
import type { Destination } from './destination.ts'
import type { Queued } from './spool.ts'

export const DELIVERIES = 'AnteroomDeliveries_CL'

/** `Retrying` is written once for each batch that fails, at its first failure. */
export type DeliveryOutcome = 'Delivered' | 'Refused' | 'Retrying'

export interface DeliveryReport {
  readonly destination: Destination
  readonly category: string
  readonly rows: readonly Queued[]
  readonly attempt: number
  readonly outcome: DeliveryOutcome
  readonly error?: string
  readonly now: Instant
  /** Whose log the row is in: the house workspace. */
  readonly resource: ArmId
}

export function deliveryRecord(report: DeliveryReport): LogRecord {
  const { destination, category, rows, attempt, outcome, error, now, resource } = report
  const settings = [...new Set(rows.flatMap(row => (row.setting === null ? [] : [row.setting])))]
  const oldest = rows.reduce((least, row) => Math.min(least, row.queuedAt), now)
  return {
    id: ['delivery', rows[0]?.seq ?? 0, outcome, now].join('-'),
    category: DELIVERIES,
    resource,
    time: now,
    // The rules by which what was handed over exists; rows that somebody deposited have none.
    rules: [...new Set(rows.flatMap(({ record: { rules } }) => rules))].sort(),
    fields: {
      Destination: shown(destination.name),
      DestinationKind: shown(destination.kind),
      SettingName: shown(settings.sort().join(', ')),
      Category: shown(category),
      Records: shown(rows.length),
      Bytes: shown(rows.reduce((sum, row) => sum + row.bytes, 0)),
      Attempts: shown(attempt),
      LagMs: shown(Math.round(now - oldest)),
      Outcome: shown(outcome),
      Error: shown(error),
    },
  }
}
