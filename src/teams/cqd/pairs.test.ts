/** A filter by a pair finds the streams that are grouped under its text, whichever end is which. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCube, type Cube } from '../../../tests/teams/a-cube.ts'
import { pairs } from './dimensions/pairs.ts'

const COUNT = 'Audio Stream Count'

let cube: Cube
beforeAll(async () => {
  cube = await aCube()
})
afterAll(() => cube[Symbol.asyncDispose]())

test.each(pairs.map(({ name }) => name))('%s', async name => {
  const groups = await cube.rows({ measures: [COUNT], dimensions: [name] })
  expect(groups.length).toBeGreaterThan(0)
  for (const { [name]: shown, [COUNT]: count } of groups) {
    const pair = String(shown)
    const [only = {}] = await cube.rows({ measures: [COUNT], filters: [{ dimension: name, values: [pair] }] })
    expect([pair, only[COUNT]]).toEqual([pair, count])
  }
})

test.each(['Client', ' : ', 'nothing : of this', 'Client-Inside--Nowhere-wifi'])(
  'a text that is no pair of anything finds nothing: %s',
  async text => {
    for (const { name } of pairs) {
      const [only] = await cube.rows({ measures: [COUNT], filters: [{ dimension: name, values: [text] }] })
      expect(only?.[COUNT] ?? 0).toBe(0)
    }
  },
)
