/** Series: arrays of numbers, as make-series gives them. What is no number counts as missing. */
import type { KqlType } from '../../types.ts'
import { asJson, convert } from '../conversions.ts'
import {
  call,
  castTo,
  iff,
  ifNull,
  isNull,
  lambda,
  literal,
  nullOf,
  raw,
  type Scalar,
  text,
  variable,
} from '../scalar.ts'
import { elements, isKind, list, size } from './arrays.ts'
import { bagOf } from './bags.ts'
import { jsonArray } from './json.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'

const x = variable('x', 'real', true)
const y = variable('y', 'real', true)
const i = variable('i', 'long')
const e = variable('e', 'string')

/** The elements as numbers, null where one is none. */
export const numbers = (expr: Scalar): Scalar =>
  list('arrayMap', [lambda(['e'], call('toFloat64OrNull', 'real', [e], { nullable: true })), elements(expr)])
const present = (expr: Scalar): Scalar =>
  list('arrayFilter', [lambda(['x'], call('isNotNull', 'bool', [x])), numbers(expr)])
export const jsonOf = (value: Scalar): Scalar =>
  jsonArray(list('arrayMap', [lambda(['x'], asJson(x)), value]))

/** Element by element. */
const unary = (name: string, fn: string): FunctionRow =>
  row(`series_${name}`, `${name}() of every element.`, `series_${name}(s)`, ({ arg }) =>
    jsonOf(list('arrayMap', [lambda(['x'], castTo('real', call(fn, 'real', [x]))), numbers(arg(0))])),
  )

/** Two series in step, to the end of the longer one; a number stands for a series of itself. */
function inStep(first: Scalar, second: Scalar, body: (left: Scalar, right: Scalar) => Scalar): Scalar {
  const single = (expr: Scalar) => expr.type !== 'dynamic'
  const one = (expr: Scalar) => convert(expr, 'real')
  if (single(first)) return list('arrayMap', [lambda(['y'], body(one(first), y)), numbers(second)])
  if (single(second)) return list('arrayMap', [lambda(['x'], body(x, one(second))), numbers(first)])
  const [a, b] = [numbers(first), numbers(second)]
  const longest = call('greatest', 'long', [size(a), size(b)])
  const padded = (array: Scalar) => list('arrayResize', [array, longest, literal('raw', null)])
  return list('arrayMap', [lambda(['x', 'y'], body(x, y)), padded(a), padded(b)])
}

const binary = (name: string, fn: string, type: KqlType = 'real'): FunctionRow =>
  row(`series_${name}`, `Element by element: ${name}.`, `series_${name}(a, b)`, ({ arg }) => {
    const values = inStep(arg(0), arg(1), (left, right) => call(fn, type, [left, right], { nullable: true }))
    const element = variable('v', type, true)
    const missing = isNull(element)
    const json =
      type === 'bool'
        ? call('multiIf', 'string', [missing, text('null'), element, text('true'), text('false')], {
            nullable: false,
          })
        : asJson(element)
    return jsonArray(list('arrayMap', [lambda(['v'], json), values]))
  })

const total = (array: Scalar): Scalar => call('arraySum', 'real', [array], { nullable: false })
export const known = (array: Scalar): Scalar =>
  list('arrayMap', [lambda(['x'], call('assumeNotNull', 'real', [x], { nullable: false })), array])

function dotProduct({ arg }: FunctionCall): Scalar {
  return total(
    list('arrayMap', [
      lambda(['x'], ifNull(x, literal('real', 0))),
      inStep(arg(0), arg(1), (a, b) => call('multiply', 'real', [a, b], { nullable: true })),
    ]),
  )
}

/** Null for series of different lengths. */
function pearson({ arg }: FunctionCall): Scalar {
  const [a, b] = [known(numbers(arg(0))), known(numbers(arg(1)))]
  const shortest = call('least', 'long', [size(a), size(b)], { nullable: false })
  const cut = (array: Scalar) => list('arraySlice', [array, raw(1), shortest])
  const value = call('arrayReduce', 'real', [raw('corr'), cut(a), cut(b)], { nullable: false })
  return call('if', 'real', [call('equals', 'bool', [size(a), size(b)]), value, nullOf('real')], {
    nullable: true,
  })
}

/** Missing values become a constant, or the nearest known one before or behind. */
function fillConst({ arg }: FunctionCall): Scalar {
  const fallback = asJson(arg(1))
  const filled = iff(call('equals', 'bool', [e, text('null')]), fallback, e)
  return jsonArray(list('arrayMap', [lambda(['e'], filled), elements(arg(0))]))
}

const isKnown = lambda(['e'], call('notEquals', 'bool', [e, text('null')]))

const fill =
  (fn: 'arrayFill' | 'arrayReverseFill') =>
  ({ arg, args, refuse }: FunctionCall): Scalar =>
    args.length > 1
      ? refuse('series_fill_…() with a placeholder')
      : jsonArray(list(fn, [isKnown, elements(arg(0))]))

/** A straight line between known neighbours; edges take the nearest known value unless told not to. */
function fillLinear({ arg, args, refuse }: FunctionCall): Scalar {
  if (args[1] && !(args[1].kind === 'literal' && args[1].value === null))
    return refuse('series_fill_linear() with a placeholder')
  const edges = !(args[2]?.kind === 'literal' && args[2].value === false)
  const source = numbers(arg(0))
  const places = list('arrayMap', [
    lambda(['x', 'i'], iff(isNull(x), raw(0), i)),
    source,
    list('arrayEnumerate', [source]),
  ])
  const isPlace = lambda(['i'], call('greater', 'bool', [i, raw(0)]))
  const [before, behind] = [list('arrayFill', [isPlace, places]), list('arrayReverseFill', [isPlace, places])]
  const [p, q] = [variable('p', 'long'), variable('q', 'long')]
  const at = (place: Scalar) => call('arrayElement', 'real', [source, place], { nullable: true })
  const share = call('divide', 'real', [call('minus', 'real', [i, p]), call('minus', 'real', [q, p])])
  const between = call('plus', 'real', [
    at(p),
    call('multiply', 'real', [call('minus', 'real', [at(q), at(p)]), share]),
  ])
  const none = nullOf('real')
  const zero = (place: Scalar) => call('equals', 'bool', [place, raw(0)])
  const value = call(
    'multiIf',
    'real',
    [
      call('and', 'bool', [zero(p), zero(q)]),
      args[3] ? convert(args[3], 'real') : literal('real', 0),
      call('equals', 'bool', [p, i]),
      at(i),
      zero(p),
      edges ? at(q) : none,
      zero(q),
      edges ? at(p) : none,
      between,
    ],
    { nullable: true },
  )
  const filled = list('arrayMap', [
    lambda(['i', 'p', 'q'], value),
    list('arrayEnumerate', [source]),
    before,
    behind,
  ])
  // A series of whole numbers stays one; one without any number takes what it is filled with.
  const isReal = call('match', 'bool', [ifNull(arg(0), text('')), text('[0-9][.eE]|^[^0-9]*$')])
  const whole = list('arrayMap', [
    lambda(['x'], asJson(call('toInt64', 'long', [call('trunc', 'real', [x])]))),
    filled,
  ])
  return call('if', 'dynamic', [isReal, jsonOf(filled), jsonArray(whole)], { nullable: false })
}

interface Stats {
  readonly name: string
  readonly value: Scalar
}

/** Figures of a series: missing values are left out. */
export function statsOf(expr: Scalar): readonly Stats[] {
  const all = numbers(expr)
  const values = known(present(expr))
  const reduce = (fn: string) => call('arrayReduce', 'real', [raw(fn), values], { nullable: false })
  const min = call('arrayMin', 'real', [values], { nullable: false })
  const max = call('arrayMax', 'real', [values], { nullable: false })
  const place = (value: Scalar) =>
    castTo(
      'long',
      call('minus', 'long', [call('indexOf', 'long', [all, value], { nullable: false }), raw(1)]),
    )
  return [
    { name: 'min', value: min },
    { name: 'min_idx', value: place(min) },
    { name: 'max', value: max },
    { name: 'max_idx', value: place(max) },
    { name: 'avg', value: reduce('avg') },
    { name: 'stdev', value: reduce('stddevSamp') },
    { name: 'variance', value: reduce('varSamp') },
  ]
}

function statsBag({ arg }: FunctionCall): Scalar {
  const values = known(present(arg(0)))
  const more = [
    { name: 'sum', value: total(values) },
    { name: 'len', value: castTo('long', size(elements(arg(0)))) },
  ]
  return call(
    'if',
    'dynamic',
    [isKind(arg(0), 'Array'), bagOf([...statsOf(arg(0)), ...more]), nullOf('dynamic')],
    { nullable: true },
  )
}

/** Least squares over the positions: r², slope, variances, intercept, fitted line. */
export function fitLine(expr: Scalar): readonly Scalar[] {
  const values = known(numbers(expr))
  const places = list('arrayMap', [
    lambda(['i'], castTo('real', call('minus', 'long', [i, raw(1)]))),
    list('arrayEnumerate', [values]),
  ])
  const reduce = (fn: string, ...args: Scalar[]) =>
    call('arrayReduce', 'real', [raw(fn), ...args], { nullable: false })
  const pair = reduce('simpleLinearRegression', places, values)
  const slope = call('tupleElement', 'real', [pair, raw(1)], { nullable: false })
  const intercept = call('tupleElement', 'real', [pair, raw(2)], { nullable: false })
  const fitted = (place: Scalar) =>
    call('plus', 'real', [intercept, call('multiply', 'real', [slope, place])])
  const line = list('arrayMap', [lambda(['x'], fitted({ ...x, nullable: false })), places])
  const rest = list('arrayMap', [lambda(['x', 'y'], call('minus', 'real', [x, y])), values, line])
  const squares = total(list('arrayMap', [lambda(['x'], call('multiply', 'real', [x, x])), rest]))
  const count = size(values)
  const spread = call('multiply', 'real', [reduce('varPop', values), count])
  const rsquare = call('minus', 'real', [literal('real', 1), call('divide', 'real', [squares, spread])])
  const residual = call('divide', 'real', [squares, call('minus', 'real', [count, raw(1)])])
  return [rsquare, slope, reduce('varSamp', values), residual, intercept, jsonOf(line)]
}

const FIT_NAMES = ['rsquare', 'slope', 'variance', 'rvariance', 'interception', 'line_fit']

export const seriesFunctions: readonly FunctionRow[] = [
  unary('abs', 'abs'),
  unary('ceiling', 'ceil'),
  unary('floor', 'floor'),
  unary('exp', 'exp'),
  unary('log', 'log'),
  unary('sign', 'sign'),
  unary('sin', 'sin'),
  unary('cos', 'cos'),
  unary('tan', 'tan'),
  unary('asin', 'asin'),
  unary('acos', 'acos'),
  unary('atan', 'atan'),
  binary('add', 'plus'),
  binary('subtract', 'minus'),
  binary('multiply', 'multiply'),
  binary('divide', 'divide'),
  binary('pow', 'pow'),
  binary('equals', 'equals', 'bool'),
  binary('not_equals', 'notEquals', 'bool'),
  binary('less', 'less', 'bool'),
  binary('less_equals', 'lessOrEquals', 'bool'),
  binary('greater', 'greater', 'bool'),
  binary('greater_equals', 'greaterOrEquals', 'bool'),
  row('series_sum', 'Sum of the elements.', 'series_sum(s)', ({ arg }) => total(known(present(arg(0))))),
  row('series_product', 'Product of the elements.', 'series_product(s)', ({ arg }) =>
    call('arrayProduct', 'real', [known(present(arg(0)))], { nullable: false }),
  ),
  row('series_dot_product', 'Sum of the products.', 'series_dot_product(a, b)', dotProduct),
  row(
    'series_pearson_correlation',
    'Correlation of two series.',
    'series_pearson_correlation(a, b)',
    pearson,
  ),
  row(
    'series_fill_const',
    'Missing values become a constant.',
    'series_fill_const(s, 0)',
    ({ args, arg, scope, ...rest }) =>
      args.length > 2
        ? rest.refuse('series_fill_const() with a placeholder')
        : fillConst({ args, arg, scope, ...rest }),
  ),
  row(
    'series_fill_forward',
    'Missing values become the one before.',
    'series_fill_forward(s)',
    fill('arrayFill'),
  ),
  row(
    'series_fill_backward',
    'Missing values become the one behind.',
    'series_fill_backward(s)',
    fill('arrayReverseFill'),
  ),
  row(
    'series_fill_linear',
    'Missing values become a line between their neighbours.',
    'series_fill_linear(s)',
    fillLinear,
  ),
  row('series_stats_dynamic', 'Figures of a series in a bag.', 'series_stats_dynamic(s)', statsBag),
  row('series_fit_line_dynamic', 'Fitted line in a bag.', 'series_fit_line_dynamic(s)', ({ arg }) =>
    bagOf(fitLine(arg(0)).map((value, index) => ({ name: FIT_NAMES[index] ?? '', value }))),
  ),
]
