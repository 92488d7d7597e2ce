/** Scalar functions with several results, used as `(a, b) = f(…)`. */
import type { Bound } from '../../1-read/bound.ts'
import type { Query, Scope } from '../context.ts'
import type { Scalar } from '../scalar.ts'

type MultiLowering = (node: Bound, query: Query, scope: Scope) => readonly Scalar[]

const MULTI: Readonly<Record<string, MultiLowering>> = {}

/** The values of a call with several results, or undefined for an ordinary expression. */
export function multiValued(node: Bound, query: Query, scope: Scope): readonly Scalar[] | undefined {
  if (node.kind !== 'FunctionCallExpression') return undefined
  return MULTI[node.part('Name').name]?.(node, query, scope)
}
