/** Deliveries and dead letters by the operator's API (docs/destinations.md). */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem, type Problem, useAsk, useSession } from '#views/kit'

export interface DestinationHealth {
  readonly name: string
  readonly kind: 'workspace' | 'storage' | 'eventHub' | 'partner' | 'live'
  readonly state: 'idle' | 'delivering' | 'backingOff'
  readonly delivered: number
  readonly refused: number
  readonly failures: number
  readonly lastError: string | null
  readonly retryAt: string | null
  readonly queue: { readonly records: number; readonly bytes: number; readonly oldest: string | null }
  readonly lagMs: number
  readonly deadLetters: number
}

export interface Deliveries {
  readonly facts: number
  readonly factsAside: number
  readonly value: readonly DestinationHealth[]
}

export interface DeadLetter {
  readonly seq: number
  readonly at: string
  readonly destination: string | null
  readonly category: string
  readonly reason: string
  readonly content: unknown
}

const OFTEN_MS = 5_000
const MOST_LETTERS = 200

// Sound, both: our own server prints these shapes (src/router/surface.ts).
export const useDeliveries = ({ when = true }: { readonly when?: boolean } = {}) =>
  useAsk(
    ['deliveries'],
    async (call, signal) =>
      (await call('/operator/deliveries', { audience: 'operator', signal })) as Deliveries,
    { everyMs: OFTEN_MS, when },
  )

export const useDeadLetters = () =>
  useAsk(
    ['deadLetters'],
    async (call, signal) => {
      const path = `/operator/dead-letters?top=${MOST_LETTERS}`
      const answer = (await call(path, { audience: 'operator', signal })) as { value: readonly DeadLetter[] }
      return answer.value
    },
    { everyMs: OFTEN_MS },
  )

/** Sends dead letters again, or forgets them; `said` is how the last of it went. */
export function useDeadLetterChanges() {
  const { call } = useSession()
  const queries = useQueryClient()
  const [said, setSaid] = useState<string>()
  const [problem, setProblem] = useState<Problem>()
  const act = async (what: () => Promise<string>) => {
    setProblem(undefined)
    try {
      setSaid(await what())
      await queries.invalidateQueries()
    } catch (thrown) {
      setSaid(undefined)
      setProblem(asProblem(thrown))
    }
  }
  return {
    said,
    problem,
    replay: (destination: string) =>
      act(async () => {
        const path = '/operator/dead-letters/:replay'
        const body = { destination }
        const { replayed } = (await call(path, { audience: 'operator', method: 'POST', body })) as {
          replayed: number
        }
        return replayed === 1
          ? '1 record is on its way again.'
          : `${replayed} records are on their way again.`
      }),
    discard: (seq: number) =>
      act(async () => {
        await call(`/operator/dead-letters/${seq}`, { audience: 'operator', method: 'DELETE' })
        return `Dead letter ${seq} is forgotten.`
      }),
  }
}
