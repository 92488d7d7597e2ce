/** The kinds of resources that the control plane of alerts keeps: one row each, what differs between them. */
import { type TSchema, Type } from 'typebox'
import type { HttpRequest, SchemaChecker } from '#base'
import { GroupProperties, receiversOf } from './action-group.ts'
import type { AlertsOptions } from './create-alerts.ts'
import { alertsError } from './errors.ts'
import type { Evaluator } from './evaluate.ts'
import { LogRuleProperties, parseLogRule } from './log-rule.ts'
import { MetricRuleProperties, parseMetricRule } from './metric-rule.ts'
import { checkerOf, type Rule } from './rule.ts'
import type { ResourceType, RuleType, StoredResource } from './store.ts'

export type Services = AlertsOptions & { readonly evaluate: Evaluator }

/** As it is put and kept. */
export interface ResourceBody {
  readonly location?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly properties: object
}

export interface ResourceKind {
  readonly type: ResourceType
  /** The operations' group in Azure's specification. */
  readonly api: string
  readonly schema: TSchema
  /** For bodies that the host did not see whole. */
  readonly checker: SchemaChecker
  /** What a PUT that makes one answers; one that changes answers 200. */
  readonly made: 200 | 201
  /** What Azure answers beside the body. */
  readonly extra?: Readonly<Record<string, string>>
  /** Throws ApiError 400 or 403 for what the schema lets pass. */
  check(body: ResourceBody, request: HttpRequest, services: Services): Promise<void>
}

const resourceBody = (properties: TSchema) =>
  Type.Object({
    location: Type.Optional(Type.String()),
    tags: Type.Optional(Type.Record(Type.String(), Type.String())),
    properties,
  })

const logBody = resourceBody(LogRuleProperties)
const metricBody = resourceBody(MetricRuleProperties)
const groupBody = resourceBody(GroupProperties)

export const RESOURCE_KINDS = {
  scheduledQueryRules: {
    type: 'scheduledQueryRules',
    api: 'ScheduledQueryRules',
    schema: logBody,
    checker: checkerOf(logBody),
    made: 201,
    extra: { kind: 'LogAlert' },
    check: ({ properties }, request, services) =>
      checkRule(parseProperties('scheduledQueryRules', properties), {
        request,
        services,
        isUnasked: Reflect.get(properties, 'skipQueryValidation') === true,
      }),
  },
  metricAlerts: {
    type: 'metricAlerts',
    api: 'MetricAlerts',
    schema: metricBody,
    checker: checkerOf(metricBody),
    made: 200,
    check: ({ properties }, request, services) =>
      checkRule(parseProperties('metricAlerts', properties), { request, services, isUnasked: false }),
  },
  actionGroups: {
    type: 'actionGroups',
    api: 'ActionGroups',
    schema: groupBody,
    checker: checkerOf(groupBody),
    made: 201,
    // The schema has admitted it.
    check: async ({ properties }) => void receiversOf(properties as GroupProperties),
  },
} as const satisfies Record<ResourceType, ResourceKind>

/** `properties` that the type's schema has admitted. Throws ApiError 400 for contradictions in them. */
export const parseProperties = (type: RuleType, properties: object): Rule =>
  type === 'metricAlerts'
    ? parseMetricRule(properties as MetricRuleProperties)
    : parseLogRule(properties as LogRuleProperties)

export function parseStored({ type, armId, body }: StoredResource): Rule {
  if (type === 'actionGroups') throw new Error(`${armId} is no rule`)
  return parseProperties(type, JSON.parse(body).properties)
}

interface Check {
  readonly request: HttpRequest
  readonly services: Services
  /** Its caller wants it kept although it cannot be answered now. */
  readonly isUnasked: boolean
}

/** The rule is asked once on its newest window, so that a query that can't be answered is refused here. */
async function checkRule(rule: Rule, { request, services, isUnasked }: Check): Promise<void> {
  const { caller, receivedAt: at, signal } = request
  if (!services.mayRead(caller, rule.scope)) throw alertsError('NotAllowed', { id: rule.scope })
  const isKnown =
    rule.signal === 'Metric' ? services.hasMetrics(rule.scope) : services.workspaceOf(rule.scope)
  if (!isKnown) throw alertsError('ScopeNotFound', { id: rule.scope })
  if (isUnasked) return
  await services.evaluate(rule, { at, before: new Map(), tenant: services.tenantOf(caller), signal })
}
