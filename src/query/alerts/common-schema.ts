/** What receivers are told: Azure's common alert schema, the payloads of Log Alerts V2 and of metric alerts. */
import { type Instant, type Json, toIso } from '#base'
import { METRIC_NAMESPACE } from '#records'
import { measuringKql } from './measure.ts'
import type { Rule } from './rule.ts'

/** What is kept of an alert for its history, and told. */
export interface AlertBody {
  readonly name: string
  readonly description: string
  readonly severity: number
  readonly signal: Rule['signal']
  readonly scope: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly conditions: readonly AlertCondition[]
  readonly windowStart: string
  readonly windowEnd: string
  readonly isMuted: boolean
}

/** A criterion and what it measured. */
export interface AlertCondition {
  readonly metric?: string
  readonly kql: string
  readonly aggregation: string
  readonly operator: string
  readonly threshold: number
  readonly value: number | null
}

interface About {
  /** Where the rule has no name of its own. */
  readonly name: string
  readonly dimensions: AlertBody['dimensions']
  readonly values: readonly (number | null)[]
  readonly isMuted: boolean
  readonly at: Instant
}

export const alertBodyOf = (rule: Rule, { name, dimensions, values, isMuted, at }: About): AlertBody => ({
  name: rule.displayName ?? name,
  description: rule.description,
  severity: rule.severity,
  signal: rule.signal,
  scope: rule.scope,
  dimensions,
  conditions: rule.criteria.map((criterion, i) => ({
    ...(criterion.kind === 'metric' && { metric: criterion.metric }),
    kql: measuringKql(criterion),
    aggregation: criterion.aggregation,
    operator: criterion.operator,
    threshold: criterion.threshold,
    value: values[i] ?? null,
  })),
  windowStart: toIso(at - rule.windowMs),
  windowEnd: toIso(at),
  isMuted,
})

interface Told {
  readonly id: string
  readonly rule: string
  readonly firedAt: Instant
  readonly resolvedAt?: Instant
}

/** How Azure calls what watches each signal. */
export const SERVICES = { Log: 'Log Alerts V2', Metric: 'Platform' } as const satisfies Record<
  Rule['signal'],
  string
>

export function commonAlert(body: AlertBody, { id, rule, firedAt, resolvedAt }: Told): Json {
  const [subscription = ''] = /(?<=\/subscriptions\/)[^/]+/i.exec(rule) ?? []
  return {
    schemaId: 'azureMonitorCommonAlertSchema',
    data: {
      essentials: {
        alertId: `/subscriptions/${subscription}/providers/Microsoft.AlertsManagement/alerts/${id}`,
        alertRule: body.name,
        alertRuleID: rule,
        severity: `Sev${body.severity}`,
        signalType: body.signal,
        monitorCondition: resolvedAt === undefined ? 'Fired' : 'Resolved',
        monitoringService: SERVICES[body.signal],
        alertTargetIDs: [body.scope.toLowerCase()],
        configurationItems: [body.scope.split('/').at(-1) ?? ''],
        originAlertId: id,
        firedDateTime: toIso(firedAt),
        ...(resolvedAt !== undefined && { resolvedDateTime: toIso(resolvedAt) }),
        description: body.description,
        essentialsVersion: '1.0',
        alertContextVersion: '1.0',
      },
      alertContext: contextOf(body),
    },
  }
}

export const contextOf = (body: AlertBody): Json =>
  body.signal === 'Metric' ? metricContext(body) : logContext(body)

function logContext(body: AlertBody): Json {
  return {
    properties: {},
    conditionType: 'LogQueryCriteria',
    condition: {
      windowSize: `${body.windowStart}/${body.windowEnd}`,
      allOf: body.conditions.map(condition => ({
        searchQuery: condition.kql,
        metricMeasureColumn: null,
        targetResourceTypes: '[]',
        ...comparedIn(body, condition),
      })),
      windowStartTime: body.windowStart,
      windowEndTime: body.windowEnd,
    },
  }
}

function metricContext(body: AlertBody): Json {
  const minutes = (Date.parse(body.windowEnd) - Date.parse(body.windowStart)) / 60_000
  return {
    properties: null,
    conditionType: 'SingleResourceMultipleMetricCriteria',
    condition: {
      windowSize: `PT${minutes}M`,
      allOf: body.conditions.map(condition => ({
        metricName: condition.metric ?? '',
        metricNamespace: METRIC_NAMESPACE,
        ...comparedIn(body, condition),
        webTestName: null,
      })),
      windowStartTime: body.windowStart,
      windowEndTime: body.windowEnd,
    },
  }
}

/** The members that both payloads have; the threshold is a text in both. */
const comparedIn = ({ dimensions }: AlertBody, condition: AlertCondition) => ({
  operator: condition.operator,
  threshold: String(condition.threshold),
  timeAggregation: condition.aggregation,
  dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })),
  metricValue: condition.value,
})
