/** Scalar functions with several results, used as `(a, b) = f(…)`. */
import type { Bound } from '../../1-read/bound.ts'
import type { Query, Scope } from '../context.ts'
import { lowerScalar } from '../expressions.ts'
import { nullOf, type Scalar } from '../scalar.ts'
import { sortTogether } from './arrays.ts'
import { fitLine, statsOf } from './series.ts'

type MultiLowering = (node: Bound, query: Query, scope: Scope) => readonly Scalar[]

/** array_sort_asc(a, b, …) gives every array, sorted along with the first. */
const sorted =
  (descending: boolean): MultiLowering =>
  (node, query, scope) =>
    sortTogether(
      descending,
      node
        .part('ArgumentList')
        .list('Expressions')
        .map(one => lowerScalar(one, query, scope)),
    )

const ofSeries =
  (values: (series: Scalar) => readonly Scalar[]): MultiLowering =>
  (node, query, scope) => {
    const [first, ...others] = node.part('ArgumentList').list('Expressions')
    if (!first || others.length > 0) query.refuse(node, `${node.part('Name').name}() with these arguments`)
    return values(first ? lowerScalar(first, query, scope) : nullOf('dynamic'))
  }

const MULTI: Readonly<Record<string, MultiLowering>> = {
  series_stats: ofSeries(series => statsOf(series).map(one => one.value)),
  series_fit_line: ofSeries(fitLine),

  array_sort_asc: sorted(false),
  array_sort_desc: sorted(true),
}

/** The values of a call with several results, or undefined for an ordinary expression. */
export function multiValued(node: Bound, query: Query, scope: Scope): readonly Scalar[] | undefined {
  if (node.kind !== 'FunctionCallExpression') return undefined
  if (node.type.kind !== 'tuple') return undefined
  return MULTI[node.part('Name').name]?.(node, query, scope)
}
