import { describe, expect, test } from 'vitest'
import { type AlertEvent, FRESH, quietEvaluations, step, type WatchRule } from './watch.ts'

const MINUTE = 60_000
const stateful: WatchRule = {
  periods: 1,
  minFailing: 1,
  autoMitigate: true,
  frequencyMs: 5 * MINUTE,
  quietToResolve: 3,
  muteMs: 0,
}

/** One letter an evaluation: `!` over, `.` not; gives F fired, m fired but muted, R resolved, - nothing. */
function play(rule: WatchRule, evaluations: string): string {
  let watch = FRESH
  return [...evaluations]
    .map((letter, i) => {
      const made = step(rule, watch, {
        isOver: letter === '!',
        at: i * rule.frequencyMs,
        newAlert: `alert${i}`,
      })
      watch = made.watch
      return letterOf(made.event)
    })
    .join('')
}

function letterOf(event: AlertEvent | undefined): string {
  if (!event) return '-'
  if (event.kind === 'resolved') return 'R'
  return event.isMuted ? 'm' : 'F'
}

describe('the life of an alert', () => {
  const cases: readonly [name: string, rule: WatchRule, given: string, made: string][] = [
    ['fires once while the condition is met', stateful, '.!!!', '-F--'],
    ['resolves after three quiet evaluations of five minutes', stateful, '!...', 'F--R'],
    ['a quiet one between does not resolve it', stateful, '!..!...', 'F-----R'],
    ['fires anew after it was resolved', stateful, '!...!', 'F--RF'],
    ['two of three periods must fail', { ...stateful, periods: 3, minFailing: 2 }, '!..!.!', '-----F'],
    ['stateless: fires at every evaluation', { ...stateful, autoMitigate: false }, '!!.!', 'FF-F'],
    [
      'muted for ten minutes after an action',
      { ...stateful, autoMitigate: false, muteMs: 10 * MINUTE },
      '!!!!!',
      'FmFmF',
    ],
  ]
  test.each(cases)('%s', (_, rule, given, made) => expect(play(rule, given)).toBe(made))

  test('the rarer a rule is evaluated, the fewer quiet evaluations resolve it', () => {
    expect([1, 5, 15, 60, 720].map(minutes => quietEvaluations(minutes * MINUTE))).toEqual([10, 3, 3, 2, 1])
  })
})
