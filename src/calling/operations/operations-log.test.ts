import { expect, test } from 'vitest'
import { manualClock, seededIds } from '#base'
import { SignalError } from '#sources/meetings/client'
import { type Operation, OperationsLog } from './operations-log.ts'

const aLog = () => {
  const clock = manualClock()
  const log = new OperationsLog({ clock, ids: seededIds(1) })
  const batches: (readonly Operation[])[] = []
  return { clock, log, batches, send: (operations: readonly Operation[]) => void batches.push(operations) }
}

test('what went well has its duration and 200', async () => {
  const { clock, log } = aLog()
  await log.run('Join', async () => clock.advance(577), { Source: 'local' })
  expect(log.take()).toMatchObject([
    {
      name: 'Join',
      durationMs: 577,
      resultType: 'Succeeded',
      resultSignature: 200,
      payload: { Source: 'local' },
    },
  ])
})

test('a refusal has the code, the sub code and the category of the end that it led to', async () => {
  const { log } = aLog()
  const end = {
    code: 404,
    subCode: 4500,
    resultCategory: 'ExpectedError',
    message: 'No such meeting.',
  } as const
  const refused = new SignalError({ code: 'JoinRefused', message: 'no', fix: 'yes', end })
  await expect(log.run('Join', () => Promise.reject(refused))).rejects.toBe(refused)
  expect(log.take()).toMatchObject([
    { name: 'Join', resultType: 'ExpectedError', resultSignature: 404, subCode: 4500 },
  ])
})

test('what happens before there is a connection waits for it, and what follows goes in batches', () => {
  const { clock, log, batches, send } = aLog()
  log.note('CallAgentInit')
  clock.advance(60_000)
  log.sendTo(send)
  log.note('StateChanged')
  clock.advance(2000)
  expect(batches.map(batch => batch.map(({ name }) => name))).toEqual([['CallAgentInit', 'StateChanged']])
  clock.advance(60_000)
  expect(batches).toHaveLength(1)
})

test('a loop in the app costs a bounded number of rows: the newest', () => {
  const { log } = aLog()
  for (let i = 0; i < 1000; i++) log.note(`N${i}`)
  const kept = log.take()
  expect(kept).toHaveLength(200)
  expect(kept.at(-1)?.name).toBe('N999')
})
