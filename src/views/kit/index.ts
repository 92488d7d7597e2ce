/** What every page is made of. */
export * from './address/address.ts'
export * from './address/go-to.tsx'
export { AUDIENCES, type Audience, type Call, caller } from './ask/call.ts'
export type { StreamEvent } from './ask/events.ts'
export * from './ask/kql.ts'
export { asProblem, Problem } from './ask/problem.ts'
export * from './ask/use-ask.ts'
export { type Streaming, useStream } from './ask/use-stream.ts'
export { Chart, fetchCharts, type Picked } from './chart/chart.tsx'
export * from './chart/options.ts'
export { chartOf } from './chart/shape-render.ts'
export * from './dashboards/dashboard.ts'
export { PinButton } from './dashboards/pin-button.tsx'
export { isShared } from './dashboards/shared.ts'
export { type Dashboards, useDashboards } from './dashboards/use-dashboards.ts'
export { type SharedDashboards, useSharedDashboards } from './dashboards/use-shared.ts'
export * from './layout/figure.tsx'
export * from './layout/open-kql.tsx'
export * from './layout/page.tsx'
export { METRIC_LOOKS, MetricChart, type MetricLook } from './metrics/metric-chart.tsx'
export * from './metrics/metric-line.ts'
export {
  type MetricDefinition,
  useDimensionValues,
  useMetricDefinitions,
  useResource,
} from './metrics/use-metrics.ts'
export * from './session/kept.ts'
export {
  type Discovery,
  discover,
  type KnownPerson,
  type KnownResource,
  type KnownWorkspace,
  type World,
} from './session/known.ts'
export { type Person, tokensOf } from './session/person.ts'
export * from './session/place.ts'
export * from './session/roles.ts'
export { type Session, SessionProvider, useSession } from './session/session.tsx'
export * from './states/answered.tsx'
export * from './states/blank.tsx'
export * from './states/empty.tsx'
export * from './states/failed.tsx'
export * from './states/in-turn.tsx'
export * from './states/loading.tsx'
export * from './states/quality-mark.tsx'
export { DataTable, Export, type TableColumn } from './table/data-table.tsx'
export { saveAs } from './table/export.ts'
export { KqlTable } from './table/kql-table.tsx'
export * from './theme/theme.tsx'
export * from './time/lengths.ts'
export * from './time/range.ts'
export * from './time/range-picker.tsx'
export * from './time/zone.tsx'
