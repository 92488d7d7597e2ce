/** Rows of ACSCallingMetrics: one a day, metric and combination of dimensions, for the resource of the legs' users. */
import { createHash } from 'node:crypto'
import { type Instant, toIso } from '#base'
import type { OutcomeDimension } from '#policy'
import { type ArmId, categoryByName, type LogRecord, ruleId, shown } from '#records'

export const CALLING_METRICS = 'CallingMetrics'

export interface Bin {
  readonly resource: ArmId
  /** Its first instant. */
  readonly day: Instant
  readonly metric: string
  readonly dimensions: Readonly<Record<OutcomeDimension, string>>
  /** Of the latest outcome in it. */
  readonly newest: Instant
}

export interface BinCounts {
  readonly legs: number
  readonly calls: number
  readonly successes: number
}

/** `now` tells the rows of one bin apart. */
export function callingMetricRecord(
  bin: Bin,
  { legs, calls, successes }: BinCounts,
  now: Instant,
): LogRecord {
  const { resource, day, metric, dimensions, newest } = bin
  const combination = createHash('md5')
    .update(JSON.stringify([resource, metric, dimensions]))
    .digest('hex')
  return {
    id: ['calling', combination, day, now].join('|'),
    category: CALLING_METRICS,
    resource,
    time: now,
    rules: [ruleId('R19')],
    fields: {
      OperationName: shown(CALLING_METRICS),
      OperationVersion: shown(categoryByName(CALLING_METRICS)?.operationVersion),
      Category: shown(CALLING_METRICS),
      CorrelationId: shown(combination),
      TimestampMax: shown(toIso(newest)),
      TimestampBin: shown(toIso(day)),
      MetricValueAvg: shown(legs === 0 ? undefined : (100 * successes) / legs),
      Unit: shown('percentage'),
      Goal: shown('>= 100.0'),
      FailedLegsDcount: shown(legs - successes),
      SuccessLegsDcount: shown(successes),
      CallsDcount: shown(calls),
      LegsDcount: shown(legs),
      ...Object.fromEntries(Object.entries(dimensions).map(([name, value]) => [name, shown(value)])),
      MetricName: shown(metric),
    },
  }
}
