import { withRow } from '../context.ts'
import { lowerScalar, typeOf } from '../expressions.ts'
import { columnOf, type Relation, visible } from '../operators.ts'
import { call, castTo, isNotNull } from '../scalar.ts'
import { lowerTabular, type OperatorLowering } from '../tabular.ts'
import { aggregateOf } from './aggregate-operators.ts'
import { boundColumns, passed } from './build.ts'
import { partitioned } from './partitions.ts'
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

/** partition by c (subquery): the subquery runs within each value of the column. */
const partition: OperatorLowering = (node, input, query, scope) => {
  const key = lowerScalar(node.part('ByExpression'), query, withRow(scope, input))
  const operand = node.part('Operand')
  const subquery = operand.maybe('Subquery')
  if (key.kind !== 'column' || !subquery) {
    query.refuse(node, 'partition of this form; use partition by column (subquery)')
    return input
  }
  const name = query.fresh('group')
  const known = key.nullable
    ? { ...input, node: { kind: 'filter', input: input.node, predicate: isNotNull(key) } as const }
    : input
  const columns = [
    ...known.columns,
    { name, type: key.type === 'raw' ? ('long' as const) : key.type, nullable: key.nullable, hidden: true },
  ]
  const numbered: Relation = {
    ...known,
    node: {
      kind: 'project',
      input: known.node,
      columns: [...known.columns.map(passed), { name, expr: key }],
    },
    columns,
  }
  const grouped = partitioned(numbered, [name])
  const result = lowerTabular(subquery, query, { ...scope, contextual: grouped })
  const { partition: _, ...rest } = result
  return { ...rest, columns: visible(rest as Relation) }
}

export const groupOperators: Readonly<Record<string, OperatorLowering>> = {
  TopHittersOperator: topHitters,
  PartitionOperator: partition,
}
