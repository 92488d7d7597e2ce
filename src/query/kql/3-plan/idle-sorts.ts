/**
 * Sorts of what comes sorted are left out. The engine would read such a source to its end first: the first ten of a
 * `range` of a trillion rows are there at once, and the API's row limit cuts the rest.
 */
import type { NamedScalar, Operator } from '../2-lower/operators.ts'
import type { OrderKey, Scalar } from '../2-lower/scalar.ts'
import { someScalar } from '../2-lower/walk.ts'
import { rewrite } from './rewrite.ts'

export const withoutIdleSorts = (node: Operator): Operator =>
  rewrite(node, one => {
    const [key] = one.kind === 'limit' && !one.by ? one.order : []
    if (one.kind !== 'limit' || !key || !comesSorted(one.input, key)) return one
    return one.count ? { ...one, order: [] } : one.input
  })

/** Followed down to a source that says so, through operators that neither move rows nor change the key. */
function comesSorted(node: Operator, key: OrderKey): boolean {
  if (node.kind === 'filter') return comesSorted(node.input, key)
  if (node.kind === 'limit') return node.order.length === 0 && !node.by && comesSorted(node.input, key)
  if (node.kind !== 'project' || node.columns.some(hasWindow)) return false
  if (node.comesSorted) return isSameKey(node.comesSorted, key)
  const source = node.columns.find(one => key.expr.kind === 'column' && one.name === key.expr.name)?.expr
  return source?.kind === 'column' && comesSorted(node.input, { ...key, expr: source })
}

/** Its values are there once and never null, so further keys and the place of nulls make no difference. */
const isSameKey = (natural: OrderKey, wanted: OrderKey): boolean =>
  natural.descending === wanted.descending && isSameColumn(natural.expr, wanted.expr)

const isSameColumn = (one: Scalar, other: Scalar): boolean =>
  one.kind === 'column' && other.kind === 'column' && one.name === other.name

const hasWindow = ({ expr }: NamedScalar): boolean =>
  someScalar(expr, one => one.kind === 'call' && one.over !== undefined)
