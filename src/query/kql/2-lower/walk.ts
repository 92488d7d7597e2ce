/** Walking and rewriting scalar expressions. Subqueries are closed: nothing inside them belongs to the outer row. */
import type { Scalar } from './scalar.ts'

/** Rewrites bottom-up. */
export function mapScalar(expr: Scalar, change: (expr: Scalar) => Scalar): Scalar {
  if (expr.kind === 'lambda') return change({ ...expr, body: mapScalar(expr.body, change) })
  if (expr.kind !== 'call') return change(expr)
  const args = expr.args.map(arg => mapScalar(arg, change))
  if (!expr.over) return change({ ...expr, args })
  const order = expr.over.order.map(key => ({ ...key, expr: mapScalar(key.expr, change) }))
  const partition = expr.over.partition?.map(one => mapScalar(one, change))
  return change({ ...expr, args, over: { ...expr.over, order, ...(partition ? { partition } : {}) } })
}

/** Whether a node of the expression fulfils `test`. */
export function someScalar(expr: Scalar, test: (expr: Scalar) => boolean): boolean {
  if (test(expr)) return true
  if (expr.kind === 'lambda') return someScalar(expr.body, test)
  if (expr.kind !== 'call') return false
  const over = [...(expr.over?.order.map(key => key.expr) ?? []), ...(expr.over?.partition ?? [])]
  return [...expr.args, ...over].some(one => someScalar(one, test))
}

export const isVolatile = (expr: Scalar): boolean =>
  someScalar(expr, one => one.kind === 'call' && one.volatile === true)

/** Names of the columns an expression reads, added to `into`. */
export function collectColumns(expr: Scalar, into: Set<string>): void {
  someScalar(expr, one => {
    if (one.kind === 'column') into.add(one.name)
    return false
  })
}
