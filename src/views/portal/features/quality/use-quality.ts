/** Reports, the catalogue, answers and members, by the tenant's own APIs and in the role that is looked with. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem, type Call, type Problem, type Role, saveAs, useAsk, useSession } from '#views/kit'
import { askOf, type LookedAt } from './ask-of.ts'
import type {
  Answer,
  Catalogue,
  Filter,
  FilterValue,
  Listed,
  PanelKind,
  Query,
  Report,
  ReportBody,
} from './report.ts'

/** The portal's roles as Teams has them. */
const TEAMS_ROLES: Readonly<Record<Role, string>> = {
  developer: 'administrator',
  resourceOwner: 'administrator',
  teamsAdmin: 'administrator',
  supportEngineer: 'engineer',
  supportSpecialist: 'specialist',
}

export const useTeamsRole = (): string => TEAMS_ROLES[useSession().role]

const post = (call: Call, path: string, body: unknown, signal?: AbortSignal) =>
  call(path, { audience: 'graph', method: 'POST', body, signal })

// Sound, each: our own server prints these shapes, and the call rejected for every other answer.
export const useReports = () =>
  useAsk(
    ['teams-reports'],
    async (call, signal) =>
      ((await call('/teams/reports', { audience: 'graph', signal })) as { readonly value: readonly Listed[] })
        .value,
  )

export const useReport = (id: string, when = true) =>
  useAsk(
    ['teams-report', id],
    async (call, signal) =>
      (await call(`/teams/reports/${encodeURIComponent(id)}`, { audience: 'graph', signal })) as Report,
    { when },
  )

export const useCatalogue = () =>
  useAsk(
    ['teams-cqd-catalogue'],
    async (call, signal) => (await call('/teams/cqd/catalogue', { audience: 'graph', signal })) as Catalogue,
  )

/** Rows of a page; the whole answer is a file. */
const PAGE = 1000

export function useAnswer(query: Query, kind: PanelKind, lookedAt: LookedAt, when = true) {
  const role = useTeamsRole()
  return useAsk(
    ['teams-cqd', role, query, kind, lookedAt],
    async (call, signal) =>
      (await post(
        call,
        `/teams/cqd/query?role=${role}`,
        { ...askOf(query, kind, lookedAt, Date.now()), pageSize: PAGE },
        signal,
      )) as Answer,
    { when },
  )
}

/** All rows as a file. */
export function useWholeAnswer() {
  const { call } = useSession()
  const role = useTeamsRole()
  const [problem, setProblem] = useState<Problem>()
  const save = async (name: string, query: Query) => {
    setProblem(undefined)
    try {
      const content = await post(call, `/teams/cqd/query?role=${role}&format=csv`, query)
      saveAs(`${name}.csv`, 'text/csv', String(content ?? ''))
    } catch (thrown) {
      setProblem(asProblem(thrown))
    }
  }
  return { save, problem }
}

interface Members {
  readonly values: readonly { readonly value: FilterValue; readonly streams: number }[]
  readonly isComplete: boolean
}

export function useMembers(dimension: string, search: string, filters: readonly Filter[]) {
  const role = useTeamsRole()
  return useAsk(
    ['teams-cqd-members', role, dimension, search, filters],
    async (call, signal) =>
      (await post(
        call,
        `/teams/cqd/members?role=${role}`,
        { dimension, ...(search !== '' && { search }), ...(filters.length > 0 && { filters }) },
        signal,
      )) as Members,
    { when: dimension !== '' },
  )
}

/** Saves and deletes; whatever lists reports asks again afterwards. */
export function useChangeReport() {
  const { call } = useSession()
  const role = useTeamsRole()
  const client = useQueryClient()
  const [problem, setProblem] = useState<Problem>()
  const change = async (id: string, method: 'PUT' | 'DELETE', body?: ReportBody): Promise<boolean> => {
    setProblem(undefined)
    try {
      const path = `/teams/reports/${encodeURIComponent(id)}?role=${role}`
      await call(path, { audience: 'graph', method, ...(body && { body }) })
      // What is deleted must not be asked for again.
      await client.invalidateQueries({
        predicate: ({ queryKey }) =>
          method === 'PUT' || !(queryKey.includes('teams-report') && queryKey.includes(id)),
      })
      return true
    } catch (thrown) {
      setProblem(asProblem(thrown))
      return false
    }
  }
  return {
    problem,
    save: (id: string, body: ReportBody) => change(id, 'PUT', body),
    remove: (id: string) => change(id, 'DELETE'),
  }
}
