import { expect, test } from 'vitest'
import { editionOf } from './edition.ts'

const CALLS = 20_000

test('versions of calls have numbers of their own, whole and the same each time', () => {
  const all = Array.from({ length: CALLS }, (_, at) =>
    [1, 2, 3].map(version => editionOf(`call-${at}`, version)),
  )
  expect(new Set(all.flat()).size).toBe(3 * CALLS)
  expect(all.flat().every(Number.isSafeInteger)).toBe(true)
  expect(editionOf('call-7', 2)).toBe(all[7]?.[1])
})
