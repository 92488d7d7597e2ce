/** search and find: a predicate over whole rows, of the piped table or of all; `"x"` alone means has. */
import type { Bound } from '../../1-read/bound.ts'
import { asPredicate } from '../comparisons.ts'
import { type Query, type Scope, withRow } from '../context.ts'
import { asString, convert } from '../conversions.ts'
import { anyColumn, lowerScalar } from '../expressions.ts'
import { columnOf, type Relation, visible } from '../operators.ts'
import { and, FALSE, not, or, type Scalar, TRUE, textOf } from '../scalar.ts'
import { lowerTabular, type OperatorLowering, scanOf } from '../tabular.ts'
import { TERM_OPERATORS, termSearch } from '../terms.ts'
import { filterOf } from './build.ts'
import { find } from './find.ts'
import { members, unionOf } from './union-operators.ts'

const search: OperatorLowering = (node, input, query, scope) => {
  const condition = node.part('Condition')
  const isPiped = input.node.kind !== 'unit'
  const members = isPiped ? [{ name: '', relation: input }] : tablesOf(node, query, scope)
  const caseSensitive = /\bkind\s*=\s*case_sensitive/.test(node.text)
  const found = members.map(({ name, relation }) => ({
    name,
    relation: filterOf(
      relation,
      asPredicate(predicateOf(condition, query, withRow(scope, relation), caseSensitive)),
    ),
  }))
  const first = found[0]
  if (isPiped && first) return first.relation
  return unionOf(found, { source: '$table' })
}

/** The tables that are listed, or all with the views. */
export function tablesOf(node: Bound, query: Query, scope: Scope): { name: string; relation: Relation }[] {
  const listed = node.maybe('InClause')?.list('Expressions')
  if (listed) return listed.flatMap(one => members(one, query, scope))
  const tables = [...query.tables.values()].map(one => ({
    name: one.name,
    relation: scanOf(one.name, one.columns, query.database),
  }))
  const views = [...scope.names].flatMap(([name, meaning]) => {
    if (meaning.kind !== 'function' || !meaning.isView) return []
    const body = meaning.declaration.part('Body').maybe('Expression')
    return body ? [{ name, relation: lowerTabular(body, query, meaning.scope) }] : []
  })
  return [...tables, ...views]
}

/** A row's predicate. Texts ask every column; `column:"x"` asks one; a column the table lacks never matches. */
export function predicateOf(node: Bound, query: Query, scope: Scope, caseSensitive: boolean): Scalar {
  const again = (part: string) => predicateOf(node.part(part), query, scope, caseSensitive)
  switch (node.kind) {
    case 'ParenthesizedExpression':
      return again('Expression')
    case 'AndExpression':
      return and(again('Left'), again('Right'))
    case 'OrExpression':
      return or(again('Left'), again('Right'))
    case 'StarExpression':
      return TRUE
    case 'SearchExpression':
      return columnSearch(node, query, scope, caseSensitive)
    case 'StringLiteralExpression':
      return anyColumn(scope, subject => textSearch(subject, lowerScalar(node, query, scope), caseSensitive))
    default:
      return lacksColumn(node, scope) ? FALSE : convert(lowerScalar(node, query, scope), 'bool')
  }
}

function columnSearch(node: Bound, query: Query, scope: Scope, caseSensitive: boolean): Scalar {
  const column = scope.row?.columns.find(one => one.name === node.part('Left').name)
  const needle = lowerScalar(node.part('Right'), query, scope)
  return column ? textSearch(asString(columnOf(column)), asString(needle), caseSensitive) : FALSE
}

/** `*` at an end loosens that border; `*` alone matches everything. */
function textSearch(subject: Scalar, needle: Scalar, caseSensitive: boolean): Scalar {
  const value = textOf(needle) ?? ''
  if (value === '*') return not(FALSE)
  const suffix = caseSensitive ? '_cs' : ''
  const name = value.startsWith('*')
    ? value.endsWith('*') && value.length > 1
      ? 'contains'
      : 'hassuffix'
    : value.endsWith('*')
      ? 'hasprefix'
      : 'has'
  const operator = TERM_OPERATORS[`${name}${suffix}`] ?? { search: 'term' as const }
  return termSearch(operator, subject, {
    ...needle,
    ...(needle.kind === 'literal' ? { value: value.replace(/^\*|\*$/g, '') } : {}),
  })
}

function lacksColumn(node: Bound, scope: Scope): boolean {
  const own = new Set(scope.row ? visible(scope.row).map(one => one.name) : [])
  const misses = (one: Bound): boolean =>
    (one.kind === 'NameReference' && one.symbol?.kind === 'Column' && !own.has(one.name)) ||
    one.children.some(misses)
  return misses(node)
}

export const searchOperators: Readonly<Record<string, OperatorLowering>> = {
  SearchOperator: search,
  FindOperator: find,
}
