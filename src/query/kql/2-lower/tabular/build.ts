/** Building relations: projections that keep the order alive, and names as the binder gives them. */
import type { Bound } from '../../1-read/bound.ts'
import type { Column, KqlType } from '../../types.ts'
import type { Query } from '../context.ts'
import { convert } from '../conversions.ts'
import {
  columnOf,
  type NamedScalar,
  type Operator,
  type Relation,
  type RelationColumn,
  visible,
} from '../operators.ts'
import { castTo, type OrderKey, retyped, type Scalar } from '../scalar.ts'
import { liftWindows } from './windows.ts'

export interface NewColumn extends NamedScalar {
  readonly type: KqlType
}

/** Columns the binder says an operator gives. */
export const boundColumns = (node: Bound): readonly Column[] =>
  node.type.kind === 'table' ? node.type.columns : []

/** An expression in the type its column is to have. */
export function typedAs(expr: Scalar, type: KqlType): Scalar {
  if (expr.type === type) return expr
  if (expr.type === 'raw') return retyped(castTo(type, expr), type)
  return convert(expr, type)
}

export const newColumn = (name: string, expr: Scalar): NewColumn => ({
  name,
  expr,
  type: expr.type === 'raw' ? 'dynamic' : expr.type,
})

/**
 * Projects a relation. Order keys that are no longer visible travel along as hidden columns, as do hidden columns
 * of a table when `keepHidden` is set (operators that only add columns).
 */
export function project(
  input: Relation,
  columns: readonly NewColumn[],
  query: Query,
  keepHidden = false,
): Relation {
  const names = new Set(columns.map(one => one.name))
  const extra: NewColumn[] = []
  if (keepHidden) {
    for (const one of input.columns) if (one.hidden && !names.has(one.name)) extra.push({ ...passed(one) })
  } else {
    for (const one of input.columns)
      if (input.partition?.includes(one.name) && !names.has(one.name)) extra.push(passed(one))
  }
  const order = input.order.map((key): OrderKey => {
    const kept = [...columns, ...extra].find(one => isSame(one.expr, key.expr))
    if (kept) return { ...key, expr: columnOf({ ...kept, nullable: kept.expr.nullable }) }
    const hidden = {
      name: query.fresh('order'),
      expr: key.expr,
      type: key.expr.type === 'raw' ? 'long' : key.expr.type,
    } as const
    extra.push(hidden)
    return { ...key, expr: columnOf({ ...hidden, nullable: hidden.expr.nullable }) }
  })
  const all = [...columns, ...extra]
  const out: RelationColumn[] = all.map((one, index) => ({
    name: one.name,
    type: one.type,
    nullable: one.type !== 'string' && one.expr.nullable,
    ...(index >= columns.length ? { hidden: true } : {}),
  }))
  const lifted = liftWindows(input.node, input.columns.map(passed), all, query)
  const node: Operator = {
    kind: 'project',
    input: lifted.node,
    columns: lifted.columns.map(({ name, expr }) => ({ name, expr })),
  }
  return { ...input, node, columns: out, order }
}

export const passed = (one: RelationColumn): NewColumn => ({
  name: one.name,
  type: one.type,
  expr: columnOf(one),
})

/** All visible columns as they are. */
export const allPassed = (relation: Relation): NewColumn[] => visible(relation).map(passed)

function isSame(one: Scalar, other: Scalar): boolean {
  return one.kind === 'column' && other.kind === 'column' && one.name === other.name
}

export function filterOf(input: Relation, predicate: Scalar): Relation {
  return { ...input, node: { kind: 'filter', input: input.node, predicate } }
}

/** A parameter of an operator (`kind=`, `hint.…`, `withsource=`) as text. */
export function parameter(node: Bound, name: string): string | undefined {
  const found = node.list('Parameters').find(one => one.part('Name').name.toLowerCase() === name)
  const value = found?.maybe('Expression')
  if (!value) return undefined
  return value.name || String(value.literal ?? value.text)
}

/** Refuses parameters whose meaning would be lost; hints only concern speed. */
export function checkParameters(node: Bound, known: readonly string[], query: Query): void {
  for (const one of node.list('Parameters')) {
    const name = one.part('Name').name.toLowerCase()
    if (!known.includes(name) && !name.startsWith('hint.'))
      query.refuse(one, `the parameter '${name}' is not supported`)
  }
}

/** A name that is taken gets the first free number: k, k1, k2. One that is empty is Column1. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map(name => {
    let free = name || 'Column1'
    for (let number = 1; taken.has(free); number++) free = `${name || 'Column'}${number}`
    taken.add(free)
    return free
  })
}
