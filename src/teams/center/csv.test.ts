import { expect, test } from 'vitest'
import { csvOf, jsonOf } from './csv.ts'

const sheet = {
  of: 'rows',
  columns: {
    A: (row: readonly (string | number | null)[]) => row[0],
    B: (row: readonly (string | number | null)[]) => row[1],
  },
}

test('cells are quoted, formulas defused, numbers of phones stay numbers', () => {
  const rows = [
    ['a,b', 'say "x"'],
    ['=1+1', '-cmd'],
    ['+1425555****', -3],
    [null, ''],
  ] as const
  expect(csvOf(sheet, rows)).toBe(`\uFEFFA,B\r\n"a,b","say ""x"""\r\n'=1+1,'-cmd\r\n+1425555****,-3\r\n,\r\n`)
})

test('the same rows as JSON have the same columns', () => {
  expect(JSON.parse(jsonOf(sheet, [[null, 2]]))).toEqual([{ A: null, B: 2 }])
})
