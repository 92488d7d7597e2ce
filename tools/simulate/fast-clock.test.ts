import { expect, test } from 'vitest'
import { manualClock } from '#base'
import { fastClock } from './fast-clock.ts'

const HOUR = 3_600_000

test('an hour passes in a second until the machine is caught up with, then time is real', () => {
  const machine = manualClock()
  const clock = fastClock(machine, { speed: 3600, behindMs: 2 * HOUR })
  expect(machine.now() - clock.now()).toBe(2 * HOUR)
  machine.advance(1000)
  expect(machine.now() - clock.now()).toBe(HOUR + 1000)
  machine.advance(5000)
  expect(clock.now()).toBe(machine.now())
})

test.each([
  [false, HOUR],
  [true, 1000],
])('who waits an hour after that, and waits stay short: %s, waits %d ms', (waitsStayShort, expected) => {
  const machine = manualClock()
  const clock = fastClock(machine, { speed: 3600, behindMs: HOUR, waitsStayShort })
  machine.advance(10_000)
  let isOver = false
  clock.after(HOUR, () => {
    isOver = true
  })
  machine.advance(expected - 1)
  expect(isOver).toBe(false)
  machine.advance(1)
  expect(isOver).toBe(true)
})
