/** summarize, distinct, count. */
import type { Bound } from '../../1-read/bound.ts'
import { type Query, refuseScalar, type Scope, withRow } from '../context.ts'
import { lowerScalar } from '../expressions.ts'
import { columnOf, type NamedScalar, type Operator, type Relation, visible } from '../operators.ts'
import { and, call, castTo, FALSE, isNotNull, type Scalar, TRUE } from '../scalar.ts'
import type { OperatorLowering } from '../tabular.ts'
import { lowerAggregate } from './aggregates.ts'
import { allPassed, boundColumns, filterOf, newColumn } from './build.ts'
import { inSequence, typedColumn } from './columns.ts'
import { limited } from './row-operators.ts'
import { withoutWindows } from './window-columns.ts'

const summarize: OperatorLowering = (node, input, query, scope) => {
  const rows = withRow(scope, input)
  const by = node.maybe('ByClause')?.list('Expressions') ?? []
  const keyExprs = by.flatMap(one => keyOf(one, query, rows))
  const keyNames = new Set(by.flatMap(one => (one.kind === 'NameReference' ? [one.name] : [])))
  const values = node.list('Aggregates').flatMap(one => [...lowerAggregate(one, query, rows, keyNames)])
  const unseen = new Set(input.columns.filter(one => one.hidden).map(one => one.name))
  const bound = boundColumns(node)
  const exprs = [...keyExprs, ...values]
  // A `*` of the binder also means columns that are hidden here.
  const result = exprs.length === bound.length ? bound : bound.filter(one => !unseen.has(one.name))
  if (exprs.length !== result.length) {
    refuseScalar(query, node, 'the columns of this summarize')
    return aggregateOf(input, [], [], query)
  }
  const overrides = covarianceNames(node.list('Aggregates'))
  const named = result.map((column, index): NamedScalar => {
    const { name, expr } = typedColumn(column, exprs[index] as Scalar)
    return { name: overrides.get(name) ?? name, expr }
  })
  return aggregateOf(input, named.slice(0, keyExprs.length), named.slice(keyExprs.length), query)
}

/** The service names covariance(x, y) covariance_x_y; the binder forgets the second argument. */
function covarianceNames(aggregates: readonly Bound[]): ReadonlyMap<string, string> {
  return new Map(
    aggregates.flatMap((one): [string, string][] => {
      if (one.kind !== 'FunctionCallExpression' || !one.part('Name').name.startsWith('covariance')) return []
      const [x, y] = one.part('ArgumentList').list('Expressions')
      const name = `${one.part('Name').name}_${x?.name}`
      return x && y ? [[name, `${name}_${y.name}`]] : []
    }),
  )
}

function keyOf(node: Bound, query: Query, scope: Scope): readonly Scalar[] {
  if (node.kind === 'StarExpression' && scope.row) return visible(scope.row).map(columnOf)
  const value = node.kind === 'SimpleNamedExpression' ? node.part('Expression') : node
  const expr = lowerScalar(value, query, scope)
  if (expr.type === 'dynamic')
    query.refuse(value, 'grouping by a dynamic value; convert it, for example with tostring()')
  return [expr]
}

/** An aggregate over a relation; expressions with a window (ordered lists) are computed one level down. */
export function aggregateOf(
  input: Relation,
  keys: readonly NamedScalar[],
  aggregates: readonly NamedScalar[],
  query: Query,
): Relation {
  const all = [...keys, ...aggregates]
  const source = withoutWindows(
    input,
    all.map(one => one.expr),
    query,
    'position',
  )
  const plain = all.map(({ name }, index): NamedScalar => ({ name, expr: source.exprs[index] as Scalar }))
  const values = plain.slice(keys.length)
  const groups = (input.partition ?? []).map(
    (name): NamedScalar => ({ name, expr: columnOf({ name, type: 'long', nullable: false }) }),
  )
  const columns = [...plain, ...groups].map(({ name, expr }) => ({
    name,
    type: newColumn(name, expr).type,
    nullable: expr.type !== 'string' && expr.nullable,
    ...(input.partition?.includes(name) ? { hidden: true } : {}),
  }))
  const grouped = {
    kind: 'aggregate',
    input: source.input.node,
    keys: [...plain.slice(0, keys.length), ...groups],
    aggregates: values,
  } as const
  const isTotal = keys.length === 0 && input.groups !== undefined
  const node = isTotal ? withEmptyGroups(grouped, input) : grouped
  const within = input.partition ? { partition: input.partition } : {}
  const known = input.groups ? { groups: input.groups } : {}
  return { node, columns, order: [], serialized: false, ...within, ...known }
}

type Aggregate = Extract<Operator, { kind: 'aggregate' }>

/** A total has a row for every group; a group without rows gets what the aggregates give for no rows. */
function withEmptyGroups(grouped: Aggregate, { groups, partition = [] }: Relation): Operator {
  const key = (name: string, side?: 'l' | 'r'): Scalar => ({
    kind: 'column',
    name,
    type: 'long',
    nullable: false,
    ...(side ? { side } : {}),
  })
  const none: Operator = {
    kind: 'aggregate',
    input: { kind: 'filter', input: grouped.input, predicate: FALSE },
    keys: [],
    aggregates: grouped.aggregates,
  }
  const missing: Operator = {
    kind: 'join',
    join: 'leftanti',
    left: groups ?? grouped.input,
    right: grouped,
    on: and(...partition.map(name => call('equals', 'bool', [key(name, 'l'), key(name, 'r')]))),
    columns: partition.map(name => ({ name, expr: key(name, 'l') })),
  }
  const totals = grouped.aggregates.map(
    ({ name, expr }): NamedScalar => ({
      name,
      expr: { kind: 'column', name, type: expr.type, nullable: expr.nullable, side: 'r' },
    }),
  )
  const filled: Operator = {
    kind: 'join',
    join: 'cross',
    left: missing,
    right: none,
    on: TRUE,
    columns: [...totals, ...partition.map(name => ({ name, expr: key(name, 'l') }))],
  }
  const columns = [...grouped.aggregates.map(one => one.name), ...partition]
  return { kind: 'union', inputs: [grouped, filled], columns }
}

const distinct: OperatorLowering = (node, input, query, scope) => {
  const rows = withRow(scope, input)
  const elements = node.list('Expressions')
  const isStar = elements.some(one => one.kind === 'StarExpression')
  const columns = isStar ? allPassed(input) : inSequence(elements, boundColumns(node), query, rows)
  const keys = columns.map(({ name, expr }) => ({ name, expr }))
  return aggregateOf(input, keys, [], query)
}

const count: OperatorLowering = (node, input, query) => {
  const name = boundColumns(node)[0]?.name ?? 'Count'
  return aggregateOf(
    input,
    [],
    [{ name, expr: castTo('long', call('count', 'long', [], { nullable: false })) }],
    query,
  )
}

/** n distinct values, any. */
const sampleDistinct: OperatorLowering = (node, input, query, scope) => {
  const value = lowerScalar(node.part('OfExpression'), query, withRow(scope, input))
  const name = boundColumns(node)[0]?.name ?? 'Column1'
  const present = value.nullable ? filterOf(input, isNotNull(value)) : input
  const relation = aggregateOf(present, [{ name, expr: value }], [], query)
  return limited(relation, lowerScalar(node.part('Expression'), query, scope))
}

export const aggregateOperators: Readonly<Record<string, OperatorLowering>> = {
  SummarizeOperator: summarize,
  DistinctOperator: distinct,
  CountOperator: count,
  SampleDistinctOperator: sampleDistinct,
}
