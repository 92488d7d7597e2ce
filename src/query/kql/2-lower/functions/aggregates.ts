/**
 * Aggregates. Nulls are skipped everywhere; what an empty group gives is written in each row (count and sum 0,
 * avg NaN, the rest null). `…if` forms take a predicate as their last argument.
 */
import { asJson, convert } from '../conversions.ts'
import {
  and,
  call,
  castTo,
  FALSE,
  fromTicks,
  ifNull,
  isNotNull,
  lambda,
  literal,
  long,
  type OrderKey,
  raw,
  retyped,
  type Scalar,
  toTicks,
  variable,
} from '../scalar.ts'
import { aggregate } from './aggregate-call.ts'
import { elements, isKind } from './arrays.ts'
import { bagFromPairs, jsonArray } from './json.ts'
import { schemaAggregates } from './json-shapes.ts'
import { percentileAggregates } from './percentiles.ts'
import type { FunctionCall } from './row.ts'
import { sketchAggregates } from './sketches.ts'

export interface AggregateCall extends FunctionCall {
  /** The condition of an `…if` form. */
  readonly condition: Scalar | undefined
  /** The order of the rows, for lists. */
  readonly order: readonly OrderKey[]
}

export interface AggregateRow {
  readonly name: string
  readonly aliases?: readonly string[]
  /** How many arguments come before the predicate; an `if` form exists where this is set. */
  readonly ifForm?: { readonly name: string; readonly aliases?: readonly string[] }
  readonly nulls: string
  readonly doc: string
  readonly example: string
  /** Result columns; most have one. */
  readonly translate: (call: AggregateCall) => Scalar | readonly Scalar[]
}

const numeric = (expr: Scalar): Scalar =>
  expr.type === 'dynamic' || expr.type === 'string'
    ? convert(expr, 'real')
    : expr.type === 'bool'
      ? castTo('long', expr)
      : expr

function sumOf(given: AggregateCall): Scalar {
  const value = numeric(given.arg(0))
  const type = given.type
  if (value.type === 'datetime') return given.refuse('sum() of datetimes')
  const total = aggregate('sum', type, [value], given)
  const zero =
    type === 'real'
      ? literal('real', 0)
      : type === 'decimal'
        ? literal('decimal', '0')
        : type === 'timespan'
          ? literal('timespan', 0n)
          : long(0)
  return ifNull(type === 'decimal' ? castTo('decimal', total) : total, zero)
}

function avgOf(given: AggregateCall): Scalar {
  const value = numeric(given.arg(0))
  const mean = (expr: Scalar) => aggregate('avg', 'real', [expr], given)
  const rounded = (expr: Scalar) =>
    call('accurateCastOrNull', 'long', [call('round', 'real', [expr]), raw('Int64')], { nullable: true })
  if (value.type === 'timespan') return retyped(rounded(mean(retyped(value, 'long'))), 'timespan')
  if (value.type === 'datetime') return fromTicks(rounded(mean(toTicks(value))))
  if (value.type === 'decimal') return castTo('decimal', mean(castTo('real', value)))
  return ifNull(mean(value), literal('real', Number.NaN))
}

const extreme =
  (fn: 'min' | 'max') =>
  (given: AggregateCall): Scalar => {
    const value =
      given.arg(0).type === 'dynamic'
        ? convert(given.arg(0), given.type === 'dynamic' ? 'string' : given.type)
        : given.arg(0)
    const found = aggregate(fn, value.type, [value], given, { nullable: value.type !== 'string' })
    return given.type === 'dynamic' ? convert(found, 'dynamic') : found
  }

const deviation = (name: string, fn: string, aliases: readonly string[] = []): AggregateRow => ({
  name,
  aliases,
  ifForm: { name: `${name}if` },
  nulls: 'skipped; 0 for one row or none',
  doc: 'Spread of the values.',
  example: `${name}(x)`,
  translate: given => {
    const found = aggregate(fn, 'real', [convert(given.arg(0), 'real')], given)
    return ifNull(
      call('if', 'real', [call('isFinite', 'bool', [found]), found, literal('real', 0)], { nullable: true }),
      literal('real', 0),
    )
  },
})

/** Distinct values: exact in effect on small sets, as in the service. */
const distinct =
  (fn: string) =>
  (given: AggregateCall): Scalar => {
    const value = given.arg(0)
    return castTo('long', ifNull(aggregate(fn, 'long', [value], given), long(0)))
  }

const oneOf = (given: AggregateCall): Scalar | readonly Scalar[] => {
  const values = given.args.map(value =>
    aggregate('any', value.type, [value], given, { nullable: value.type !== 'string' }),
  )
  return values.length === 1 ? (values[0] as Scalar) : values
}

/** Elements as JSON texts, in row order where the rows have one. */
function listed(given: AggregateCall, options: { distinct?: boolean; withNulls?: boolean } = {}): Scalar {
  const value = given.arg(0)
  const isFlattened = options.distinct === true && value.type === 'dynamic'
  const json = isFlattened ? members(value) : asJson(value)
  const present = options.withNulls ? undefined : presence(value)
  const conditions = [present, given.condition ? ifNull(given.condition, FALSE) : undefined].filter(
    one => one !== undefined,
  )
  const condition = conditions.length > 0 ? and(...conditions) : undefined
  const inner: AggregateCall = { ...given, condition }
  const array =
    given.order.length > 0
      ? inOrder(json, inner)
      : aggregate('groupArray', 'raw', [json], inner, { nullable: false })
  const flat = isFlattened ? call('arrayFlatten', 'raw', [array], { nullable: false }) : array
  const unique = options.distinct ? call('arrayDistinct', 'raw', [flat], { nullable: false }) : flat
  const limit = given.args[1]
  const cut =
    limit && limit.type !== 'bool'
      ? call('arraySlice', 'raw', [unique, raw(1), limit], { nullable: false })
      : unique
  return jsonArray(cut)
}

/** make_set over arrays takes their elements. */
function members(value: Scalar): Scalar {
  const alone = call('array', 'raw', [asJson(value)], { nullable: false })
  return call('if', 'raw', [isKind(value, 'Array'), elements(value), alone], { nullable: false })
}

/** Null elements are left out; a dynamic null and an empty string that is no null stay apart. */
const presence = (value: Scalar): Scalar | undefined => (value.nullable ? isNotNull(value) : undefined)

function inOrder(json: Scalar, given: AggregateCall): Scalar {
  // Descending keys can't be negated for every type; the position in the order is carried instead.
  const position = castTo(
    'long',
    call('row_number', 'long', [], { over: { order: given.order }, nullable: false }),
  )
  const pairs = aggregate(
    'groupArray',
    'raw',
    [call('tuple', 'raw', [position, json], { nullable: false })],
    given,
    { nullable: false },
  )
  const first = lambda(['p'], call('tupleElement', 'raw', [variable('p', 'raw'), raw(1)]))
  const second = lambda(['p'], call('tupleElement', 'raw', [variable('p', 'raw'), raw(2)]))
  return call('arrayMap', 'raw', [second, call('arraySort', 'raw', [first, pairs], { nullable: false })], {
    nullable: false,
  })
}

const bits = (name: string, fn: string): AggregateRow => ({
  name,
  nulls: 'skipped',
  doc: 'Bitwise over all values.',
  example: `${name}(x)`,
  translate: given => castTo('long', aggregate(fn, 'long', [castTo('long', given.arg(0))], given)),
})

export const aggregateRows: readonly AggregateRow[] = [
  {
    name: 'count',
    aliases: ['cnt'],
    ifForm: { name: 'countif' },
    nulls: 'counts rows, not values',
    doc: 'Rows.',
    example: 'count()',
    translate: given => castTo('long', aggregate('count', 'long', [], given, { nullable: false })),
  },
  {
    name: 'sum',
    ifForm: { name: 'sumif' },
    nulls: 'skipped; 0 for none',
    doc: 'Sum.',
    example: 'sum(x)',
    translate: sumOf,
  },
  {
    name: 'avg',
    ifForm: { name: 'avgif' },
    nulls: 'skipped; NaN for none',
    doc: 'Mean.',
    example: 'avg(x)',
    translate: avgOf,
  },
  {
    name: 'min',
    ifForm: { name: 'minif' },
    nulls: 'skipped; null for none',
    doc: 'Smallest.',
    example: 'min(x)',
    translate: extreme('min'),
  },
  {
    name: 'max',
    ifForm: { name: 'maxif' },
    nulls: 'skipped; null for none',
    doc: 'Largest.',
    example: 'max(x)',
    translate: extreme('max'),
  },
  {
    name: 'dcount',
    ifForm: { name: 'dcountif' },
    nulls: 'skipped',
    doc: 'Distinct values, estimated on large sets.',
    example: 'dcount(x)',
    translate: distinct('uniqCombined64'),
  },
  {
    name: 'count_distinct',
    ifForm: { name: 'count_distinctif' },
    nulls: 'skipped',
    doc: 'Distinct values, exact.',
    example: 'count_distinct(x)',
    translate: distinct('uniqExact'),
  },
  ...percentileAggregates,
  deviation('stdev', 'stddevSamp'),
  deviation('stdevp', 'stddevPop'),
  deviation('variance', 'varSamp'),
  deviation('variancep', 'varPop'),
  {
    name: 'take_any',
    aliases: ['any'],
    ifForm: { name: 'take_anyif', aliases: ['anyif'] },
    nulls: 'a present value is preferred',
    doc: 'Any value.',
    example: 'take_any(x)',
    translate: oneOf,
  },
  {
    name: 'make_list',
    aliases: ['makelist'],
    ifForm: { name: 'make_list_if' },
    nulls: 'left out',
    doc: 'Array of the values.',
    example: 'make_list(x)',
    translate: given => listed(given),
  },
  {
    name: 'make_list_with_nulls',
    nulls: 'kept',
    doc: 'Array of the values, nulls too.',
    example: 'make_list_with_nulls(x)',
    translate: given => listed(given, { withNulls: true }),
  },
  {
    name: 'make_set',
    aliases: ['makeset'],
    ifForm: { name: 'make_set_if' },
    nulls: 'left out',
    doc: 'Array of the distinct values.',
    example: 'make_set(x)',
    translate: given => listed(given, { distinct: true }),
  },
  {
    name: 'make_bag',
    aliases: ['make_dictionary'],
    ifForm: { name: 'make_bag_if' },
    nulls: 'left out',
    doc: 'One bag of all bags; the first value of a key stays.',
    example: 'make_bag(x)',
    translate: bagOf,
  },
  ...sketchAggregates,
  ...schemaAggregates,
  bits('binary_all_and', 'groupBitAnd'),
  bits('binary_all_or', 'groupBitOr'),
  bits('binary_all_xor', 'groupBitXor'),
  ...(['covariance', 'covariancep'] as const).map(
    (name): AggregateRow => ({
      name,
      ifForm: { name: `${name}if` },
      nulls: 'skipped',
      doc: 'Covariance of two columns.',
      example: `${name}(x, y)`,
      translate: given =>
        aggregate(
          name === 'covariance' ? 'covarSamp' : 'covarPop',
          'real',
          [convert(given.arg(0), 'real'), convert(given.arg(1), 'real')],
          given,
        ),
    }),
  ),
]

function bagOf(given: AggregateCall): Scalar {
  const pairs = call('JSONExtractKeysAndValuesRaw', 'raw', [ifNull(given.arg(0), literal('dynamic', '{}'))], {
    nullable: false,
  })
  const all = call(
    'arrayFlatten',
    'raw',
    [aggregate('groupArray', 'raw', [pairs], given, { nullable: false })],
    { nullable: false },
  )
  return bagFromPairs(all)
}

/** Every name an aggregate answers to, and whether it takes a predicate. */
export const aggregatesByName: ReadonlyMap<string, AggregateName> = new Map(
  aggregateRows.flatMap(row => [
    ...namesOf(row).map((name): [string, AggregateName] => [name, { row, hasPredicate: false }]),
    ...(row.ifForm ? namesOf(row.ifForm) : []).map((name): [string, AggregateName] => [
      name,
      { row, hasPredicate: true },
    ]),
  ]),
)

export interface AggregateName {
  readonly row: AggregateRow
  readonly hasPredicate: boolean
}

function namesOf(named: { readonly name: string; readonly aliases?: readonly string[] }): readonly string[] {
  return [named.name, ...(named.aliases ?? [])]
}

export const isAggregateName = (name: string): boolean =>
  aggregatesByName.has(name) || /^arg_?(max|min)$/.test(name)
