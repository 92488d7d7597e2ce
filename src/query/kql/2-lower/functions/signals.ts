/** Series as signals: filters and the Fourier transform. A missing value counts as 0. */
import { call, FALSE, ifNull, lambda, literal, nullOf, raw, type Scalar, TRUE, variable } from '../scalar.ts'
import { isKind, list } from './arrays.ts'
import { type Formula, formula } from './formula.ts'
import type { MultiRow } from './multi.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'
import { jsonOf, known, numbers } from './series.ts'
import { constantTexts } from './strings.ts'

const [x, i] = [variable('x', 'real', true), variable('i', 'long')]

const filled = (series: Scalar): Scalar =>
  list('arrayMap', [lambda(['x'], ifNull(x, literal('real', 0))), numbers(series)])

/** A recursive filter with constant coefficients; the values and results before the first are 0. */
function recursiveFilter({ arg, args, refuse }: FunctionCall): Scalar {
  const [b, a] = [constantTexts(args[1])?.map(Number), constantTexts(args[2])?.map(Number)]
  const lead = a?.[0]
  if (!b || !a || !lead || [...a, ...b].some(Number.isNaN))
    return refuse('series_iir() without constant coefficients')
  const zeros = (count: number) =>
    list('arrayWithConstant', [raw(count), call('toFloat64', 'real', [raw(0)])])
  const values = filled(arg(0))
  const [before, results] = [list('arrayConcat', [zeros(b.length), values]), variable('r', 'raw')]
  const term = (array: Scalar, offset: number, factor: number) =>
    call('multiply', 'real', [
      call('arrayElement', 'real', [array, call('plus', 'long', [i, raw(offset)])], { nullable: false }),
      literal('real', factor / lead),
    ])
  const terms = [
    ...b.map((factor, j) => term(before, b.length - j, factor)),
    ...a.slice(1).map((factor, j) => term(results, a.length - j - 1, -factor)),
  ]
  const next = terms.length > 1 ? call('plus', 'real', terms) : (terms[0] ?? literal('real', 0))
  const folded = list('arrayFold', [
    lambda(['r', 'i'], list('arrayPushBack', [results, next])),
    list('arrayEnumerate', [values]),
    zeros(a.length),
  ])
  return jsonOf(list('arraySlice', [folded, raw(a.length + 1)]))
}

/** The sum of the values before, each with its factor; `ahead` moves it to the middle of the window. */
const convolved = formula(
  'convolved',
  'values, factors, ahead',
  `let padded = arrayConcat(
     arrayWithConstant(length(factors), toFloat64(0)), values, arrayWithConstant(length(factors), toFloat64(0)));
   let turned = arrayReverse(factors);
   arrayMap(
     i -> arraySum((v, f) -> v * f, arraySlice(padded, i + 1 + ahead, length(factors)), turned),
     arrayEnumerate(values))`,
  { type: 'raw' },
)

/** A filter without a negative factor is scaled to a sum of 1 unless it is told not to be. */
function impulseFilter({ arg, args, refuse }: FunctionCall): Scalar {
  const factors = constantTexts(args[1])?.map(Number)
  if (!factors?.length || factors.some(Number.isNaN)) return refuse('series_fir() without a constant filter')
  const [normalizes, centers] = [switched(args[2], !factors.some(one => one < 0)), switched(args[3], false)]
  if (normalizes === undefined || centers === undefined)
    return refuse('series_fir() with switches that are no constants')
  if (normalizes && factors.some(one => one < 0)) return nullOf('dynamic')
  if (centers && factors.length % 2 === 0) return refuse('series_fir() centers filters of an odd length only')
  const sum = normalizes ? factors.reduce((total, one) => total + one, 0) : 1
  const scaled = list(
    'array',
    factors.map(one => literal('real', one / sum)),
  )
  return jsonOf(convolved(filled(arg(0)), scaled, raw(centers ? (factors.length - 1) / 2 : 0)))
}

const switched = (given: Scalar | undefined, fallback: boolean): boolean | undefined =>
  given === undefined ? fallback : given.kind === 'literal' ? Boolean(given.value) : undefined

/** One part of the discrete transform; `turn` is -1 forwards, 1 backwards, and `scale` what the sums are divided by. */
const transform = (part: string, sum: string): Formula =>
  formula(
    `transform_${part}`,
    'real, imaginary, turn, scale',
    `let n = length(real);
     arrayMap(
       k ->
         arraySum(
           (r, m, i) -> def angle = turn * 2 * pi() * ((i - 1) * (k - 1) % n) / n; ${sum},
           real, imaginary, arrayEnumerate(real)) / (scale ? n : 1),
       arrayEnumerate(real))`,
    { type: 'raw' },
  )
const realPart = transform('real', 'r * cos(angle) - m * sin(angle)')
const imaginaryPart = transform('imaginary', 'r * sin(angle) + m * cos(angle)')

const sameLength = formula(
  'sameLength',
  'values, other',
  'arrayResize(values, length(other), toFloat64(0))',
  {
    type: 'raw',
  },
)

const fourier =
  (isInverse: boolean): MultiRow['translate'] =>
  ({ arg, args }) => {
    const real = filled(arg(0))
    const imaginary = sameLength(args[1] ? filled(args[1]) : list('emptyArrayFloat64', []), real)
    const [turn, scale] = [raw(isInverse ? 1 : -1), isInverse ? TRUE : FALSE]
    return [realPart, imaginaryPart].map(part => jsonOf(part(real, imaginary, turn, scale)))
  }

const PARTS = [
  ['real', 'dynamic'],
  ['imag', 'dynamic'],
] as const

export const signalMultiples: readonly MultiRow[] = [
  {
    name: 'series_fft',
    results: PARTS,
    doc: 'The Fourier transform of a series, real and imaginary part.',
    example: 'series_fft(a)',
    translate: fourier(false),
  },
  {
    name: 'series_ifft',
    results: PARTS,
    doc: 'The inverse Fourier transform.',
    example: 'series_ifft(a, a)',
    translate: fourier(true),
  },
]

const magnitude = formula('magnitude', 'values', 'sqrt(arraySum(v -> v * v, values))')

/** To the end of the shorter one; null where one is empty. */
const cosine = formula(
  'cosine',
  'first, second',
  `let size = least(length(first), length(second));
   let a = arrayResize(first, size);
   let b = arrayResize(second, size);
   size = 0 ? null : arrayDotProduct(a, b) / magnitude(a) / magnitude(b)`,
  { nullable: true, uses: { magnitude } },
)

export const signalFunctions: readonly FunctionRow[] = [
  row(
    'series_iir',
    'A recursive filter with constant coefficients.',
    'series_iir(a, dynamic([1]), dynamic([1, -1]))',
    recursiveFilter,
  ),
  row('series_fir', 'A moving sum with constant factors.', 'series_fir(a, dynamic([1, 1]))', impulseFilter),
  row('series_magnitude', 'The length of the series as a vector.', 'series_magnitude(a)', ({ arg }) =>
    call('if', 'real', [isKind(arg(0), 'Array'), magnitude(filled(arg(0))), nullOf('real')], {
      nullable: true,
    }),
  ),
  row(
    'series_cosine_similarity',
    'The cosine of the angle between two series.',
    'series_cosine_similarity(a, a)',
    ({ arg, args, refuse }) =>
      args.length > 2
        ? refuse('series_cosine_similarity() with given magnitudes')
        : cosine(known(numbers(arg(0))), known(numbers(arg(1)))),
  ),
]
