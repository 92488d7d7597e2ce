/** What the body of a PUT says of a diagnostic setting. Pure: the router decides whether the setting may be. */
import { type Static, Type } from 'typebox'
import { type ArmId, categoryByName } from '#records'
import { ALL_METRICS, type DeclaredProperties, type DiagnosticSetting, type LogSelection } from '#router'
import { armError } from '../errors.ts'
import type { Generation } from './generation.ts'

const optional = <Schema extends Parameters<typeof Type.Optional>[0]>(schema: Schema) =>
  Type.Optional(Type.Union([schema, Type.Null()]))

const Text = Type.String({ maxLength: 1000 })

/** The retention of a setting is no more: how long data stay is said where they are. It is taken and not kept. */
const Retention = optional(Type.Object({ enabled: Type.Boolean(), days: Type.Integer({ minimum: 0 }) }))

const Logs = Type.Object({
  category: optional(Text),
  categoryGroup: optional(Text),
  enabled: Type.Boolean(),
  retentionPolicy: Retention,
})

const Metrics = Type.Object({
  category: optional(Text),
  enabled: Type.Boolean(),
  timeGrain: optional(Text),
  retentionPolicy: Retention,
})

export const SettingBody = Type.Object({
  properties: Type.Object({
    workspaceId: optional(Text),
    storageAccountId: optional(Text),
    serviceBusRuleId: optional(Text),
    eventHubAuthorizationRuleId: optional(Text),
    eventHubName: optional(Text),
    marketplacePartnerId: optional(Text),
    logAnalyticsDestinationType: optional(
      Type.Union([Type.Literal('Dedicated'), Type.Literal('AzureDiagnostics')]),
    ),
    logs: optional(Type.Array(Logs, { maxItems: 200 })),
    metrics: optional(Type.Array(Metrics, { maxItems: 200 })),
    /** Ours: also what happened in so many days before (ADR 0006). */
    backfillDays: optional(Type.Integer()),
  }),
})
type Properties = Static<typeof SettingBody>['properties']

export interface SettingPut {
  readonly resource: ArmId
  readonly name: string
  readonly generation: Generation
}

/** Throws 400 `BadRequest` for what contradicts itself. */
export function parseSetting(
  { properties }: Static<typeof SettingBody>,
  { resource, name, generation }: SettingPut,
): DiagnosticSetting {
  const logs = (properties.logs ?? []).map(entry => selectionOf(entry, generation))
  const metrics = (properties.metrics ?? []).map(({ category, enabled }) => ({
    category: canonicalMetric(category ?? ALL_METRICS),
    enabled,
  }))
  if (logs.length + metrics.length === 0) throw armError('NoCategory')
  refuseTwice([...logs.map(keyOf), ...metrics.map(({ category }) => category)])
  const declared = declaredIn(properties)
  return {
    resource,
    name,
    destinations: destinationsIn(properties),
    logs,
    metrics,
    ...(declared && { declared }),
  }
}

/** In the older generation a category group is a member that nobody knows, and so is not read. */
function selectionOf(
  { category, categoryGroup, enabled }: Static<typeof Logs>,
  { hasGroups }: Generation,
): LogSelection {
  const group = hasGroups ? categoryGroup : undefined
  if (category && group) throw armError('CategoryAndGroup', { category, group })
  if (category) return { kind: 'category', category: categoryByName(category)?.name ?? category, enabled }
  if (group) return { kind: 'group', group, enabled }
  throw armError('CategoryMissing')
}

const keyOf = (log: LogSelection): string => (log.kind === 'category' ? log.category : `group ${log.group}`)

const canonicalMetric = (name: string): string =>
  name.toLowerCase() === ALL_METRICS.toLowerCase() ? ALL_METRICS : name

function refuseTwice(names: readonly string[]): void {
  const lower = names.map(name => name.toLowerCase())
  const twice = names.find((_, i) => lower.indexOf(lower[i] ?? '') < i)
  if (twice !== undefined) throw armError('CategoryTwice', { category: twice })
}

/** Names of destinations are ARM ids in lower case; the hub of an authorization rule is below its namespace. */
function destinationsIn(properties: Properties): DiagnosticSetting['destinations'] {
  const { workspaceId, storageAccountId, eventHubAuthorizationRuleId: rule, eventHubName } = properties
  if (properties.serviceBusRuleId) throw armError('ServiceBusRule')
  if (eventHubName && !rule) throw armError('HubWithoutRule')
  return {
    ...(workspaceId && { workspace: destinationName(workspaceId) }),
    ...(storageAccountId && { storage: destinationName(storageAccountId) }),
    ...(rule && { eventHub: hubOf(rule, eventHubName ?? undefined) }),
    ...(properties.marketplacePartnerId && { partner: destinationName(properties.marketplacePartnerId) }),
  }
}

const destinationName = (id: string): string => id.trim().replace(/\/+$/, '').toLowerCase()

/** A rule stands below the namespace or below one of its hubs. */
const RULE = /^(\/subscriptions\/.+\/namespaces\/[^/]+)(\/eventhubs\/[^/]+)?\/authorizationrules\/[^/]+$/

function hubOf(rule: string, hubName: string | undefined): string {
  const [, namespace, hub = ''] = RULE.exec(destinationName(rule)) ?? []
  if (!namespace) throw armError('InvalidRule', { id: rule })
  return namespace + (hubName ? `/eventhubs/${hubName.toLowerCase()}` : hub)
}

function declaredIn(properties: Properties): DeclaredProperties | undefined {
  const { eventHubAuthorizationRuleId: rule, eventHubName, logAnalyticsDestinationType } = properties
  if (!rule && !logAnalyticsDestinationType) return undefined
  return {
    ...(rule && { eventHubAuthorizationRuleId: destinationName(rule) }),
    ...(eventHubName && { eventHubName }),
    ...(logAnalyticsDestinationType && { logAnalyticsDestinationType }),
  }
}
