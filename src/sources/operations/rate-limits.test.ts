/** Fixed windows: so many requests, then 429 until the window ends. */
import { expect, test } from 'vitest'
import { ApiError } from '#base'
import { createRateLimits } from './rate-limits.ts'

const refuse = (_: unknown, retryAfterSeconds: number) =>
  new ApiError({ status: 429, code: 'TooManyRequests', message: 'too many', retryAfterSeconds })

test('the request beyond the limit is refused until its window ends, others are not', () => {
  const limits = createRateLimits(refuse)
  const limit = { requests: 2, seconds: 10 }
  limits.admit('a', limit, 0)
  limits.admit('a', limit, 4000)
  expect(() => limits.admit('a', limit, 4500)).toThrow(expect.objectContaining({ retryAfterSeconds: 6 }))
  limits.admit('b', limit, 4500)
  limits.admit('a', limit, 10_000)
})

test('two windows of different length on one key count apart', () => {
  const limits = createRateLimits(refuse)
  limits.admit('a', { requests: 1, seconds: 10 }, 0)
  limits.admit('a', { requests: 1, seconds: 60 }, 0)
  limits.admit('a', { requests: 1, seconds: 10 }, 10_000)
  expect(() => limits.admit('a', { requests: 1, seconds: 60 }, 10_000)).toThrow('too many')
})
