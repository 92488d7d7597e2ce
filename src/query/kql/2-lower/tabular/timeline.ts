/**
 * A timeline of records by ids, cut into bins of one size from a start on (see activity-plugins.ts). Times are counted
 * in numbers: ticks for datetimes and timespans.
 */
import type { Bound } from '../../1-read/bound.ts'
import type { KqlType } from '../../types.ts'
import { type Query, type Scope, withRow } from '../context.ts'
import { lowerScalar } from '../expressions.ts'
import {
  columnOf,
  type NamedScalar,
  type Operator,
  type Relation,
  type RelationColumn,
} from '../operators.ts'
import {
  and,
  call,
  castTo,
  fromTicks,
  isNotNull,
  literal,
  long,
  retyped,
  type Scalar,
  toTicks,
} from '../scalar.ts'
import { boundColumns, filterOf, newColumn, passed, project } from './build.ts'
import { positional } from './plugin.ts'

/** Ticks from 0001-01-01, where KQL's bins begin, to 1970. */
export const TICKS_BEFORE_1970 = 621_355_968_000_000_000n

export interface Timeline {
  readonly id: Scalar
  readonly time: Scalar
  readonly start: Scalar
  readonly end: Scalar
  readonly size: Scalar
  readonly dims: readonly RelationColumn[]
  readonly type: KqlType
}

/** Numbers instead of times: ticks. */
export function number(expr: Scalar): Scalar {
  if (expr.type === 'datetime') return toTicks(expr)
  return expr.type === 'real' || expr.type === 'decimal'
    ? castTo('real', expr)
    : castTo('long', retyped(expr, 'long'))
}

export const minus = (a: Scalar, b: Scalar): Scalar => call('minus', a.type, [a, b])
export const plus = (a: Scalar, b: Scalar): Scalar => call('plus', a.type, [a, b])
export const times = (a: Scalar, b: Scalar): Scalar => call('multiply', b.type, [a, b])

/** How many whole sizes; towards minus infinity. */
export function wholes(a: Scalar, size: Scalar): Scalar {
  if (a.type === 'real' || size.type === 'real')
    return castTo('long', call('floor', 'real', [call('divide', 'real', [a, size])]))
  return castTo('long', call('intDiv', 'long', [minus(a, call('positiveModulo', 'long', [a, size])), size]))
}

/** How many sizes it takes to cover a span. */
export const covering = (span: Scalar, size: Scalar): Scalar =>
  call('greatest', 'long', [
    long(1),
    castTo('long', call('ceil', 'real', [call('divide', 'real', [span, size])])),
  ])

/** The arguments (id, time, start, end, …, dimensions), with the size of a bin at a place. */
export function timelineOf(
  node: Bound,
  { size, dims }: { readonly size: number; readonly dims: number },
  input: Relation,
  query: Query,
  scope: Scope,
): Timeline {
  const args = positional(node)
  const row = withRow(scope, input)
  const value = (index: number): Scalar => {
    const one = args[index]
    return one ? lowerScalar(one, query, row) : literal('long', null)
  }
  const time = value(1)
  const columns = args.slice(dims).flatMap(one => {
    const found = input.columns.find(each => each.name === one.name)
    if (!found) query.refuse(one, 'a dimension that is no column')
    return found ? [found] : []
  })
  return {
    id: value(0),
    time: number(time),
    start: number(value(2)),
    end: number(value(3)),
    size: number(value(size)),
    dims: columns,
    type: time.type === 'raw' ? 'long' : time.type,
  }
}

export interface Binned {
  readonly rows: Relation
  readonly id: RelationColumn
  readonly bin: RelationColumn
  readonly dims: readonly RelationColumn[]
}

/** From the start to the end, or from as far before the start as the first bin looks back. */
export const within = (line: Timeline, before?: Scalar): Scalar =>
  and(
    isNotNull(line.time),
    before
      ? call('greater', 'bool', [line.time, minus(line.start, before)])
      : call('greaterOrEquals', 'bool', [line.time, line.start]),
    call('lessOrEquals', 'bool', [line.time, line.end]),
  )

/** The records that are meant, with the number of their bin. */
export function binned(input: Relation, line: Timeline, meant: Scalar, query: Query): Binned {
  const [id, bin] = [query.fresh('id'), query.fresh('bin')]
  const number_ = wholes(minus(line.time, line.start), line.size)
  const rows = project(
    filterOf({ ...input, order: [] }, meant),
    [
      newColumn(id, line.id),
      { name: bin, type: 'long', expr: call('assumeNotNull', 'long', [number_], { nullable: false }) },
      ...line.dims.map(passed),
    ],
    query,
  )
  const column = (name: string) => rows.columns.find(one => one.name === name) as RelationColumn
  return { rows, id: column(id), bin: column(bin), dims: line.dims }
}

/** Each record once for every bin that looks back on it, from its own to `reach` bins on; `at` is that bin. */
export function lookedBackOn(
  found: Binned,
  reach: Scalar,
  query: Query,
  line?: Timeline,
): Binned & { readonly own: RelationColumn } {
  const at = query.fresh('at')
  const own = columnOf(found.bin)
  const last = plus(own, minus(reach, long(1)))
  const [from, to] = line
    ? [
        call('greatest', 'long', [own, long(0)]),
        call('least', 'long', [last, wholes(minus(line.end, line.start), line.size)]),
      ]
    : [own, last]
  const range = call('range', 'raw', [from, plus(to, long(1))], { nullable: false })
  const node: Operator = { kind: 'unnest', input: found.rows.node, arrays: [{ name: at, expr: range }] }
  const column: RelationColumn = { name: at, type: 'long', nullable: false }
  const rows = { ...found.rows, node, columns: [...found.rows.columns, column] }
  return { ...found, rows, bin: column, own: found.bin }
}

export const named = (one: RelationColumn): NamedScalar => ({ name: one.name, expr: columnOf(one) })
export const count = (): Scalar => castTo('long', call('count', 'long', [], { nullable: false }))
export const distinct = (id: RelationColumn, where?: Scalar): Scalar =>
  castTo(
    'long',
    call(where ? 'uniqExactIf' : 'uniqExact', 'long', [columnOf(id), ...(where ? [where] : [])], {
      nullable: false,
    }),
  )
export const longColumn = (name: string): Scalar => columnOf({ name, type: 'long', nullable: false })

/** One row a bin and dimensions, with the columns as the binder names them. */
export function shown(
  node: Bound,
  relation: Relation,
  line: Timeline,
  bin: RelationColumn,
  metrics: readonly Scalar[],
  query: Query,
): Relation {
  const ticks = plus(line.start, times(columnOf(bin), line.size))
  const time =
    line.type === 'datetime'
      ? fromTicks(ticks)
      : line.type === 'timespan'
        ? retyped(ticks, 'timespan')
        : castTo(line.type, ticks)
  const values = [time, ...line.dims.map(columnOf), ...metrics]
  const columns = boundColumns(node).map(({ name }, index) => newColumn(name, values[index] as Scalar))
  return project(relation, columns, query)
}
