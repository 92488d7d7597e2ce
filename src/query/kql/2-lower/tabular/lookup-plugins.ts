/** Plugins that look addresses up in a table of ranges, and that count what sketches share. */
import type { Bound } from '../../1-read/bound.ts'
import { asPredicate } from '../comparisons.ts'
import { type Query, type Scope, withRow } from '../context.ts'
import { lowerScalar } from '../expressions.ts'
import { elements } from '../functions/arrays.ts'
import { functionsByName } from '../functions/index.ts'
import {
  columnOf,
  type NamedScalar,
  type Operator,
  type Relation,
  type RelationColumn,
  visible,
} from '../operators.ts'
import { call, castTo, FALSE, ifNull, nullOf, type Scalar, TRUE } from '../scalar.ts'
import { lowerTabular } from '../tabular.ts'
import { mapScalar } from '../walk.ts'
import { boundColumns, newColumn, passed, project } from './build.ts'
import { option, type PluginLowering, positional } from './plugin.ts'

/** A row for each range that has the address; with return_unmatched also the rows without one. */
const lookup =
  (matches: string): PluginLowering =>
  (node, input, query, scope) => {
    const [table, source, key] = positional(node)
    if (!table || !source || !key) return input
    const { row: _, ...outer } = scope
    const ranges = lowerTabular(table, query, outer)
    const rows = numbered(input, query)
    const address = onSide(lowerScalar(source, query, withRow(scope, input)), 'l')
    const range = onSide(lowerScalar(key, query, withRow(scope, ranges)), 'r')
    const found = matched(node, { rows, ranges, on: same(matches, address, range, node, query) }, query)
    const wanted = option(node, 'return_unmatched', query, scope)
    const isAll = wanted?.kind === 'literal' && wanted.value === true
    return isAll ? withUnmatched(rows, found) : found
  }

interface Numbered extends Relation {
  readonly number: RelationColumn
}

/** The rows with a number each, evaluated once. */
function numbered(input: Relation, query: Query): Numbered {
  const number: RelationColumn = { name: query.fresh('number'), type: 'long', nullable: false, hidden: true }
  const expr = castTo('long', call('row_number', 'long', [], { over: { order: [] }, nullable: false }))
  const node: Operator = {
    kind: 'shared',
    name: query.fresh('rows'),
    input: {
      kind: 'project',
      input: input.node,
      columns: [...input.columns.map(passed), { name: number.name, expr }],
    },
    columns: [...input.columns.map(one => one.name), number.name],
  }
  return { ...input, node, columns: [...input.columns, number], number }
}

/** The function of KQL that compares, over expressions that are lowered already. */
function same(name: string, address: Scalar, range: Scalar, node: Bound, query: Query): Scalar {
  const args = [address, range]
  const refuse = (message: string): Scalar => {
    query.refuse(node, message)
    return FALSE
  }
  const scope: Scope = { names: new Map() }
  const given = {
    node,
    args,
    type: 'bool',
    query,
    scope,
    refuse,
    arg: (index: number) => args[index] ?? FALSE,
  } as const
  return asPredicate(functionsByName.get(name)?.translate(given) ?? refuse(name))
}

function matched(
  node: Bound,
  { rows, ranges, on }: { readonly rows: Numbered; readonly ranges: Relation; readonly on: Scalar },
  query: Query,
): Relation {
  const sides = [
    ...visible(rows).map(one => ({ one, side: 'l' as const })),
    ...visible(ranges).map(one => ({ one, side: 'r' as const })),
  ]
  const names = boundColumns(node).map(one => one.name)
  const columns: NamedScalar[] = sides.map(({ one, side }, index) => ({
    name: names[index] ?? one.name,
    expr: onSide(columnOf(one), side),
  }))
  const test = query.fresh('match')
  const all: NamedScalar[] = [
    ...columns,
    { name: rows.number.name, expr: onSide(columnOf(rows.number), 'l') },
    { name: test, expr: on },
  ]
  const crossed: Operator = {
    kind: 'join',
    join: 'cross',
    left: rows.node,
    right: ranges.node,
    on: TRUE,
    columns: all,
  }
  const isMatch = columnOf({ name: test, type: 'bool', nullable: on.nullable })
  const out = columns.map(
    ({ name, expr }, index): RelationColumn => ({
      name,
      type: sides[index]?.one.type ?? 'dynamic',
      nullable: expr.nullable,
    }),
  )
  return {
    node: { kind: 'filter', input: crossed, predicate: ifNull(isMatch, FALSE) },
    columns: [...out, rows.number],
    order: [],
    serialized: false,
  }
}

/** What no range has, with nothing beside it. */
function withUnmatched(rows: Numbered, found: Relation): Relation {
  const own = new Set(visible(rows).map(one => one.name))
  const number = (side: 'l' | 'r') => onSide(columnOf(rows.number), side)
  const alone: Operator = {
    kind: 'join',
    join: 'leftanti',
    left: rows.node,
    right: found.node,
    on: call('equals', 'bool', [number('l'), number('r')]),
    columns: found.columns.map(one => ({
      name: one.name,
      expr: own.has(one.name) || one.hidden ? onSide(columnOf(one), 'l') : nullOf(one.type),
    })),
  }
  const names = found.columns.map(one => one.name)
  const wide = (node: Operator): Operator => ({
    kind: 'project',
    input: node,
    columns: found.columns.map(one => ({
      name: one.name,
      expr: one.type === 'string' ? columnOf(one) : castTo(one.type, { ...columnOf(one), nullable: true }),
    })),
  })
  const node: Operator = { kind: 'union', inputs: [wide(found.node), wide(alone)], columns: names }
  return { ...found, node, columns: found.columns.map(one => ({ ...one, nullable: one.type !== 'string' })) }
}

const onSide = (expr: Scalar, side: 'l' | 'r'): Scalar =>
  mapScalar(expr, one => (one.kind === 'column' ? { ...one, side } : one))

/** dcount_intersect(a, b, …): how many values the first has, the first two share, and so on. */
const dcountIntersect: PluginLowering = (node, input, query, scope) => {
  const sets = positional(node).map(one => elements(lowerScalar(one, query, withRow(scope, input))))
  const counts = sets.map((_, index) => {
    const shared = call('arrayIntersect', 'raw', sets.slice(0, index + 1), { nullable: false })
    return newColumn(`s${index}`, castTo('long', call('length', 'long', [shared], { nullable: false })))
  })
  return project(input, [...visible(input).map(passed), ...counts], query, true)
}

export const lookupPlugins: Readonly<Record<string, PluginLowering>> = {
  dcount_intersect: dcountIntersect,
  ipv4_lookup: lookup('ipv4_is_match'),
  ipv6_lookup: lookup('ipv6_is_match'),
}
