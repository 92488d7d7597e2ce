/** range() as a function: an array of values in equal steps. */
import { asJson, convert } from '../conversions.ts'
import {
  call,
  castTo,
  ifNull,
  lambda,
  literal,
  long,
  raw,
  retyped,
  type Scalar,
  variable,
} from '../scalar.ts'
import { list } from './arrays.ts'
import { jsonArray } from './json.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'

const x = variable('x', 'long')

/** Inclusive; at most 1,048,576 values. */
function rangeOf({ arg, args, refuse }: FunctionCall): Scalar {
  const [from, to] = [arg(0), arg(1)]
  const step =
    args[2] ??
    (from.type === 'datetime' || from.type === 'timespan' ? literal('timespan', 36_000_000_000n) : long(1))
  const number = (expr: Scalar) =>
    expr.type === 'datetime'
      ? call('reinterpretAsInt64', 'long', [expr])
      : expr.type === 'dynamic' || expr.type === 'decimal'
        ? convert(expr, 'real')
        : expr.type === 'real'
          ? expr
          : retyped(expr, 'long')
  const isReal = [from, to, step].some(
    one => one.type === 'real' || one.type === 'decimal' || one.type === 'dynamic',
  )
  if (from.type === 'string') return refuse('range() over strings')
  const as = (expr: Scalar) => (isReal ? castTo('real', number(expr)) : number(expr))
  const kind = isReal ? 'real' : 'long'
  const [a, b, s] = [as(from), as(to), as(step)].map(one =>
    ifNull(one, isReal ? literal('real', 0) : long(0)),
  ) as [Scalar, Scalar, Scalar]
  const steps = call('floor', 'real', [
    call('divide', 'real', [castTo('real', call('minus', kind, [b, a])), castTo('real', s)]),
  ])
  const count = call('toInt64', 'long', [
    call('least', 'real', [
      call('greatest', 'real', [call('plus', 'real', [steps, raw(1)]), raw(0)]),
      raw(1_048_576),
    ]),
  ])
  const value = call('plus', kind, [a, call('multiply', kind, [call('toInt64', 'long', [x]), s])])
  const typed =
    from.type === 'datetime'
      ? call('reinterpret', 'datetime', [value, raw("DateTime64(7, 'UTC')")])
      : retyped(value, from.type === 'timespan' ? 'timespan' : kind)
  return jsonArray(list('arrayMap', [lambda(['x'], asJson(typed)), list('range', [count])]))
}

export const rangeFunctions: readonly FunctionRow[] = [
  row('range', 'Values from start to end, both included.', 'range(1, 5)', rangeOf),
]
