/** What answers requests, exchangeable while they keep coming: those that run are finished, later ones wait. */
import { type Clock, invariant, sleep } from '#base'
import type { Pipeline } from './pipeline.ts'

/** Waits for the requests that run, but for the one that asks for the exchange, and for ten seconds at most. */
export type Quiet = () => Promise<void>

export interface ExchangeablePipeline extends Pipeline {
  /**
   * No request is answered until `open` has given what answers from now on. When it throws, all stays as it was. One
   * at a time, and asked for by a request.
   */
  exchange(open: (quiet: Quiet) => Promise<Pipeline>): Promise<void>
}

const GRACE_MS = 10_000

export function exchangeable(first: Pipeline, clock: Clock): ExchangeablePipeline {
  let current = first
  let shut: Promise<void> | undefined
  let running = 0
  let leftOne = () => {}

  async function pass<T>(act: (pipeline: Pipeline) => Promise<T>): Promise<T> {
    while (shut) await shut
    running += 1
    try {
      return await act(current)
    } finally {
      running -= 1
      leftOne()
    }
  }

  async function quiet(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    leftOne = () => {
      if (running <= 1) resolve()
    }
    leftOne()
    const over = new AbortController()
    await Promise.race([promise, sleep(clock, GRACE_MS, over.signal)])
    over.abort()
  }

  return {
    serve: incoming => pass(pipeline => pipeline.serve(incoming)),
    refuse: (incoming, error) => pass(pipeline => pipeline.refuse(incoming, error)),
    exchange: async open => {
      invariant(!shut, 'one exchange at a time')
      const { promise, resolve } = Promise.withResolvers<void>()
      shut = promise
      try {
        current = await open(quiet)
      } finally {
        shut = undefined
        resolve()
      }
    },
  }
}
