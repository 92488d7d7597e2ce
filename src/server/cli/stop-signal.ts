/** SIGINT and SIGTERM: the first asks for an orderly end, the second ends at once. */
import type { EventEmitter } from 'node:events'

export interface StopSignal {
  /** Resolves at the first signal. */
  readonly asked: Promise<void>
  /** Lets signals do again what they do by themselves. */
  release(): void
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
/** What shells give for an end by Ctrl-C. */
const FORCED = 130

export function stopSignal(from: EventEmitter & { exit(code: number): void }): StopSignal {
  const { promise, resolve } = Promise.withResolvers<void>()
  let isAsked = false
  const listen = () => {
    if (isAsked) from.exit(FORCED)
    isAsked = true
    resolve()
  }
  for (const signal of SIGNALS) from.on(signal, listen)
  return {
    asked: promise,
    release: () => {
      for (const signal of SIGNALS) from.off(signal, listen)
    },
  }
}
