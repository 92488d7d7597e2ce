import { expect, test } from 'vitest'
import { manualClock, seededIds } from '#base'
import { EngineError } from './engine.ts'
import { LanedEngine } from './laned-engine.ts'
import type { QueryAsk, RawResult, Transport } from './transport.ts'

/** An engine stuck in native code: it takes the order to stop and goes on. Only force ends it. */
function stuckTransport() {
  const asked: string[] = []
  const orders: string[] = []
  const forced: string[] = []
  const query = Promise.withResolvers<RawResult>()
  const transport: Transport = {
    query: ({ tag }: QueryAsk) => {
      asked.push(tag)
      return query.promise
    },
    command: async () => {},
    insert: async () => {},
    settleInserts: async () => {},
    stop: tag => void orders.push(tag),
    abandon: tag => {
      forced.push(tag)
      query.reject(new EngineError({ code: 'unavailable', message: 'gone', retryable: true }))
    },
    condition: () => ({ state: 'ready', restarts: 0, pid: undefined }),
    close: async () => {},
  }
  return { transport, asked, orders, forced }
}

test('a query that ignores the order to stop is told again, then cut off by force, and its lane is free', async () => {
  const clock = manualClock()
  const { transport, asked, orders, forced } = stuckTransport()
  const settings = { lanes: 3, maxWaiting: 1, queryMemoryBytes: 1, clock, ids: seededIds(1) }
  const engine = new LanedEngine(transport, settings)
  const query = engine.query('SELECT 1', { timeoutMs: 1000 })
  clock.advance(1000)
  await expect(query).rejects.toMatchObject({ code: 'timeout' })
  expect(orders).toEqual(asked)
  expect(engine.health().running).toBe(1)
  for (let waited = 0; waited < 19_000; waited += 200) {
    clock.advance(200)
    await Promise.resolve()
  }
  expect(orders.length).toBeGreaterThan(10)
  expect(forced).toEqual([])
  for (let waited = 0; waited < 2000; waited += 200) {
    clock.advance(200)
    await Promise.resolve()
  }
  expect(forced).toEqual(asked)
  await expect.poll(() => engine.health().running).toBe(0)
})
