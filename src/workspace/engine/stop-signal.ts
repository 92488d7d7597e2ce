/** Why a query has to stop, as one signal whose reason is the EngineError its caller gets. */
import type { Clock } from '#base'
import { EngineError, type EngineErrorCode, type QueryOptions } from './engine.ts'

export interface StopSignal {
  readonly signal: AbortSignal
  /** Ends the watch over time and caller; to be called when the query is over. */
  release(): void
}

export function stopSignal(
  { signal, timeoutMs }: QueryOptions,
  { clock, closing }: { readonly clock: Clock; readonly closing: AbortSignal },
): StopSignal {
  const stop = new AbortController()
  const because = (code: EngineErrorCode, message: string) => () =>
    stop.abort(new EngineError({ code, message }))
  const cancel = because('cancelled', 'The query was cancelled.')
  const close = because('unavailable', 'The engine is closed.')
  const expire = because('timeout', `The query did not end within ${timeoutMs} ms.`)
  if (signal?.aborted) cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  closing.addEventListener('abort', close, { once: true })
  const timer = timeoutMs === undefined ? undefined : clock.after(timeoutMs, expire)
  return {
    signal: stop.signal,
    release: () => {
      timer?.cancel()
      signal?.removeEventListener('abort', cancel)
      closing.removeEventListener('abort', close)
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
