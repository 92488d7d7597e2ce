/** top-nested: values level by level, each level ranked within the values kept above it. */
import type { Bound } from '../../1-read/bound.ts'
import type { Column } from '../../types.ts'
import { type Query, refuseScalar, type Scope, withRow } from '../context.ts'
import { lowerScalar } from '../expressions.ts'
import { columnOf, type NamedScalar, type Operator, type Relation } from '../operators.ts'
import { and, call, castTo, literal, long, nullOf, type OrderKey, type Scalar, wholeOf } from '../scalar.ts'
import type { OperatorLowering } from '../tabular.ts'
import { aggregateOf } from './aggregate-operators.ts'
import { lowerAggregate } from './aggregates.ts'
import { allPassed, boundColumns, filterOf, newColumn, passed, project, typedAs } from './build.ts'
import { partitionKeys } from './partitions.ts'
import { unionOf } from './union-operators.ts'

interface Level {
  readonly key: NamedScalar
  readonly value: NamedScalar
  readonly count: number | undefined
  readonly descending: boolean
  /** What the key of the others is called, in the key's type. */
  readonly others: Scalar | undefined
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
  let narrowed = input
  const tables: Relation[] = []
  levels.forEach((level, index) => {
    const above = levels.slice(0, index)
    const keys = [...above.map(one => one.key), level.key]
    const values = [...above.map(one => carried(one)), level.value]
    const kept = best(aggregateOf(narrowed, keys, values, query), level, above)
    if (levels.slice(index).some(one => one.others))
      tables.push(othersOf(narrowed, kept, levels, index, query))
    narrowed = joinedWith(input, kept, levels.slice(0, index + 1))
    if (index === levels.length - 1) tables.unshift(kept)
  })
  const [kept, ...others] = tables.map(relation => inOrder(relation, result, query))
  if (!kept || others.length === 0) return kept ?? input
  if (input.partition) query.refuse(node, 'top-nested with others inside partition')
  return unionOf(
    [kept, ...others].map(relation => ({ name: '', relation })),
    {},
  )
}

/** The columns as the binder has them; what a table lacks is null. */
function inOrder(relation: Relation, result: readonly Column[], query: Query): Relation {
  const own = new Map(relation.columns.map(one => [one.name, one]))
  const columns = result.map(({ name, type }) => {
    const found = own.get(name)
    return found ? passed(found) : newColumn(name, nullOf(type))
  })
  return project({ ...relation, order: [] }, columns, query)
}

/**
 * The rows that fall out at one level, as one row for each chain above: this level and those below name them
 * together, where they have a name for others.
 */
function othersOf(
  narrowed: Relation,
  kept: Relation,
  levels: readonly Level[],
  index: number,
  query: Query,
): Relation {
  const [above, below] = [levels.slice(0, index), levels.slice(index)]
  const remaining: Relation = {
    ...narrowed,
    node: {
      kind: 'join',
      join: 'leftanti',
      left: narrowed.node,
      right: kept.node,
      on: sameKeys(narrowed, kept, levels.slice(0, index + 1)),
      columns: narrowed.columns.map(one => ({ name: one.name, expr: sideOf(columnOf(one), 'l') })),
    },
    order: [],
  }
  const named = below.filter(one => one.others !== undefined)
  const size = {
    name: query.fresh('size'),
    expr: castTo('long', call('count', 'long', [], { nullable: false })),
  }
  const values = [...above.map(carried), ...named.map(one => one.value), size]
  const keys = above.map(one => one.key)
  const grouped = aggregateOf(remaining, keys, values, query)
  const some = call('greater', 'bool', [
    columnOf({ name: size.name, type: 'long', nullable: false }),
    long(0),
  ])
  const labels = named.map(one => newColumn(one.key.name, one.others ?? nullOf('string')))
  return project(filterOf(grouped, some), [...allPassed(grouped), ...labels], query)
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
  const by = [...partitionKeys(grouped), ...above.map(one => ref(one.key.name))]
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
  const right = (name: string): Scalar => columnAt(kept, name)
  const on = sameKeys(input, kept, levels)
  const values = levels.map(one => one.value.name)
  const columns = [
    ...input.columns
      .filter(one => !values.includes(one.name))
      .map(one => ({ name: one.name, expr: left(columnOf(one)) })),
    ...values.map(name => ({ name, expr: right(name) })),
  ]
  const node: Operator = { kind: 'join', join: 'inner', left: input.node, right: kept.node, on, columns }
  const found = kept.columns.filter(one => values.includes(one.name)).map(one => ({ ...one, hidden: true }))
  const own = input.columns.filter(one => !values.includes(one.name))
  return { ...input, node, columns: [...own, ...found], order: [] }
}

function columnAt(kept: Relation, name: string): Scalar {
  const found = kept.columns.find(one => one.name === name) ?? { name, type: 'long', nullable: true }
  return sideOf(columnOf(found), 'r')
}

/** A null is a value of a level like any other. */
const sameKeys = (rows: Relation, kept: Relation, levels: readonly Level[]): Scalar =>
  and(
    ...partitionKeys(rows).map((key, index) =>
      call('equals', 'bool', [sideOf(key, 'l'), sideOf(partitionKeys(kept)[index] ?? key, 'r')]),
    ),
    ...levels.map(({ key }) =>
      call(key.expr.nullable ? 'isNotDistinctFrom' : 'equals', 'bool', [
        sideOf(key.expr, 'l'),
        columnAt(kept, key.name),
      ]),
    ),
  )

function sideOf(expr: Scalar, side: 'l' | 'r'): Scalar {
  if (expr.kind === 'column') return { ...expr, side }
  return expr.kind === 'call' ? { ...expr, args: expr.args.map(arg => sideOf(arg, side)) } : expr
}

function levelOf(node: Bound, keyName: string, valueName: string, query: Query, scope: Scope): Level {
  const of = node.part('OfExpression')
  const by = node.part('ByExpression')
  const ordered = by.kind === 'OrderedExpression'
  const aggregate = ordered ? by.part('Expression') : by
  const count = node.maybe('Expression')
  const value =
    lowerAggregate(aggregate, query, scope, new Set())[0] ?? refuseScalar(query, by, 'this aggregate')
  const expr = lowerScalar(of.kind === 'SimpleNamedExpression' ? of.part('Expression') : of, query, scope)
  const label = node.maybe('WithOthersClause')?.part('Expression')
  const others = label && lowerScalar(label, query, scope)
  return {
    key: { name: keyName, expr },
    others:
      others &&
      typedAs(others, expr.type === 'raw' ? (others.type === 'raw' ? 'string' : others.type) : expr.type),
    value: { name: valueName, expr: value },
    count: count ? wholeOf(lowerScalar(count, query, scope)) : undefined,
    descending: !(ordered && /\basc\b/i.test(by.maybe('Ordering')?.text ?? '')),
  }
}

export const topNestedOperators: Readonly<Record<string, OperatorLowering>> = { TopNestedOperator: topNested }
