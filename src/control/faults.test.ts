/** Which requests a fault is for. */
import { expect, test } from 'vitest'
import { createFaults } from './faults.ts'

const create = { operation: 'CreateIdentity', method: 'POST', path: '/Identities' }
const effect = { kind: 'fail', status: 503 } as const

test.each([
  [{}, true],
  [{ operation: 'CreateIdentity' }, true],
  [{ operation: 'createidentity' }, false],
  [{ method: 'post' }, true],
  [{ method: 'GET' }, false],
  [{ pathPrefix: '/identi' }, true],
  [{ pathPrefix: '/rooms' }, false],
  [{ operation: 'CreateIdentity', pathPrefix: '/rooms' }, false],
])('a fault for %j meets POST /Identities: %s', (wish, meets) => {
  const faults = createFaults()
  faults.add('one', { ...wish, effect })
  expect(faults.meet(create)).toEqual(meets ? effect : undefined)
})

test('a fault for two requests is gone after them, and the next one takes over', () => {
  const faults = createFaults()
  const slow = { kind: 'delay', milliseconds: 1 } as const
  faults.add('one', { effect, times: 2 })
  faults.add('two', { effect: slow })
  expect([1, 2, 3, 4].map(() => faults.meet(create))).toEqual([effect, effect, slow, slow])
  expect(faults.list()).toEqual([{ id: 'two', effect: slow, met: 2 }])
})
