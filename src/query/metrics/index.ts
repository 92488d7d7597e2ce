/** The Azure Monitor metrics APIs over our own per-minute aggregates, and what `/metrics` tells Prometheus. */
export { expositionOf, type MetricFamily, type MetricSample } from './exposition.ts'
export {
  type CountedOperation,
  callFamilies,
  createOperationCounter,
  type DestinationState,
  deliveryFamilies,
  type LiveCalls,
  lostRowsFamily,
  type OperationCounter,
} from './house-families.ts'
export { type MetricsOptions, metricsSurface } from './surface.ts'
