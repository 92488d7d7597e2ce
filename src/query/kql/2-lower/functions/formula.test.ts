/** What a formula's text means, told by the SQL it becomes. */
import { expect, test } from 'vitest'
import { scalarToSql } from '../../4-sql/print.ts'
import { call, column, literal, raw } from '../scalar.ts'
import { formula, strict } from './formula.ts'

const [a, b] = [column('a', 'real', false), column('b', 'real', false)]
const sqlOf = (body: string): string => scalarToSql(formula('f', 'a, b', body)(a, b))

test('operators bind as in the language, from the left', () => {
  expect(sqlOf('a + b * 2 - 1')).toBe('((s$.`a` + (s$.`b` * 2)) - 1)')
  expect(sqlOf('a < 1 or a > 2 and b = 3')).toBe('((s$.`a` < 1) OR ((s$.`a` > 2) AND (s$.`b` = 3)))')
  expect(sqlOf('a > 0 ? a : -b')).toBe('if((s$.`a` > 0), s$.`a`, negate(s$.`b`))')
})

test('arrays, tuples, texts and lambdas', () => {
  expect(sqlOf('[a, b][1]')).toBe('arrayElement(array(s$.`a`, s$.`b`), 1)')
  expect(sqlOf('(a, b).2')).toBe('tupleElement(tuple(s$.`a`, s$.`b`), 2)')
  expect(sqlOf('concat(\'x"\', "y\'")')).toBe("concat('x\"', 'y\\'')")
  expect(sqlOf('arrayMap((x, y) -> x * y, a, b)')).toBe(
    'arrayMap((`f_x`, `f_y`) -> (`f_x` * `f_y`), s$.`a`, s$.`b`)',
  )
  expect(sqlOf('(a, arrayMap((x, y) -> x, a, b))')).toBe(
    'tuple(s$.`a`, arrayMap((`f_x`, `f_y`) -> `f_x`, s$.`a`, s$.`b`))',
  )
})

test('an argument that is used twice is computed once, a column is just named', () => {
  const twice = formula('twice', 'v', 'v * v')
  expect(scalarToSql(twice(a))).toBe('(s$.`a` * s$.`a`)')
  expect(scalarToSql(twice(call('exp', 'real', [a])))).toBe(
    'arrayElement(arrayMap((`twice_v`) -> (`twice_v` * `twice_v`), array(exp(s$.`a`))), 1)',
  )
})

test('let computes once, def is written out', () => {
  expect(sqlOf('let x = a + b; x * x')).toBe(
    'arrayElement(arrayMap((`f_x`) -> (`f_x` * `f_x`), array((s$.`a` + s$.`b`))), 1)',
  )
  expect(sqlOf('def x = a + b; x * x')).toBe('((s$.`a` + s$.`b`) * (s$.`a` + s$.`b`))')
})

test('formulas call formulas, and their names stay apart', () => {
  const half = formula('half', 'x', 'arrayMap(y -> y / x, [x])')
  expect(scalarToSql(formula('outer', 'x', 'half(x + 1)', { uses: { half } })(raw(3)))).toBe(
    'arrayElement(arrayMap((`half_x`) -> arrayMap((`half_y`) -> (`half_y` / `half_x`), array(`half_x`)), array((3 + 1))), 1)',
  )
})

test('a strict formula never sees a null', () => {
  const sum = strict(formula('sum', 'a, b', 'a + b'))
  expect(scalarToSql(sum(a, column('n', 'real')))).toBe(
    "if(isNull(s$.`n`), CAST(NULL, 'Nullable(Float64)'), (s$.`a` + assumeNotNull(s$.`n`)))",
  )
  expect(sum(a, b).nullable).toBe(false)
  expect(scalarToSql(strict(formula('text', 'v', 'v', { type: 'string' }))(literal('real', null)))).toContain(
    "''",
  )
})

test('what cannot be read is an error of the program, with its place', () => {
  for (const body of ['a +', 'a b', 'q', '(a', 'let x = a x', "'open"])
    expect(() => sqlOf(body)).toThrow(/f: /)
})
