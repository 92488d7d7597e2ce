/** What receivers are told: Azure's common alert schema, the payload of Log Alerts V2. */
import { type Instant, type Json, toIso } from '#base'
import { measuringKql } from './measure.ts'
import type { Rule } from './rule.ts'

/** What is kept of an alert for its history, and told. */
export interface AlertBody {
  readonly name: string
  readonly description: string
  readonly severity: number
  readonly scope: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly value: number | null
  readonly threshold: number
  readonly operator: string
  readonly aggregation: string
  readonly kql: string
  readonly windowStart: string
  readonly windowEnd: string
  readonly isMuted: boolean
}

export const bodyOf = (
  rule: Rule,
  about: Pick<AlertBody, 'name' | 'description' | 'dimensions' | 'value' | 'isMuted'> & { at: Instant },
): AlertBody => ({
  name: about.name,
  description: about.description,
  severity: rule.severity,
  scope: rule.scope,
  dimensions: about.dimensions,
  value: about.value,
  threshold: rule.threshold,
  operator: rule.operator,
  aggregation: rule.aggregation,
  kql: measuringKql(rule),
  windowStart: toIso(about.at - rule.windowMs),
  windowEnd: toIso(about.at),
  isMuted: about.isMuted,
})

interface Told {
  readonly id: string
  readonly rule: string
  readonly firedAt: Instant
  readonly resolvedAt?: Instant
}

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
        signalType: 'Log',
        monitorCondition: resolvedAt === undefined ? 'Fired' : 'Resolved',
        monitoringService: 'Log Alerts V2',
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

export const contextOf = (body: AlertBody): Json => ({
  properties: {},
  conditionType: 'LogQueryCriteria',
  condition: {
    windowSize: `${body.windowStart}/${body.windowEnd}`,
    allOf: [
      {
        searchQuery: body.kql,
        metricMeasureColumn: null,
        targetResourceTypes: '[]',
        operator: body.operator,
        threshold: String(body.threshold),
        timeAggregation: body.aggregation,
        dimensions: Object.entries(body.dimensions).map(([name, value]) => ({ name, value })),
        metricValue: body.value,
      },
    ],
    windowStartTime: body.windowStart,
    windowEndTime: body.windowEnd,
  },
})
