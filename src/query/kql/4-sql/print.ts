/**
 * The printer: SQL tree → text, one function a node. Column references are always qualified with their source
 * (`s$`, in a join `l$` and `r$`, which no column is called), because an alias of the same SELECT would otherwise
 * capture them (`bin(T, 1h) AS T` … `WHERE T > x`).
 */
import { invariant } from '#base'
import type { JoinKind, NamedScalar } from '../2-lower/operators.ts'
import type { OrderKey, Scalar, WindowSpec } from '../2-lower/scalar.ts'
import { identifier, literalToSql, quoted } from './literals.ts'
import type { Select, Source, Statement } from './select.ts'
import { relationToSelect } from './to-select.ts'

/**
 * Settings the semantics rest on: outer joins fill '' into strings and null into nullable columns; a materialized
 * CTE is evaluated once; starts of months and years are known beyond 1970 to 2149; 64-bit numbers and NaN come as text so that no digit is lost; no positional arguments.
 */
const SETTINGS = [
  'join_use_nulls = 0',
  'enable_materialized_cte = 1',
  'enable_extended_results_for_datetime_functions = 1',
  'output_format_json_quote_64bit_integers = 1',
  'output_format_json_quote_denormals = 1',
  'output_format_json_quote_decimals = 1',
  'enable_positional_arguments = 0',
  'max_parser_depth = 5000',
  'output_format_json_escape_forward_slashes = 0',
]

const JOIN_WORDS: Readonly<Record<JoinKind, string>> = {
  inner: 'INNER JOIN',
  left: 'LEFT JOIN',
  right: 'RIGHT JOIN',
  full: 'FULL JOIN',
  cross: 'CROSS JOIN',
  leftsemi: 'LEFT SEMI JOIN',
  rightsemi: 'RIGHT SEMI JOIN',
  leftanti: 'LEFT ANTI JOIN',
  rightanti: 'RIGHT ANTI JOIN',
}

/** One complete statement, with its settings. */
export function statementToSql(statement: Statement): string {
  const shared = statement.shared.map(
    ({ name, select }) => `${identifier(name)} AS MATERIALIZED (\n${indent(selectToSql(select))}\n)`,
  )
  const prefix = shared.length > 0 ? `WITH ${shared.join(', ')}\n` : ''
  return `${prefix}${bodyToSql(statement)}\nSETTINGS ${SETTINGS.join(', ')}`
}

/** A union that is the whole statement stands bare: its settings hold for all of it, its shared relations would not. */
function bodyToSql({ shared, select }: Statement): string {
  const { from, ...others } = select
  const isBare = from?.kind === 'union' && Object.keys(others).length === 0 && shared.length === 0
  return isBare ? unionToSql(from.selects) : selectToSql(select)
}

const unionToSql = (selects: readonly Select[]): string => selects.map(selectToSql).join('\nUNION ALL\n')

function selectToSql(select: Select): string {
  const lines = [`SELECT ${select.columns ? select.columns.map(columnToSql).join(', ') || '1' : 's$.*'}`]
  if (select.from) lines.push(`FROM ${sourceToSql(select.from)}`)
  if (select.arrayJoin) lines.push(`ARRAY JOIN ${select.arrayJoin.map(columnToSql).join(', ')}`)
  if (select.where?.length) lines.push(`WHERE ${select.where.map(scalarToSql).join(' AND ')}`)
  if (select.groupBy?.length) lines.push(`GROUP BY ${select.groupBy.map(scalarToSql).join(', ')}`)
  if (select.orderBy?.length) lines.push(`ORDER BY ${select.orderBy.map(orderToSql).join(', ')}`)
  if (select.limit) {
    const by = select.limitBy ? ` BY ${select.limitBy.map(scalarToSql).join(', ')}` : ''
    lines.push(`LIMIT ${limitToSql(select.limit)}${by}`)
  }
  return lines.join('\n')
}

const columnToSql = ({ name, expr }: NamedScalar): string => `${scalarToSql(expr)} AS ${identifier(name)}`

function sourceToSql(source: Source): string {
  switch (source.kind) {
    case 'table':
      return `${identifier(source.database)}.${identifier(source.table)} AS s$`
    case 'values':
      return `values(${[quoted(source.structure), ...source.rows.map(row => `(${row.map(scalarToSql).join(', ')})`)].join(', ')}) AS s$`
    case 'numbers':
      return `numbers(${scalarToSql(source.count)}) AS s$`
    case 'select':
      return `${nested(source.select)} AS s$`
    case 'union':
      return `(\n${indent(unionToSql(source.selects))}\n) AS s$`
    case 'shared':
      return `${identifier(source.name)} AS s$`
    case 'join': {
      const on = source.join === 'cross' ? '' : ` ON ${scalarToSql(source.on)}`
      return `${nested(source.left)} AS l$\n${JOIN_WORDS[source.join]} ${nested(source.right)} AS r$${on}`
    }
  }
}

const nested = (select: Select): string => `(\n${indent(selectToSql(select))}\n)`
const indent = (sql: string): string => sql.replace(/^/gm, '  ')

function orderToSql({ expr, descending, nullsFirst }: OrderKey): string {
  return `${scalarToSql(expr)} ${descending ? 'DESC' : 'ASC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`
}

/** The engine wants a number here, not an expression of 64-bit type. */
function limitToSql(count: Scalar): string {
  if (count.kind === 'literal' && count.value !== null) return BigInt(Number(count.value)).toString()
  return scalarToSql(count)
}

export function scalarToSql(expr: Scalar): string {
  switch (expr.kind) {
    case 'column':
      return `${expr.side ?? 's'}$.${identifier(expr.name)}`
    case 'variable':
      return identifier(expr.name)
    case 'literal':
      return literalToSql(expr.type, expr.value)
    case 'lambda':
      return `(${expr.params.map(identifier).join(', ')}) -> ${scalarToSql(expr.body)}`
    case 'subquery':
      return nested(relationToSelect(expr.relation))
    case 'call':
      return callToSql(expr)
  }
}

type Call = Extract<Scalar, { kind: 'call' }>

const INFIX: Readonly<Record<string, string>> = {
  equals: '=',
  notEquals: '!=',
  less: '<',
  lessOrEquals: '<=',
  greater: '>',
  greaterOrEquals: '>=',
  plus: '+',
  minus: '-',
  multiply: '*',
  divide: '/',
  and: 'AND',
  or: 'OR',
  in: 'IN',
  notIn: 'NOT IN',
}

function callToSql({ fn, args, params, over }: Call): string {
  const word = Object.hasOwn(INFIX, fn) ? INFIX[fn] : undefined
  if (word && args.length > 1) return `(${args.map(scalarToSql).join(` ${word} `)})`
  invariant(/^\w+$/.test(fn), `${fn} is no function name`)
  const list = args.map(scalarToSql).join(', ')
  const parametric = params ? `(${params.map(scalarToSql).join(', ')})` : ''
  return `${fn}${parametric}(${list})${over ? ` OVER ${windowToSql(over)}` : ''}`
}

function windowToSql({ order, partition, frame }: WindowSpec): string {
  const parts: string[] = []
  if (partition?.length) parts.push(`PARTITION BY ${partition.map(scalarToSql).join(', ')}`)
  if (order.length > 0) parts.push(`ORDER BY ${order.map(orderToSql).join(', ')}`)
  if (frame)
    parts.push(
      `ROWS BETWEEN UNBOUNDED PRECEDING AND ${frame === 'whole' ? 'UNBOUNDED FOLLOWING' : 'CURRENT ROW'}`,
    )
  return `(${parts.join(' ')})`
}
