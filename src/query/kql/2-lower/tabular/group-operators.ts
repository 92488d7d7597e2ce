/** top-hitters: the values that come most often, or weigh most. */
import { withRow } from '../context.ts'
import { lowerScalar, typeOf } from '../expressions.ts'
import { columnOf } from '../operators.ts'
import { call, castTo } from '../scalar.ts'
import type { OperatorLowering } from '../tabular.ts'
import { aggregateOf } from './aggregate-operators.ts'
import { boundColumns } from './build.ts'
import { limited } from './row-operators.ts'

/** The most frequent values, or those with the largest sum. */
const topHitters: OperatorLowering = (node, input, query, scope) => {
  const rows = withRow(scope, input)
  const [valueColumn, weightColumn] = boundColumns(node)
  const value = lowerScalar(node.part('OfExpression'), query, rows)
  const by = node.maybe('ByClause')?.maybe('Expression')
  const weight = by
    ? call('sum', typeOf(by), [lowerScalar(by, query, rows)], { nullable: true })
    : castTo('long', call('count', 'long', [], { nullable: false }))
  const name = weightColumn?.name ?? 'approximate_count'
  const grouped = aggregateOf(
    input,
    [{ name: valueColumn?.name ?? 'Column1', expr: value }],
    [{ name, expr: weight }],
    query,
  )
  const own = grouped.columns.find(one => one.name === name)
  const order = own ? [{ expr: columnOf(own), descending: true, nullsFirst: false }] : []
  return limited({ ...grouped, order, serialized: true }, lowerScalar(node.part('Expression'), query, scope))
}

export const groupOperators: Readonly<Record<string, OperatorLowering>> = {
  TopHittersOperator: topHitters,
}
