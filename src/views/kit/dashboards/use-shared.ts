/** The dashboards that the tenant shares, through the control plane. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem, type Problem } from '../ask/problem.ts'
import { type Asked, useAsk } from '../ask/use-ask.ts'
import { subscriptionOf, usePlace } from '../session/place.ts'
import { useSession } from '../session/session.tsx'
import type { Dashboard } from './dashboard.ts'
import {
  answerOf,
  newSharedId,
  type SharedAnswer,
  sharedBody,
  sharedDashboard,
  sharedListPath,
  sharedPath,
} from './shared.ts'

export interface SharedDashboards {
  readonly asked: Asked<readonly SharedAnswer[]>
  readonly dashboards: readonly Dashboard[]
  /** Why the last change was not taken. */
  readonly problem: Problem | undefined
  /** False for a tenant without a resource: there is no place for it. */
  readonly canShare: boolean
  /** A copy of a dashboard, for everybody of the tenant; gives its id once it is kept. */
  share(dashboard: Dashboard): Promise<string | undefined>
  keep(dashboard: Dashboard): Promise<boolean>
  remove(id: string): Promise<boolean>
}

export function useSharedDashboards(): SharedDashboards {
  const place = usePlace()
  const { call } = useSession()
  const client = useQueryClient()
  const [problem, setProblem] = useState<Problem>()
  const key = ['shared-dashboards', place]
  const asked = useAsk(
    key,
    async (ask, signal) => {
      const path = sharedListPath(subscriptionOf(place ?? ''))
      // Sound: our own server prints this shape (its dashboards).
      return ((await ask(path, { audience: 'arm', signal })) as { value: readonly SharedAnswer[] }).value
    },
    { when: place !== undefined },
  )
  const answers = asked.data ?? []
  const change = async (id: string, method: 'PUT' | 'DELETE', body?: unknown): Promise<boolean> => {
    setProblem(undefined)
    try {
      await call(sharedPath(id), { audience: 'arm', method, ...(body !== undefined && { body }) })
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey.includes('shared-dashboards') })
      return true
    } catch (thrown) {
      setProblem(asProblem(thrown))
      return false
    }
  }
  const keep = (dashboard: Dashboard) => {
    return change(dashboard.id, 'PUT', sharedBody(dashboard, answerOf(answers, dashboard.id)))
  }
  return {
    asked,
    dashboards: answers.map(sharedDashboard),
    problem,
    canShare: place !== undefined,
    share: async dashboard => {
      const id = newSharedId(place ?? '', crypto.randomUUID())
      return (await keep({ ...dashboard, id })) ? id : undefined
    },
    keep,
    remove: id => change(id, 'DELETE'),
  }
}
