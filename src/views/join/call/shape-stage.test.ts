import { expect, test } from 'vitest'
import type { RosterEntry } from '#sources/meetings/client'
import { freshView } from './shape-call.ts'
import { columnsFor, shapeStage, wantedOf } from './shape-stage.ts'

const person = (participantId: string, screen = false): RosterEntry => ({
  participantId,
  rawId: participantId,
  isOrganizer: false,
  muted: false,
  camera: true,
  screen,
  handRaised: false,
  onHold: false,
})
const people = ['me', 'a', 'b', 'c', 'd'].map(id => person(id))
const me = {
  type: 'state',
  state: 'Connected',
  callId: 'call',
  participantId: 'me',
  scene: { kind: 'teamsMeeting' },
} as const
const ids = (tiles: readonly RosterEntry[]) => tiles.map(({ participantId }) => participantId)

test('with room for all everybody has a tile in the order of joining, oneself aside', () => {
  const stage = shapeStage({ ...freshView, me, people, spoke: ['d', 'b'] }, 9)
  expect(ids(stage.tiles)).toEqual(['a', 'b', 'c', 'd'])
  expect([stage.self?.participantId, stage.hidden]).toEqual(['me', 0])
})

test('without room the latest speakers have tiles, still in the order of joining', () => {
  const stage = shapeStage({ ...freshView, me, people, spoke: ['d', 'b', 'c'] }, 2)
  expect(ids(stage.tiles)).toEqual(['b', 'd'])
  expect(stage.hidden).toBe(2)
})

test('the shared screen is asked for first, then the faces, each as high as it is drawn', () => {
  const sharing = [person('me', true), person('a'), person('b', true)]
  const stage = shapeStage({ ...freshView, me, people: sharing }, 9)
  expect(wantedOf(stage, 140.4, 800)).toEqual([
    { participantId: 'b', kind: 'screen', height: 800 },
    { participantId: 'a', kind: 'video', height: 140 },
    { participantId: 'b', kind: 'video', height: 140 },
  ])
})

test('a height of nothing is asked for as one pixel: the server takes no other', () => {
  const stage = shapeStage({ ...freshView, me, people }, 1)
  expect(wantedOf(stage, 0, 0)).toEqual([{ participantId: 'a', kind: 'video', height: 1 }])
})

test.each([
  [1, { width: 1440, height: 800 }, 1],
  [2, { width: 1440, height: 800 }, 2],
  [4, { width: 1440, height: 800 }, 2],
  [9, { width: 1440, height: 800 }, 3],
  [2, { width: 374, height: 730 }, 1],
  [4, { width: 374, height: 730 }, 1],
  [0, { width: 374, height: 730 }, 1],
])('%i pictures in %j stand in %i columns', (count, size, columns) => {
  expect(columnsFor(count, size)).toBe(columns)
})
