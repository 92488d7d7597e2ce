/** R2–R5: each API operation is one sample of its API's metric, whatever its outcome. */
import { type Metric, metricByName, type Operation, type ResourceId } from '#records'

export interface MetricSample {
  readonly metric: string
  /** R4: the resource that issued the identity. */
  readonly resource: ResourceId
  readonly operation: string
  readonly statusCode: string
  /** `2xx`, `4xx`, … */
  readonly statusCodeClass: string
  /** R5: false where the metric never reaches AzureMetrics or any other destination. */
  readonly exportable: boolean
}

const METRICS: Readonly<Record<Operation['api'], string>> = {
  identity: 'APIRequestAuthentication',
  chat: 'APIRequestChat',
  rooms: 'ApiRequestRooms',
}

/** R3: what the chat metric calls an operation it does not know. */
const BAD_ROUTE = 'Bad Route'

/** The sample of an operation, worth 1; undefined for an API whose metric this installation does not know. */
export function metricSampleOf(operation: Operation): MetricSample | undefined {
  const metric = metricByName(METRICS[operation.api])
  return (
    metric && {
      metric: metric.name,
      resource: operation.resource,
      operation: operationIn(metric, operation.name),
      statusCode: String(operation.statusCode),
      statusCodeClass: `${Math.floor(operation.statusCode / 100)}xx`,
      exportable: metric.exportable,
    }
  )
}

function operationIn(metric: Metric, name: string): string {
  const knowsBadRoute = metric.operations.includes(BAD_ROUTE)
  return knowsBadRoute && !metric.operations.includes(name) ? BAD_ROUTE : name
}
