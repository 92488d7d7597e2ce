import { expect, test } from 'vitest'
import { printExplanation } from './print-explanation.ts'

test('phases come in the order in which a query passes through them, warnings last', () => {
  const warnings = [{ code: 'KW1', line: 1, pos: 3, message: 'prefer has' }]
  const text = printExplanation({ sql: 'SELECT 1', plan: 'project\n  unit', bound: 'QueryBlock', warnings })
  expect(text.trimEnd().split('\n')).toEqual([
    'Bound tree',
    '  QueryBlock',
    '',
    'Plan',
    '  project',
    '    unit',
    '',
    'SQL',
    '  SELECT 1',
    '',
    'Warnings',
    '  KW1 at 1:3: prefer has',
  ])
})
