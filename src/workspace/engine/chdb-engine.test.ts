import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { silentLog, systemClock } from '#base'
import { anEngine, type TestEngine } from '../testing/an-engine.ts'
import { engineContract, failureOf } from '../testing/engine-contract.ts'
import { openChdbEngine } from './chdb-engine.ts'

describe('the embedded engine', () => {
  let subject: TestEngine
  beforeAll(async () => {
    subject = await anEngine({ sessions: 5, maxWaiting: 64 })
  })
  afterAll(() => subject[Symbol.asyncDispose]())
  engineContract(() => subject.engine)
})

test('a full queue refuses the next query as busy, which is worth trying again', async () => {
  await using subject = await anEngine({ maxWaiting: 2 })
  const caller = new AbortController()
  const slow = 'SELECT sum(cityHash64(number)) FROM numbers(1000000000000)'
  // One runs in the only lane for heavy queries, two wait.
  const others = [1, 2, 3].map(() => failureOf(subject.engine.query(slow, { signal: caller.signal })))
  expect(await failureOf(subject.engine.query('SELECT 1'))).toMatchObject({ code: 'busy', retryable: true })
  expect(subject.engine.health()).toMatchObject({ running: 1, waiting: 2 })
  caller.abort()
  await Promise.all(others)
})

test('closing stops what runs, refuses what comes, and frees the store for the next owner', async () => {
  await using subject = await anEngine()
  const running = failureOf(
    subject.engine.query('SELECT sum(cityHash64(number)) FROM numbers(1000000000000)'),
  )
  await subject.engine.query('SELECT 1', { weight: 'light' })
  await subject.engine.close()
  expect((await running).code).toBe('unavailable')
  expect((await failureOf(subject.engine.query('SELECT 1'))).code).toBe('unavailable')
  expect(subject.engine.health().state).toBe('closed')
  const next = await openChdbEngine({ path: subject.path, sessions: 4, clock: systemClock, log: silentLog })
  expect((await next.query('SELECT 1')).rows).toEqual([[1]])
  await next.close()
})

test('a store that cannot be opened is a clear error, not a hang', async () => {
  const options = { path: '/proc/anteroom', sessions: 4, clock: systemClock, log: silentLog }
  const error = await failureOf(openChdbEngine(options))
  expect(error.code).toBe('storage')
})
