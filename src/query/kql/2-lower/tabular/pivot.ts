/** evaluate pivot: a column for each value of a column, with an aggregate over the rows that have it. */
import type { Bound } from '../../1-read/bound.ts'
import { asPredicate } from '../comparisons.ts'
import { type Query, refuseScalar, type Scope, withRow } from '../context.ts'
import { asString } from '../conversions.ts'
import { lowerScalar } from '../expressions.ts'
import { columnOf, type NamedScalar, visible } from '../operators.ts'
import { call, castTo, literal, long, type Scalar } from '../scalar.ts'
import { aggregateOf } from './aggregate-operators.ts'
import { lowerAggregate } from './aggregates.ts'
import { distinctNames } from './build.ts'
import { observed, type PluginLowering } from './plugin.ts'

/** pivot(column, aggregate, key…): a column for each value of the pivot column, in their order. */
export const pivot: PluginLowering = (node, input, query, scope, declared) => {
  const [columnNode, aggregateNode, ...keyNodes] = node.part('ArgumentList').list('Expressions')
  const rows = withRow(scope, input)
  if (!columnNode) return input
  const value = asString(lowerScalar(columnNode, query, rows))
  const used = new Set(aggregateNode ? namesIn(aggregateNode) : [])
  const own = visible(input).filter(one => one.name !== columnNode.name && !used.has(one.name))
  const keyNames = new Set(keyNodes.map(one => one.name))
  const keys = own.filter(one => keyNodes.length === 0 || keyNames.has(one.name))
  const name = query.fresh('value')
  const distinct = aggregateOf(input, [{ name, expr: value }], [], query)
  const order = [
    { expr: columnOf({ name, type: 'string', nullable: false }), descending: false, nullsFirst: false },
  ]
  const values = declared
    ? undefined
    : observed(
        { ...distinct, node: { kind: 'limit', input: distinct.node, order, count: long(10_000) } },
        query,
      )
  if (!declared && !values) return input
  const names = declared
    ? declared.map(one => one.name).filter(one => !keys.some(key => key.name === one))
    : (values ?? []).map(([one]) => String(one))
  const aggregates = names.map((one): NamedScalar => {
    const matches = asPredicate(call('equals', 'bool', [value, literal('string', one)]))
    return { name: one, expr: conditional(aggregateNode, matches, query, rows) }
  })
  const free = distinctNames([...keys.map(one => one.name), ...names]).slice(keys.length)
  return aggregateOf(
    input,
    keys.map(one => ({ name: one.name, expr: columnOf(one) })),
    aggregates.map(({ expr }, index) => ({ name: free[index] ?? '', expr })),
    query,
  )
}

const namesIn = (node: Bound): string[] => [
  ...(node.kind === 'NameReference' ? [node.name] : []),
  ...node.children.flatMap(namesIn),
]

/** The aggregate over the rows of one pivot value. */
function conditional(node: Bound | undefined, matches: Scalar, query: Query, scope: Scope): Scalar {
  if (!node) return castTo('long', call('countIf', 'long', [matches], { nullable: false }))
  const [whole] = lowerAggregate(node, query, scope, new Set())
  const [found] = lowerAggregate(node, query, { ...scope, only: matches }, new Set())
  // An aggregate that takes no condition would give every column the same value.
  if (!found || textOfExpr(whole) === textOfExpr(found))
    return refuseScalar(query, node, `pivot() with '${node.text.slice(0, 40)}'`)
  return found
}

const textOfExpr = (expr: Scalar | undefined): string | undefined =>
  JSON.stringify(expr, (_, value) => (typeof value === 'bigint' ? String(value) : value))
