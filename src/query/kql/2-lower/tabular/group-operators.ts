/** Operators that work group by group: top-nested, top-hitters, partition. */
import type { Bound } from '../../1-read/bound.ts'
import { type Query, refuseScalar, type Scope, withRow } from '../context.ts'
import { lowerScalar, typeOf } from '../expressions.ts'
import { columnOf, type NamedScalar, type Operator, type Relation, visible } from '../operators.ts'
import { and, call, castTo, isNotNull, literal, type OrderKey, type Scalar, wholeOf } from '../scalar.ts'
import { lowerTabular, type OperatorLowering } from '../tabular.ts'
import { aggregateOf } from './aggregate-operators.ts'
import { lowerAggregate } from './aggregates.ts'
import { boundColumns, passed, project } from './build.ts'
import { partitioned } from './partitions.ts'
import { limited } from './row-operators.ts'

interface Level {
  readonly key: NamedScalar
  readonly value: NamedScalar
  readonly count: number | undefined
  readonly descending: boolean
}

/**
 * Level by level: the values of a level are ranked by its aggregate within each chain of values kept above, and the
 * best are joined with the chains.
 */
const topNested: OperatorLowering = (node, input, query, scope) => {
  const rows = withRow(scope, input)
  const result = boundColumns(node)
  const levels = node
    .list('Clauses')
    .map((one, index) =>
      levelOf(one, result[index * 2]?.name ?? '', result[index * 2 + 1]?.name ?? '', query, rows),
    )
  let kept: Relation | undefined
  let narrowed = input
  levels.forEach((level, index) => {
    const above = levels.slice(0, index)
    const keys = [...above.map(one => one.key), level.key]
    const values = [...above.map(one => carried(one)), level.value]
    const source = index === 0 ? input : narrowed
    const grouped = aggregateOf(source, keys, values, query)
    kept = best(grouped, level, above)
    narrowed = joinedWith(input, kept, levels.slice(0, index + 1))
  })
  const final = kept ?? input
  const own = new Map(final.columns.map(one => [one.name, one]))
  return project(
    final,
    result.flatMap(({ name }) =>
      own.has(name) ? [passed(own.get(name) as Relation['columns'][number])] : [],
    ),
    query,
  )
}

/** A level's aggregate, already known on every row of the narrowed input. */
function carried(level: Level): NamedScalar {
  const type = level.value.expr.type === 'raw' ? 'long' : level.value.expr.type
  const column = columnOf({ name: level.value.name, type, nullable: type !== 'string' })
  return { name: level.value.name, expr: call('any', type, [column], { nullable: type !== 'string' }) }
}

function best(grouped: Relation, level: Level, above: readonly Level[]): Relation {
  if (level.count === undefined) return grouped
  const columns = new Map(grouped.columns.map(one => [one.name, one]))
  const ref = (name: string) => columnOf(columns.get(name) ?? { name, type: 'long', nullable: true })
  const order: OrderKey[] = [{ expr: ref(level.value.name), descending: level.descending, nullsFirst: false }]
  const by = above.map(one => ref(one.key.name))
  const node: Operator = {
    kind: 'limit',
    input: grouped.node,
    order,
    count: literal('long', BigInt(level.count)),
    ...(by.length > 0 ? { by } : {}),
  }
  return { ...grouped, node }
}

/** The input's rows whose keys were kept, with the aggregates found so far. */
function joinedWith(input: Relation, kept: Relation, levels: readonly Level[]): Relation {
  const left = (expr: Scalar): Scalar => sideOf(expr, 'l')
  const known = new Map(kept.columns.map(one => [one.name, one]))
  const right = (name: string): Scalar =>
    ({ ...columnOf(known.get(name) ?? { name, type: 'long', nullable: true }), side: 'r' }) as Scalar
  const on = and(...levels.map(one => call('equals', 'bool', [left(one.key.expr), right(one.key.name)])))
  const values = levels.map(one => one.value.name)
  const columns = [
    ...input.columns
      .filter(one => !values.includes(one.name))
      .map(one => ({ name: one.name, expr: left(columnOf(one)) })),
    ...values.map(name => ({ name, expr: right(name) })),
  ]
  const node: Operator = { kind: 'join', join: 'inner', left: input.node, right: kept.node, on, columns }
  return { ...input, node, order: [] }
}

function sideOf(expr: Scalar, side: 'l' | 'r'): Scalar {
  if (expr.kind === 'column') return { ...expr, side }
  return expr.kind === 'call' ? { ...expr, args: expr.args.map(arg => sideOf(arg, side)) } : expr
}

function levelOf(node: Bound, keyName: string, valueName: string, query: Query, scope: Scope): Level {
  if (node.maybe('WithOthersClause')) query.refuse(node, 'top-nested with others')
  const of = node.part('OfExpression')
  const by = node.part('ByExpression')
  const ordered = by.kind === 'OrderedExpression'
  const aggregate = ordered ? by.part('Expression') : by
  const count = node.maybe('Expression')
  const value =
    lowerAggregate(aggregate, query, scope, new Set())[0] ?? refuseScalar(query, by, 'this aggregate')
  return {
    key: {
      name: keyName,
      expr: lowerScalar(of.kind === 'SimpleNamedExpression' ? of.part('Expression') : of, query, scope),
    },
    value: { name: valueName, expr: value },
    count: count ? wholeOf(lowerScalar(count, query, scope)) : undefined,
    descending: !(ordered && /\basc\b/i.test(by.maybe('Ordering')?.text ?? '')),
  }
}

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
  TopNestedOperator: topNested,
  TopHittersOperator: topHitters,
  PartitionOperator: partition,
}
