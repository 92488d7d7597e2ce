/** union: all columns of all tables; a name with two types becomes name_type columns (the binder says which). */
import type { Bound } from '../../1-read/bound.ts'
import type { Column } from '../../types.ts'
import type { Query, Scope } from '../context.ts'
import { columnOf, type NamedScalar, type Operator, type Relation, visible } from '../operators.ts'
import { castTo, nullOf, type Scalar, text } from '../scalar.ts'
import { lowerTabular, type OperatorLowering, scanOf } from '../tabular.ts'
import { boundColumns, checkParameters, parameter } from './build.ts'

interface Member {
  readonly name: string
  readonly relation: Relation
}

const union: OperatorLowering = (node, input, query, scope) => {
  checkParameters(node, ['kind', 'withsource', 'with_source', 'isfuzzy'], query)
  const { row: _, ...outer } = scope
  const piped = input.node.kind === 'unit' ? [] : [{ name: 'union_arg0', relation: input }]
  const named = node.list('Expressions').flatMap(one => members(one, query, outer))
  const all = [...piped, ...named].map((one, index) => ({ ...one, name: one.name || `union_arg${index}` }))
  const source = parameter(node, 'withsource') ?? parameter(node, 'with_source')
  return unionOf(all, boundColumns(node), source)
}

/** One expression may stand for several tables: `Prefix*`. */
function members(node: Bound, query: Query, scope: Scope): Member[] {
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
  const isMissing =
    node.kind === 'NameReference' && !query.tables.has(node.name) && !scope.names.has(node.name)
  if (isMissing && node.type.kind !== 'table') return []
  const name =
    node.kind === 'NameReference'
      ? node.name
      : node.kind === 'FunctionCallExpression'
        ? node.part('Name').name
        : ''
  return [{ name, relation: lowerTabular(node, query, scope) }]
}

/** Tables and views whose names match. */
export function wildcard(pattern: string, query: Query, scope: Scope): Member[] {
  const matches = new RegExp(`^${pattern.replace(/[^\w*]/g, '').replaceAll('*', '.*')}$`)
  const tables = [...query.tables.values()].filter(one => matches.test(one.name))
  const lets = [...scope.names].flatMap(([name, meaning]) =>
    meaning.kind === 'table' && matches.test(name) ? [{ name, relation: meaning.relation }] : [],
  )
  return [
    ...tables.map(one => ({ name: one.name, relation: scanOf(one.name, one.columns, query.database) })),
    ...lets,
  ]
}

export function unionOf(
  all: readonly Member[],
  bound: readonly Column[],
  source: string | undefined,
): Relation {
  const known = new Set(bound.map(one => one.name))
  const unseen = all
    .flatMap(one => (one.relation.dataDependent ? visible(one.relation) : []))
    .filter(one => !known.has(one.name))
  const result = [
    ...bound,
    ...new Map(unseen.map(one => [one.name, { name: one.name, type: one.type }])).values(),
  ]
  const inputs = all.map(({ name, relation }): Operator => {
    const taken = assign(visible(relation), result, source)
    const columns = result.map((column, index): NamedScalar => {
      if (column.name === source) return { name: column.name, expr: text(name) }
      const own = taken.get(index)
      return { name: column.name, expr: own ? widened(columnOf(own), column) : nullOf(column.type) }
    })
    return { kind: 'project', input: relation.node, columns }
  })
  const columns = result.map(({ name, type }) => ({ name, type, nullable: type !== 'string' }))
  return {
    node: { kind: 'union', inputs, columns: columns.map(one => one.name) },
    columns,
    order: [],
    serialized: false,
  }
}

type Own = Relation['columns'][number]

/** Which of a table's columns fills which result column: by name and type, else by the suffixed name. */
function assign(
  own: readonly Own[],
  result: readonly Column[],
  source: string | undefined,
): Map<number, Own> {
  const taken = new Map<number, Own>()
  for (const one of own) {
    const isFree = (index: number) => !taken.has(index) && result[index]?.name !== source
    const exact = result.findIndex(
      (column, index) => column.name === one.name && column.type === one.type && isFree(index),
    )
    const suffixed = result.findIndex(
      (column, index) =>
        column.name === `${one.name}_${one.type}` && column.type === one.type && isFree(index),
    )
    const counted = result.findIndex(
      (column, index) =>
        new RegExp(`^${one.name.replace(/\W/g, '\\$&')}(_${one.type})?\\d+$`).test(column.name) &&
        column.type === one.type &&
        isFree(index),
    )
    const index = [exact, suffixed, counted].find(found => found >= 0)
    if (index !== undefined) taken.set(index, one)
  }
  return taken
}

/** The engine would widen differing nullability on its own; the cast keeps each type exact. */
const widened = (expr: Scalar, { type }: Column): Scalar =>
  type === 'string' || expr.nullable ? expr : castTo(type, { ...expr, nullable: true })

export const unionOperators: Readonly<Record<string, OperatorLowering>> = { UnionOperator: union }
