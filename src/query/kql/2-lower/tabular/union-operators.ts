/** union: all columns of all tables; a name with two types becomes name_type columns (the binder says which). */
import type { Bound } from '../../1-read/bound.ts'
import type { Column } from '../../types.ts'
import type { Query, Scope } from '../context.ts'
import { columnOf, type NamedScalar, type Operator, type Relation, visible } from '../operators.ts'
import { castTo, nullOf, type Scalar, text } from '../scalar.ts'
import {
  lowerTabular,
  type OperatorLowering,
  type PlaceElsewhere,
  placeElsewhere,
  scanOf,
} from '../tabular.ts'
import { checkParameters, parameter } from './build.ts'

export interface Member {
  readonly name: string
  readonly relation: Relation
}

const union: OperatorLowering = (node, input, query, scope) => {
  checkParameters(node, ['kind', 'withsource', 'with_source', 'isfuzzy'], query)
  const { row: _, ...outer } = scope
  const isFuzzy = /^(true|1)$/i.test(parameter(node, 'isfuzzy') ?? '')
  const piped = input.node.kind === 'unit' ? [] : [{ name: 'union_arg0', relation: input }]
  const named = node
    .list('Expressions')
    .flatMap(one => (isFuzzy && isUnknown(one, query, outer) ? [] : members(one, query, outer)))
  const all = [...piped, ...named].map((one, index) => ({ ...one, name: one.name || `union_arg${index}` }))
  const source = parameter(node, 'withsource') ?? parameter(node, 'with_source')
  const kind = parameter(node, 'kind')
  return unionOf(all, { source, common: kind === 'inner' })
}

/** isfuzzy leaves out tables that are not there. */
function isUnknown(node: Bound, query: Query, scope: Scope): boolean {
  const place = placeElsewhere(node, query, scope)
  if (place) return !place.database || !(place.table.includes('*') || query.tables.has(place.table))
  if (node.kind === 'ParenthesizedExpression' || node.kind === 'PipeExpression')
    return isUnknown(node.part('Expression'), query, scope)
  return (
    node.kind === 'NameReference' &&
    !node.text.includes('*') &&
    !query.tables.has(node.name) &&
    !scope.names.has(node.name)
  )
}

/** One expression may stand for several tables: `Prefix*`. */
export function members(node: Bound, query: Query, scope: Scope): Member[] {
  if (node.kind === 'ParenthesizedExpression') {
    const inner = node.part('Expression')
    const label =
      inner.kind === 'PipeExpression' && inner.part('Operator').kind === 'AsOperator'
        ? inner.part('Operator').part('Name').name
        : ''
    if (!label) return members(inner, query, scope)
    return [{ name: label, relation: lowerTabular(inner, query, scope) }]
  }
  if (node.kind === 'NameReference' && node.text.includes('*')) return wildcard(node.text, query, scope)
  const place = placeElsewhere(node, query, scope)
  if (place?.database && place.table.includes('*')) return wildcardElsewhere(place, query)
  if (place) return [{ name: place.told, relation: lowerTabular(node, query, scope) }]
  const name =
    node.kind === 'NameReference'
      ? node.name
      : node.kind === 'FunctionCallExpression'
        ? node.part('Name').name
        : ''
  return [{ name, relation: lowerTabular(node, query, scope) }]
}

const matching = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replace(/[^\w*]/g, '').replaceAll('*', '.*')}$`)

/** Tables of another workspace whose names match. */
function wildcardElsewhere({ table, database, told }: PlaceElsewhere, query: Query): Member[] {
  const pattern = matching(table)
  const before = told.slice(0, told.length - table.length)
  return [...query.tables.values()]
    .filter(one => pattern.test(one.name))
    .map(one => ({ name: `${before}${one.name}`, relation: scanOf(one.name, one.columns, database ?? '') }))
}

/** Tables and views whose names match. */
function wildcard(pattern: string, query: Query, scope: Scope): Member[] {
  const matches = matching(pattern)
  const tables = [...query.tables.values()].filter(one => matches.test(one.name))
  const lets = [...scope.names].flatMap(([name, meaning]) =>
    meaning.kind === 'table' && matches.test(name) ? [{ name, relation: meaning.relation }] : [],
  )
  return [
    ...tables.map(one => ({ name: one.name, relation: scanOf(one.name, one.columns, query.database) })),
    ...lets,
  ]
}

export interface UnionOptions {
  /** A column with the name of the table each row comes from. */
  readonly source?: string | undefined
  /** Only columns that every table has. */
  readonly common?: boolean
}

export function unionOf(all: readonly Member[], { source, common = false }: UnionOptions): Relation {
  const slots = slotsOf(
    all.map(one => visible(one.relation)),
    common,
  )
  const inputs = all.map(({ name, relation }): Operator => {
    const columns = slots.map((slot): NamedScalar => {
      const own = visible(relation).find(one => one.name === slot.source && one.type === slot.type)
      return { name: slot.name, expr: own ? widened(columnOf(own)) : nullOf(slot.type) }
    })
    const label = source === undefined ? [] : [{ name: source, expr: text(name) }]
    return { kind: 'project', input: relation.node, columns: [...label, ...columns] }
  })
  const label = source === undefined ? [] : [{ name: source, type: 'string' as const, nullable: false }]
  const columns = [...label, ...slots.map(({ name, type }) => ({ name, type, nullable: type !== 'string' }))]
  return {
    node: { kind: 'union', inputs, columns: columns.map(one => one.name) },
    columns,
    order: [],
    serialized: false,
    ...(all.some(one => one.relation.dataDependent) ? { dataDependent: true } : {}),
  }
}

interface Slot extends Column {
  /** Name of the column in the tables. */
  readonly source: string
}

/** A column for each name and type, in order of appearance; a name with several types gets them as suffixes. */
function slotsOf(tables: readonly (readonly Column[])[], common: boolean): Slot[] {
  const found = new Map<string, Column>()
  for (const { name, type } of tables.flat()) found.set(`${name} ${type}`, { name, type })
  const isEverywhere = (one: Column) =>
    tables.every(own => own.some(each => each.name === one.name && each.type === one.type))
  const columns = [...found.values()].filter(one => !common || isEverywhere(one))
  const isSplit = (name: string) => columns.filter(one => one.name === name).length > 1
  const taken = new Set(columns.filter(one => !isSplit(one.name)).map(one => one.name))
  return columns.map(({ name, type }) => {
    if (!isSplit(name)) return { name, type, source: name }
    let free = `${name}_${type}`
    for (let number = 1; taken.has(free); number++) free = `${name}_${type}${number}`
    taken.add(free)
    return { name: free, type, source: name }
  })
}

/** The engine would widen differing nullability on its own; the cast keeps each type exact. */
function widened(expr: Scalar): Scalar {
  if (expr.type === 'string' || expr.type === 'raw' || expr.nullable) return expr
  return castTo(expr.type, { ...expr, nullable: true })
}

export const unionOperators: Readonly<Record<string, OperatorLowering>> = { UnionOperator: union }
