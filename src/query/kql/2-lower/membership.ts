/** `in`, `in~`, `has_any`, `has_all`: against a list, a dynamic array or a one-column table. */
import type { Bound } from '../1-read/bound.ts'
import type { KqlType } from '../types.ts'
import { comparable, equality, withNullRule } from './comparisons.ts'
import { type Query, refuseScalar, type Scope } from './context.ts'
import { asString, convert } from './conversions.ts'
import { anyColumn, type Lowering, lowerScalar } from './expressions.ts'
import { constantTexts, textArray } from './functions/strings.ts'
import { columnOf, visible } from './operators.ts'
import {
  and,
  call,
  FALSE,
  ifNull,
  lambda,
  not,
  or,
  raw,
  type Scalar,
  TRUE,
  text,
  variable,
} from './scalar.ts'
import { lowerTabular } from './tabular.ts'
import { lower, TERM_OPERATORS, termSearch } from './terms.ts'

/** `caseless` for `in~`: only texts fold. */
export function inList(negative: boolean, exact: boolean): Lowering {
  return (node, query, scope) => {
    const items = node.part('Right').list('Expressions')
    const left = node.part('Left')
    if (left.kind === 'StarExpression')
      return anyColumn(scope, subject => memberOf(subject, { node, items, query, scope, negative, exact }))
    return memberOf(lowerScalar(left, query, scope), { node, items, query, scope, negative, exact })
  }
}

interface Membership {
  readonly node: Bound
  readonly items: readonly Bound[]
  readonly query: Query
  readonly scope: Scope
  readonly negative: boolean
  readonly exact: boolean
}

function memberOf(subject: Scalar, given: Membership): Scalar {
  const { items, query, scope } = given
  const only = items[0]
  const value = subject.type === 'dynamic' ? nullableText(subject) : subject
  const left = given.exact || value.type !== 'string' ? value : lower(value)
  if (items.length === 1 && only?.type.kind === 'table') return inTable(left, only, given)
  const list = items.flatMap(item => expand(lowerScalar(item, query, scope), left.type as KqlType))
  const right = list.map(one => (given.exact || one.type !== 'string' ? one : lower(one)))
  const dynamic = right.find(one => one.type === 'dynamic')
  if (dynamic)
    return right.length === 1
      ? inArray(left, dynamic, given)
      : refuseScalar(query, given.node, 'a mix of arrays and values after in', 'bool')
  return inValues(left, right, given)
}

function nullableText(expr: Scalar): Scalar {
  const value = asString(expr)
  return value.kind === 'call' && value.fn === 'ifNull' && value.args[0] ? value.args[0] : value
}

/** A literal array stands for its elements. */
function expand(item: Scalar, type: KqlType): readonly Scalar[] {
  const texts = constantTexts(item)
  if (!texts) return [item]
  return texts.map(one => convertConstant(one, type))
}

const convertConstant = (value: string, type: KqlType): Scalar =>
  type === 'string' ? text(value) : convert(text(value), type)

function inValues(left: Scalar, right: readonly Scalar[], given: Membership): Scalar {
  const present = right.filter(one => !(one.kind === 'literal' && one.value === null))
  if (present.length === 0) return given.negative ? TRUE : FALSE
  const pairs = present.map(one => comparable(left, one))
  if (pairs.includes(undefined))
    return refuseScalar(
      given.query,
      given.node,
      `in with a ${left.type} on the left and other types in the list`,
      'bool',
    )
  const converted = pairs.flatMap(pair => (pair ? [pair] : []))
  const sameLeft = converted.every(pair => pair[0] === left)
  if (!sameLeft || converted.some(pair => pair[1].kind !== 'literal')) {
    const any = or(...converted.map(pair => equality(pair[0], pair[1], false)))
    return given.negative ? not(any) : any
  }
  const tuple = call(
    'tuple',
    'raw',
    converted.map(pair => pair[1]),
    { nullable: false },
  )
  const plain = call(given.negative ? 'notIn' : 'in', 'bool', [left, tuple], { nullable: left.nullable })
  return withNullRule(plain, left, { ...tuple, nullable: false }, given.negative)
}

/** An array only known at run time: compared as texts. */
function inArray(left: Scalar, array: Scalar, given: Membership): Scalar {
  const texts = given.exact
    ? textArray(array)
    : call('arrayMap', 'raw', [lambda(['x'], lower(variable('x', 'string'))), textArray(array)])
  const found = call('has', 'bool', [texts, asString(left)], { nullable: false })
  return given.negative ? not(found) : found
}

function inTable(left: Scalar, table: Bound, given: Membership): Scalar {
  const { row: _, ...outer } = given.scope
  const relation = lowerTabular(table, given.query, outer)
  const first = visible(relation)[0]
  if (!first) return refuseScalar(given.query, given.node, 'in with a table without columns', 'bool')
  const own = columnOf(first)
  const value =
    own.type === left.type ? own : left.type === 'string' ? asString(own) : convert(own, left.type as KqlType)
  const folded = given.exact || value.type !== 'string' ? value : lower(value)
  const name = first.name
  const project = { kind: 'project', input: relation.node, columns: [{ name, expr: folded }] } as const
  const subquery: Scalar = {
    kind: 'subquery',
    relation: {
      node: project,
      columns: [{ ...first, type: left.type as KqlType }],
      order: [],
      serialized: false,
    },
    type: 'raw',
    nullable: false,
  }
  const plain = call(given.negative ? 'notIn' : 'in', 'bool', [left, subquery], { nullable: left.nullable })
  return withNullRule(plain, left, subquery, given.negative)
}

/** has_any and has_all. */
export function termsList(quantity: 'any' | 'all'): Lowering {
  return (node, query, scope) => {
    const items = node.part('Right').list('Expressions')
    const left = node.part('Left')
    const test = (subject: Scalar) =>
      hasTerms(subject, quantity, { node, items, query, scope, negative: false, exact: true })
    if (left.kind === 'StarExpression') return anyColumn(scope, test)
    return test(asString(lowerScalar(left, query, scope)))
  }
}

function hasTerms(subject: Scalar, quantity: 'any' | 'all', given: Membership): Scalar {
  const only = given.items[0]
  if (only?.type.kind === 'table')
    return refuseScalar(given.query, given.node, `has_${quantity} with a table; use a dynamic array`, 'bool')
  const has = TERM_OPERATORS.has ?? { search: 'term' as const }
  const list = given.items.flatMap(item => expand(lowerScalar(item, given.query, given.scope), 'string'))
  const dynamic = list.find(one => one.type === 'dynamic')
  if (!dynamic)
    return (quantity === 'any' ? or : and)(...list.map(one => termSearch(has, subject, asString(one))))
  const test = lambda(['x'], termSearch(has, subject, variable('x', 'string')))
  const count = call(quantity === 'any' ? 'arrayExists' : 'arrayAll', 'bool', [test, textArray(dynamic)], {
    nullable: false,
  })
  return ifNull(count, raw(0))
}
