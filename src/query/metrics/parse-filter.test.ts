import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ApiError } from '#base'
import { type Condition, parseFilter } from './parse-filter.ts'

const eq = (dimension: string, ...values: string[]): Condition => ({ dimension, operator: 'eq', values })

const filters: readonly [filter: string, conditions: readonly Condition[]][] = [
  ['', []],
  ["Operation eq '*'", [eq('Operation', '*')]],
  [
    "Operation eq 'CreateToken' and StatusCodeClass eq '*'",
    [eq('Operation', 'CreateToken'), eq('StatusCodeClass', '*')],
  ],
  ["A eq 'a1' and B eq 'b1' or B eq 'b2' and C eq '*'", [eq('A', 'a1'), eq('B', 'b1', 'b2'), eq('C', '*')]],
  ["A EQ 'a1' Or a eq 'a2'", [eq('A', 'a1', 'a2')]],
  ["A ne 'x' and A ne 'y'", ['x', 'y'].map(value => ({ dimension: 'A', operator: 'ne', values: [value] }))],
  ["A sw 'Create' or A sw 'Delete'", [{ dimension: 'A', operator: 'sw', values: ['Create', 'Delete'] }]],
  ["Operation eq 'Bad Route'", [eq('Operation', 'Bad Route')]],
  ["A eq 'it''s'", [eq('A', "it's")]],
  ["A eq 'f%28x%29'", [eq('A', 'f(x)')]],
  ["A eq ''", [eq('A', '')]],
  ["  A   eq  'x'  ", [eq('A', 'x')]],
]

test.each(filters)('%s', (filter, conditions) => {
  expect(parseFilter(filter)).toEqual(conditions)
})

const mistakes: readonly [filter: string, message: string][] = [
  ["A eq 'a1' and B eq 'b1' and C eq '*' or B eq 'b2'", "'or' may only join values of one dimension"],
  ["A ne 'x' or A ne 'y'", "'or' may only join"],
  ["A eq 'x' or A sw 'y'", "'or' may only join"],
  ["(A eq 'x' or A eq 'y') and B eq '*'", 'character 0: a name, an operator or a quoted value was expected'],
  ['A eq x', 'character 4: a value in single quotes was expected'],
  ["A eq 'x", 'character 4'],
  ["A gt 'x'", 'character 1: one of eq, ne, sw was expected'],
  ["A eq 'x' B eq 'y'", "character 8: 'and' or 'or' was expected"],
  ["A eq 'x' and", 'a dimension was expected'],
  ["'x' eq A", 'a dimension was expected'],
  ['A', 'one of eq, ne, sw was expected'],
  ["A eq 'x' and '", 'character 12'],
]

test.each(mistakes)('%s is refused with its place', (filter, message) => {
  expect(() => parseFilter(filter)).toThrow(
    expect.objectContaining({ status: 400, message: expect.stringContaining(message) }),
  )
})

test('whatever text comes, the answer is conditions or a 400', () => {
  const word = fc.constantFrom('Operation', 'eq', 'ne', 'sw', 'and', 'or', "'v'", "'*'", "'", ' ', '(', 'x')
  const text = fc.oneof(
    fc.string(),
    fc.array(word, { maxLength: 20 }).map(words => words.join(' ')),
  )
  fc.assert(
    fc.property(text, filter => {
      try {
        for (const { values } of parseFilter(filter)) expect(values.length).toBeGreaterThan(0)
      } catch (error) {
        expect(error).toBeInstanceOf(ApiError)
      }
    }),
  )
})

test('every list of conditions is read back from its text', () => {
  const name = fc.stringMatching(/^[A-Za-z]\w{0,8}$/)
  const value = fc.string({ minLength: 1 }).filter(text => !/%2[89]/.test(text))
  const condition = fc.record({
    dimension: name,
    operator: fc.constantFrom('eq' as const, 'sw' as const),
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
  })
  const print = ({ dimension, operator, values }: Condition) =>
    values.map(text => `${dimension} ${operator} '${text.replaceAll("'", "''")}'`).join(' or ')
  fc.assert(
    fc.property(fc.array(condition, { minLength: 1, maxLength: 4 }), conditions => {
      expect(parseFilter(conditions.map(print).join(' and '))).toEqual(conditions)
    }),
  )
})
