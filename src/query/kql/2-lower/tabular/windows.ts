/**
 * SQL allows no window inside a window: inner ones become columns of a projection below. A session is no window of the
 * engine's at all and always becomes a column.
 */
import type { Query } from '../context.ts'
import { columnOf, type NamedScalar, type Operator } from '../operators.ts'
import type { Scalar } from '../scalar.ts'
import { someScalar } from '../walk.ts'
import { isSession, withSession } from './session-fold.ts'

interface Lifted<T extends NamedScalar> {
  readonly node: Operator
  readonly columns: readonly T[]
}

/** The same columns over an input that has the inner windows already; level by level, innermost first. */
export function liftWindows<T extends NamedScalar>(
  node: Operator,
  own: readonly NamedScalar[],
  columns: readonly T[],
  query: Query,
): Lifted<T> {
  const inner: NamedScalar[] = []
  const lifted = columns.map(one => ({ ...one, expr: lift(one.expr, false, inner, query) }))
  if (inner.length === 0) return { node, columns }
  const windows = [...own, ...inner.filter(one => !isSession(one.expr))]
  const below = inner
    .filter(one => isSession(one.expr))
    .reduce<Lifted<NamedScalar>>(
      (level, one) => ({
        node: withSession(level.node, level.columns, one, query),
        columns: [...level.columns, { name: one.name, expr: refTo(one.name, one.expr) }],
      }),
      { node: { kind: 'project', input: node, columns: windows }, columns: referredTo(windows) },
    )
  return liftWindows(below.node, below.columns, lifted, query)
}

const referredTo = (columns: readonly NamedScalar[]): readonly NamedScalar[] =>
  columns.map(({ name, expr }) => ({
    name,
    expr: expr.kind === 'column' ? { ...expr, name } : refTo(name, expr),
  }))

function lift(expr: Scalar, isInside: boolean, inner: NamedScalar[], query: Query): Scalar {
  if (expr.kind === 'lambda') return { ...expr, body: lift(expr.body, isInside, inner, query) }
  if (expr.kind !== 'call') return expr
  if (!expr.over) return { ...expr, args: expr.args.map(arg => lift(arg, isInside, inner, query)) }
  if ((isInside || isSession(expr)) && !holdsWindow(expr)) {
    const name = query.fresh('window')
    inner.push({ name, expr })
    return refTo(name, expr)
  }
  const partition = expr.over.partition?.map(one => lift(one, true, inner, query))
  const args = expr.args.map(arg => lift(arg, true, inner, query))
  return { ...expr, args, over: { ...expr.over, ...(partition ? { partition } : {}) } }
}

const isWindow = (expr: Scalar): boolean => expr.kind === 'call' && expr.over !== undefined

function holdsWindow(expr: Scalar): boolean {
  if (expr.kind !== 'call') return false
  return [...expr.args, ...(expr.over?.partition ?? [])].some(one => someScalar(one, isWindow))
}

const refTo = (name: string, { type, nullable }: Scalar): Scalar =>
  columnOf({ name, type: type === 'raw' ? 'long' : type, nullable })
