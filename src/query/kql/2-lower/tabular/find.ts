/**
 * find: the rows of several tables that match, brought to one schema: the columns asked for, or those that the
 * predicate names and those that all tables have; the others travel in the bag `pack_`.
 */
import type { Bound } from '../../1-read/bound.ts'
import type { Column } from '../../types.ts'
import { asPredicate } from '../comparisons.ts'
import { type Query, withRow } from '../context.ts'
import { bagOf } from '../functions/bags.ts'
import { columnOf, type Relation, visible } from '../operators.ts'
import { nullOf, text } from '../scalar.ts'
import type { OperatorLowering } from '../tabular.ts'
import {
  boundColumns,
  checkParameters,
  filterOf,
  type NewColumn,
  newColumn,
  parameter,
  project,
  typedAs,
} from './build.ts'
import { predicateOf, tablesOf } from './search-operators.ts'
import { type Member, unionOf } from './union-operators.ts'

const PACK = 'pack_'

export const find: OperatorLowering = (node, input, query, scope) => {
  checkParameters(node, ['withsource'], query)
  if (input.node.kind !== 'unit') query.refuse(node, "find after a pipe; use 'where' or 'search'")
  const condition = node.part('Condition')
  const named = asksAll(condition) ? new Set<string>() : columnsNamed(condition)
  const tables = tablesOf(node, query, scope).filter(
    one => named.size === 0 || visible(one.relation).some(column => named.has(column.name)),
  )
  const [source, ...shown] = boundColumns(node)
  const columns = shown.filter(one => one.name !== PACK)
  const typed = node
    .maybe('Project')
    ?.list('Columns')
    .some(one => one.kind === 'TypedColumnReference')
  for (const one of columns) if (!typed) checkType(one, tables, node, query)
  const isPacked = shown.length > columns.length
  const found = tables.map(({ name, relation }) => {
    const predicate = predicateOf(condition, query, withRow(scope, relation), false)
    return shaped(name, filterOf(relation, asPredicate(predicate)))
  })
  return unionOf(found, {})

  function shaped(name: string, relation: Relation): Member {
    const own = new Map(visible(relation).map(one => [one.name, one]))
    const rest = visible(relation).filter(one => !columns.some(each => each.name === one.name))
    const all: NewColumn[] = [
      newColumn(parameter(node, 'withsource') ?? source?.name ?? 'source_', text(name)),
      ...columns.map(one => {
        const column = own.get(one.name)
        return newColumn(one.name, column ? typedAs(columnOf(column), one.type) : nullOf(one.type))
      }),
      ...(isPacked
        ? [newColumn(PACK, bagOf(rest.map(one => ({ name: one.name, value: columnOf(one) }))))]
        : []),
    ]
    return { name, relation: project(relation, all, query) }
  }
}

/** One name with several types would be several columns, of which the binder knows one. */
function checkType({ name }: Column, tables: readonly Member[], node: Bound, query: Query): void {
  const types = new Set(
    tables.flatMap(({ relation }) => visible(relation).flatMap(one => (one.name === name ? [one.type] : []))),
  )
  if (types.size > 1)
    query.refuse(
      node,
      `find over '${name}' with the types ${[...types].join(' and ')}; say one in 'project ${name}:string'`,
    )
}

/** A bare text, or `* has`, looks at every column of a table. */
const asksAll = (node: Bound): boolean =>
  node.kind === 'StringLiteralExpression' ||
  node.maybe('Left')?.kind === 'StarExpression' ||
  (COMBINED.has(node.kind) && node.children.some(asksAll))

const COMBINED = new Set(['AndExpression', 'OrExpression', 'ParenthesizedExpression'])

const columnsNamed = (node: Bound): ReadonlySet<string> =>
  new Set([
    ...(node.kind === 'NameReference' && node.symbol?.kind === 'Column' ? [node.name] : []),
    ...node.children.flatMap(one => [...columnsNamed(one)]),
  ])
