import { expect, test } from 'vitest'
import { categories } from '#records'
import { backOffMs } from './back-off.ts'
import { delayOf } from './latency.ts'

test('R52: realistic latency lets updates come after 40 minutes and the plain categories after hours', () => {
  expect(delayOf('CallSummaryUpdates', 'realistic')).toBe(40 * 60_000)
  expect(delayOf('CallSummary', 'realistic')).toBeGreaterThanOrEqual(60 * 60_000)
  expect(delayOf('AuthOperational', 'realistic')).toBe(5 * 60_000)
})

test('nothing waits by default, and tables of ours never do', () => {
  for (const { name } of categories) expect(delayOf(name, 'none')).toBe(0)
  expect(delayOf('AnteroomVerdicts_CL', 'realistic')).toBe(0)
})

test('back-off doubles up to its bound; chance moves at most half of it', () => {
  const backOff = { firstMs: 100, mostMs: 1_000 }
  expect([1, 2, 3, 4, 5, 100].map(failures => backOffMs(failures, backOff, 1))).toEqual([
    100, 200, 400, 800, 1_000, 1_000,
  ])
  expect(backOffMs(3, backOff, 0)).toBe(200)
})
