/** Lists of column expressions: names, tuples and stars matched with the columns the binder made of them. */
import type { Bound } from '../../1-read/bound.ts'
import type { Column } from '../../types.ts'
import { type Query, refuseScalar, type Scope } from '../context.ts'
import { lowerScalar } from '../expressions.ts'
import { multiValued } from '../functions/multi.ts'
import { columnOf, type Relation, visible } from '../operators.ts'
import type { Scalar } from '../scalar.ts'
import { type NewColumn, passed, typedAs } from './build.ts'

export interface Assigned {
  /** Declared name, if any: `x = …`; several for `(a, b) = …`. */
  readonly names: readonly string[]
  readonly exprs: readonly Scalar[]
  readonly node: Bound
}

/** The values of one element; a function with several results gives several. */
export function assigned(node: Bound, query: Query, scope: Scope): Assigned {
  if (node.kind === 'CompoundNamedExpression') {
    const names = node
      .part('Names')
      .list('Names')
      .map(one => one.name)
    const value = node.part('Expression')
    const exprs = multiValued(value, query, scope) ?? [lowerScalar(value, query, scope)]
    return { names, exprs, node }
  }
  if (node.kind === 'SimpleNamedExpression') {
    const value = node.part('Expression')
    const several = multiValued(value, query, scope)
    return {
      names: [node.part('Name').name],
      exprs: several ? several.slice(0, 1) : [lowerScalar(value, query, scope)],
      node,
    }
  }
  if (node.kind === 'StarExpression' && scope.row)
    return { names: [], exprs: visible(scope.row).map(columnOf), node }
  return { names: [], exprs: multiValued(node, query, scope) ?? [lowerScalar(node, query, scope)], node }
}

/** `project` and the like: elements and result columns correspond one to one, in order. */
export function inSequence(
  elements: readonly Bound[],
  result: readonly Column[],
  query: Query,
  scope: Scope,
): NewColumn[] {
  const values = elements.flatMap(node => {
    const { exprs, names } = assigned(node, query, scope)
    return names.length > 1 ? exprs.slice(0, names.length) : exprs
  })
  if (values.length !== result.length && elements[0]) {
    refuseScalar(query, elements[0], 'the columns of this list')
    return []
  }
  return result.map((column, index) => typedColumn(column, values[index] as Scalar))
}

/** `extend` and `serialize`: a declared name that exists is replaced in place, anything else is appended. */
export function extended(
  elements: readonly Bound[],
  input: Relation,
  result: readonly Column[],
  query: Query,
  scope: Scope,
): NewColumn[] {
  // The order is the input's, not the binder's: it does not know columns that come from the data.
  const columns = new Map(visible(input).map(one => [one.name, passed(one)]))
  const values = elements.map(element => assigned(element, query, scope))
  const declared = new Set(values.flatMap(({ names }) => names))
  // To the binder hidden columns are there like all others: they are new only where somebody declares them.
  const hidden = new Set(input.columns.filter(one => one.hidden).map(one => one.name))
  const isNew = ({ name }: Column) => !columns.has(name) && (!hidden.has(name) || declared.has(name))
  const fresh = result.filter(isNew)
  let next = 0
  for (const { names, exprs } of values) {
    exprs.forEach((expr, index) => {
      const name = names[index]
      if (names.length > 1 && name === undefined) return
      const own = name === undefined ? undefined : columns.get(name)
      const column = own ??
        fresh[next++] ?? { name: name ?? `Column${next}`, type: expr.type === 'raw' ? 'dynamic' : expr.type }
      columns.set(column.name, typedColumn(column, expr))
    })
  }
  return [...columns.values()]
}

/**
 * The type is what lowering made of it: in some places the binder knows less than the engine (`dynamic` for
 * unknown) or says int where the service gives long (calendar functions).
 */
export function typedColumn(column: Column, expr: Scalar): NewColumn {
  const type = expr.type === 'raw' ? column.type : expr.type
  return { name: column.name, type, expr: typedAs(expr, type) }
}
