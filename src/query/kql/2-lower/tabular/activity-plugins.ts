/**
 * Plugins over a timeline: records of ids fall into bins of one size from a start on, and each bin is compared with
 * others. Counts of distinct ids are exact. The timeline ends with the bin that has the end.
 */
import { type Query, withRow } from '../context.ts'
import { lowerScalar } from '../expressions.ts'
import { aggregatesByName } from '../functions/aggregates.ts'
import { columnOf, type Operator, type Relation, type RelationColumn } from '../operators.ts'
import { and, call, castTo, isNotNull, lambda, literal, long, raw, type Scalar, variable } from '../scalar.ts'
import { aggregateOf } from './aggregate-operators.ts'
import { filterOf, newColumn, passed, project } from './build.ts'
import { type PluginLowering, positional } from './plugin.ts'
import {
  type Binned,
  binned,
  count,
  covering,
  distinct,
  longColumn,
  lookedBackOn,
  minus,
  named,
  number,
  plus,
  shown,
  TICKS_BEFORE_1970,
  type Timeline,
  timelineOf,
  wholes,
  within,
} from './timeline.ts'

/** activity_counts_metrics(id, time, start, end, window, dims…): each window against all before it. */
const activityCounts: PluginLowering = (node, input, query, scope) => {
  const line = timelineOf(node, { size: 4, dims: 5 }, input, query, scope)
  const found = binned(input, line, within(line), query)
  const partition = [found.id, ...found.dims].map(columnOf)
  const first = query.fresh('first')
  const firstBin = call('min', 'long', [columnOf(found.bin)], {
    over: { order: [], partition, frame: 'whole' },
    nullable: false,
  })
  const rows = project(found.rows, [...found.rows.columns.map(passed), newColumn(first, firstBin)], query)
  const [total, ids, fresh] = ['total', 'ids', 'fresh'].map(one => query.fresh(one)) as [
    string,
    string,
    string,
  ]
  const isNew = call('equals', 'bool', [columnOf(found.bin), longColumn(first)], { nullable: false })
  const grouped = aggregateOf(
    rows,
    [found.bin, ...found.dims].map(named),
    [
      { name: total, expr: count() },
      { name: ids, expr: distinct(found.id) },
      { name: fresh, expr: distinct(found.id, isNew) },
    ],
    query,
  )
  const order = [{ expr: columnOf(found.bin), descending: false, nullsFirst: false }]
  const running = castTo(
    'long',
    call('sum', 'long', [longColumn(fresh)], {
      over: { order, partition: found.dims.map(columnOf), frame: 'running' },
      nullable: false,
    }),
  )
  return shown(node, grouped, line, found.bin, [...[total, ids, fresh].map(longColumn), running], query)
}

/** A value of the bin before, in the order of the bins. */
const before = (
  { bin }: Binned,
  value: Scalar,
  otherwise: number,
  partition: readonly RelationColumn[],
): Scalar =>
  call('lagInFrame', 'long', [value, raw(1), castTo('long', long(otherwise))], {
    over: {
      order: [{ expr: columnOf(bin), descending: false, nullsFirst: false }],
      partition: partition.map(columnOf),
      frame: 'whole',
    },
    nullable: false,
  })

/** The bin before the first: no bin follows it. */
const NO_BIN = -9

/** Whether a bin is the one right before. */
const isNext = ({ bin }: Binned, earlier: string): Scalar =>
  call('equals', 'bool', [longColumn(earlier), minus(columnOf(bin), long(1))], { nullable: false })

/** Ids of each bin, and those of them that the bin before had too. */
function returning(found: Binned, query: Query): { rows: Relation; ids: string; returned: string } {
  const once = aggregateOf(found.rows, [found.id, found.bin, ...found.dims].map(named), [], query)
  const [earlier, ids, returned] = ['earlier', 'ids', 'returned'].map(one => query.fresh(one)) as [
    string,
    string,
    string,
  ]
  const bin = before(found, columnOf(found.bin), NO_BIN, [found.id, ...found.dims])
  const seen = project(once, [...once.columns.map(passed), newColumn(earlier, bin)], query)
  const again = castTo('long', call('countIf', 'long', [isNext(found, earlier)], { nullable: false }))
  const values = [
    { name: ids, expr: count() },
    { name: returned, expr: again },
  ]
  return { rows: aggregateOf(seen, [found.bin, ...found.dims].map(named), values, query), ids, returned }
}

/** activity_metrics(id, time, start, end, window, dims…): each window against the one before it. */
const activityMetrics: PluginLowering = (node, input, query, scope) => {
  const line = timelineOf(node, { size: 4, dims: 5 }, input, query, scope)
  const found = binned(filterOf(input, isNotNull(line.id)), line, within(line), query)
  const { rows, ids, returned } = returning(found, query)
  const [previous, size] = [query.fresh('previous'), query.fresh('size')]
  const compared = project(
    rows,
    [
      ...rows.columns.map(passed),
      newColumn(previous, before(found, columnOf(found.bin), NO_BIN, found.dims)),
      newColumn(size, before(found, longColumn(ids), 0, found.dims)),
    ],
    query,
  )
  const known = call('if', 'long', [isNext(found, previous), longColumn(size), long(0)], { nullable: false })
  const retention = call('divide', 'real', [castTo('real', longColumn(returned)), castTo('real', known)])
  const churn = minus(literal('real', 1), retention)
  const fresh = minus(longColumn(ids), longColumn(returned))
  return shown(node, compared, line, found.bin, [longColumn(ids), fresh, retention, churn], query)
}

/** activity_engagement(id, time, start, end, inner, outer, dims…): distinct ids of a bin and of the bins up to it. */
const activityEngagement: PluginLowering = (node, input, query, scope) => {
  const args = positional(node)
  if (args.length < 6) query.refuse(node, 'activity_engagement() without start and end')
  const line = timelineOf(node, { size: 4, dims: 6 }, input, query, scope)
  const outer = number(lowerScalar(args[5] ?? node, query, withRow(scope, input)))
  const found = binned(input, line, within(line, outer), query)
  const seen = lookedBackOn(found, covering(outer, line.size), query, line)
  const [inner, all] = [query.fresh('inner'), query.fresh('outer')]
  const isOwn = call('equals', 'bool', [columnOf(seen.own), columnOf(seen.bin)], { nullable: false })
  const grouped = aggregateOf(
    seen.rows,
    [seen.bin, ...seen.dims].map(named),
    [
      { name: inner, expr: distinct(seen.id, isOwn) },
      { name: all, expr: distinct(seen.id) },
    ],
    query,
  )
  const ratio = call('divide', 'real', [castTo('real', longColumn(inner)), castTo('real', longColumn(all))])
  return shown(node, grouped, line, seen.bin, [longColumn(inner), longColumn(all), ratio], query)
}

/** sliding_window_counts(id, time, start, end, lookback, bin, dims…). */
const slidingCounts: PluginLowering = (node, input, query, scope) => {
  const line = timelineOf(node, { size: 5, dims: 6 }, input, query, scope)
  const lookback = number(lowerScalar(positional(node)[4] ?? node, query, withRow(scope, input)))
  const found = binned(input, line, within(line, lookback), query)
  const seen = lookedBackOn(found, covering(lookback, line.size), query, line)
  const [total, ids] = [query.fresh('total'), query.fresh('ids')]
  const grouped = aggregateOf(
    seen.rows,
    [seen.bin, ...seen.dims].map(named),
    [
      { name: total, expr: count() },
      { name: ids, expr: distinct(seen.id) },
    ],
    query,
  )
  return shown(node, grouped, line, seen.bin, [total, ids].map(longColumn), query)
}

/** active_users_count(id, time, start, end, lookback, period, periods, bin, dims…): ids seen in enough periods. */
const activeUsers: PluginLowering = (node, input, query, scope) => {
  const line = timelineOf(node, { size: 7, dims: 8 }, input, query, scope)
  const [lookback, period, least] = positional(node)
    .slice(4, 7)
    .map(one => number(lowerScalar(one, query, withRow(scope, input)))) as [Scalar, Scalar, Scalar]
  const meant = and(isNotNull(line.id), within(line, lookback))
  const id = query.fresh('id')
  const seen = query.fresh('seen')
  const moment = call('assumeNotNull', 'long', [line.time], { nullable: false })
  const pair = call('tuple', 'raw', [moment, wholes(plus(moment, epochOf(line)), period)], {
    nullable: false,
  })
  const gathered = aggregateOf(
    filterOf({ ...input, order: [] }, meant),
    [{ name: id, expr: line.id }, ...line.dims.map(named)],
    [{ name: seen, expr: call('groupArray', 'raw', [pair], { nullable: false }) }],
    query,
  )
  const at = query.fresh('at')
  const pairs: Scalar = { kind: 'column', name: seen, type: 'raw', nullable: false }
  const node_: Operator = {
    kind: 'unnest',
    input: gathered.node,
    arrays: [{ name: at, expr: activeTimes(pairs, line.start, lookback, least) }],
  }
  const columns = [...gathered.columns, { name: at, type: 'long' as const, nullable: false }]
  const bin: RelationColumn = { name: query.fresh('bin'), type: 'long', nullable: false }
  const number_ = wholes(minus(longColumn(at), line.start), line.size)
  const idColumn = gathered.columns.find(one => one.name === id) as RelationColumn
  const rows = project(
    { ...gathered, node: node_, columns },
    [
      passed(idColumn),
      ...line.dims.map(passed),
      { name: bin.name, type: 'long', expr: { ...number_, nullable: false } },
    ],
    query,
  )
  const ids = query.fresh('ids')
  const grouped = aggregateOf(
    rows,
    [bin, ...line.dims].map(named),
    [{ name: ids, expr: distinct(idColumn) }],
    query,
  )
  return shown(node, grouped, line, bin, [longColumn(ids)], query)
}

const epochOf = ({ type }: Timeline): Scalar => long(type === 'datetime' ? TICKS_BEFORE_1970 : 0n)

/** Times from the start on with enough different periods among (time - lookback, time]. */
function activeTimes(pairs: Scalar, start: Scalar, lookback: Scalar, least: Scalar): Scalar {
  const [x, y] = [variable('x', 'raw'), variable('y', 'raw')]
  const part = (of: Scalar, index: number) =>
    call('tupleElement', 'long', [of, raw(index)], { nullable: false })
  const list = (fn: string, args: readonly Scalar[]): Scalar => call(fn, 'raw', args, { nullable: false })
  const near = and(
    call('greater', 'bool', [part(y, 1), minus(part(x, 1), lookback)]),
    call('lessOrEquals', 'bool', [part(y, 1), part(x, 1)]),
  )
  const periods = list('arrayDistinct', [
    list('arrayMap', [lambda(['y'], part(y, 2)), list('arrayFilter', [lambda(['y'], near), pairs])]),
  ])
  const isActive = and(
    call('greaterOrEquals', 'bool', [part(x, 1), start]),
    call('greaterOrEquals', 'bool', [call('length', 'long', [periods], { nullable: false }), least]),
  )
  return list('arrayMap', [lambda(['x'], part(x, 1)), list('arrayFilter', [lambda(['x'], isActive), pairs])])
}

/** rolling_percentile(value, percentile, index, bin, bins, dims…): over the bins that end with each bin. */
const rollingPercentile: PluginLowering = (node, input, query, scope) => {
  const args = positional(node)
  const row = withRow(scope, input)
  const [value, percentile, index, size, bins] = args
    .slice(0, 5)
    .map(one => lowerScalar(one, query, row)) as [Scalar, Scalar, Scalar, Scalar, Scalar]
  const time = number(index)
  const type = index.type === 'raw' ? 'long' : index.type
  const zero = time.type === 'real' ? literal('real', 0) : long(0)
  const start = type === 'datetime' ? long(-TICKS_BEFORE_1970) : zero
  const { dims } = timelineOf(node, { size: 3, dims: 5 }, input, query, scope)
  const line: Timeline = { id: value, time, start, end: start, size: number(size), dims, type }
  const found = binned(input, line, isNotNull(time), query)
  const seen = lookedBackOn(found, castTo('long', bins), query)
  const [own, ranked] = [query.fresh('own'), query.fresh('ranked')]
  const isOwn = call('equals', 'bool', [columnOf(seen.own), columnOf(seen.bin)], { nullable: false })
  const refuse = (message: string): Scalar => {
    query.refuse(node, message)
    return literal('long', null)
  }
  const translated = aggregatesByName.get('percentile')?.row.translate({
    node,
    args: [columnOf(seen.id), percentile],
    type: seen.id.type,
    query,
    scope,
    refuse,
    condition: undefined,
    order: [],
    arg: place => (place === 0 ? columnOf(seen.id) : percentile),
  }) as Scalar
  const grouped = aggregateOf(
    seen.rows,
    [seen.bin, ...seen.dims].map(named),
    [
      { name: own, expr: castTo('long', call('countIf', 'long', [isOwn], { nullable: false })) },
      { name: ranked, expr: translated },
    ],
    query,
  )
  const some = filterOf(grouped, call('greater', 'bool', [longColumn(own), long(0)], { nullable: false }))
  const column = grouped.columns.find(one => one.name === ranked) as RelationColumn
  return shown(node, some, line, seen.bin, [columnOf(column)], query)
}

export const activityPlugins: Readonly<Record<string, PluginLowering>> = {
  active_users_count: activeUsers,
  activity_counts_metrics: activityCounts,
  activity_engagement: activityEngagement,
  activity_metrics: activityMetrics,
  rolling_percentile: rollingPercentile,
  sliding_window_counts: slidingCounts,
}
