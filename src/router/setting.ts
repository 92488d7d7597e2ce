/** Diagnostic settings: which categories and metrics of a resource go where (Azure Monitor, "Diagnostic settings"). */
import { ApiError } from '#base'
import { type ArmId, categories, categoryByName } from '#records'
import type { SettingDestinationKind } from './destination.ts'

export interface DiagnosticSetting {
  readonly resource: ArmId
  /** Compared without case. */
  readonly name: string
  /** Name of a destination by its type; at least one. */
  readonly destinations: Readonly<Partial<Record<SettingDestinationKind, string>>>
  readonly logs: readonly LogSelection[]
  readonly metrics: readonly MetricSelection[]
  /** What its owner wrote beside that, for the resource plane to show again. */
  readonly declared?: DeclaredProperties
}

export interface DeclaredProperties {
  /** What event hub sinks are compared by, instead of the destination's name. */
  readonly eventHubAuthorizationRuleId?: string | undefined
  readonly eventHubName?: string | undefined
  /** `Dedicated` or `AzureDiagnostics`; the tables are the dedicated ones in any case. */
  readonly logAnalyticsDestinationType?: string | undefined
}

export type LogSelection =
  | { readonly kind: 'category'; readonly category: string; readonly enabled: boolean }
  | { readonly kind: 'group'; readonly group: string; readonly enabled: boolean }

export interface MetricSelection {
  /** Only `AllMetrics` exists. */
  readonly category: string
  readonly enabled: boolean
}

export const ALL_METRICS = 'AllMetrics'

/** What exported metrics are queued as: they are no category of logs. */
export const METRICS = 'AzureMetrics'

/**
 * Category groups. `allLogs` holds every category, also later ones. Which belong to `audit` is not documented;
 * our reading is the one category that tells who got access.
 */
export const categoryGroups: Readonly<Record<string, (category: string) => boolean>> = {
  alllogs: category => categoryByName(category) !== undefined,
  audit: category => category.toLowerCase() === 'authoperational',
}

export const groupByName = (name: string) =>
  Object.hasOwn(categoryGroups, name.toLowerCase()) ? categoryGroups[name.toLowerCase()] : undefined

const MOST_SETTINGS = 5

interface Refusal {
  readonly status: 400 | 409
  readonly code: 'BadRequest' | 'Conflict'
  /** What is wrong, or undefined when nothing is. */
  find(setting: DiagnosticSetting, world: SettingWorld): string | undefined
}

export interface SettingWorld {
  /** The other settings of the same resource. */
  readonly others: readonly DiagnosticSetting[]
  hasDestination(kind: SettingDestinationKind, name: string): boolean
}

const bad = (find: Refusal['find']): Refusal => ({ status: 400, code: 'BadRequest', find })
const conflict = (find: Refusal['find']): Refusal => ({ status: 409, code: 'Conflict', find })

const refusals: readonly Refusal[] = [
  bad(({ name }) => (name.trim() === '' ? 'A diagnostic setting needs a name.' : undefined)),
  bad(setting =>
    destinationsOf(setting).length === 0 ? 'A diagnostic setting needs at least one destination.' : undefined,
  ),
  bad((setting, { hasDestination }) => {
    const unknown = destinationsOf(setting).find(([kind, name]) => !hasDestination(kind, name))
    return unknown && `Destination '${unknown[1]}' of type ${unknown[0]} does not exist; create it first.`
  }),
  bad(({ logs }) => {
    const wrong = logs.find(log => log.kind === 'category' && !categoryByName(log.category))
    return wrong?.kind === 'category' ? `Category '${wrong.category}' is not supported.` : undefined
  }),
  bad(({ logs }) => {
    const wrong = logs.find(log => log.kind === 'group' && !groupByName(log.group))
    return wrong?.kind === 'group' ? `Category group '${wrong.group}' is not supported.` : undefined
  }),
  bad(({ logs }) =>
    new Set(logs.map(log => log.kind)).size > 1
      ? 'A diagnostic setting lists either category groups or single categories, not both.'
      : undefined,
  ),
  bad(({ metrics }) => {
    const wrong = metrics.find(metric => metric.category !== ALL_METRICS)
    return wrong && `Metric category '${wrong.category}' is not supported.`
  }),
  conflict((_, { others }) =>
    others.length >= MOST_SETTINGS
      ? `A resource has at most ${MOST_SETTINGS} diagnostic settings; remove one first.`
      : undefined,
  ),
  conflict((setting, { others }) => {
    const [clash] = others.flatMap(other => sharedSinks(setting, other))
    return (
      clash &&
      `Data sink '${clash.sink}' is already used in diagnostic setting '${clash.setting}' for category '${clash.category}'. ` +
        "Data sinks can't be reused in different settings on the same category for the same resource."
    )
  }),
]

/** Throws the first refusal that applies: ApiError 400 `BadRequest` or 409 `Conflict`. */
export function checkSetting(setting: DiagnosticSetting, world: SettingWorld): void {
  for (const { status, code, find } of refusals) {
    const message = find(setting, world)
    if (message !== undefined) throw new ApiError({ status, code, message })
  }
}

/** Destinations of a setting as pairs of type and name. */
export const destinationsOf = (setting: DiagnosticSetting) =>
  Object.entries(setting.destinations) as [SettingDestinationKind, string][]

/** Whether the setting sends that category of logs. */
export function sendsCategory(setting: DiagnosticSetting, category: string): boolean {
  return setting.logs.some(log => {
    if (!log.enabled) return false
    if (log.kind === 'group') return groupByName(log.group)?.(category) ?? false
    return log.category.toLowerCase() === category.toLowerCase()
  })
}

export const sendsMetrics = (setting: DiagnosticSetting): boolean =>
  setting.metrics.some(metric => metric.enabled && metric.category === ALL_METRICS)

interface SharedSink {
  readonly sink: string
  readonly setting: string
  readonly category: string
}

function sharedSinks(one: DiagnosticSetting, other: DiagnosticSetting): readonly SharedSink[] {
  const taken = new Set(sinksOf(other))
  const category = sharedCategory(one, other)
  if (category === undefined) return []
  return sinksOf(one)
    .filter(sink => taken.has(sink))
    .map(sink => ({ sink, setting: other.name, category }))
}

/** What must not repeat: the names of the destinations, but an event hub's authorization rule. */
const sinksOf = (setting: DiagnosticSetting): readonly string[] =>
  destinationsOf(setting).map(([kind, name]) =>
    kind === 'eventHub' ? (setting.declared?.eventHubAuthorizationRuleId ?? name) : name,
  )

function sharedCategory(one: DiagnosticSetting, other: DiagnosticSetting): string | undefined {
  if (sendsMetrics(one) && sendsMetrics(other)) return ALL_METRICS
  return categories.find(({ name }) => sendsCategory(one, name) && sendsCategory(other, name))?.name
}
