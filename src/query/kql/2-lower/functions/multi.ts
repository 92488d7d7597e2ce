/** Scalar functions with several results, used as `(a, b) = f(…)` or as columns that carry the function's name. */
import type { Bound } from '../../1-read/bound.ts'
import type { KqlType } from '../../types.ts'
import type { Query, Scope } from '../context.ts'
import { lowerScalar } from '../expressions.ts'
import { nullOf, type Scalar } from '../scalar.ts'
import { sortTogether } from './arrays.ts'
import { decompositionMultiples } from './decompositions.ts'
import { fitLine, statsOf } from './series.ts'
import { signalMultiples } from './signals.ts'

export interface MultiCall {
  readonly args: readonly Scalar[]
  arg(index: number): Scalar
  /** Refuses the call; gives the nulls that stand in for its results. */
  refuse(message: string): readonly Scalar[]
}

export interface MultiRow {
  readonly name: string
  /** Names and types of the results, in order; an empty list where each argument gives one. */
  readonly results: readonly (readonly [name: string, type: KqlType])[]
  readonly doc: string
  readonly example: string
  readonly translate: (call: MultiCall) => readonly Scalar[]
}

/** array_sort_asc(a, b, …) gives every array, sorted along with the first. */
const sorted = (descending: boolean): MultiRow => ({
  name: descending ? 'array_sort_desc' : 'array_sort_asc',
  results: [],
  doc: 'Every array, sorted along with the first.',
  example: descending ? 'array_sort_desc(a, a)' : 'array_sort_asc(a, a)',
  translate: ({ args }) => sortTogether(descending, args),
})

export const multiRows: readonly MultiRow[] = [
  {
    name: 'series_stats',
    results: [
      ['min', 'real'],
      ['min_idx', 'long'],
      ['max', 'real'],
      ['max_idx', 'long'],
      ['avg', 'real'],
      ['stdev', 'real'],
      ['variance', 'real'],
    ],
    doc: 'Figures of a series; missing values are left out.',
    example: 'series_stats(a)',
    translate: ({ arg, args, refuse }) =>
      args.length > 1
        ? refuse('series_stats() that leaves out what is not finite')
        : statsOf(arg(0)).map(one => one.value),
  },
  {
    name: 'series_fit_line',
    results: [
      ['rsquare', 'real'],
      ['slope', 'real'],
      ['variance', 'real'],
      ['rvariance', 'real'],
      ['interception', 'real'],
      ['line_fit', 'dynamic'],
    ],
    doc: 'The line of least squares through a series.',
    example: 'series_fit_line(a)',
    translate: ({ arg }) => fitLine(arg(0)),
  },
  ...signalMultiples,
  ...decompositionMultiples,
  sorted(false),
  sorted(true),
]

const multiplesByName: ReadonlyMap<string, MultiRow> = new Map(multiRows.map(row => [row.name, row]))

/** The values of a call with several results, or undefined for an ordinary expression. */
export function multiValued(node: Bound, query: Query, scope: Scope): readonly Scalar[] | undefined {
  if (node.kind !== 'FunctionCallExpression' || node.type.kind !== 'tuple') return undefined
  const row = multiplesByName.get(node.part('Name').name)
  if (!row) return undefined
  const args = node
    .part('ArgumentList')
    .list('Expressions')
    .map(one => lowerScalar(one, query, scope))
  return row.translate({
    args,
    arg: index => args[index] ?? nullOf('dynamic'),
    refuse: message => {
      query.refuse(node, `${message} is not supported`)
      return row.results.map(([, type]) => nullOf(type))
    },
  })
}
