import { expect, test } from 'vitest'
import { Lanes } from './lanes.ts'

const kinds = ['write', 'light', 'heavy'] as const

/** Work that lasts until it is told to end. */
function work() {
  const end = Promise.withResolvers<void>()
  const sessions: number[] = []
  return {
    sessions,
    end: end.resolve,
    run: (session: number) => {
      sessions.push(session)
      return end.promise
    },
  }
}

test('each traffic has its lane: queries never take the one for inserts or for look-ups', async () => {
  const lanes = new Lanes({ kinds, maxWaiting: 10 })
  const heavy = work()
  const running = [1, 2].map(() => lanes.run('heavy', heavy.run))
  expect(heavy.sessions).toEqual([2])
  expect(lanes.waiting).toBe(1)
  expect(await lanes.run('light', async session => session)).toBe(1)
  expect(await lanes.run('write', async session => session)).toBe(0)
  heavy.end()
  await Promise.all(running)
  expect(heavy.sessions).toEqual([2, 2])
})

test('look-ups use an idle lane of heavy queries when their own is taken', async () => {
  const lanes = new Lanes({ kinds, maxWaiting: 10 })
  const first = work()
  const running = lanes.run('light', first.run)
  expect(await lanes.run('light', async session => session)).toBe(2)
  first.end()
  await running
})

test('who stops waiting leaves the queue, with the reason given', async () => {
  const lanes = new Lanes({ kinds, maxWaiting: 1 })
  const first = work()
  const running = lanes.run('heavy', first.run)
  const caller = new AbortController()
  const waiting = lanes.run('heavy', first.run, caller.signal)
  caller.abort('enough')
  await expect(waiting).rejects.toBe('enough')
  expect(lanes.waiting).toBe(0)
  first.end()
  await running
  expect(first.sessions).toEqual([2])
})

test('the queue is bounded for each traffic by itself', async () => {
  const lanes = new Lanes({ kinds, maxWaiting: 1 })
  const first = work()
  const running = [1, 2].map(() => lanes.run('heavy', first.run))
  await expect(lanes.run('heavy', first.run)).rejects.toMatchObject({ code: 'busy', retryable: true })
  expect(await lanes.run('write', async session => session)).toBe(0)
  first.end()
  await Promise.all(running)
})

test('a lane is free again after failed work, and idle comes when the last one ends', async () => {
  const lanes = new Lanes({ kinds, maxWaiting: 1 })
  const failing = lanes.run('write', () => Promise.reject(new Error('no')))
  const idle = lanes.idle()
  await expect(failing).rejects.toThrow('no')
  await idle
  expect(lanes.running).toBe(0)
})
