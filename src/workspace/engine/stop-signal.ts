/** Why a query has to stop, as one signal whose reason is the EngineError its caller gets. */
import type { Clock } from '#base'
import { EngineError, type QueryOptions } from './engine.ts'

export interface StopSignal {
  readonly signal: AbortSignal
  /** Ends the watch over time and caller; to be called when the query is over. */
  release(): void
}

export function stopSignal(options: QueryOptions, clock: Clock): StopSignal {
  const stop = new AbortController()
  const cancel = () => stop.abort(new EngineError({ code: 'cancelled', message: 'The query was cancelled.' }))
  if (options.signal?.aborted) cancel()
  options.signal?.addEventListener('abort', cancel, { once: true })
  const { timeoutMs } = options
  const timer =
    timeoutMs === undefined ? undefined : clock.after(timeoutMs, () => stop.abort(tookTooLong(timeoutMs)))
  return {
    signal: stop.signal,
    release: () => {
      timer?.cancel()
      options.signal?.removeEventListener('abort', cancel)
    },
  }
}

/** The outcome of `work`, unless the signal says stop first; then its reason, at once. */
export function unlessStopped<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

const tookTooLong = (ms: number) =>
  new EngineError({ code: 'timeout', message: `The query did not end within ${ms} ms.` })
