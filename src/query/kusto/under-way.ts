/**
 * `.cancel query "<client request id>"`: queries that go on, by database and by the id that their caller gave them. Editors
 * send it when their user stops a query, and keep the connection.
 */
import type { Dataset } from './dataset.ts'

export interface Running {
  readonly database: string
  readonly requestId: string
  /** The caller's own signal. */
  readonly signal: AbortSignal
}

export interface UnderWay {
  /** Runs `work` with a signal that also a `.cancel` aborts. */
  run<T>(running: Running, work: (signal: AbortSignal) => Promise<T>): Promise<T>
  /** How many of that id were told to stop; one that has ended is none. */
  cancel(database: string, requestId: string): number
}

export function queriesUnderWay(): UnderWay {
  const known = new Map<string, Set<AbortController>>()
  const keyOf = (database: string, requestId: string) => JSON.stringify([database, requestId])
  return {
    run: async ({ database, requestId, signal }, work) => {
      const key = keyOf(database, requestId)
      const stop = new AbortController()
      const same = known.get(key) ?? new Set()
      known.set(key, same.add(stop))
      try {
        return await work(AbortSignal.any([signal, stop.signal]))
      } finally {
        same.delete(stop)
        if (same.size === 0) known.delete(key)
      }
    },
    cancel: (database, requestId) => {
      const found = [...(known.get(keyOf(database, requestId)) ?? [])]
      for (const stop of found) stop.abort()
      return found.length
    },
  }
}

const CANCEL = /^\.cancel\s+query\s+("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')(?:\s+with\s*\(.*\))?;?$/is

/** The id that a text wants stopped, or undefined where it is no such command. */
export function cancelledIdIn(text: string): string | undefined {
  return CANCEL.exec(text.trim())?.[1]?.slice(1, -1).replace(/\\(.)/g, '$1')
}

export const cancelAnswer = (requestId: string, count: number): Dataset => ({
  columns: [
    { name: 'ClientActivityId', type: 'string' },
    { name: 'CancelledQueries', type: 'long' },
  ],
  rows: [[requestId, count]],
})
