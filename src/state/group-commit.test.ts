import { DatabaseSync } from 'node:sqlite'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { silentLog } from '#base'
import { createGroupCommit } from './group-commit.ts'

/** A group commit whose flushes to the disk end when the test says so. */
function aGroupCommit() {
  const flushes: PromiseWithResolvers<void>[] = []
  const heard: string[] = []
  const group = createGroupCommit({
    database: new DatabaseSync(':memory:'),
    log: silentLog,
    checkpoint: () => () => {},
    sync: () => {
      const flush = Promise.withResolvers<void>()
      flushes.push(flush)
      return flush.promise
    },
    committed: () => heard.push('committed'),
  })
  const add = async (name: string) => {
    group.add({ apply: () => {}, done: () => heard.push(name), failed: () => heard.push(`no ${name}`) })
    await turn()
    await turn()
  }
  return { group, flushes, heard, add }
}

test('nobody hears of a change before it is on disk; what commits meanwhile shares the next flush', async () => {
  const { flushes, heard, add } = aGroupCommit()
  await add('first')
  await add('second')
  await add('third')
  expect([heard, flushes.length]).toEqual([[], 1])

  flushes[0]?.resolve()
  await turn()
  expect([heard, flushes.length]).toEqual([['committed', 'first'], 2])

  flushes[1]?.resolve()
  await turn()
  expect(heard).toEqual(['committed', 'first', 'committed', 'second', 'third'])
})

test('a flush that fails is told to its changes, and the next ones go on', async () => {
  const { flushes, heard, add } = aGroupCommit()
  await add('first')
  flushes[0]?.reject(new Error('EIO'))
  await add('second')
  flushes[1]?.resolve()
  await turn()
  expect(heard).toEqual(['no first', 'committed', 'second'])
})

test('flushing waits for what is on its way', async () => {
  const { group, flushes, heard, add } = aGroupCommit()
  await add('first')
  const flushed = group.flush()
  flushes[0]?.resolve()
  await flushed
  expect(heard).toEqual(['committed', 'first'])
})
