/**
 * partition: a subquery for each value of a column. The rows carry the value as a hidden column, and the operators of
 * the subquery work within it. A subquery with a source of its own runs over that source once for each value.
 */
import type { Bound } from '../../1-read/bound.ts'
import { type Query, type Scope, withName, withRow } from '../context.ts'
import { lowerScalar } from '../expressions.ts'
import { columnOf, type Operator, type Relation, type RelationColumn, visible } from '../operators.ts'
import { isNotNull, type Scalar, TRUE } from '../scalar.ts'
import { lowerTabular, type OperatorLowering } from '../tabular.ts'
import { aggregateOf } from './aggregate-operators.ts'
import { filterOf, passed } from './build.ts'
import { partitioned } from './partitions.ts'

const partition: OperatorLowering = (node, input, query, scope) => {
  const key = lowerScalar(node.part('ByExpression'), query, withRow(scope, input))
  if (key.kind !== 'column') {
    query.refuse(node.part('ByExpression'), 'partition by an expression; name it before with extend')
    return input
  }
  const group: RelationColumn = {
    name: query.fresh('group'),
    type: key.type === 'raw' ? 'long' : key.type,
    nullable: key.nullable,
    hidden: true,
  }
  const known = key.nullable ? filterOf(input, isNotNull(key)) : input
  const operand = node.part('Operand')
  const result =
    operand.kind === 'PartitionQuery'
      ? overSource(operand.part('Query'), { known, key, group }, query, scope)
      : overRows(operand.part('Subquery'), { known, key, group }, query, scope)
  const { partition: _, groups: __, ...rest } = result
  return { ...rest, columns: visible(rest as Relation) }
}

interface Groups {
  readonly known: Relation
  readonly key: Scalar & { readonly kind: 'column' }
  readonly group: RelationColumn
}

/** The rows of the input, group by group. */
function overRows(subquery: Bound, { known, key, group }: Groups, query: Query, scope: Scope): Relation {
  const source: Operator = needsGroups(subquery)
    ? {
        kind: 'shared',
        name: query.fresh('rows'),
        input: known.node,
        columns: known.columns.map(one => one.name),
      }
    : known.node
  const marked: Relation = {
    ...known,
    node: {
      kind: 'project',
      input: source,
      columns: [...known.columns.map(passed), { name: group.name, expr: key }],
    },
    columns: [...known.columns, group],
  }
  const all = needsGroups(subquery)
    ? { groups: aggregateOf({ ...known, node: source }, [{ name: group.name, expr: key }], [], query).node }
    : {}
  return lowerTabular(subquery, query, {
    ...scope,
    contextual: { ...partitioned(marked, [group.name]), ...all },
  })
}

/** A total over rows that were filtered away is still a row of each group. */
const needsGroups = (node: Bound): boolean =>
  node.kind === 'CountOperator' ||
  (node.kind === 'SummarizeOperator' && !node.maybe('ByClause')) ||
  (node.kind === 'PipeExpression' && [node.part('Expression'), node.part('Operator')].some(needsGroups))

/** The subquery's own source, once for each value; the value is known by the column's name. */
function overSource(subquery: Bound, { known, key, group }: Groups, query: Query, scope: Scope): Relation {
  const first = firstSource(subquery)
  const { row: _, contextual: __, ...outer } = scope
  const source = lowerTabular(first, query, outer)
  const values = aggregateOf(known, [{ name: group.name, expr: key }], [], query)
  const crossed: Operator = {
    kind: 'join',
    join: 'cross',
    left: source.node,
    right: values.node,
    on: TRUE,
    columns: [
      ...source.columns.map(one => ({ name: one.name, expr: { ...columnOf(one), side: 'l' } as Scalar })),
      { name: group.name, expr: { ...columnOf(group), side: 'r' } as Scalar },
    ],
  }
  const rows = { ...source, node: crossed, columns: [...source.columns, group], groups: values.node }
  const named = withName(outer, key.name, { kind: 'scalar', expr: columnOf(group) })
  return lowerTabular(subquery, query, {
    ...named,
    leading: { identity: first.identity, relation: partitioned(rows, [group.name]) },
  })
}

function firstSource(node: Bound): Bound {
  return node.kind === 'PipeExpression' ? firstSource(node.part('Expression')) : node
}

export const partitionOperators: Readonly<Record<string, OperatorLowering>> = { PartitionOperator: partition }
