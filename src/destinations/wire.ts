/** A record as Azure writes it to storage and event hubs, and the container or hub that is named after its category. */
import { type JsonObject, toIso } from '#base'
import { categoryByName, type EnvelopeOptions, envelopeOf, type LogRecord, rowOf } from '#records'

/** What platform metrics are queued as; they are no category of logs. */
export const METRICS = 'AzureMetrics'

const METRICS_CONTAINER = 'insights-metrics-pt1m'

/** Blob container, and the event hub and topic where a setting names none. */
export const containerOf = (category: string): string =>
  category === METRICS
    ? METRICS_CONTAINER
    : (categoryByName(category)?.container ?? `insights-logs-${category.toLowerCase()}`)

export const wireOf = (record: LogRecord, options: EnvelopeOptions = {}): JsonObject =>
  record.category === METRICS ? metricOf(record) : envelopeOf(record, options)

/** One line of JSON without its end. */
export const lineOf = (record: LogRecord, options: EnvelopeOptions = {}): string =>
  JSON.stringify(wireOf(record, options))

function metricOf(record: LogRecord): JsonObject {
  const { Count, Total, Minimum, Maximum, Average, MetricName, TimeGrain } = rowOf(record)
  return {
    count: Count,
    total: Total,
    minimum: Minimum,
    maximum: Maximum,
    average: Average,
    resourceId: record.resource.toUpperCase(),
    time: toIso(record.time),
    metricName: MetricName,
    timeGrain: TimeGrain,
  }
}
