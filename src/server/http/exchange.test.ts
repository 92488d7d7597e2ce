import { expect, test } from 'vitest'
import { manualClock } from '#base'
import { exchangeable, type Quiet } from './exchange.ts'
import type { Answer, Incoming, Pipeline } from './pipeline.ts'

const request = {} as Incoming

/** Answers with its status when it is let go on. */
function held(status: number) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const answer: Answer = { status, headers: {}, content: undefined }
  const serve = async () => {
    await promise
    return answer
  }
  return { pipeline: { serve, refuse: serve } satisfies Pipeline, letGo: resolve }
}

const statusOf = async (answer: Promise<Answer>) => (await answer).status

test('what runs is finished by the old one before the new one opens; what comes meanwhile waits for the new one', async () => {
  const [first, second] = [held(1), held(2)]
  const pipelines = exchangeable(first.pipeline, manualClock())
  const asking = statusOf(pipelines.serve(request))
  const running = statusOf(pipelines.serve(request))
  const steps: string[] = []
  const exchange = pipelines.exchange(async quiet => {
    await quiet()
    steps.push('quiet')
    second.letGo()
    return second.pipeline
  })
  const late = statusOf(pipelines.serve(request)).then(status => steps.push(`late ${status}`))
  expect(steps).toEqual([])
  first.letGo()
  expect(await running).toBe(1)
  expect(await asking).toBe(1)
  await Promise.all([exchange, late])
  expect(steps).toEqual(['quiet', 'late 2'])
})

test('nobody is waited for longer than ten seconds', async () => {
  const clock = manualClock()
  const [first, second] = [held(1), held(2)]
  const pipelines = exchangeable(first.pipeline, clock)
  const stuck = [pipelines.serve(request), pipelines.serve(request)]
  const isQuiet = Promise.withResolvers<void>()
  const exchange = pipelines.exchange(async (quiet: Quiet) => {
    await quiet()
    isQuiet.resolve()
    return second.pipeline
  })
  clock.advance(10_000)
  await isQuiet.promise
  await exchange
  first.letGo()
  await Promise.all(stuck)
})

test('an exchange that fails leaves the old one in its place', async () => {
  const first = held(1)
  first.letGo()
  const pipelines = exchangeable(first.pipeline, manualClock())
  const failing = pipelines.exchange(async () => {
    throw new Error('the disk is full')
  })
  const waiting = statusOf(pipelines.serve(request))
  await expect(failing).rejects.toThrow('the disk is full')
  expect(await waiting).toBe(1)
})
