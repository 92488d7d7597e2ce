/**
 * scan: a state machine over the rows in their order. Each step has a state: the latest rows of the steps up to it,
 * as they led there. A row is tried against the steps from the last to the first: it continues the sequence that
 * waits in the step before (whose state moves here), or else the step's own; the first step begins sequences.
 */
import type { Bound } from '../../1-read/bound.ts'
import type { KqlType } from '../../types.ts'
import { asPredicate } from '../comparisons.ts'
import { type Query, type Scope, withRow } from '../context.ts'
import { convert } from '../conversions.ts'
import { lowerScalar } from '../expressions.ts'
import {
  columnOf,
  type NamedScalar,
  type Operator,
  type Relation,
  type RelationColumn,
  visible,
} from '../operators.ts'
import { call, long, nullOf, raw, type Scalar } from '../scalar.ts'
import type { OperatorLowering } from '../tabular.ts'
import { declaredType } from '../type-words.ts'
import { someScalar } from '../walk.ts'
import { checkParameters, parameter, typedAs } from './build.ts'
import { type Folded, foldRows, numberOf } from './fold.ts'
import { type Declared, type Machine, machineFold, type Step } from './scan-machine.ts'

const scan: OperatorLowering = (node, input, query, scope) => {
  checkParameters(node, ['with_match_id'], query)
  if (!input.serialized)
    query.refuse(node, "scan needs serialized input; add 'serialize' or 'sort' before it")
  const columns = visible(input)
  const declared = declaredOf(node, columns, query, scope)
  const names = node.list('Steps').map(one => one.part('Name').name)
  const seen = withRow(scope, { ...input, columns: [...columns, ...stepColumns(names, columns, declared)] })
  const steps = node.list('Steps').map(one => stepOf(one, declared, query, seen))
  const machine: Machine = { steps, columns, declared }
  const folded = foldRows(input, machineFold(machine), query)
  return resultOf(input, machine, folded, parameter(node, 'with_match_id'), query)
}

/** `s1.x` is a hidden column of that name while the steps are read. */
function stepColumns(
  steps: readonly string[],
  columns: readonly RelationColumn[],
  declared: readonly Declared[],
): RelationColumn[] {
  return steps.flatMap(step =>
    [...columns, ...declared].map(({ name, type }) => ({
      name: `${step}.${name}`,
      type,
      nullable: type !== 'string',
      hidden: true,
    })),
  )
}

function declaredOf(node: Bound, columns: readonly RelationColumn[], query: Query, scope: Scope): Declared[] {
  const list = node.maybe('DeclareClause')?.list('Declarations') ?? []
  return list.map(one => {
    const name = one.part('NameAndType').part('Name').name
    const type = declaredType(one.part('NameAndType').part('Type')) ?? 'dynamic'
    const given = one.maybe('DefaultValue')?.part('Value')
    if (columns.some(own => own.name === name))
      query.refuse(one, `a declared column named '${name}' like one of the input`)
    return { name, type, initial: given ? convert(lowerScalar(given, query, scope), type) : nullOf(type) }
  })
}

function stepOf(node: Bound, declared: readonly Declared[], query: Query, scope: Scope): Step {
  const names = new Set(declared.map(one => one.name))
  const value = (expr: Bound): Scalar => {
    const bare = declaredNameIn(expr, names)
    if (bare)
      query.refuse(bare, `'${bare.name}' without its step; write a step's name before it, as s1.${bare.name}`)
    const lowered = lowerScalar(expr, query, scope)
    if (someScalar(lowered, one => one.kind === 'call' && one.over !== undefined))
      query.refuse(expr, 'a function over neighbouring rows inside scan; compute it before')
    return lowered
  }
  const assignments = (node.maybe('ComputationClause')?.list('Assignments') ?? []).map(
    (one): [string, Scalar] => {
      const name = one.part('Name').name
      const type = declared.find(each => each.name === name)?.type ?? 'dynamic'
      return [name, typedAs(value(one.part('Expression')), type)]
    },
  )
  return {
    name: node.part('Name').name,
    output: outputOf(node),
    condition: asPredicate(convert(value(node.part('Condition')), 'bool')),
    assignments: new Map(assignments),
  }
}

function outputOf(node: Bound): Step['output'] {
  const word = /=\s*(\w+)/.exec(node.maybe('ScanStepOutput')?.text ?? '')?.[1]
  return word === 'none' || word === 'last' ? word : 'all'
}

/** A declared column that stands alone; in `s1.c` the name is a selector. */
function declaredNameIn(node: Bound, names: ReadonlySet<string>): Bound | undefined {
  if (node.kind === 'NameReference') return names.has(node.name) ? node : undefined
  const parts = node.kind === 'PathExpression' ? [node.part('Expression')] : node.children
  for (const one of parts) {
    const found = declaredNameIn(one, names)
    if (found) return found
  }
  return undefined
}

/** Each result next to its row; in the order of the rows, of one row the last step first. */
function resultOf(
  input: Relation,
  machine: Machine,
  folded: Folded,
  matchId: string | undefined,
  query: Query,
): Relation {
  const hidden = ['number', 'step', 'series'].map(one => query.fresh(one)) as [string, string, string]
  const [number, step, series] = hidden
  const shown = shownColumns(machine, folded, matchId)
  const all: NamedScalar[] = [
    ...shown,
    ...input.columns.filter(one => one.hidden).map(ofRow),
    ...[1, 3, 4].map((place, index) => ({ name: hidden[index] ?? '', expr: given(folded, place, 'long') })),
  ]
  const joined: Operator = {
    kind: 'join',
    join: 'inner',
    left: folded.rows,
    right: folded.results,
    on: call('equals', 'bool', [numberOf(folded, 'l'), numberOf(folded, 'r')]),
    columns: all,
  }
  const columns = all.map(
    ({ name, expr }, index): RelationColumn => ({
      name,
      type: expr.type === 'raw' ? 'dynamic' : expr.type,
      nullable: expr.nullable,
      ...(index >= shown.length ? { hidden: true } : {}),
    }),
  )
  const keyed = (name: string, descending = false) => ({ expr: whole(name), descending, nullsFirst: false })
  const isCut = machine.steps.some(one => one.output === 'last')
  const by = [whole(step), whole(series)]
  const node: Operator = isCut
    ? { kind: 'limit', input: joined, order: [keyed(number, true)], count: long(1), by }
    : joined
  return { ...input, node, columns, order: [keyed(number), keyed(step, true)], serialized: true }
}

const whole = (name: string): Scalar => columnOf({ name, type: 'long', nullable: false })

const ofRow = (one: RelationColumn): NamedScalar => ({
  name: one.name,
  expr: { ...columnOf(one), side: 'l' } as Scalar,
})

/** The row's columns, the declared ones, and the number of the match where it is asked for. */
const shownColumns = (
  { columns, declared }: Machine,
  folded: Folded,
  matchId: string | undefined,
): NamedScalar[] => [
  ...columns.map(ofRow),
  ...declared.map(({ name, type }, index) => ({ name, expr: given(folded, index + 5, type) })),
  ...(matchId === undefined ? [] : [{ name: matchId, expr: given(folded, 2, 'long') }]),
]

/** A part of a result; declared columns are null where nothing was assigned. */
function given(folded: Folded, place: number, type: KqlType): Scalar {
  const result: Scalar = { kind: 'column', name: folded.given, type: 'raw', nullable: false, side: 'r' }
  return call('tupleElement', type, [result, raw(place)], { nullable: place > 4 && type !== 'string' })
}

export const scanOperators: Readonly<Record<string, OperatorLowering>> = { ScanOperator: scan }
