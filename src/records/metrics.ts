/** The platform metrics of a Communication Services resource, with their operations and dimensions. */
import { metrics as documented } from './generated/metrics.ts'
import type { Metric } from './schema.ts'

export const METRIC_NAMESPACE = 'Microsoft.Communication/CommunicationServices'

export const metrics: readonly Metric[] = documented

export type MetricName = (typeof documented)[number]['name']

const byName: ReadonlyMap<string, Metric> = new Map(
  metrics.map(metric => [metric.name.toLowerCase(), metric]),
)

/** Azure compares metric names without case. */
export const metricByName = (name: string): Metric | undefined => byName.get(name.toLowerCase())
