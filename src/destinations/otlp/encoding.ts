/** Records as OTLP's JSON (opentelemetry-proto 1.x): logs of every category, and exported metrics. */
import type { Instant, Json } from '#base'
import { type ArmId, type LogRecord, rowOf, tableByName, tableOfCategory } from '#records'
import type { Item } from '#router'
import { METRICS } from '../wire.ts'

/** OTLP's AnyValue. No member at all is a value that is empty: what is unknown stays apart from what is not said. */
export type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  /** 64 bits, so text in JSON. */
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } }
  | { readonly kvlistValue: { readonly values: readonly KeyValue[] } }
  | Readonly<Record<string, never>>

export interface KeyValue {
  readonly key: string
  readonly value: AnyValue
}

const SCOPE = { name: 'anteroom' } as const

export const isMetric = (category: string): boolean => category === METRICS

/** Body of `POST /v1/logs`. */
export const logsRequest = (items: readonly Item[]) => ({
  resourceLogs: byResource(items).map(([resource, some]) => ({
    resource: { attributes: resourceAttributes(resource) },
    scopeLogs: [{ scope: SCOPE, logRecords: some.map(logRecord) }],
  })),
})

/** Body of `POST /v1/metrics`. */
export const metricsRequest = (items: readonly Item[]) => ({
  resourceMetrics: byResource(items).map(([resource, some]) => ({
    resource: { attributes: resourceAttributes(resource) },
    scopeMetrics: [{ scope: SCOPE, metrics: some.map(metric) }],
  })),
})

const byResource = (items: readonly Item[]) => [...Map.groupBy(items, ({ record }) => record.resource)]

/** By the semantic conventions of OpenTelemetry. */
const resourceAttributes = (resource: ArmId): readonly KeyValue[] =>
  attributesOf({
    'cloud.provider': 'azure',
    'cloud.platform': 'azure.communication_services',
    'cloud.resource_id': resource,
    'service.name': resource.split('/').at(-1) ?? resource,
  })

/** `Level` of the common schema → SeverityNumber. */
const SEVERITIES: Readonly<Record<string, number>> = {
  informational: 9,
  warning: 13,
  error: 17,
  critical: 21,
}

function logRecord({ record, receivedAt }: Item) {
  const row = rowOf(record)
  const level = typeof row.Level === 'string' ? row.Level : 'Informational'
  return {
    timeUnixNano: nanos(record.time),
    observedTimeUnixNano: nanos(receivedAt),
    severityNumber: SEVERITIES[level.toLowerCase()] ?? 0,
    severityText: level,
    eventName: record.category,
    body: { kvlistValue: { values: [...valuesOf(record)] } },
    attributes: attributesOf({
      'azure.category': record.category,
      'azure.operation.name': row.OperationName ?? null,
      'azure.correlation.id': row.CorrelationId ?? null,
      'log.record.uid': record.id,
    }),
  }
}

/** Numbers of columns of real type stay doubles, also when they are whole. */
function* valuesOf(record: LogRecord): Generator<KeyValue> {
  const table = tableOfCategory(record.category) ?? tableByName(record.category)
  const reals = new Set(table?.columns.filter(({ type }) => type === 'real').map(({ name }) => name))
  for (const [key, value] of Object.entries(rowOf(record))) {
    const isReal = reals.has(key) && typeof value === 'number'
    yield { key, value: isReal ? { doubleValue: value } : anyValue(value) }
  }
}

const MINUTE = 60_000

/** What Azure exports of a minute (how many, sum, least, most) is a histogram's point without buckets, as a delta. */
function metric({ record }: Item) {
  const { MetricName, UnitName, Total, Count, Minimum, Maximum } = rowOf(record)
  return {
    name: MetricName,
    unit: UnitName === 'Count' ? '1' : UnitName,
    histogram: {
      aggregationTemporality: DELTA,
      dataPoints: [
        {
          startTimeUnixNano: nanos(record.time),
          timeUnixNano: nanos(record.time + MINUTE),
          count: String(Count),
          sum: Total,
          min: Minimum,
          max: Maximum,
        },
      ],
    },
  }
}

const DELTA = 1

const nanos = (at: Instant): string => String(BigInt(Math.floor(at)) * 1_000_000n)

const attributesOf = (values: Readonly<Record<string, Json>>): readonly KeyValue[] =>
  Object.entries(values).flatMap(([key, value]) => (value === null ? [] : [{ key, value: anyValue(value) }]))

function anyValue(value: Json): AnyValue {
  if (value === null) return {}
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  }
  if (isList(value)) return { arrayValue: { values: value.map(anyValue) } }
  const values = Object.entries(value).map(([key, member]) => ({ key, value: anyValue(member ?? null) }))
  return { kvlistValue: { values } }
}

/** `Array.isArray` does not narrow a readonly list. */
const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
