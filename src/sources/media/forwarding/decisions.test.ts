import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assign } from './assign.ts'
import { chooseLayer, LossSteps } from './choose-layer.ts'
import { Beat, phaseOf } from './schedule.ts'
import { levelOf, Speakers } from './speakers.ts'

test('who has a slot keeps it while among the first; others fill what is free', () => {
  expect(assign([null, null, null], ['a', 'b'])).toEqual(['a', 'b', null])
  expect(assign(['a', 'b', null], ['c', 'b', 'd'])).toEqual(['c', 'b', 'd'])
  expect(assign(['a', 'b'], ['c', 'b', 'a'])).toEqual(['c', 'b'])
  expect(assign(['a'], [])).toEqual([null])
})

test('slots hold exactly the first of those wanted, each once, and nobody moves without need', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'))
  fc.assert(
    fc.property(names, names, (before, wanted) => {
      const slots = Array.from({ length: 4 }, (_, index) => before[index] ?? null)
      const after = assign(slots, wanted)
      const chosen = wanted.slice(0, 4)
      expect(after.filter(holder => holder !== null).sort()).toEqual([...chosen].sort())
      for (const [index, holder] of slots.entries()) {
        if (holder !== null && chosen.includes(holder)) expect(after[index]).toBe(holder)
      }
    }),
  )
})

const layers = [
  { isFlowing: true, height: 90 },
  { isFlowing: true, height: 180 },
  { isFlowing: true, height: 360 },
]

test('the poorest layer that fills the tile; the best where none does or nobody says', () => {
  expect(chooseLayer(layers, { height: 90, step: 0 })).toBe(0)
  expect(chooseLayer(layers, { height: 91, step: 0 })).toBe(1)
  expect(chooseLayer(layers, { height: 720, step: 0 })).toBe(2)
  expect(chooseLayer(layers, { step: 0 })).toBe(2)
})

test('a layer that the sender paused is not chosen, and loss steps down from what would be', () => {
  expect(chooseLayer([...layers.slice(0, 2), { isFlowing: false, height: 360 }], { step: 0 })).toBe(1)
  expect(chooseLayer(layers, { step: 1 })).toBe(1)
  expect(chooseLayer(layers, { height: 90, step: 2 })).toBe(0)
  expect(chooseLayer([{ isFlowing: false }], { step: 0 })).toBeUndefined()
})

test('loss steps down after three bad reports, and up again only after fifteen good ones', () => {
  const steps = new LossSteps()
  const after = (times: number, loss: number) => {
    for (let time = 0; time < times; time++) steps.reported(loss)
    return steps.step
  }
  expect(after(2, 0.3)).toBe(0)
  expect(after(1, 0.3)).toBe(1)
  expect(after(30, 0.3)).toBe(2)
  expect(after(14, 0)).toBe(2)
  expect(after(1, 0)).toBe(1)
  expect(after(1, 0.05)).toBe(1)
})

test('RFC 6464: −dBov become the linear level of W3C statistics', () => {
  expect(levelOf(0)).toBe(1)
  expect(levelOf(20)).toBeCloseTo(0.1)
  expect(levelOf(127)).toBe(0)
})

const dominantOf = (speakers: Speakers, now: number) => speakers.tick(now)?.dominant

test('the dominant speaker is the loudest, stays through a pause, and is not taken over by an echo', () => {
  const speakers = new Speakers()
  speakers.heard('alice', 0.2)
  speakers.heard('bob', 0.01)
  expect(dominantOf(speakers, 0)).toBe('alice')
  speakers.heard('bob', 0.25)
  speakers.heard('alice', 0.2)
  expect(dominantOf(speakers, 500)).toBe('alice')
  speakers.heard('bob', 0.4)
  expect(dominantOf(speakers, 1000)).toBe('bob')
  for (let now = 1500; now <= 2500; now += 500) expect(dominantOf(speakers, now)).toBe('bob')
  speakers.left('bob')
  expect(dominantOf(speakers, 3000)).toBeNull()
})

test('silence is told once, and who is muted is silent at once', () => {
  const speakers = new Speakers()
  speakers.heard('alice', 0.5)
  expect(speakers.tick(0)?.levels).toEqual([{ participantId: 'alice', level: 0.5 }])
  speakers.muted('alice')
  expect(speakers.tick(500)?.levels).toEqual([{ participantId: 'alice', level: 0 }])
  expect(speakers.tick(9000)?.dominant).toBeNull()
  expect(speakers.tick(9500)).toBeUndefined()
})

test('RFC 3550 §6.3.1: reports of many are spread over the second, and each comes once in it', () => {
  for (const count of [2, 4, 8, 50]) {
    const phases = Array.from({ length: count }, (_, index) => phaseOf(index)).sort((a, b) => a - b)
    const gaps = phases.map((phase, index) => (phases[index + 1] ?? 1 + (phases[0] ?? 0)) - phase)
    // Even would be a gap of 1 / count.
    expect(Math.min(...gaps), `${count}`).toBeGreaterThan(0.35 / count)
  }
  const beat = new Beat(1000, 300)
  const steps = Array.from({ length: 200 }, (_, step) => 20 * step)
  expect(steps.filter(now => beat.isDue(now))).toEqual([300, 1300, 2300, 3300])
})

test('a machine that stood still does not catch up', () => {
  const beat = new Beat(100, 100)
  expect([100, 120, 5000, 5020, 5100].map(now => beat.isDue(now))).toEqual([true, false, true, false, true])
})
