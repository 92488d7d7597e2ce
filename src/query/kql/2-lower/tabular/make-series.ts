/**
 * make-series: aggregates per bin, as one array a group with every bin present. The bins are counted from the start:
 * first one row for each group and bin, then the rows of a group folded into arrays.
 */
import type { Bound } from '../../1-read/bound.ts'
import { type Query, refuseScalar, type Scope, withRow } from '../context.ts'
import { asJson, convert } from '../conversions.ts'
import { lowerScalar } from '../expressions.ts'
import { jsonArray } from '../functions/json.ts'
import { binOf } from '../functions/math.ts'
import { columnOf, type NamedScalar, type Operator, type Relation } from '../operators.ts'
import {
  and,
  call,
  castTo,
  fromTicks,
  lambda,
  literal,
  long,
  nullOf,
  raw,
  retyped,
  type Scalar,
  text,
  toTicks,
  variable,
} from '../scalar.ts'
import type { OperatorLowering } from '../tabular.ts'
import { aggregateOf } from './aggregate-operators.ts'
import { lowerAggregate } from './aggregates.ts'
import { boundColumns, checkParameters, filterOf, parameter } from './build.ts'
import { inSequence } from './columns.ts'

/** Where the series runs, in the axis' own numbers (ticks for times). */
interface Axis {
  readonly value: Scalar
  readonly start: Scalar
  readonly end: Scalar
  readonly step: Scalar
  /** Whether a value at the end still belongs to the series. */
  readonly closed: boolean
  readonly type: Scalar['type']
  /** The same as they were given: a filter on the column itself is one the engine's indexes serve. */
  readonly bounds: { readonly value: Scalar; readonly start: Scalar; readonly end: Scalar }
}

const makeSeries: OperatorLowering = (node, input, query, scope) => {
  checkParameters(node, ['kind'], query)
  const rows = withRow(scope, input)
  const axis = axisOf(node, input, query, rows)
  if (!axis) return input
  const result = boundColumns(node)
  const by = node.maybe('ByClause')?.list('Expressions') ?? []
  const keys = inSequence(by, result.slice(0, by.length), query, rows)
  const series = node.list('Aggregates').map(one => ({
    value: oneValue(one.part('Expression'), query, rows),
    fallback: one.maybe('DefaultExpression')?.maybe('Expression'),
  }))
  const inside = and(
    call('greaterOrEquals', 'bool', [axis.bounds.value, axis.bounds.start]),
    call(axis.closed ? 'lessOrEquals' : 'less', 'bool', [axis.bounds.value, axis.bounds.end]),
  )
  const bin = { name: query.fresh('bin'), expr: binNumber(axis) }
  const values = series.map(
    ({ value }, index): NamedScalar => ({ name: query.fresh(`value${index}_`), expr: value }),
  )
  const binned = aggregateOf(filterOf(input, inside), [...keys, bin], values, query)
  const names = result.slice(by.length).map(one => one.name)
  return folded({
    node,
    binned,
    keys,
    bin: bin.name,
    values,
    axis,
    fallbacks: series.map(one => one.fallback),
    names,
    query,
    rows,
  })
}

function oneValue(node: Bound, query: Query, scope: Scope): Scalar {
  const [value, ...others] = lowerAggregate(node, query, scope, new Set())
  if (value && others.length === 0) return value
  return refuseScalar(query, node, `make-series of '${node.text.slice(0, 40)}', which gives several columns`)
}

interface Fold {
  readonly node: Bound
  readonly binned: Relation
  readonly keys: readonly NamedScalar[]
  readonly bin: string
  readonly values: readonly NamedScalar[]
  readonly axis: Axis
  readonly fallbacks: readonly (Bound | undefined)[]
  readonly names: readonly string[]
  readonly query: Query
  readonly rows: Scope
}

function folded({ node, binned, keys, bin, values, axis, fallbacks, names, query, rows }: Fold): Relation {
  const own = new Map(binned.columns.map(one => [one.name, one]))
  const ref = (name: string): Scalar => columnOf(own.get(name) ?? { name, type: 'long', nullable: false })
  const bins = call('groupArray', 'raw', [castTo('long', ref(bin))], { nullable: false })
  const i = variable('i', 'long')
  const count = call(
    'toInt64',
    'long',
    [call('greatest', 'long', [binCount(axis), raw(0)], { nullable: false })],
    { nullable: false },
  )
  const all = call('range', 'raw', [count], { nullable: false })
  const arrays = values.map(({ name }, index) => {
    const value = ref(name)
    const given = fallbacks[index]
    const fallback = given
      ? convert(lowerScalar(given, query, rows), value.type === 'raw' ? 'real' : value.type)
      : zeroOf(value)
    const texts = call('groupArray', 'raw', [asJson(value)], { nullable: false })
    const found = call(
      'arrayElement',
      'string',
      [texts, call('indexOf', 'raw', [bins, i], { nullable: false })],
      { nullable: false },
    )
    const element = call(
      'if',
      'string',
      [call('has', 'bool', [bins, i], { nullable: false }), found, asJson(fallback)],
      { nullable: false },
    )
    return jsonArray(call('arrayMap', 'raw', [lambda(['i'], element), all], { nullable: false }))
  })
  const places = jsonArray(
    call('arrayMap', 'raw', [lambda(['i'], asJson(placeOf(axis, i))), all], { nullable: false }),
  )
  // The binder lists the aggregates first and the axis last.
  const exprs = [...arrays, places]
  const aggregates = names.map(
    (name, index): NamedScalar => ({ name, expr: exprs[index] ?? nullOf('dynamic') }),
  )
  const passedKeys = keys.map(({ name }) => ({ name, expr: ref(name) }))
  const relation = aggregateOf(binned, passedKeys, aggregates, query)
  const isKept = keys.length > 0 || parameter(node, 'kind') === 'nonempty'
  if (isKept) return relation
  // Without groups the engine gives a row even for no data; KQL doesn't.
  const flag = query.fresh('any')
  const counted = aggregateOf(
    binned,
    [],
    [...aggregates, { name: flag, expr: call('count', 'long', [], { nullable: false }) }],
    query,
  )
  const present = filterOf(
    counted,
    call('greater', 'bool', [columnOf({ name: flag, type: 'long', nullable: false }), raw(0)]),
  )
  return {
    ...present,
    columns: present.columns.map(one => (one.name === flag ? { ...one, hidden: true } : one)),
  }
}

/** What an empty bin holds where no default is given. */
function zeroOf(value: Scalar): Scalar {
  const zeros: Readonly<Record<string, Scalar>> = {
    real: literal('real', 0),
    long: long(0),
    int: long(0),
    timespan: literal('timespan', 0n),
    decimal: literal('decimal', '0'),
    string: text(''),
  }
  return zeros[value.type] ?? nullOf(value.type === 'raw' ? 'dynamic' : value.type)
}

function axisOf(node: Bound, input: Relation, query: Query, scope: Scope): Axis | undefined {
  const column = lowerScalar(node.part('OnClause').part('Expression'), query, scope)
  const range = node.part('RangeClause')
  const inRange = range.maybe('Arguments')?.list('Expressions')
  const expr = (part: string) => range.maybe(part)?.maybe('Expression')
  const [from, to, by] = inRange ?? [
    expr('MakeSeriesFromClause'),
    expr('MakeSeriesToClause'),
    expr('MakeSeriesStepClause'),
  ]
  if (!by || column.type === 'dynamic' || column.type === 'string') {
    refuseScalar(query, node, `make-series on a ${column.type}`)
    return undefined
  }
  const given = (bound: Bound | undefined) => {
    const value = bound ? lowerScalar(bound, query, scope) : undefined
    return value && !(value.kind === 'literal' && value.value === null) ? value : undefined
  }
  const step = lowerScalar(by, query, scope)
  const [first, last] = [given(from), given(to)]
  if (input.partition && !(first && last))
    query.refuse(node, 'make-series without from and to inside partition or mv-apply')
  return axisFrom({
    column,
    step,
    first,
    last,
    isRange: inRange !== undefined,
    input,
    query,
  })
}

interface Bounds {
  readonly column: Scalar
  readonly step: Scalar
  readonly first: Scalar | undefined
  readonly last: Scalar | undefined
  readonly isRange: boolean
  readonly input: Relation
  readonly query: Query
}

function axisFrom({ column, step, first, last, isRange, input, query }: Bounds): Axis {
  const start = first ?? edge(input, column, step, 'min', query)
  const end = last ?? edge(input, column, step, 'max', query)
  const numbers = [column, start, end].map(number) as [Scalar, Scalar, Scalar]
  return {
    value: numbers[0],
    start: numbers[1],
    end: numbers[2],
    step: stepOf(step, column),
    closed: !last || isRange,
    type: column.type,
    bounds: { value: column, start, end },
  }
}

/** Without a bound the data gives it: the first or last bin that has rows. */
function edge(input: Relation, column: Scalar, step: Scalar, fn: 'min' | 'max', query: Query): Scalar {
  const name = query.fresh('edge')
  const value = call(fn, column.type, [fn === 'min' ? binOf(column, step) : column], { nullable: true })
  const node: Operator = {
    kind: 'aggregate',
    input: input.node,
    keys: [],
    aggregates: [{ name, expr: value }],
  }
  const type = column.type === 'raw' ? 'long' : column.type
  return {
    kind: 'subquery',
    relation: { node, columns: [{ name, type, nullable: true }], order: [], serialized: false },
    type,
    nullable: true,
  }
}

/** Times in ticks, so that bins are plain numbers. */
const number = (expr: Scalar): Scalar =>
  expr.type === 'datetime' ? toTicks(expr) : expr.type === 'timespan' ? retyped(expr, 'long') : expr

function stepOf(step: Scalar, column: Scalar): Scalar {
  const whole =
    column.type === 'datetime' ||
    column.type === 'timespan' ||
    column.type === 'long' ||
    column.type === 'int'
  if (!whole || step.type === 'real') return castTo('real', step)
  return retyped(step, 'long')
}

function binNumber({ value, start, step }: Axis): Scalar {
  const offset = call('minus', value.type, [value, start])
  const bin =
    step.type === 'real'
      ? call('floor', 'real', [call('divide', 'real', [offset, step])])
      : call('intDiv', 'long', [offset, step])
  return castTo('long', bin)
}

/** Bins from the start to the end, which belongs to the series only where it is closed. */
function binCount({ start, end, step, closed }: Axis): Scalar {
  const span = call('divide', 'real', [call('minus', 'real', [end, start]), castTo('real', step)])
  const bins = closed
    ? call('plus', 'real', [call('floor', 'real', [span]), raw(1)])
    : call('ceil', 'real', [span])
  return call('toInt64', 'long', [call('ifNull', 'real', [bins, raw(0)], { nullable: false })], {
    nullable: false,
  })
}

function placeOf(axis: Axis, i: Scalar): Scalar {
  const isReal = axis.step.type === 'real'
  const value = call('plus', isReal ? 'real' : 'long', [
    axis.start,
    call('multiply', isReal ? 'real' : 'long', [i, axis.step]),
  ])
  const known = call('assumeNotNull', value.type, [value], { nullable: false })
  if (axis.type === 'datetime') return fromTicks(known)
  return retyped(known, axis.type === 'timespan' ? 'timespan' : isReal ? 'real' : 'long')
}

export const seriesOperators: Readonly<Record<string, OperatorLowering>> = { MakeSeriesOperator: makeSeries }
