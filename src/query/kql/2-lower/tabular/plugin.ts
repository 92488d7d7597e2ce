/** What the plugins of `evaluate` have in common. */
import type { Bound } from '../../1-read/bound.ts'
import type { Column } from '../../types.ts'
import type { Query, Scope } from '../context.ts'
import { lowerScalar } from '../expressions.ts'
import type { Relation } from '../operators.ts'
import type { Scalar } from '../scalar.ts'

export type PluginLowering = (
  call: Bound,
  input: Relation,
  query: Query,
  scope: Scope,
  /** The columns that the query declares for the result. */
  declared: readonly Column[] | undefined,
) => Relation

/** Arguments by position. */
export const positional = (call: Bound): readonly Bound[] =>
  call
    .part('ArgumentList')
    .list('Expressions')
    .filter(one => one.kind !== 'SimpleNamedExpression')

/** A named argument: `columnsConflict='error'`. */
export function option(call: Bound, name: string, query: Query, scope: Scope): Scalar | undefined {
  const given = call
    .part('ArgumentList')
    .list('Expressions')
    .find(one => one.kind === 'SimpleNamedExpression' && one.part('Name').name === name)
  return given && lowerScalar(given.part('Expression'), query, scope)
}

/** The rows an earlier probe found, or undefined after asking for them. */
export function observed(relation: Relation, query: Query): readonly (readonly unknown[])[] | undefined {
  const id = query.fresh('probe')
  const rows = query.observed[id]
  if (!rows) query.probes.push({ id, relation })
  return rows
}
