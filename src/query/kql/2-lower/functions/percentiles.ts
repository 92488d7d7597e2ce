/** Percentiles: the nearest rank, exact, with or without weights. */
import { asJson, convert } from '../conversions.ts'
import { call, castTo, fromTicks, ifNull, literal, long, raw, type Scalar, toTicks } from '../scalar.ts'
import { aggregate } from './aggregate-call.ts'
import type { AggregateCall, AggregateRow } from './aggregates.ts'
import { jsonArray } from './json.ts'
import { constantTexts } from './strings.ts'

/** Nearest rank: the value itself, never between two. */
function percentileOf(value: Scalar, rank: Scalar, given: AggregateCall, weight = raw(1)): Scalar {
  const level = rank.kind === 'literal' ? Number(rank.value) / 100 : undefined
  if (level === undefined) return given.refuse('a percentile that is no constant')
  if (value.type === 'string') return given.refuse('a percentile of texts')
  const subject = value.type === 'dynamic' ? convert(value, 'real') : value
  const ticks = subject.type === 'datetime' ? toTicks(subject) : subject
  const result = aggregate('quantileExactWeighted', ticks.type, [ticks, weight], given, {
    params: [raw(Math.min(1, Math.max(0, level)))],
  })
  return subject.type === 'datetime' ? fromTicks(result) : result
}

/** A weight that is null or negative counts nothing. */
const weightOf = (given: AggregateCall): Scalar =>
  call('toUInt64', 'raw', [
    call('greatest', 'long', [ifNull(castTo('long', given.arg(1)), long(0)), long(0)]),
  ])

/** Ranks may come in a constant array. */
function ranksOf(rank: Scalar): readonly Scalar[] {
  const texts = constantTexts(rank)
  return texts ? texts.map(one => literal('real', Number(one))) : [rank]
}

export const percentileAggregates: readonly AggregateRow[] = [
  {
    name: 'percentile',
    nulls: 'skipped; null for none',
    doc: 'Nearest rank.',
    example: 'percentile(x, 95)',
    translate: given => percentileOf(given.arg(0), given.arg(1), given),
  },
  {
    name: 'percentiles',
    nulls: 'skipped; null for none',
    doc: 'Several nearest ranks, a column each.',
    example: 'percentiles(x, 50, 95)',
    translate: given => given.args.slice(1).map(rank => percentileOf(given.arg(0), rank, given)),
  },
  {
    name: 'percentiles_array',
    nulls: 'skipped',
    doc: 'Several nearest ranks in an array.',
    example: 'percentiles_array(x, 50, 95)',
    translate: given => {
      const ranks = given.args.slice(1).flatMap(ranksOf)
      const list = ranks.map(rank => asJson(percentileOf(given.arg(0), rank, given)))
      return jsonArray(call('array', 'raw', list, { nullable: false }))
    },
  },
  {
    name: 'percentilew',
    nulls: 'skipped; null for none',
    doc: 'Nearest rank of values that count several times.',
    example: 'percentilew(x, y, 95)',
    translate: given => percentileOf(given.arg(0), given.arg(2), given, weightOf(given)),
  },
  {
    name: 'percentilesw',
    nulls: 'skipped; null for none',
    doc: 'Several nearest ranks with weights, a column each.',
    example: 'percentilesw(x, y, 50)',
    translate: given =>
      given.args.slice(2).map(rank => percentileOf(given.arg(0), rank, given, weightOf(given))),
  },
  {
    name: 'percentilesw_array',
    nulls: 'skipped',
    doc: 'Several nearest ranks with weights in an array.',
    example: 'percentilesw_array(x, y, 50, 95)',
    translate: given => {
      const ranks = given.args.slice(2).flatMap(ranksOf)
      const list = ranks.map(rank => asJson(percentileOf(given.arg(0), rank, given, weightOf(given))))
      return jsonArray(call('array', 'raw', list, { nullable: false }))
    },
  },
]
