/** Questions to the APIs as React hooks: cached by what was asked and by whom, cancelled when nobody looks any more. */
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useSession } from '../session/session.tsx'
import { asIso, type TimeRange } from '../time/range.ts'
import type { Call } from './call.ts'
import { askKql, type KqlAnswer } from './kql.ts'
import type { Problem } from './problem.ts'

export type Asked<Data> = UseQueryResult<Data, Problem>

export interface AskOptions {
  /** Ask again every so many ms while the page is looked at. */
  readonly everyMs?: number | undefined
  /** False: don't ask yet. */
  readonly when?: boolean | undefined
}

/** `key` names the question wholly: the same key means the same answer. */
export function useAsk<Data>(
  key: readonly unknown[],
  ask: (call: Call, signal: AbortSignal) => Promise<Data>,
  { everyMs, when = true }: AskOptions = {},
): Asked<Data> {
  const { call, person } = useSession()
  return useQuery<Data, Problem>({
    queryKey: [person.name, person.tenant, ...key],
    queryFn: ({ signal }) => ask(call, signal),
    enabled: when,
    ...(everyMs !== undefined && { refetchInterval: everyMs }),
    placeholderData: keepPreviousData,
  })
}

interface KqlOptions extends AskOptions {
  readonly range?: TimeRange | undefined
  /** Id of another workspace than the one that is looked at. */
  readonly workspace?: string | undefined
}

/** KQL in the workspace that is looked at, over a time range (absent: all time). */
export function useKql(text: string, { range, workspace, ...options }: KqlOptions = {}): Asked<KqlAnswer> {
  const session = useSession()
  const where = workspace ?? session.workspace.id
  return useAsk(
    ['kql', where, text, range],
    (call, signal) =>
      askKql(call, { workspace: where, text, timespan: range && asIso(range, Date.now()) }, signal),
    options,
  )
}

/**
 * KQL over the tables of our own (verdicts, lobby visits, deliveries): they lie in the operator's workspace, so for
 * other tenants it asks nothing and stays without an answer (`useIsOperator`).
 */
export function useHouseKql(text: string, options: Omit<KqlOptions, 'workspace'> = {}): Asked<KqlAnswer> {
  const { world } = useSession()
  const house = world.workspaces.find(({ isHouse }) => isHouse)
  return useKql(text, {
    ...options,
    workspace: house?.id,
    when: house !== undefined && options.when !== false,
  })
}

/** Whether the tables of our own can be asked. */
export const useIsOperator = (): boolean => useSession().world.isOperator
