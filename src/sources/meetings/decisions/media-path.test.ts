import { expect, test } from 'vitest'
import { decidePath } from './media-path.ts'

test.each([
  ['p2p', 0, 'none'],
  ['p2p', 1, 'sfu'],
  ['p2p', 2, 'sfu'],
  ['group', 1, 'sfu'],
] as const)('where two cannot reach each other: kind %s, %i others: %s', (scene, others, path) => {
  expect(decidePath(scene, others, true)).toBe(path)
})

test.each([
  ['p2p', 0, 'none'],
  ['p2p', 1, 'p2p'],
  ['p2p', 2, 'sfu'],
  ['p2p', 7, 'sfu'],
  ['group', 0, 'sfu'],
  ['group', 1, 'sfu'],
  ['group', 9, 'sfu'],
  ['teamsMeeting', 0, 'sfu'],
  ['teamsMeeting', 1, 'sfu'],
] as const)('in a call of kind %s with %i others the path is %s', (scene, others, path) => {
  expect(decidePath(scene, others)).toBe(path)
})
