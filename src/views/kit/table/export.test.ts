import { expect, test } from 'vitest'
import { csvOf, jsonOf } from './export.ts'

const sheet = {
  columns: ['Name', 'Count'],
  rows: [
    ['a "b", c', 1],
    ['=cmd()', null],
    ['line\nbreak', true],
  ] as const,
}

test('CSV quotes what must be quoted, leaves unknown cells empty and disarms formulas', () => {
  expect(csvOf(sheet)).toBe('Name,Count\r\n"a ""b"", c",1\r\n\'=cmd(),\r\n"line\nbreak",true')
})

test('JSON keeps null apart from empty', () => {
  expect(JSON.parse(jsonOf(sheet))[1]).toEqual({ Name: '=cmd()', Count: null })
})
