/** Rules, action groups and alerts by the control plane. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asIso, asProblem, type Problem, type TimeRange, useAsk, useSession } from '#views/kit'
import type { ReadyMade, RuleProperties, TestPoint } from './shape-rule.ts'

interface Listed<Item> {
  readonly value: readonly Item[]
}

export interface RuleAnswer {
  readonly id: string
  readonly name: string
  readonly properties: RuleProperties
  readonly anteroom?: { readonly evaluatedThrough: string; readonly problem: string | null }
}

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
          readonly searchQuery: string
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

/** Where this tenant's rules are kept: the subscription and group of its first resource; undefined without one. */
export function usePlace(): string | undefined {
  const { world, workspace } = useSession()
  const own = world.resources.find(({ tenant }) => tenant === workspace.tenant) ?? world.resources[0]
  return own?.armId.split('/').slice(0, 5).join('/')
}

const subscriptionOf = (place: string): string => place.split('/').slice(0, 3).join('/')
const insights = (place: string, rest: string): string =>
  `${place}/providers/Microsoft.Insights/${rest}?${VERSION}`

// Sound, each: our own server prints these shapes (its control plane of alerts).
function useListed<Item>(path: string, everyMs?: number) {
  return useAsk(
    ['alerts', path],
    async (call, signal) => ((await call(path, { audience: 'arm', signal })) as Listed<Item>).value,
    { everyMs },
  )
}

export const useRules = (place: string) =>
  useListed<RuleAnswer>(insights(subscriptionOf(place), 'scheduledQueryRules'))
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

/** Asked when `run` changes: what a rule would have done. */
export function useTestRun(
  place: string,
  tested: { properties: RuleProperties; range: TimeRange } | undefined,
) {
  return useAsk(
    ['alert-test', place, tested],
    async (call, signal) =>
      (await call(insights(subscriptionOf(place), 'testScheduledQueryRule'), {
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
    saveRule: (name: string, properties: RuleProperties) =>
      change(insights(place, `scheduledQueryRules/${name}`), 'PUT', { location: 'global', properties }),
    saveGroup: (name: string, properties: unknown) =>
      change(insights(place, `actionGroups/${name}`), 'PUT', { location: 'global', properties }),
    remove: (id: string) => change(`${id}?${VERSION}`, 'DELETE'),
  }
}
