/** From the journal to the destinations: settings, matching, queues, batching, retry, dead letters, health. */
export type { Consequences, Project, Sample } from './consequences.ts'
export type { DeadLetter, DeadLetters } from './dead-letters.ts'
export type { House } from './deliver-batch.ts'
export { type DeliveryHealth, defaultPace, type Pace } from './delivery.ts'
export type { Batch, Destination, Item, SettingDestinationKind } from './destination.ts'
export type { HistoryLimits } from './history.ts'
export type { Latency } from './latency.ts'
export { routerMigrations } from './migrations.ts'
export { type PolicyOptions, projectWith } from './project-with.ts'
export {
  type DestinationHealth,
  openRouter,
  type Router,
  type RouterHealth,
  type RouterOptions,
} from './router.ts'
export {
  ALL_METRICS,
  categoryGroups,
  type DeclaredProperties,
  type DiagnosticSetting,
  type LogSelection,
  type MetricSelection,
  sendsCategory,
} from './setting.ts'
export type { PutOptions, Settings } from './settings.ts'
export { deliverySurface } from './surface.ts'
