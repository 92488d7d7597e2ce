import { useEffect, useState } from 'react'
import { useSession } from '../session/session.tsx'
import type { StreamEvent } from './events.ts'
import { asProblem, type Problem } from './problem.ts'

export interface Streaming<State> {
  readonly state: State
  /** `open` also before the first event. */
  readonly status: 'connecting' | 'open' | 'lost'
  readonly problem: Problem | undefined
}

const AGAIN_MS = 2000

/**
 * Folds the events of a stream into a state for as long as the page is looked at; connects again when it breaks.
 * `fold` and `start` must be the same between renders; `path` undefined: don't listen.
 */
export function useStream<State>(
  path: string | undefined,
  start: State,
  fold: (state: State, event: StreamEvent) => State,
): Streaming<State> {
  const { stream } = useSession()
  const [streaming, setStreaming] = useState<Streaming<State>>({
    state: start,
    status: 'connecting',
    problem: undefined,
  })
  useEffect(() => {
    if (path === undefined) return
    const gone = new AbortController()
    const lost = (thrown: unknown) => {
      if (!gone.signal.aborted) setStreaming(now => ({ ...now, status: 'lost', problem: asProblem(thrown) }))
    }
    const listen = async () => {
      while (!gone.signal.aborted) {
        setStreaming({ state: start, status: 'connecting', problem: undefined })
        try {
          for await (const event of stream(path, { audience: 'arm', signal: gone.signal })) {
            setStreaming(({ state }) => ({ state: fold(state, event), status: 'open', problem: undefined }))
          }
        } catch (thrown) {
          lost(thrown)
        }
        await new Promise(resolve => setTimeout(resolve, AGAIN_MS))
      }
    }
    listen().catch(lost)
    return () => gone.abort()
  }, [path, stream, start, fold])
  return streaming
}
