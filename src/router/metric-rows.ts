/** Rows of the metric tables: ours with the dimensions, AzureMetrics without (R5). */
import type { Instant } from '#base'
import { type ArmId, type Field, type LogRecord, metricByName, ruleId, shown } from '#records'
import type { Sample } from './consequences.ts'
import { METRICS } from './setting.ts'

export interface Aggregate {
  readonly count: number
  readonly total: number
  readonly minimum: number
  readonly maximum: number
}

const MINUTE = 60_000

export const minuteOf = (at: Instant): Instant => Math.floor(at / MINUTE) * MINUTE
export const endOfMinute = (minute: Instant): Instant => minute + MINUTE

/** Every sample of the request metrics counts one. */
export const aggregateOf = (samples: readonly Sample[]): Aggregate => ({
  count: samples.length,
  total: samples.length,
  minimum: 1,
  maximum: 1,
})

const BY_DIMENSIONS: readonly (keyof Sample)[] = [
  'resource',
  'metric',
  'operation',
  'statusCode',
  'statusCodeClass',
]

/** Samples of the same minute and dimensions together. */
export const byDimensions = (samples: readonly Sample[]) =>
  Map.groupBy(samples, sample =>
    JSON.stringify([minuteOf(sample.at), ...BY_DIMENSIONS.map(key => sample[key])]),
  )

/**
 * A part of a minute with its dimensions: a minute may have several such rows, the reader adds them up.
 * `id` names the dispatch that counted it, so that no two parts share an id.
 */
export function operationMetricRecord(id: string, samples: readonly [Sample, ...Sample[]]): LogRecord {
  const [first] = samples
  const { count, total, minimum, maximum } = aggregateOf(samples)
  const dimensions = {
    Operation: first.operation,
    StatusCode: first.statusCode,
    StatusCodeClass: first.statusCodeClass,
  }
  return {
    id,
    category: 'AnteroomOperationMetrics_CL',
    resource: first.resource,
    time: minuteOf(first.at),
    rules: [ruleId('R4')],
    fields: show({
      ResourceId: first.resource,
      MetricName: first.metric,
      ...dimensions,
      Dimensions: dimensions,
      Count: count,
      Total: total,
      Minimum: minimum,
      Maximum: maximum,
    }),
  }
}

export interface ClosedMinute extends Aggregate {
  readonly resource: ArmId
  readonly metric: string
  readonly minute: Instant
}

/** One row a metric and minute, over all values of the dimensions; texts of the resource in upper case as Azure does. */
export function azureMetricsRecord(id: string, closed: ClosedMinute): LogRecord {
  const { resource, metric, minute, count, total, minimum, maximum } = closed
  const [, , subscription = '', , group = '', , provider = '', , name = ''] = resource
    .toUpperCase()
    .split('/')
  return {
    id,
    category: METRICS,
    resource,
    time: minute,
    rules: [ruleId('R5')],
    fields: show({
      ResourceId: resource.toUpperCase(),
      SubscriptionId: subscription,
      ResourceGroup: group,
      ResourceProvider: provider,
      Resource: name,
      MetricName: metric,
      TimeGrain: 'PT1M',
      UnitName: metricByName(metric)?.unit ?? 'Count',
      Total: total,
      Count: count,
      Minimum: minimum,
      Maximum: maximum,
      Average: total / count,
    }),
  }
}

function show(cells: Readonly<Record<string, Parameters<typeof shown>[0]>>): Record<string, Field> {
  return Object.fromEntries(Object.entries(cells).map(([name, value]) => [name, shown(value)]))
}
