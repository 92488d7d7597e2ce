/**
 * A series as the sum of a seasonal part, a trend and the rest; outliers are far out in the rest. The period is a
 * constant or 0 for none: how the service finds one by itself is not published, so that is refused.
 */
import { asJson, convert } from '../conversions.ts'
import { lambda, literal, long, raw, type Scalar, text, textOf, variable, wholeOf } from '../scalar.ts'
import { list } from './arrays.ts'
import { type Formula, formula } from './formula.ts'
import { jsonArray } from './json.ts'
import type { MultiCall, MultiRow } from './multi.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'
import { jsonOf, numbers } from './series.ts'

/** The medians of the values at the same place of each period, repeated; the last `kept` values don't count. */
const seasonal = formula(
  'seasonal',
  'values, period, kept',
  `let learned = arraySlice(values, 1, length(values) - kept);
   let medians = arrayMap(
     k -> arrayReduce('quantileExactInclusive(0.5)', arrayFilter(
       (v, i) -> (i - 1) % period = k, learned, arrayEnumerate(learned))),
     range(0, period));
   arrayMap(i -> ifNull(medians[(i - 1) % period + 1], nan), arrayEnumerate(values))`,
  { type: 'raw' },
)

const TRENDS: Readonly<Record<string, Formula>> = {
  none: formula('noTrend', 'values, kept', 'arrayMap(v -> toFloat64(0), values)', { type: 'raw' }),
  avg: formula(
    'meanTrend',
    'values, kept',
    `let mean = ifNull(arrayReduce('avg', arraySlice(values, 1, length(values) - kept)), nan);
     arrayMap(v -> mean, values)`,
    { type: 'raw' },
  ),
  linefit: formula(
    'lineTrend',
    'values, kept',
    `let places = arrayMap(i -> toFloat64(i), arrayEnumerate(values));
     let learned = arrayFilter((p, v) -> isNotNull(v) and p <= length(values) - kept, places, values);
     let line = arrayReduce(
       'simpleLinearRegression', learned, arrayMap(p -> assumeNotNull(values[toUInt64(p)]), learned));
     arrayMap(p -> line.1 * p + line.2, places)`,
    { type: 'raw' },
  ),
}

const plus = formula('sumOf', 'a, b', 'arrayMap((v, w) -> v + w, a, b)', { type: 'raw' })
const minus = formula('rest', 'a, b', 'arrayMap((v, w) -> v - w, a, b)', { type: 'raw' })
const zeros = formula('zeros', 'values', 'arrayMap(v -> toFloat64(0), values)', { type: 'raw' })

interface Parts {
  readonly baseline: Scalar
  readonly seasonal: Scalar
  readonly trend: Scalar
  readonly residual: Scalar
}

interface Settings {
  readonly series: Scalar
  readonly period: Scalar | undefined
  readonly trend: Scalar | undefined
  readonly kept: Scalar | undefined
}

/** The seasonal part is taken out first, then the trend; the baseline is their sum. Or why there are no parts. */
function decomposed({ series, period, trend, kept }: Settings): Parts | string {
  const [length, kind] = [wholeOf(period ?? long(-1)), trend ? textOf(trend) : 'avg']
  if (length === undefined || length < 0) return 'without a constant seasonality (finding the period)'
  const trended = TRENDS[kind ?? '']
  if (!trended) return 'with this trend'
  const values = numbers(series)
  const untested = convert(kept ?? long(0), 'long')
  const season = length === 0 ? zeros(values) : seasonal(values, raw(length), untested)
  const line = trended(length === 0 ? values : minus(values, season), untested)
  const baseline = plus(season, line)
  return { baseline, seasonal: season, trend: line, residual: minus(values, baseline) }
}

/** The share of the factor: 1.5 for a normal distribution is as far out as 1.5 is between the quartiles. */
const METHODS: Readonly<
  Record<string, { readonly low: string; readonly high: string; readonly factor: number }>
> = {
  ctukey: {
    low: 'quantileExactInclusive(0.1)',
    high: 'quantileExactInclusive(0.9)',
    factor: 2.772605605507915,
  },
  tukey: { low: 'quantileExactInclusive(0.25)', high: 'quantileExactInclusive(0.75)', factor: 1 },
}

/** How many times the distance of the two quantiles a value lies outside of them. */
const fences = formula(
  'fences',
  'values, low, high, factor',
  `let bottom = assumeNotNull(arrayReduce(low, values));
   let top = assumeNotNull(arrayReduce(high, values));
   arrayMap(
     v -> factor * multiIf(
       isNull(v), toFloat64(0),
       v > top, assumeNotNull(v - top) / (top - bottom),
       v < bottom, assumeNotNull(v - bottom) / (top - bottom),
       toFloat64(0)),
     values)`,
  { type: 'raw' },
)

function scores(values: Scalar, method: Scalar | undefined): Scalar | undefined {
  const found = METHODS[method ? (textOf(method) ?? '') : 'ctukey']
  return found && fences(values, raw(found.low), raw(found.high), literal('real', found.factor))
}

const without = formula('without', 'values, ignored', 'arrayMap(v -> nullIf(v, ignored), values)', {
  type: 'raw',
})

function outliers({ arg, args, refuse }: FunctionCall): Scalar {
  if (args.length > 3) return refuse('series_outliers() with percentiles of its own')
  const values = numbers(arg(0))
  const found = scores(args[2] ? without(values, convert(args[2], 'real')) : values, args[1])
  return found ? jsonOf(found) : refuse('series_outliers() of this kind')
}

const flags = formula(
  'flags',
  'scores, threshold',
  'arrayMap(s -> toInt64(s > threshold) - toInt64(s < -threshold), scores)',
  { type: 'raw' },
)
const jsonOfWhole = (array: Scalar): Scalar =>
  jsonArray(list('arrayMap', [lambda(['v'], asJson(variable('v', 'long'))), array]))

function anomalies({ arg, args, refuse }: MultiCall): readonly Scalar[] {
  const parts = decomposed({ series: arg(0), period: args[2], trend: args[3], kept: args[4] })
  if (typeof parts === 'string') return refuse(`series_decompose_anomalies() ${parts}`)
  const found = scores(parts.residual, args[5])
  if (!found) return refuse('series_decompose_anomalies() with this method')
  const threshold = convert(args[1] ?? literal('real', 1.5), 'real')
  return [jsonOfWhole(flags(found, threshold)), jsonOf(found), jsonOf(parts.baseline)]
}

const all = (parts: Parts): readonly Scalar[] =>
  [parts.baseline, parts.seasonal, parts.trend, parts.residual].map(jsonOf)

function decompose({ arg, args, refuse }: MultiCall): readonly Scalar[] {
  const parts = decomposed({ series: arg(0), period: args[1], trend: args[2], kept: args[3] })
  return typeof parts === 'string' ? refuse(`series_decompose() ${parts}`) : all(parts)
}

function forecast({ arg, args, refuse }: MultiCall): readonly Scalar[] {
  const trend = args[3] ?? text('linefit')
  const parts = decomposed({ series: arg(0), period: args[2], trend, kept: arg(1) })
  return typeof parts === 'string' ? refuse(`series_decompose_forecast() ${parts}`) : all(parts)
}

const ALL = [
  ['baseline', 'dynamic'],
  ['seasonal', 'dynamic'],
  ['trend', 'dynamic'],
  ['residual', 'dynamic'],
] as const

export const decompositionMultiples: readonly MultiRow[] = [
  {
    name: 'series_decompose',
    results: ALL,
    doc: 'Baseline, seasonal part, trend and rest, for a constant period.',
    example: 'series_decompose(a, 2)',
    translate: decompose,
  },
  {
    name: 'series_decompose_forecast',
    results: ALL,
    doc: 'A decomposition that does not know the last points; the baseline goes on over them. For a constant period.',
    example: 'series_decompose_forecast(a, 1, 2)',
    translate: forecast,
  },
  {
    name: 'series_decompose_anomalies',
    results: [
      ['ad_flag', 'dynamic'],
      ['ad_score', 'dynamic'],
      ['baseline', 'dynamic'],
    ],
    doc: 'Where the rest of a decomposition is far out, how far, and the baseline; for a constant period.',
    example: 'series_decompose_anomalies(a, 1.5, 2)',
    translate: anomalies,
  },
]

export const decompositionFunctions: readonly FunctionRow[] = [
  row(
    'series_seasonal',
    'The medians of a constant period; without one it is refused.',
    'series_seasonal(a, 2)',
    ({ arg, args, refuse }) => {
      const period = wholeOf(args[1])
      return period === undefined || period < 1
        ? refuse('series_seasonal() without a constant period')
        : jsonOf(seasonal(numbers(arg(0)), raw(period), convert(args[2] ?? long(0), 'long')))
    },
  ),
  row('series_outliers', "How far values lie outside of Tukey's fences.", 'series_outliers(a)', outliers),
]
