/** Where SQL takes no window (a filter, an aggregate), it becomes a hidden column of the rows below. */
import type { Query } from '../context.ts'
import { columnOf, type Relation } from '../operators.ts'
import type { Scalar } from '../scalar.ts'
import { someScalar } from '../walk.ts'
import { allPassed, type NewColumn, newColumn, project } from './build.ts'

interface WithoutWindows {
  readonly input: Relation
  readonly exprs: readonly Scalar[]
}

/** The same expressions over an input that has their windows as columns; each different window once. */
export function withoutWindows(
  input: Relation,
  exprs: readonly Scalar[],
  query: Query,
  hint = 'window',
): WithoutWindows {
  if (!exprs.some(one => someScalar(one, isWindow))) return { input, exprs }
  const found = new Map<string, NewColumn>()
  const replace = (expr: Scalar): Scalar => {
    if (expr.kind === 'lambda') return { ...expr, body: replace(expr.body) }
    if (expr.kind !== 'call') return expr
    if (!isWindow(expr)) return { ...expr, args: expr.args.map(replace) }
    const key = JSON.stringify(expr, (_, value) => (typeof value === 'bigint' ? String(value) : value))
    const column = found.get(key) ?? newColumn(query.fresh(hint), expr)
    found.set(key, column)
    return columnOf({ ...column, nullable: expr.nullable })
  }
  const replaced = exprs.map(replace)
  const wide = project(input, [...allPassed(input), ...found.values()], query, true)
  const names = new Set([...found.values()].map(one => one.name))
  const columns = wide.columns.map(one => (names.has(one.name) ? { ...one, hidden: true } : one))
  return { input: { ...wide, columns }, exprs: replaced }
}

const isWindow = (expr: Scalar): boolean => expr.kind === 'call' && expr.over !== undefined
