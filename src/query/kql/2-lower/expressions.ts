/** Scalar expressions: bound tree → typed scalars. One entry for each syntax kind; anything else is refused by name. */
import type { Bound } from '../1-read/bound.ts'
import type { KqlType } from '../types.ts'
import { type ArithmeticOperator, arithmetic, negated } from './arithmetic.ts'
import { lowerCall } from './calls.ts'
import { comparable, equality, ordering } from './comparisons.ts'
import { type Query, refuseScalar, type Scope } from './context.ts'
import { asString, convert, dynamicPath } from './conversions.ts'
import { dynamicLiteral } from './dynamic-literals.ts'
import { multiValued } from './functions/multi.ts'
import { readLiteral } from './literals.ts'
import { inList, termsList } from './membership.ts'
import { columnOf, visible } from './operators.ts'
import {
  and,
  call,
  ifNull,
  literal,
  long,
  not,
  nullOf,
  or,
  raw,
  type Scalar,
  text,
  wholeOf,
} from './scalar.ts'
import { lowerTabular } from './tabular.ts'
import { TERM_OPERATORS, termSearch } from './terms.ts'

export type Lowering = (node: Bound, query: Query, scope: Scope) => Scalar

export function lowerScalar(node: Bound, query: Query, scope: Scope): Scalar {
  const found = readLiteral(node)
  if (found) return found
  const lowering = EXPRESSIONS[node.kind]
  if (lowering) return lowering(node, query, scope)
  return refuseScalar(
    query,
    node,
    `'${node.text.slice(0, 40)}' (${node.kind}) is not supported`,
    typeOf(node),
  )
}

/** The binder's scalar type; what it doesn't know is dynamic. */
export function typeOf(node: Bound): KqlType {
  return node.type.kind === 'scalar' ? node.type.type : 'dynamic'
}

const both = (node: Bound, query: Query, scope: Scope): readonly [Scalar, Scalar] => [
  lowerScalar(node.part('Left'), query, scope),
  lowerScalar(node.part('Right'), query, scope),
]

const comparison =
  (make: (left: Scalar, right: Scalar) => Scalar): Lowering =>
  (node, query, scope) => {
    const [left, right] = both(node, query, scope)
    const pair = comparable(left, right)
    if (pair) return make(pair[0], pair[1])
    query.refuse(
      node,
      `Cannot compare values of types ${left.type} and ${right.type}. Try adding explicit casts`,
    )
    return nullOf('bool')
  }

const calculation =
  (operator: ArithmeticOperator): Lowering =>
  (node, query, scope) => {
    const [left, right] = both(node, query, scope)
    const value = arithmetic(operator, left, right, typeOf(node))
    return (
      value ??
      refuseScalar(query, node, `operator '${operator}' on ${left.type} and ${right.type}`, typeOf(node))
    )
  }

/** `has`, `contains`, … and their negations; a `*` on the left asks every column. */
const term =
  (name: string, negative = false): Lowering =>
  (node, query, scope) => {
    const operator = TERM_OPERATORS[name]
    if (!operator) return refuseScalar(query, node, `operator '${name}'`, 'bool')
    const needle = asString(lowerScalar(node.part('Right'), query, scope))
    const left = node.part('Left')
    if (left.kind === 'StarExpression')
      return anyColumn(scope, subject => termSearch(operator, subject, needle))
    const found = termSearch(operator, asString(lowerScalar(left, query, scope)), needle)
    return negative ? not(found) : found
  }

/** Whether one of the row's columns, as text, passes. */
export function anyColumn(scope: Scope, test: (subject: Scalar) => Scalar): Scalar {
  const columns = scope.row ? visible(scope.row) : []
  return or(...columns.map(one => test(asString(columnOf(one)))))
}

const between =
  (negative: boolean): Lowering =>
  (node, query, scope) => {
    const value = lowerScalar(node.part('Left'), query, scope)
    const couple = node.part('Right')
    const first = lowerScalar(couple.part('First'), query, scope)
    const given = lowerScalar(couple.part('Second'), query, scope)
    const second =
      value.type === 'datetime' && given.type === 'timespan'
        ? (arithmetic('+', first, given, 'datetime') ?? given)
        : given
    const [low, high] = [comparable(value, first), comparable(value, second)]
    if (!low || !high)
      return refuseScalar(query, node, `between on ${value.type}, ${first.type} and ${second.type}`, 'bool')
    const inside = and(
      ordering('greaterOrEquals', low[0], low[1]),
      ordering('lessOrEquals', high[0], high[1]),
    )
    return negative ? not(inside) : inside
  }

const equal =
  (negative: boolean): Lowering =>
  (node, query, scope) => {
    const left = node.part('Left')
    if (left.kind === 'StarExpression') {
      const needle = asString(lowerScalar(node.part('Right'), query, scope))
      return anyColumn(scope, subject => equality(subject, needle, negative))
    }
    return comparison((a, b) => equality(a, b, negative))(node, query, scope)
  }

const logical =
  (combine: typeof and): Lowering =>
  (node, query, scope) =>
    combine(...both(node, query, scope).map(one => convert(one, 'bool')))

function nameReference(node: Bound, query: Query, scope: Scope): Scalar {
  const side = scope.row?.columns.find(one => one.name === node.name)
  if (node.symbol?.kind === 'Column' || side) {
    if (side) return columnOf(side)
  }
  const meaning = scope.names.get(node.name)
  if (meaning?.kind === 'scalar') return meaning.expr
  if (meaning?.kind === 'function') return lowerCall(node, query, scope)
  return refuseScalar(query, node, `the name '${node.name}' has no value here`, typeOf(node))
}

function path(node: Bound, query: Query, scope: Scope): Scalar {
  const selector = node.part('Selector')
  const base = node.part('Expression')
  if (selector.kind !== 'NameReference' && selector.kind !== 'BracketedExpression')
    return refuseScalar(query, node, `the path '${node.text}'`)
  const ofStep = scope.row?.columns.find(one => one.name === `${base.name}.${selector.name}`)
  if (ofStep && base.symbol?.kind === 'Variable') return columnOf(ofStep)
  const source = lowerScalar(base, query, scope)
  if (source.type !== 'dynamic')
    return refuseScalar(query, node, `a path into a ${source.type}; convert it with todynamic()`)
  return dynamicPath(source, text(selector.name))
}

/** d[0], d[-1], d['key'], d[expression] */
function element(node: Bound, query: Query, scope: Scope): Scalar {
  const several = multiValued(node.part('Expression'), query, scope)
  const chosen =
    several?.[
      wholeOf(
        lowerScalar(node.part('Selector').maybe('Expression') ?? node.part('Selector'), query, scope),
      ) ?? 0
    ]
  if (chosen) return chosen
  const source = lowerScalar(node.part('Expression'), query, scope)
  const selector = node.part('Selector')
  const inner = selector.maybe('Expression') ?? selector
  const index = lowerScalar(inner, query, scope)
  if (source.type !== 'dynamic')
    return refuseScalar(query, node, `an index into a ${source.type}; convert it with todynamic()`)
  const position = wholeOf(index)
  // The engine counts members from 1, from the end with negative numbers, as KQL does from 0.
  if (position !== undefined) return dynamicPath(source, raw(position >= 0 ? position + 1 : position))
  if (index.type === 'string') return dynamicPath(source, index)
  if (index.type === 'dynamic') return dynamicPath(source, asString(index))
  const shifted = call('if', 'long', [
    call('less', 'bool', [index, raw(0)]),
    index,
    call('plus', 'long', [index, long(1)]),
  ])
  return dynamicPath(source, ifNull(shifted, long(0)))
}

function toScalar(node: Bound, query: Query, scope: Scope): Scalar {
  const { row: _, ...outer } = scope
  const source = node.part('Expression')
  if (source.type.kind === 'scalar') return lowerScalar(source, query, outer)
  const relation = lowerTabular(source, query, outer)
  const first = visible(relation)[0]
  if (!first) return refuseScalar(query, node, 'toscalar() of a table without columns')
  if (relation.partition) return refuseScalar(query, node, 'toscalar() over the rows of a partition')
  const limited = { kind: 'limit', input: relation.node, order: relation.order, count: long(1) } as const
  const picked = {
    kind: 'project',
    input: limited,
    columns: [{ name: first.name, expr: columnOf(first) }],
  } as const
  const value: Scalar = {
    kind: 'subquery',
    relation: { ...relation, node: picked, order: [], columns: [first] },
    type: first.type,
    nullable: true,
  }
  return first.type === 'string' ? ifNull(value, text('')) : value
}

function dynamicValue(node: Bound, query: Query): Scalar {
  const json = dynamicLiteral(node)
  return json === undefined ? refuseScalar(query, node, 'this dynamic literal') : literal('dynamic', json)
}

const inner: Lowering = (node, query, scope) => lowerScalar(node.part('Expression'), query, scope)

const EXPRESSIONS: Readonly<Record<string, Lowering>> = {
  NameReference: nameReference,
  ParenthesizedExpression: inner,
  SimpleNamedExpression: inner,
  DynamicExpression: (node, query) => dynamicValue(node, query),
  NullLiteralExpression: () => nullOf('dynamic'),
  AddExpression: calculation('+'),
  SubtractExpression: calculation('-'),
  MultiplyExpression: calculation('*'),
  DivideExpression: calculation('/'),
  ModuloExpression: calculation('%'),
  UnaryMinusExpression: (node, query, scope) => {
    const value = lowerScalar(node.part('Expression'), query, scope)
    return (
      negated(value, typeOf(node)) ?? refuseScalar(query, node, `operator '-' on ${value.type}`, typeOf(node))
    )
  },
  UnaryPlusExpression: inner,
  EqualExpression: equal(false),
  NotEqualExpression: equal(true),
  LessThanExpression: comparison((a, b) => ordering('less', a, b)),
  LessThanOrEqualExpression: comparison((a, b) => ordering('lessOrEquals', a, b)),
  GreaterThanExpression: comparison((a, b) => ordering('greater', a, b)),
  GreaterThanOrEqualExpression: comparison((a, b) => ordering('greaterOrEquals', a, b)),
  AndExpression: logical(and),
  OrExpression: logical(or),
  BetweenExpression: between(false),
  NotBetweenExpression: between(true),
  EqualTildeExpression: term('=~'),
  BangTildeExpression: term('=~', true),
  HasExpression: term('has'),
  NotHasExpression: term('has', true),
  HasCsExpression: term('has_cs'),
  NotHasCsExpression: term('has_cs', true),
  HasPrefixExpression: term('hasprefix'),
  NotHasPrefixExpression: term('hasprefix', true),
  HasPrefixCsExpression: term('hasprefix_cs'),
  NotHasPrefixCsExpression: term('hasprefix_cs', true),
  HasSuffixExpression: term('hassuffix'),
  NotHasSuffixExpression: term('hassuffix', true),
  HasSuffixCsExpression: term('hassuffix_cs'),
  NotHasSuffixCsExpression: term('hassuffix_cs', true),
  ContainsExpression: term('contains'),
  NotContainsExpression: term('contains', true),
  ContainsCsExpression: term('contains_cs'),
  NotContainsCsExpression: term('contains_cs', true),
  StartsWithExpression: term('startswith'),
  NotStartsWithExpression: term('startswith', true),
  StartsWithCsExpression: term('startswith_cs'),
  NotStartsWithCsExpression: term('startswith_cs', true),
  EndsWithExpression: term('endswith'),
  NotEndsWithExpression: term('endswith', true),
  EndsWithCsExpression: term('endswith_cs'),
  NotEndsWithCsExpression: term('endswith_cs', true),
  MatchesRegexExpression: term('matches regex'),
  InExpression: inList(false, true),
  NotInExpression: inList(true, true),
  InCsExpression: inList(false, false),
  NotInCsExpression: inList(true, false),
  HasAnyExpression: termsList('any'),
  HasAllExpression: termsList('all'),
  PathExpression: path,
  ElementExpression: element,
  FunctionCallExpression: (node, query, scope) => lowerCall(node, query, scope),
  ToScalarExpression: toScalar,
}
