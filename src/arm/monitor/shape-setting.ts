/** How the resource plane shows diagnostic settings and the categories that they can name. */
import type { Json } from '#base'
import { type ArmId, type Category, categories } from '#records'
import {
  ALL_METRICS,
  categoryGroups,
  type DiagnosticSetting,
  type LogSelection,
  sendsCategory,
} from '#router'
import type { Generation } from './generation.ts'

/** Members of a proxy resource that have no value here; the service prints them. */
const NOTHING = { location: null, kind: null, tags: null, identity: null }

const NO_RETENTION = { enabled: false, days: 0 }

export function shapeSetting(setting: DiagnosticSetting, generation: Generation): Json {
  const { resource, name, destinations, declared = {} } = setting
  const rule = declared.eventHubAuthorizationRuleId ?? destinations.eventHub ?? null
  return {
    id: `${resource}/providers/microsoft.insights/diagnosticSettings/${name}`,
    type: 'Microsoft.Insights/diagnosticSettings',
    name,
    ...NOTHING,
    properties: {
      storageAccountId: destinations.storage ?? null,
      serviceBusRuleId: null,
      workspaceId: destinations.workspace ?? null,
      eventHubAuthorizationRuleId: rule,
      eventHubName: declared.eventHubName ?? null,
      ...(generation.hasGroups && { marketplacePartnerId: destinations.partner ?? null }),
      logAnalyticsDestinationType: declared.logAnalyticsDestinationType ?? null,
      logs: generation.hasGroups ? setting.logs.map(shapeSelection) : shapeSingly(setting),
      metrics: setting.metrics.map(({ category, enabled }) => ({
        timeGrain: null,
        category,
        enabled,
        retentionPolicy: NO_RETENTION,
      })),
    },
  }
}

const shapeSelection = (log: LogSelection): Json => ({
  category: log.kind === 'category' ? log.category : null,
  categoryGroup: log.kind === 'group' ? log.group : null,
  enabled: log.enabled,
  retentionPolicy: NO_RETENTION,
})

/** A client that knows no groups sees the categories that they stand for. */
function shapeSingly(setting: DiagnosticSetting): readonly Json[] {
  const singly = (category: string, enabled: boolean) => ({
    category,
    enabled,
    retentionPolicy: NO_RETENTION,
  })
  return setting.logs.some(({ kind }) => kind === 'group')
    ? categories.filter(({ name }) => sendsCategory(setting, name)).map(({ name }) => singly(name, true))
    : setting.logs.flatMap(log => (log.kind === 'category' ? [singly(log.category, log.enabled)] : []))
}

/** All categories that a resource offers, those of logs first. */
export const shapeCategories = (resource: ArmId, generation: Generation): readonly NamedJson[] => [
  ...offered.map(({ name }) => shapeCategory(resource, name, { ...generation, categoryType: 'Logs' })),
  shapeCategory(resource, ALL_METRICS, { ...generation, categoryType: 'Metrics' }),
]

interface NamedJson {
  readonly [member: string]: Json
  readonly name: string
}

const offered: readonly Category[] = categories.filter(({ retired }) => !retired)

/** The groups in the spelling of the service, smallest first. */
const GROUPS = ['audit', 'allLogs'] as const

function shapeCategory(
  resource: ArmId,
  name: string,
  { hasGroups, categoryType }: Generation & { readonly categoryType: 'Logs' | 'Metrics' },
): NamedJson {
  const groups = GROUPS.filter(group => categoryGroups[group.toLowerCase()]?.(name))
  return {
    id: `${resource}/providers/microsoft.insights/diagnosticSettingsCategories/${name}`,
    type: 'microsoft.insights/diagnosticSettingsCategories',
    name,
    ...NOTHING,
    properties: { categoryType, ...(hasGroups && { categoryGroups: groups }) },
  }
}
