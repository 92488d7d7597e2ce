/** The limits of the service and cancellation, on a real engine. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiError, silentLog, systemClock } from '#base'
import { type Compiler, createCompiler } from '#query/kql'
import { type Engine, openChdbEngine } from '#workspace'
import { createQueries, type QueryService } from './query-service.ts'

const workspace = { id: 'w', name: 'w', armId: '/w', database: 'default' }
const ENDLESS = 'range x from 1 to 1000000000000 step 1'

let folder: string
let engine: Engine
let compiler: Compiler
let queries: QueryService

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-limits-'))
  compiler = createCompiler()
  engine = await openChdbEngine({ path: folder, clock: systemClock, log: silentLog })
  queries = createQueries({
    compiler,
    engine,
    clock: systemClock,
    tables: () => [],
    workspaces: () => [workspace],
  })
  await compiler.ready()
})
afterAll(async () => {
  await compiler.close()
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const ask = (text: string, more: Partial<Parameters<QueryService['answer']>[0]> = {}) =>
  queries.answer({ text, workspace, correlationId: 'c', ...more })

/** Status and innermost code of a query that fails. */
const failure = (asked: Promise<unknown>) =>
  asked.then(
    () => expect.fail('it was answered'),
    (error: unknown) => {
      if (!(error instanceof ApiError)) throw error
      return [error.status, Reflect.get(Object(error.details.innererror), 'code')]
    },
  )

const untilRunning = async (count: number) => {
  for (let tries = 0; engine.health().running !== count; tries++) {
    if (tries > 200) expect.fail(`${engine.health().running} queries run, expected ${count}`)
    await pause(50)
  }
}

describe('limits', () => {
  test('500,000 rows come back and no more, and the answer says so', async () => {
    const all = await ask('range x from 1 to 500000 step 1')
    expect([all.rows.length, all.truncated]).toEqual([500_000, false])
    const cut = await ask('range x from 1 to 500001 step 1')
    expect([cut.rows.length, cut.truncated]).toEqual([500_000, true])
  })

  test('notruncation lifts the limit of rows', async () => {
    const all = await ask('set notruncation; range x from 1 to 500001 step 1')
    expect([all.rows.length, all.truncated]).toEqual([500_001, false])
  })

  test('an answer over its size is cut at a block of rows', async () => {
    const wide = 'range x from 1 to 200000 step 1 | extend t = strcat(strrep("x", 100), x)'
    const cut = await ask(`set truncationmaxsize = 1000000; ${wide}`)
    expect(cut.truncated).toBe(true)
    expect(cut.rows.length).toBeGreaterThan(0)
    expect(cut.rows.length).toBeLessThan(200_000)
  })

  test('a query over its time is stopped in the engine', async () => {
    expect(await failure(ask(`${ENDLESS} | count`, { waitSeconds: 1 }))).toEqual([504, 'E_QUERY_TIMEOUT'])
    await untilRunning(0)
  })

  test('a query over its memory is stopped in the engine, and the next one has room', async () => {
    const text = `set max_memory_consumption_per_query_per_node = 50000000;
      range x from 1 to 10000000 step 1 | summarize make_list(strcat(x, "abcdefghijklmnop"), 100000000)`
    expect(await failure(ask(text))).toEqual([400, 'E_LOW_MEMORY_CONDITION'])
    expect((await ask('print 1')).rows).toEqual([[1]])
  })
})

describe('cancellation', () => {
  test('a caller that goes away stops its query in the engine', async () => {
    const caller = new AbortController()
    const failed = failure(ask(`${ENDLESS} | count`, { signal: caller.signal }))
    await untilRunning(1)
    caller.abort()
    expect(await failed).toEqual([499, 'E_QUERY_CANCELLED'])
    await untilRunning(0)
  })

  test('one heavy query does not stall others', async () => {
    const caller = new AbortController()
    const heavy = failure(ask(`${ENDLESS} | summarize dcount(x)`, { signal: caller.signal }))
    await untilRunning(1)
    const others = await Promise.all(['print 1', 'print 2', 'print 3'].map(text => ask(text)))
    expect(others.map(({ rows }) => rows[0]?.[0])).toEqual([1, 2, 3])
    expect(engine.health().running).toBe(1)
    caller.abort()
    await heavy
  })

  test('a compilation does not wait for a query that runs', async () => {
    const caller = new AbortController()
    const heavy = failure(ask(`${ENDLESS} | count`, { signal: caller.signal }))
    await untilRunning(1)
    expect(await failure(ask('print nope'))).toEqual([400, 'SemanticError'])
    caller.abort()
    await heavy
  })
})
