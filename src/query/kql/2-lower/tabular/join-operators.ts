/**
 * join and lookup. Without a kind a join is innerunique: the left side is reduced to one row a key first. The right
 * side's columns come after the left's, renamed by the binder where a name is taken.
 */
import type { Bound } from '../../1-read/bound.ts'
import { comparable } from '../comparisons.ts'
import { type Query, refuseScalar, type Scope, withRow } from '../context.ts'
import { lowerScalar } from '../expressions.ts'
import {
  columnOf,
  type JoinKind,
  type NamedScalar,
  type Operator,
  type Relation,
  type RelationColumn,
  visible,
} from '../operators.ts'
import { and, call, long, type Scalar, TRUE } from '../scalar.ts'
import { lowerTabular, type OperatorLowering } from '../tabular.ts'
import { mapScalar } from '../walk.ts'
import { checkParameters, distinctNames, parameter } from './build.ts'
import { partitionKeys } from './partitions.ts'

const KINDS: Readonly<Record<string, JoinKind>> = {
  innerunique: 'inner',
  inner: 'inner',
  leftouter: 'left',
  rightouter: 'right',
  fullouter: 'full',
  leftsemi: 'leftsemi',
  rightsemi: 'rightsemi',
  leftanti: 'leftanti',
  anti: 'leftanti',
  leftantisemi: 'leftanti',
  rightanti: 'rightanti',
  rightantisemi: 'rightanti',
}

interface KeyPair {
  readonly left: Scalar
  readonly right: Scalar
}

const join: OperatorLowering = (node, input, query, scope) => {
  checkParameters(node, ['kind', 'isfuzzy'], query)
  const word = (parameter(node, 'kind') ?? 'innerunique').toLowerCase()
  const kind = KINDS[word]
  if (!kind) query.refuse(node, `join kind=${word} is not supported`)
  const { row: _, ...outer } = scope
  const right = lowerTabular(node.part('Expression'), query, outer)
  const pairs = keyPairs(node, input, right, query, scope)
  const left = word === 'innerunique' ? oneByKey(input, pairs) : input
  checkGroups(node, kind ?? 'inner', input, right, query)
  return joined(kind ?? 'inner', left, right, pairs)
}

/** One row for each key; which one is undefined in KQL, and the service filters first where it can. */
function oneByKey(input: Relation, pairs: readonly KeyPair[]): Relation {
  return {
    ...input,
    node: {
      kind: 'limit',
      input: input.node,
      order: [],
      count: long(1),
      by: [...partitionKeys(input), ...pairs.map(pair => pair.left)],
      isOpen: true,
    },
  }
}

/** Kinds that give rows of the right side alone, which belong to no group of the left. */
const RIGHT_ALONE = new Set<JoinKind>(['right', 'full', 'rightsemi', 'rightanti'])

function checkGroups(node: Bound, kind: JoinKind, left: Relation, right: Relation, query: Query): void {
  if (left.partition && (right.partition || RIGHT_ALONE.has(kind)))
    query.refuse(node, `a ${kind} join of this form inside partition or mv-apply`)
}

function joined(kind: JoinKind, left: Relation, right: Relation, pairs: readonly KeyPair[]): Relation {
  const isRightOnly = kind === 'rightsemi' || kind === 'rightanti'
  const isLeftOnly = kind === 'leftsemi' || kind === 'leftanti'
  const sides = [...(isRightOnly ? [] : sided(left, 'l')), ...(isLeftOnly ? [] : sided(right, 'r'))]
  const names = distinctNames(sides.map(one => one.column.name))
  const columns: NamedScalar[] = sides.map((one, index) => ({
    name: names[index] ?? one.column.name,
    expr: one.expr,
  }))
  const out: RelationColumn[] = sides.map((one, index) => ({
    name: columns[index]?.name ?? '',
    type: one.column.type,
    nullable: one.column.type !== 'string',
  }))
  const groups = left.columns.filter(one => left.partition?.includes(one.name))
  columns.push(...groups.map(one => ({ name: one.name, expr: onSide(columnOf(one), 'l') })))
  out.push(...groups)
  const on = and(
    ...pairs.map(pair => call('equals', 'bool', [onSide(pair.left, 'l'), onSide(pair.right, 'r')])),
  )
  const node: Operator = {
    kind: 'join',
    join: kind,
    left: nullables(left),
    right: nullables(right),
    on: pairs.length > 0 ? on : TRUE,
    columns,
  }
  const within = left.partition ? { partition: left.partition } : {}
  const all = left.groups ? { groups: left.groups } : {}
  return { node, columns: out, order: [], serialized: false, ...within, ...all }
}

/** An outer join fills what is missing with null only in columns that can be null. */
function nullables(relation: Relation): Operator {
  if (!relation.columns.some(one => one.type !== 'string' && !one.nullable)) return relation.node
  const columns = relation.columns.map(one => {
    const expr = columnOf(one)
    return {
      name: one.name,
      expr:
        one.type !== 'string' && !one.nullable
          ? call('toNullable', one.type, [expr], { nullable: true })
          : expr,
    }
  })
  return { kind: 'project', input: relation.node, columns }
}

function sided(relation: Relation, side: 'l' | 'r'): { column: RelationColumn; expr: Scalar }[] {
  return visible(relation).map(column => ({ column, expr: onSide(columnOf(column), side) }))
}

const onSide = (expr: Scalar, side: 'l' | 'r'): Scalar =>
  mapScalar(expr, one => (one.kind === 'column' ? { ...one, side } : one))

/** `on a`, `on $left.a == $right.b`, several separated by commas or `and`. */
function keyPairs(node: Bound, left: Relation, right: Relation, query: Query, scope: Scope): KeyPair[] {
  const clause = node.maybe('ConditionClause') ?? node.maybe('LookupClause')
  const expressions = clause?.list('Expressions') ?? []
  return expressions.flatMap(one => keyPair(one, left, right, query, scope))
}

function keyPair(node: Bound, left: Relation, right: Relation, query: Query, scope: Scope): KeyPair[] {
  if (node.kind === 'ParenthesizedExpression')
    return keyPair(node.part('Expression'), left, right, query, scope)
  if (node.kind === 'AndExpression')
    return [
      ...keyPair(node.part('Left'), left, right, query, scope),
      ...keyPair(node.part('Right'), left, right, query, scope),
    ]
  if (node.kind === 'NameReference') {
    const [a, b] = [left, right].map(side => side.columns.find(one => one.name === node.name))
    if (a && b) return checked(node, { left: columnOf(a), right: columnOf(b) }, query)
  }
  if (node.kind === 'EqualExpression') {
    const [first, second] = [node.part('Left'), node.part('Right')]
    const swapped = sideOf(first) === '$right'
    const [a, b] = swapped ? [second, first] : [first, second]
    return checked(
      node,
      { left: keySide(a, left, query, scope), right: keySide(b, right, query, scope) },
      query,
    )
  }
  refuseScalar(
    query,
    node,
    `the join condition '${node.text.slice(0, 40)}'; use 'on key' or 'on $left.a == $right.b'`,
  )
  return []
}

function sideOf(node: Bound): string {
  return /^\$(left|right)\b/.exec(node.text)?.[0] ?? ''
}

function keySide(node: Bound, side: Relation, query: Query, scope: Scope): Scalar {
  const selector = node.kind === 'PathExpression' && sideOf(node) ? node.part('Selector') : node
  const found = side.columns.find(one => one.name === selector.name)
  return found ? columnOf(found) : lowerScalar(selector, query, withRow(scope, side))
}

function checked(node: Bound, pair: KeyPair, query: Query): KeyPair[] {
  const both =
    pair.left.type === 'dynamic' || pair.right.type === 'dynamic'
      ? undefined
      : comparable(pair.left, pair.right)
  if (both) return [{ left: both[0], right: both[1] }]
  query.refuse(node, `joining a ${pair.left.type} with a ${pair.right.type}; convert one of them`)
  return []
}

/** lookup: the right side's keys are not repeated. */
const lookup: OperatorLowering = (node, input, query, scope) => {
  const kind = KINDS[(parameter(node, 'kind') ?? 'leftouter').toLowerCase()] ?? 'left'
  const { row: _, ...outer } = scope
  const right = lowerTabular(node.part('Expression'), query, outer)
  const pairs = keyPairs(node, input, right, query, scope)
  const keys = new Set(pairs.flatMap(pair => (pair.right.kind === 'column' ? [pair.right.name] : [])))
  const kept = {
    ...right,
    columns: right.columns.map(one => (keys.has(one.name) ? { ...one, hidden: true } : one)),
  }
  return joined(kind, input, kept, pairs)
}

export const joinOperators: Readonly<Record<string, OperatorLowering>> = {
  JoinOperator: join,
  LookupOperator: lookup,
}
