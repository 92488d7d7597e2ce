/** Rules, action groups and alerts by the control plane. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  asIso,
  asProblem,
  type Problem,
  subscriptionOf,
  type TimeRange,
  useAsk,
  useSession,
} from '#views/kit'
import type { MetricRuleProperties } from './shape-metric-rule.ts'
import type { ReadyMade, RuleProperties, TestPoint } from './shape-rule.ts'

interface Listed<Item> {
  readonly value: readonly Item[]
}

interface RuleParts<Type extends RuleType, Properties> {
  readonly id: string
  readonly name: string
  readonly type: `Microsoft.Insights/${Type}`
  readonly properties: Properties
  readonly anteroom?: { readonly evaluatedThrough: string; readonly problem: string | null }
}

export type RuleType = 'scheduledQueryRules' | 'metricAlerts'
export type LogRuleAnswer = RuleParts<'scheduledQueryRules', RuleProperties>
export type MetricRuleAnswer = RuleParts<'metricAlerts', MetricRuleProperties>
export type RuleAnswer = LogRuleAnswer | MetricRuleAnswer

export const isMetricRule = (rule: RuleAnswer): rule is MetricRuleAnswer =>
  rule.type === 'Microsoft.Insights/metricAlerts'

/** A metric alert has no other name than that of its resource. */
export const titleOfRule = (rule: RuleAnswer): string =>
  isMetricRule(rule) ? rule.name : (rule.properties.displayName ?? rule.name)

export interface GroupAnswer {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly webhookReceivers?: readonly { readonly name: string; readonly serviceUri: string }[]
    readonly emailReceivers?: readonly { readonly name: string; readonly emailAddress: string }[]
  }
}

export interface AlertAnswer {
  readonly name: string
  readonly properties: {
    readonly essentials: {
      readonly severity: string
      readonly monitorCondition: 'Fired' | 'Resolved'
      readonly alertRule: string
      readonly startDateTime: string
      readonly monitorConditionResolvedDateTime?: string
    }
    readonly context: {
      readonly condition: {
        readonly allOf: readonly {
          /** Of a query. */
          readonly searchQuery?: string
          /** Of a metric. */
          readonly metricName?: string
          readonly metricValue: number | null
          readonly dimensions: readonly { readonly name: string; readonly value: string }[]
        }[]
      }
    }
  }
}

export interface TestAnswer {
  readonly kql: string
  readonly threshold: number
  readonly evaluations: number
  readonly points: readonly TestPoint[]
}

const VERSION = 'api-version=2023-12-01'
const METRIC_VERSION = 'api-version=2018-03-01'

/** Azure versions metric alerts by themselves. */
const versionOf = (path: string): string => (/metricAlert/i.test(path) ? METRIC_VERSION : VERSION)

const insights = (place: string, rest: string): string =>
  `${place}/providers/Microsoft.Insights/${rest}?${versionOf(rest)}`

// Sound, each: our own server prints these shapes (its control plane of alerts).
function useListed<Item>(path: string, everyMs?: number) {
  return useAsk(
    ['alerts', path],
    async (call, signal) => ((await call(path, { audience: 'arm', signal })) as Listed<Item>).value,
    { everyMs },
  )
}

const RULE_TYPES: readonly RuleType[] = ['scheduledQueryRules', 'metricAlerts']

/** Of both kinds, by title. */
export const useRules = (place: string) =>
  useAsk(['alert-rules', place], async (call, signal) => {
    const answers = RULE_TYPES.map(async type => {
      const path = insights(subscriptionOf(place), type)
      return ((await call(path, { audience: 'arm', signal })) as Listed<RuleAnswer>).value
    })
    const rules = (await Promise.all(answers)).flat()
    return rules.toSorted((a, b) => titleOfRule(a).localeCompare(titleOfRule(b)))
  })
export const useGroups = (place: string) =>
  useListed<GroupAnswer>(insights(subscriptionOf(place), 'actionGroups'))
export const useReadyMade = (place: string) =>
  useListed<ReadyMade>(insights(subscriptionOf(place), 'readyMadeAlertRules'))
export const useAlerts = (place: string) =>
  useListed<AlertAnswer>(
    `${subscriptionOf(place)}/providers/Microsoft.AlertsManagement/alerts?timeRange=30d&${VERSION}`,
    10_000,
  )

/** The ARM id of the workspace that is looked at: what new rules ask. */
export function useScope(place: string): string {
  const { workspace } = useSession()
  const path = `${subscriptionOf(place)}/providers/Microsoft.OperationalInsights/workspaces?api-version=2022-10-01`
  const { data = [] } = useListed<{ readonly id: string; readonly name: string }>(path)
  return data.find(({ name }) => name === workspace.name)?.id ?? workspace.name
}

export interface Tested {
  readonly type: RuleType
  readonly properties: RuleProperties | MetricRuleProperties
  readonly range: TimeRange
}

const TEST_PATHS: Readonly<Record<RuleType, string>> = {
  scheduledQueryRules: 'testScheduledQueryRule',
  metricAlerts: 'testMetricAlert',
}

/** Asked when `tested` changes: what a rule would have done. */
export function useTestRun(place: string, tested: Tested | undefined) {
  return useAsk(
    ['alert-test', place, tested],
    async (call, signal) =>
      (await call(insights(subscriptionOf(place), TEST_PATHS[tested?.type ?? 'scheduledQueryRules']), {
        audience: 'arm',
        method: 'POST',
        body: { properties: tested?.properties, timespan: asIso(tested?.range ?? '24h', Date.now()) },
        signal,
      })) as TestAnswer,
    { when: tested !== undefined },
  )
}

/** Writes and deletes; whatever lists alerts asks again afterwards. */
export function useChange(place: string) {
  const { call } = useSession()
  const client = useQueryClient()
  const [problem, setProblem] = useState<Problem>()
  const change = async (path: string, method: 'PUT' | 'DELETE', body?: unknown): Promise<boolean> => {
    setProblem(undefined)
    try {
      await call(path, { audience: 'arm', method, ...(body !== undefined && { body }) })
      await client.invalidateQueries()
      return true
    } catch (thrown) {
      setProblem(asProblem(thrown))
      return false
    }
  }
  return {
    problem,
    saveRule: (type: RuleType, name: string, properties: RuleProperties | MetricRuleProperties) =>
      change(insights(place, `${type}/${name}`), 'PUT', { location: 'global', properties }),
    saveGroup: (name: string, properties: unknown) =>
      change(insights(place, `actionGroups/${name}`), 'PUT', { location: 'global', properties }),
    remove: (id: string) => change(`${id}?${versionOf(id)}`, 'DELETE'),
  }
}
