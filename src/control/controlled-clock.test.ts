/** A clock ahead of the machine. */
import { expect, test } from 'vitest'
import { manualClock } from '#base'
import { controlledClock } from './controlled-clock.ts'

test('time goes on from where it was moved to', () => {
  const machine = manualClock(1000)
  const clock = controlledClock(machine)
  clock.advance(500)
  machine.advance(10)
  expect([clock.now(), clock.offset()]).toEqual([1510, 500])
})

test('timers that fall due run soon and in order, others keep what remains', () => {
  const machine = manualClock(0)
  const clock = controlledClock(machine)
  const ran: string[] = []
  clock.after(300, () => ran.push('late'))
  clock.after(200, () => ran.push('second'))
  clock.after(100, () => ran.push('first'))
  clock.after(150, () => ran.push('cancelled')).cancel()
  clock.advance(250)
  machine.advance(0)
  expect(ran).toEqual(['first', 'second'])
  machine.advance(49)
  expect(ran).toEqual(['first', 'second'])
  machine.advance(1)
  expect(ran).toEqual(['first', 'second', 'late'])
})
