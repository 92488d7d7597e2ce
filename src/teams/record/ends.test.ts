/** Which end is First: the pairs that are documented, and the same answer whichever way a pair is given. */
import { expect, test } from 'vitest'
import { type OrderedEnd, orderEnds } from './ends.ts'

const SERVERS = ['AV-MCU', 'AS-MCU', 'Mediation Server']
const end = (category: string, isCaller: boolean, id = category): OrderedEnd => ({
  category,
  isServer: SERVERS.includes(category),
  isCaller,
  id,
})

test.each([
  ['AV-MCU', 'OC', 'AV-MCU', 'OC', true],
  ['OC', 'AV-MCU', 'AV-MCU', 'OC', false],
  ['OC', 'OC', 'OC', 'OC', true],
  ['AV-MCU', 'Mediation Server', 'Mediation Server', 'AV-MCU', false],
  ['Mediation Server', 'AV-MCU', 'Mediation Server', 'AV-MCU', true],
  ['OC', 'OC Phone', 'OC', 'OC Phone', true],
  ['OC Phone', 'OC', 'OC', 'OC Phone', false],
] as const)(
  '%s calls %s: First %s, Second %s, First Is Caller %s',
  (caller, callee, first, second, isCaller) => {
    const ends = [end(caller, true, 'one'), end(callee, false, 'other')] as const
    for (const [one, other] of [ends, [ends[1], ends[0]]] as const) {
      const [f, s] = orderEnds(one, other)
      expect([f.category, s.category, f.isCaller]).toEqual([first, second, isCaller])
    }
  },
)

test('T9: a server of a kind that nobody named comes before any client, and after servers with a name', () => {
  const bot = { category: '', isServer: true, isCaller: true, id: 'bot' }
  expect(orderEnds(end('OC', false), bot)[0]).toBe(bot)
  expect(orderEnds(bot, end('AV-MCU', false))[1]).toBe(bot)
})

test('two alike where nobody called are ordered by their ids', () => {
  const [one, other] = [end('OC', false, 'a'), end('OC', false, 'b')]
  expect(orderEnds(other, one)).toEqual([one, other])
})
