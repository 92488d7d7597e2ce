/**
 * hll and tdigest as plain data: an array of the distinct values' hashes, an array of [value, weight]. Merging and
 * reading them is exact, where the service estimates; what they hold grows with the distinct values, and their
 * JSON is not the service's own.
 */
import { asJson, asString, convert } from '../conversions.ts'
import {
  and,
  call,
  castTo,
  FALSE,
  ifNull,
  isNotNull,
  lambda,
  literal,
  long,
  nullOf,
  raw,
  type Scalar,
  variable,
} from '../scalar.ts'
import type { AggregateCall, AggregateRow } from './aggregates.ts'
import { elements, isKind, list } from './arrays.ts'
import { jsonArray } from './json.ts'
import { type FunctionCall, type FunctionRow, row } from './row.ts'
import { constantTexts } from './strings.ts'

/** The engine's list of a value over the rows that have it. */
function collected(fn: string, value: Scalar, present: Scalar, given: AggregateCall): Scalar {
  const condition = given.condition ? and(present, ifNull(given.condition, FALSE)) : present
  return call(`${fn}If`, 'raw', [value, condition], { nullable: false })
}

/** An array of JSON texts, null where it is empty. */
const sketch = (texts: Scalar): Scalar =>
  call('if', 'dynamic', [call('empty', 'bool', [texts]), nullOf('dynamic'), jsonArray(texts)], {
    nullable: true,
  })

const flat = (arrays: Scalar): Scalar => list('arrayFlatten', [arrays])
const distinct = (texts: Scalar): Scalar => list('arrayDistinct', [texts])

function hll(given: AggregateCall): Scalar {
  const value = given.arg(0)
  const hash = call('reinterpretAsInt64', 'long', [call('sipHash64', 'raw', [asString(value)])])
  const digits = call('toString', 'string', [hash], { nullable: false })
  return sketch(collected('groupUniqArray', digits, isNotNull(value), given))
}

function tdigest(given: AggregateCall): Scalar {
  const given0 = given.arg(0)
  if (given0.type === 'datetime' || given0.type === 'timespan') return given.refuse('tdigest() of times')
  const value = convert(given0, 'real')
  const weight = given.args[1] ? castTo('long', given.args[1]) : long(1)
  const pair = jsonArray(list('array', [asJson(value), asJson(weight)]))
  return sketch(collected('groupArray', pair, and(isNotNull(value), isNotNull(weight)), given))
}

/** An aggregate over sketches gives the sketch of all. */
const merging =
  (join: (texts: Scalar) => Scalar) =>
  (given: AggregateCall): Scalar =>
    sketch(join(flat(collected('groupArray', elements(given.arg(0)), isNotNull(given.arg(0)), given))))

export const sketchAggregates: readonly AggregateRow[] = [
  {
    name: 'hll',
    ifForm: { name: 'hll_if' },
    nulls: 'skipped; null for none',
    doc: 'What dcount_hll() counts: exact, in a form of its own; the accuracy is not used.',
    example: 'hll(x)',
    translate: hll,
  },
  {
    name: 'hll_merge',
    nulls: 'skipped; null for none',
    doc: 'One hll of several.',
    example: 'hll_merge(a)',
    translate: merging(distinct),
  },
  {
    name: 'tdigest',
    nulls: 'skipped; null for none',
    doc: 'What percentile_tdigest() reads: exact, in a form of its own; numbers only.',
    example: 'tdigest(x)',
    translate: tdigest,
  },
  {
    name: 'tdigest_merge',
    aliases: ['merge_tdigest'],
    nulls: 'skipped; null for none',
    doc: 'One tdigest of several.',
    example: 'tdigest_merge(a)',
    translate: merging(texts => texts),
  },
]

const p = variable('p', 'raw')
const part = (place: number): Scalar => call('tupleElement', 'raw', [p, raw(place)], { nullable: false })

/** (value, weight) in rising order. */
const pairsOf = (digest: Scalar): Scalar =>
  list('arraySort', [
    call(
      'JSONExtract',
      'raw',
      [ifNull(digest, literal('dynamic', '[]')), raw('Array(Tuple(Float64, Int64))')],
      {
        nullable: false,
      },
    ),
  ])
const weightsOf = (pairs: Scalar): Scalar => list('arrayMap', [lambda(['p'], part(2)), pairs])

const ofSketch = (given: Scalar, value: Scalar): Scalar =>
  call('if', value.type, [isKind(given, 'Array'), value, nullOf(value.type === 'real' ? 'real' : 'long')], {
    nullable: true,
  })

/** Nearest rank: the first value whose weights so far reach the share. */
function quantile(digest: Scalar, rank: Scalar): Scalar {
  const pairs = pairsOf(digest)
  const weights = weightsOf(pairs)
  const share = call('divide', 'real', [
    call('multiply', 'real', [
      convert(rank, 'real'),
      call('arraySum', 'real', [weights], { nullable: false }),
    ]),
    literal('real', 100),
  ])
  const reached = lambda(['c'], call('greaterOrEquals', 'bool', [variable('c', 'long'), share]))
  const place = call('arrayFirstIndex', 'raw', [reached, list('arrayCumSum', [weights])], { nullable: false })
  const found = call('arrayElement', 'raw', [pairs, place], { nullable: false })
  const value = call('tupleElement', 'real', [found, raw(1)], { nullable: false })
  return ofSketch(digest, value)
}

function percentile(given: FunctionCall): Scalar {
  return convert(quantile(given.arg(0), given.arg(1)), given.type)
}

function percentiles({ arg, args, refuse }: FunctionCall): Scalar {
  const ranks = constantTexts(args[1])?.map(one => literal('real', Number(one))) ?? args.slice(1)
  if (ranks.some(one => one.kind !== 'literal')) return refuse('percentiles_array_tdigest() of no constants')
  return jsonArray(
    list(
      'array',
      ranks.map(rank => asJson(quantile(arg(0), rank))),
    ),
  )
}

/** The weight of all values up to this one. */
function rankOf({ arg }: FunctionCall): Scalar {
  const value = convert(arg(1), 'real')
  const upTo = list('arrayFilter', [
    lambda(['p'], call('lessOrEquals', 'bool', [part(1), ifNull(value, literal('real', Number.NaN))])),
    pairsOf(arg(0)),
  ])
  const rank = call('toFloat64', 'real', [call('arraySum', 'raw', [weightsOf(upTo)], { nullable: false })])
  return ofSketch(arg(0), rank)
}

const together =
  (join: (texts: Scalar) => Scalar) =>
  ({ args }: FunctionCall): Scalar =>
    sketch(join(list('arrayConcat', args.map(elements))))

export const sketchFunctions: readonly FunctionRow[] = [
  row('dcount_hll', 'How many distinct values an hll saw; exact.', 'dcount_hll(a)', ({ arg }) =>
    ofSketch(arg(0), castTo('long', call('length', 'long', [elements(arg(0))], { nullable: false }))),
  ),
  row('hll_merge', 'One hll of several.', 'hll_merge(a, c)', together(distinct)),
  row(
    'tdigest_merge',
    'One tdigest of several.',
    'tdigest_merge(a, c)',
    together(texts => texts),
    ['merge_tdigest'],
  ),
  row(
    'percentile_tdigest',
    'Nearest rank in a tdigest; exact.',
    'percentile_tdigest(dynamic([[1, 1], [2, 2]]), 50)',
    percentile,
  ),
  row(
    'percentiles_array_tdigest',
    'Several nearest ranks in a tdigest.',
    'percentiles_array_tdigest(dynamic([[1, 1], [2, 2]]), 50, 95)',
    percentiles,
  ),
  row(
    'percentrank_tdigest',
    'The share of the values of a tdigest that are not above a value, in percent; exact.',
    'percentrank_tdigest(dynamic([[1, 1], [2, 2]]), 1)',
    given => {
      const all = call('arraySum', 'real', [weightsOf(pairsOf(given.arg(0)))], { nullable: false })
      return call('divide', 'real', [call('multiply', 'real', [rankOf(given), raw(100)]), all])
    },
  ),
  row(
    'rank_tdigest',
    'How many values of a tdigest are not above a value; exact.',
    'rank_tdigest(dynamic([[1, 1], [2, 2]]), 1)',
    rankOf,
  ),
]
