/** Running a query on demand: one at a time, cancelled by the next one or by the reader. */
import { useCallback, useEffect, useRef, useState } from 'react'
import {
  asIso,
  askKql,
  asProblem,
  type KqlAnswer,
  type Problem,
  type TimeRange,
  useSession,
} from '#views/kit'

export type Run =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly since: number }
  | { readonly kind: 'answered'; readonly answer: KqlAnswer; readonly text: string; readonly ms: number }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'cancelled' }

export interface Runner {
  readonly run: Run
  /** `range` undefined: all time, or what the query itself says. */
  start(text: string, range: TimeRange | undefined): void
  cancel(): void
}

export function useRun(): Runner {
  const { call, workspace } = useSession()
  const [run, setRun] = useState<Run>({ kind: 'idle' })
  const running = useRef<AbortController>(undefined)
  const cancel = useCallback(() => {
    if (!running.current) return
    running.current.abort()
    running.current = undefined
    setRun({ kind: 'cancelled' })
  }, [])
  const start = useCallback(
    (text: string, range: TimeRange | undefined) => {
      running.current?.abort()
      const mine = new AbortController()
      running.current = mine
      const since = performance.now()
      setRun({ kind: 'running', since })
      const settle = (next: Run) => {
        if (mine.signal.aborted) return
        running.current = undefined
        setRun(next)
      }
      const timespan = range && asIso(range, Date.now())
      askKql(call, { workspace: workspace.id, text, timespan, explain: true }, mine.signal).then(
        answer => settle({ kind: 'answered', answer, text, ms: performance.now() - since }),
        thrown => settle({ kind: 'failed', problem: asProblem(thrown) }),
      )
    },
    [call, workspace.id],
  )
  useEffect(() => () => running.current?.abort(), [])
  return { run, start, cancel }
}
