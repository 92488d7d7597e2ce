/** Arrays as sets of distinct elements. */
import { asJson } from '../conversions.ts'
import { and, call, castTo, lambda, type Scalar, variable } from '../scalar.ts'
import { anyOf } from '../terms.ts'
import { elements, list, ofArrays, size } from './arrays.ts'
import { jsonArray } from './json.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'

const x = variable('x', 'string')

const setOf =
  (fn: string) =>
  ({ args }: FunctionCall): Scalar =>
    ofArrays(
      args,
      jsonArray(
        list('arrayDistinct', [
          fn === 'union'
            ? list('arrayConcat', args.map(elements))
            : list('arrayIntersect', args.map(elements)),
        ]),
      ),
    )

function difference({ args, arg }: FunctionCall): Scalar {
  const others = args.slice(1).map(elements)
  const absent = call('not', 'bool', [
    anyOf(others.map(one => call('has', 'bool', [one, x], { nullable: false }))),
  ])
  return ofArrays(
    args,
    jsonArray(list('arrayDistinct', [list('arrayFilter', [lambda(['x'], absent), elements(arg(0))])])),
  )
}

function jaccard({ arg }: FunctionCall): Scalar {
  const [a, b] = [list('arrayDistinct', [elements(arg(0))]), list('arrayDistinct', [elements(arg(1))])]
  const both = size(list('arrayIntersect', [a, b]))
  return call('divide', 'real', [both, size(list('arrayDistinct', [list('arrayConcat', [a, b])]))])
}

export const setFunctions: readonly FunctionRow[] = [
  row('set_union', 'Distinct elements of all.', 'set_union(a, b)', setOf('union')),
  row('set_intersect', 'Distinct elements found in all.', 'set_intersect(a, b)', setOf('intersect')),
  row(
    'set_difference',
    'Distinct elements of the first found in no other.',
    'set_difference(a, b)',
    difference,
  ),
  row('set_has_element', 'Whether the value is an element.', 'set_has_element(a, 1)', ({ arg }) =>
    ofArrays(
      [arg(0)],
      castTo('bool', call('has', 'bool', [elements(arg(0)), asJson(arg(1))], { nullable: false })),
    ),
  ),
  row(
    'set_equals',
    'Whether two arrays have the same distinct elements.',
    'set_equals(a, b)',
    ({ args, arg }) => {
      const [a, b] = [elements(arg(0)), elements(arg(1))]
      const within = (one: Scalar, other: Scalar) => call('hasAll', 'bool', [other, one], { nullable: false })
      return castTo('bool', ofArrays(args, and(within(a, b), within(b, a))))
    },
  ),
  row('jaccard_index', 'Common elements over all elements.', 'jaccard_index(a, b)', jaccard),
]
