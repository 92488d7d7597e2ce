/** Diagnostic settings by the resource plane, and where they can send to. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem, type Problem, useAsk, useIsOperator, useSession } from '#views/kit'
import { bodyOf, type Draft, type SettingAnswer } from './shape-setting.ts'
import { type Deliveries, useDeliveries } from './use-deliveries.ts'

const VERSION = 'api-version=2021-05-01-preview'
const pathOf = (armId: string, rest: string): string =>
  `${armId}/providers/Microsoft.Insights/${rest}?${VERSION}`

export interface CategoryAnswer {
  readonly name: string
  readonly properties: {
    readonly categoryType: 'Logs' | 'Metrics'
    readonly categoryGroups: readonly string[]
  }
}

interface Listed<Item> {
  readonly value: readonly Item[]
}

// Sound, each: the resource plane's own shapes, held by its conformance tests.
export const useSettings = (armId: string) =>
  useAsk(['settings', armId], async (call, signal) => {
    const path = pathOf(armId, 'diagnosticSettings')
    return ((await call(path, { audience: 'arm', signal })) as Listed<SettingAnswer>).value
  })

export const useCategories = (armId: string) =>
  useAsk(['categories', armId], async (call, signal) => {
    const path = pathOf(armId, 'diagnosticSettingsCategories')
    return ((await call(path, { audience: 'arm', signal })) as Listed<CategoryAnswer>).value
  })

/** Ids that a setting of the resource can name, by kind of destination. */
export interface KnownDestinations {
  readonly workspace: readonly string[]
  readonly storage: readonly string[]
  readonly eventHub: readonly string[]
  readonly partner: readonly string[]
}

/** Workspaces of the resource's subscription; the rest, which configuration names, only the operator may list. */
export function useDestinations(armId: string): KnownDestinations {
  const isOperator = useIsOperator()
  const [, , subscription = ''] = armId.split('/')
  const workspaces = useAsk(['armWorkspaces', subscription], async (call, signal) => {
    const path = `/subscriptions/${subscription}/providers/Microsoft.OperationalInsights/workspaces?api-version=2022-10-01`
    return ((await call(path, { audience: 'arm', signal })) as Listed<{ id: string }>).value.map(
      ({ id }) => id,
    )
  })
  const deliveries = useDeliveries({ when: isOperator })
  const named = (kind: Deliveries['value'][number]['kind']) =>
    (deliveries.data?.value ?? []).flatMap(one => (one.kind === kind ? [one.name] : []))
  return {
    workspace: workspaces.data ?? [],
    storage: named('storage'),
    eventHub: named('eventHub'),
    partner: named('partner'),
  }
}

/** Changes settings, then asks for the list again. `problem` is that of the last change. */
export function useChanges(armId: string) {
  const { call } = useSession()
  const queries = useQueryClient()
  const [problem, setProblem] = useState<Problem>()
  const [isBusy, setBusy] = useState(false)
  const change = async (
    name: string,
    how: { method: 'PUT' | 'DELETE'; body?: unknown },
  ): Promise<boolean> => {
    setBusy(true)
    setProblem(undefined)
    try {
      const path = pathOf(armId, `diagnosticSettings/${encodeURIComponent(name)}`)
      await call(path, { audience: 'arm', ...how })
      await queries.invalidateQueries()
      return true
    } catch (thrown) {
      setProblem(asProblem(thrown))
      return false
    } finally {
      setBusy(false)
    }
  }
  return {
    isBusy,
    problem,
    forget: () => setProblem(undefined),
    save: (draft: Draft) => change(draft.name.trim(), { method: 'PUT', body: bodyOf(draft) }),
    remove: (name: string) => change(name, { method: 'DELETE' }),
  }
}
