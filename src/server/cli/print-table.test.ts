import { expect, test } from 'vitest'
import { printCsv, printJson, printTable } from './print-table.ts'

const table = {
  name: 'PrimaryResult',
  columns: [
    { name: 'Who', type: 'string' },
    { name: 'N', type: 'long' },
  ],
  rows: [
    ['Redacted', 12],
    ['', null],
    ['a,"b"\n\u001b[31m', 3],
  ],
}

test('withheld, unknown and empty cells read differently (invariant 8); control characters do no harm', () => {
  expect(printTable(table, 80)).toBe(
    [
      'Who            N',
      '──────────  ────',
      'Redacted      12',
      '""          null',
      'a,"b" [31m     3',
      '3 rows',
    ].join('\n'),
  )
})

test('a table that is too wide is narrowed, and says so by an ellipsis', () => {
  const wide = { ...table, rows: [['x'.repeat(100), 1]] }
  const lines = printTable(wide, 30).split('\n')
  expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(30)
  expect(lines[2]).toContain('…')
})

test('csv quotes what needs it', () => {
  expect(printCsv(table)).toBe('Who,N\nRedacted,12\n,\n"a,""b""\n\u001b[31m",3')
})

test('json is one object a line', () => {
  expect(
    printJson(table)
      .split('\n')
      .map(line => JSON.parse(line))[1],
  ).toEqual({ Who: '', N: null })
})
