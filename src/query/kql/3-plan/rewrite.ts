/** Rebuilding operator trees, also inside subqueries of their expressions. */
import type { NamedScalar, Operator } from '../2-lower/operators.ts'
import type { Scalar } from '../2-lower/scalar.ts'
import { mapScalar } from '../2-lower/walk.ts'

type Change = (node: Operator) => Operator

/** Rewrites bottom-up, subqueries first. */
export function rewrite(node: Operator, change: Change): Operator {
  const again = (inner: Operator) => rewrite(inner, change)
  const scalar = (expr: Scalar) => rewriteSubqueries(expr, change)
  const named = (all: readonly NamedScalar[]) => all.map(({ name, expr }) => ({ name, expr: scalar(expr) }))
  switch (node.kind) {
    case 'scan':
    case 'unit':
      return change(node)
    case 'values':
      return change({ ...node, rows: node.rows.map(row => row.map(scalar)) })
    case 'numbers':
      return change({ ...node, count: scalar(node.count) })
    case 'filter':
      return change({ ...node, input: again(node.input), predicate: scalar(node.predicate) })
    case 'project':
      return change({ ...node, input: again(node.input), columns: named(node.columns) })
    case 'aggregate':
      return change({
        ...node,
        input: again(node.input),
        keys: named(node.keys),
        aggregates: named(node.aggregates),
      })
    case 'limit':
      return change({
        ...node,
        input: again(node.input),
        ...(node.count ? { count: scalar(node.count) } : {}),
      })
    case 'join':
      return change({
        ...node,
        left: again(node.left),
        right: again(node.right),
        columns: named(node.columns),
      })
    case 'union':
      return change({ ...node, inputs: node.inputs.map(again) })
    case 'unnest':
      return change({ ...node, input: again(node.input), arrays: named(node.arrays) })
    case 'shared':
      return change({ ...node, input: again(node.input) })
  }
}

function rewriteSubqueries(expr: Scalar, change: Change): Scalar {
  return mapScalar(expr, one =>
    one.kind === 'subquery'
      ? { ...one, relation: { ...one.relation, node: rewrite(one.relation.node, change) } }
      : one,
  )
}
