/** Operators that look at one row at a time, and those that choose or order rows. */
import type { Bound } from '../../1-read/bound.ts'
import type { Column } from '../../types.ts'
import { asPredicate } from '../comparisons.ts'
import { type Query, type Scope, withRow } from '../context.ts'
import { convert } from '../conversions.ts'
import { lowerScalar } from '../expressions.ts'
import { constantTexts } from '../functions/strings.ts'
import { columnOf, type Relation, type RelationColumn, visible } from '../operators.ts'
import { castTo, literal, type OrderKey, type Scalar, textOf, wholeOf } from '../scalar.ts'
import type { OperatorLowering } from '../tabular.ts'
import { declaredType } from '../type-words.ts'
import { boundColumns, filterOf, type NewColumn, passed, project } from './build.ts'
import { extended, inSequence } from './columns.ts'
import { partitionKeys } from './partitions.ts'
import { withoutWindows } from './window-columns.ts'

const where: OperatorLowering = (node, input, query, scope) => {
  const condition = convert(lowerScalar(node.part('Condition'), query, withRow(scope, input)), 'bool')
  const plain = withoutWindows(input, [asPredicate(condition)], query)
  return filterOf(plain.input, plain.exprs[0] ?? condition)
}

const extend: OperatorLowering = (node, input, query, scope) =>
  project(
    input,
    extended(node.list('Expressions'), input, boundColumns(node), query, withRow(scope, input)),
    query,
    true,
  )

const serialize: OperatorLowering = (node, input, query, scope) => {
  const frozen = { ...input, serialized: true }
  return node.list('Expressions').length > 0 ? extend(node, frozen, query, scope) : frozen
}

const projectList: OperatorLowering = (node, input, query, scope) =>
  project(
    input,
    inSequence(node.list('Expressions'), boundColumns(node), query, withRow(scope, input)),
    query,
  )

/** project-away and -keep: names and patterns decide; the others stay, or go. */
const pick =
  (keeps: boolean): OperatorLowering =>
  (node, input, query) => {
    const patterns = node.list('Expressions').map(one => wildcardPattern(one.text))
    const isNamed = (name: string) => patterns.some(pattern => pattern.test(name))
    return project(
      input,
      visible(input)
        .filter(one => isNamed(one.name) === keeps)
        .map(passed),
      query,
    )
  }

/** `a*` or `['a b']` as a pattern over column names. */
function wildcardPattern(source: string): RegExp {
  const bare = source.trim().replace(/^\[\s*(['"])(.*)\1\s*\]$/, '$2')
  return new RegExp(
    `^${bare
      .split('*')
      .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  )
}

/** project-reorder: the binder knows the order; columns it does not know follow. */
const reorder: OperatorLowering = (node, input, query) => {
  const own = new Map(visible(input).map(one => [one.name, one]))
  const known = boundColumns(node)
    .filter(one => own.has(one.name))
    .map(one => one.name)
  const names = [...new Set([...known, ...own.keys()])]
  return project(
    input,
    names.flatMap(name => (own.has(name) ? [passed(own.get(name) as RelationColumn)] : [])),
    query,
  )
}

/** Names given as constants, in that order; those without a column are left out. */
const byNames: OperatorLowering = (node, input, query, scope) => {
  const own = new Map(visible(input).map(one => [one.name, one]))
  const names = node.list('Expressions').flatMap((one): readonly string[] => {
    const value = lowerScalar(one, query, scope)
    const name = value.type === 'string' ? textOf(value) : undefined
    const found = name === undefined ? constantTexts(value) : [name]
    if (!found) query.refuse(one, 'project-by-names with names that are no constants')
    return found ?? []
  })
  const columns = [...new Set(names)].flatMap(name => {
    const column = own.get(name)
    return column ? [passed(column)] : []
  })
  return { ...project(input, columns, query), dataDependent: true }
}

/** Names change, positions stay. */
const rename: OperatorLowering = (node, input, query) => {
  const names = new Map(
    node
      .list('Expressions')
      .flatMap((one): [string, string][] =>
        one.kind === 'SimpleNamedExpression' ? [[one.part('Expression').name, one.part('Name').name]] : [],
      ),
  )
  return project(
    input,
    visible(input).map(one => ({ ...passed(one), name: names.get(one.name) ?? one.name })),
    query,
  )
}

/** Without a word a key is descending; nulls are last then, and first when ascending. */
export function orderKeys(nodes: readonly Bound[], query: Query, scope: Scope): OrderKey[] {
  return nodes.map(node => {
    const ordering = node.kind === 'OrderedExpression' ? node.maybe('Ordering') : undefined
    const words = ordering?.text ?? ''
    const descending = !/^asc\b/i.test(words)
    const nullsFirst = /nulls\s+first/i.test(words) || (!/nulls\s+last/i.test(words) && !descending)
    const expr = node.kind === 'OrderedExpression' ? node.part('Expression') : node
    return { expr: sortable(lowerScalar(expr, query, scope), query, node), descending, nullsFirst }
  })
}

function sortable(expr: Scalar, query: Query, node: Bound): Scalar {
  if (expr.type === 'dynamic')
    query.refuse(node, 'sorting by a dynamic value; convert it, for example with tostring()')
  return expr
}

/** Expressions in keys become hidden columns once, so that the order can travel. */
export function ordered(input: Relation, keys: readonly OrderKey[], query: Query): Relation {
  if (keys.every(key => key.expr.kind === 'column')) return { ...input, order: keys, serialized: true }
  const extra: NewColumn[] = []
  const order = keys.map((key): OrderKey => {
    if (key.expr.kind === 'column' || key.expr.type === 'raw') return key
    const column = { name: query.fresh('order'), expr: key.expr, type: key.expr.type }
    extra.push(column)
    return { ...key, expr: columnOf({ ...column, nullable: key.expr.nullable }) }
  })
  const all = [...input.columns.map(passed), ...extra]
  const columns = [
    ...input.columns,
    ...extra.map(one => ({ name: one.name, type: one.type, nullable: one.expr.nullable, hidden: true })),
  ]
  return {
    ...input,
    node: { kind: 'project', input: input.node, columns: all },
    columns,
    order,
    serialized: true,
  }
}

const sort: OperatorLowering = (node, input, query, scope) =>
  ordered(input, orderKeys(node.list('Expressions'), query, withRow(scope, input)), query)

/** The number of rows to take; only a constant or a scalar of the query. */
function countOf(node: Bound, query: Query, scope: Scope): Scalar {
  const expr = lowerScalar(node, query, scope)
  const whole = wholeOf(expr)
  return whole === undefined ? castTo('long', expr) : literal('long', BigInt(Math.max(0, whole)))
}

export function limited(input: Relation, count: Scalar): Relation {
  const by = partitionKeys(input)
  return {
    ...input,
    node: { kind: 'limit', input: input.node, order: input.order, count, ...(by.length > 0 ? { by } : {}) },
  }
}

const take: OperatorLowering = (node, input, query, scope) =>
  limited(input, countOf(node.part('Expression'), query, scope))

const top: OperatorLowering = (node, input, query, scope) => {
  const keys = orderKeys([node.part('ByExpression')], query, withRow(scope, input))
  return limited(ordered(input, keys, query), countOf(node.part('Expression'), query, scope))
}

const render: OperatorLowering = (node, input, query) => {
  const words = node.text.replace(/^render\s+/i, '')
  const properties: Record<string, string | number | boolean> = {}
  const named = [...node.list('Parameters'), ...(node.maybe('WithClause')?.list('Properties') ?? [])]
  for (const one of named) {
    const value = one.maybe('Expression')
    if (value) properties[one.part('Name').name] = plainValue(value)
  }
  query.render = { visualization: /^\w+/.exec(words)?.[0] ?? 'table', properties }
  return input
}

function plainValue(node: Bound): string | number | boolean {
  const value = node.literal
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  const number = Number(node.text)
  return node.kind.endsWith('LiteralExpression') && Number.isFinite(number) ? number : node.text
}

const getSchema: OperatorLowering = (_node, input) => {
  const columns = [
    { name: 'ColumnName', type: 'string', nullable: false },
    { name: 'ColumnOrdinal', type: 'int', nullable: true },
    { name: 'DataType', type: 'string', nullable: false },
    { name: 'ColumnType', type: 'string', nullable: false },
  ] as const
  const rows = visible(input).map((one, index) => [
    literal('string', one.name),
    literal('int', BigInt(index)),
    literal('string', DOTNET[one.type]),
    literal('string', one.type),
  ])
  return { node: { kind: 'values', columns, rows }, columns, order: [], serialized: false }
}

const DOTNET: Readonly<Record<Column['type'], string>> = {
  bool: 'System.SByte',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  string: 'System.String',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  guid: 'System.Guid',
  dynamic: 'System.Object',
}

/** Random rows: any choice is right, so the engine's random order it is. */
const sample: OperatorLowering = (node, input, query, scope) => {
  const key: OrderKey = {
    expr: { kind: 'call', fn: 'rand', args: [], type: 'long', nullable: false, volatile: true },
    descending: false,
    nullsFirst: false,
  }
  const count = countOf(node.part('Expression'), query, scope)
  return { ...limited({ ...input, order: [key] }, count), order: [], serialized: false }
}

/** Passes the rows on where their columns are those that are declared. */
const assertSchema: OperatorLowering = (node, input, query) => {
  const told = (columns: readonly Column[]) => columns.map(one => `${one.name}:${one.type}`).join(', ')
  const declared = node
    .part('Schema')
    .list('Columns')
    .map(one => ({
      name: one.part('Name').name,
      type: declaredType(one.part('Type')) ?? ('dynamic' as const),
    }))
  if (told(declared) !== told(visible(input)))
    query.refuse(node, `Cannot pass assert-schema: the columns are (${told(visible(input))})`)
  return input
}

export const rowOperators: Readonly<Record<string, OperatorLowering>> = {
  AssertSchemaOperator: assertSchema,
  FilterOperator: where,
  ExtendOperator: extend,
  SerializeOperator: serialize,
  ProjectOperator: projectList,
  ProjectAwayOperator: pick(false),
  ProjectKeepOperator: pick(true),
  ProjectReorderOperator: reorder,
  ProjectRenameOperator: rename,
  ProjectByNamesOperator: byNames,
  SortOperator: sort,
  TakeOperator: take,
  TopOperator: top,
  RenderOperator: render,
  GetSchemaOperator: getSchema,
  SampleOperator: sample,
}
