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

/** KQL in the workspace that is looked at, over a time range (absent: all time). */
export function useKql(
  text: string,
  { range, ...options }: AskOptions & { readonly range?: TimeRange | undefined } = {},
): Asked<KqlAnswer> {
  const { workspace } = useSession()
  return useAsk(
    ['kql', workspace.id, text, range],
    (call, signal) =>
      askKql(call, { workspace: workspace.id, text, timespan: range && asIso(range, Date.now()) }, signal),
    options,
  )
}
