/** Functions over the order of the rows; they need serialized input. */
import { asPredicate } from '../comparisons.ts'
import { convert } from '../conversions.ts'
import {
  call,
  castTo,
  iff,
  ifNull,
  literal,
  long,
  type OrderKey,
  raw,
  type Scalar,
  type WindowSpec,
} from '../scalar.ts'
import { partitionKeys } from '../tabular/partitions.ts'
import { SESSION } from '../tabular/session-fold.ts'
import type { FunctionCall, FunctionRow } from './row.ts'

/** The window of all rows in the order they have here. */
function window(
  { scope }: FunctionCall,
  frame: WindowSpec['frame'],
  partition?: readonly Scalar[],
): WindowSpec {
  const order: readonly OrderKey[] = scope.row?.order ?? []
  const groups = [...(scope.row ? partitionKeys(scope.row) : []), ...(partition ?? [])]
  return { order, ...(frame ? { frame } : {}), ...(groups.length > 0 ? { partition: groups } : {}) }
}

const row = (
  name: string,
  doc: string,
  example: string,
  translate: (call: FunctionCall) => Scalar,
): FunctionRow => ({
  name,
  nulls: 'special',
  doc,
  example,
  translate: given =>
    given.scope.row?.serialized
      ? translate(given)
      : given.refuse(`${name}() needs serialized input; add 'serialize' or 'sort' before it`),
})

function neighbour(fn: 'lagInFrame' | 'leadInFrame'): (given: FunctionCall) => Scalar {
  return given => {
    const value = given.arg(0)
    const offset = given.args[1] ?? raw(1)
    const distance = offset.kind === 'literal' ? raw(Number(offset.value)) : offset
    const nullable =
      value.type === 'string' ? value : call('toNullable', value.type, [value], { nullable: true })
    const fallback = given.args[2] ? [convert(given.args[2], given.type)] : []
    return call(fn, value.type, [nullable, distance, ...fallback], {
      over: window(given, 'whole'),
      nullable: value.type !== 'string',
    })
  }
}

/** A restart predicate cuts the rows into runs: the number of a run is the count of restarts so far. */
function runOf(given: FunctionCall, restart: Scalar | undefined): readonly Scalar[] | undefined {
  if (!restart) return undefined
  const starts = iff(asPredicate(convert(restart, 'bool')), long(1), long(0))
  return [call('sum', 'long', [starts], { over: window(given, 'running'), nullable: false })]
}

function rowNumber(given: FunctionCall): Scalar {
  const over = window(given, undefined, runOf(given, given.args[1]))
  const number = castTo('long', call('row_number', 'long', [], { over, nullable: false }))
  const start = given.args[0]
  return start
    ? call('plus', 'long', [number, call('minus', 'long', [castTo('long', start), long(1)])])
    : number
}

function rowCumsum(given: FunctionCall): Scalar {
  const value = given.arg(0)
  const zero = value.type === 'real' ? literal('real', 0) : { ...long(0), type: value.type }
  const over = window(given, 'running', runOf(given, given.args[1]))
  return call('sum', value.type, [ifNull(value, zero)], { over, nullable: false })
}

/** The way the ranked column is sorted, which need not be the first key. */
function directionOf({ scope, args }: FunctionCall): OrderKey | undefined {
  const order = scope.row?.order ?? []
  const value = args[0]
  const own = order.find(
    ({ expr }) => expr.kind === 'column' && value?.kind === 'column' && expr.name === value.name,
  )
  return own ?? order[0]
}

/** Rank of the value of the argument by where it changes, along the order. */
function rank(fn: 'dense_rank' | 'rank'): (given: FunctionCall) => Scalar {
  return given => {
    const first = directionOf(given)
    const partition = [
      ...(given.scope.row ? partitionKeys(given.scope.row) : []),
      ...(runOf(given, given.args[1]) ?? []),
    ]
    const order = [
      { expr: given.arg(0), descending: first?.descending ?? false, nullsFirst: first?.nullsFirst ?? true },
    ]
    return castTo(
      'long',
      call(fn, 'long', [], {
        over: { order, ...(partition.length > 0 ? { partition } : {}) },
        nullable: false,
      }),
    )
  }
}

/** Begin of the session; the rows are folded one level down (tabular/session-fold.ts). */
function session(given: FunctionCall): Scalar {
  const [value, ...distances] = [given.arg(0), given.arg(1), given.arg(2)]
  if (value?.type !== 'datetime' || distances.some(one => one.type !== 'timespan'))
    return given.refuse('row_window_session() of other types than datetime and timespan')
  const restart = given.args[3] ? [asPredicate(convert(given.args[3], 'bool'))] : []
  return call(SESSION, 'datetime', [value, ...distances, ...restart], {
    over: window(given, undefined),
    nullable: true,
  })
}

const rows: readonly FunctionRow[] = [
  row('prev', 'The value of an earlier row.', 'prev(x)', neighbour('lagInFrame')),
  row('next', 'The value of a later row.', 'next(x)', neighbour('leadInFrame')),
  row('row_number', 'Number of the row, from 1 or the given start.', 'row_number()', rowNumber),
  row('row_cumsum', 'Running sum.', 'row_cumsum(x)', rowCumsum),
  row('row_rank_dense', 'Rank without gaps.', 'row_rank_dense(x)', rank('dense_rank')),
  row('row_rank_min', 'Rank with gaps.', 'row_rank_min(x)', rank('rank')),
  row(
    'row_window_session',
    'Begin of the session a time belongs to: a new one far from the last begin or from the row before.',
    'row_window_session(t, 1h, 5m)',
    session,
  ),
]

export const windowFunctions: ReadonlyMap<string, FunctionRow> = new Map(rows.map(one => [one.name, one]))
