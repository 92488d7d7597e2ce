/**
 * What one row after the other decides (scan, row_window_session): a fold over the rows in their order. The engine
 * folds arrays, and copies what was gathered so far at each step; so the rows are cut into chunks, a chunk is folded
 * with a list of its own, and the chunks are folded in turn: rows × (chunk + chunks) copies instead of rows².
 */
import type { Query } from '../context.ts'
import {
  columnOf,
  type NamedScalar,
  type Operator,
  type Relation,
  type RelationColumn,
} from '../operators.ts'
import { call, castTo, lambda, literal, raw, type Scalar, text, variable } from '../scalar.ts'
import { passed } from './build.ts'
import { partitionKeys } from './partitions.ts'

/** Rows of one group that are folded; beyond, time grows faster than the rows. */
export const MOST_ROWS = 200_000
const CHUNK = 256

export interface Fold {
  /** The operator or function, for messages. */
  readonly name: string
  /** Columns of the input that a step reads. */
  readonly reads: readonly RelationColumn[]
  readonly state: { readonly type: string; readonly initial: Scalar }
  /** The engine's type of what a step gives; it may give several. */
  readonly gives: string
  readonly step: (state: Scalar, row: FoldRow) => { readonly state: Scalar; readonly given: Scalar }
}

export interface FoldRow {
  /** Number of the row in the input, from 1; no two rows of any group share it. */
  readonly number: Scalar
  column(name: string): Scalar
}

export interface Folded {
  /** The input's rows with their numbers, evaluated once. */
  readonly rows: Operator
  readonly number: string
  /** A row for each thing given, with the column `given` alone. */
  readonly results: Operator
  readonly given: string
}

/** The rows in their order through the machine, group by group where the input is partitioned. */
export function foldRows(input: Relation, fold: Fold, query: Query): Folded {
  const number = query.fresh('number')
  const rows: Operator = {
    kind: 'shared',
    name: query.fresh('rows'),
    input: {
      kind: 'project',
      input: input.node,
      columns: [...input.columns.map(passed), { name: number, expr: rowNumber(input, []) }],
    },
    columns: [...input.columns.map(one => one.name), number],
  }
  const given = query.fresh('given')
  const unnested: Operator = {
    kind: 'unnest',
    input: chunked(input, rows, number, fold, query),
    arrays: [{ name: given, expr: foldOf(fold, raws('chunks')) }],
  }
  const results: Operator = {
    kind: 'project',
    input: unnested,
    columns: [{ name: given, expr: raws(given) }],
  }
  return { rows, number, results, given }
}

const raws = (name: string): Scalar => ({ kind: 'column', name, type: 'raw', nullable: false })
const part = (tuple: Scalar, index: number, type: Scalar['type'] = 'raw'): Scalar =>
  call('tupleElement', type, [tuple, raw(index)], { nullable: false })

function rowNumber(input: Relation, groups: readonly Scalar[]): Scalar {
  const over = { order: input.order, ...(groups.length > 0 ? { partition: groups } : {}) }
  return castTo('long', call('row_number', 'long', [], { over, nullable: false }))
}

/** One row a group, with its rows as an array of chunks. */
function chunked(input: Relation, rows: Operator, number: string, fold: Fold, query: Query): Operator {
  const groups = partitionKeys(input)
  const keys = (input.partition ?? []).map(
    (name, index): NamedScalar => ({ name, expr: groups[index] as Scalar }),
  )
  const position = query.fresh('position')
  const numberColumn = columnOf({ name: number, type: 'long', nullable: false })
  const positioned: Operator = {
    kind: 'project',
    input: rows,
    columns: [
      ...keys,
      { name: number, expr: numberColumn },
      ...fold.reads.map(one => ({ name: one.name, expr: columnOf(one) })),
      { name: position, expr: rowNumber({ ...input, order: [ascending(numberColumn)] }, groups) },
    ],
  }
  const chunk = call('intDiv', 'long', [
    columnOf({ name: position, type: 'long', nullable: false }),
    raw(CHUNK),
  ])
  const row = call('tuple', 'raw', [numberColumn, ...fold.reads.map(columnOf)], { nullable: false })
  const chunks: Operator = {
    kind: 'aggregate',
    input: positioned,
    keys: [...keys, { name: 'chunk', expr: chunk }],
    aggregates: [{ name: 'rows', expr: inOrder(row) }],
  }
  const numbered = call(
    'tuple',
    'raw',
    [columnOf({ name: 'chunk', type: 'long', nullable: false }), raws('rows')],
    {
      nullable: false,
    },
  )
  const bare = call('arrayMap', 'raw', [lambda(['c'], part(variable('c', 'raw'), 2)), inOrder(numbered)], {
    nullable: false,
  })
  const whole: Operator = {
    kind: 'aggregate',
    input: chunks,
    keys,
    aggregates: [
      { name: 'chunks', expr: bare },
      {
        name: 'size',
        expr: call('sum', 'raw', [call('length', 'raw', [raws('rows')])], { nullable: false }),
      },
    ],
  }
  return { kind: 'filter', input: whole, predicate: withinBound(fold.name) }
}

/** Tuples gathered and sorted by their first element, a number. */
function inOrder(tuple: Scalar): Scalar {
  const gathered = call('groupArray', 'raw', [tuple], { nullable: false })
  return call('arraySort', 'raw', [lambda(['t'], part(variable('t', 'raw'), 1)), gathered], {
    nullable: false,
  })
}

const ascending = (expr: Scalar) => ({ expr, descending: false, nullsFirst: false })

function withinBound(name: string): Scalar {
  const over = call('greater', 'raw', [raws('size'), raw(MOST_ROWS)], { nullable: false })
  const message = text(`${name} takes at most ${MOST_ROWS} rows of a group here; narrow its input`)
  return call('equals', 'bool', [call('throwIf', 'raw', [over, message], { nullable: false }), raw(0)])
}

/** All that the steps give, in order. */
function foldOf(fold: Fold, chunks: Scalar): Scalar {
  const whole = `Tuple(${fold.state.type}, Array(${fold.gives}))`
  const cast = (state: Scalar, given: Scalar): Scalar =>
    call('CAST', 'raw', [call('tuple', 'raw', [state, given], { nullable: false }), raw(whole)], {
      nullable: false,
    })
  const nothing = call('array', 'raw', [], { nullable: false })
  const [far, chunk, near, row, done] = ['far', 'chunk', 'near', 'row', 'done'].map(name =>
    variable(name, 'raw'),
  ) as [Scalar, Scalar, Scalar, Scalar, Scalar]
  const stepped = fold.step(part(near, 1), rowOf(fold, row))
  const gathered = (list: Scalar, more: Scalar): Scalar =>
    call('arrayConcat', 'raw', [list, more], { nullable: false })
  const inner = call(
    'arrayFold',
    'raw',
    [
      lambda(['near', 'row'], cast(stepped.state, gathered(part(near, 2), stepped.given))),
      chunk,
      cast(part(far, 1), nothing),
    ],
    { nullable: false },
  )
  // The array of one element gives the chunk's result a name.
  const joined = call(
    'arrayElement',
    'raw',
    [
      call(
        'arrayMap',
        'raw',
        [
          lambda(['done'], cast(part(done, 1), gathered(part(far, 2), part(done, 2)))),
          call('array', 'raw', [inner], { nullable: false }),
        ],
        { nullable: false },
      ),
      raw(1),
    ],
    { nullable: false },
  )
  const folded = call(
    'arrayFold',
    'raw',
    [lambda(['far', 'chunk'], joined), chunks, cast(fold.state.initial, nothing)],
    { nullable: false },
  )
  return part(folded, 2)
}

function rowOf(fold: Fold, row: Scalar): FoldRow {
  const places = new Map(fold.reads.map((one, index) => [one.name, { one, index: index + 2 }]))
  return {
    number: part(row, 1, 'long'),
    column(name) {
      const place = places.get(name)
      if (!place) return literal('raw', null)
      const { one, index } = place
      return call('tupleElement', one.type, [row, raw(index)], { nullable: one.nullable })
    },
  }
}

/** The number of a result, for the join with its row. */
export const numberOf = (folded: Folded, side: 'l' | 'r'): Scalar =>
  side === 'l'
    ? { kind: 'column', name: folded.number, type: 'long', nullable: false, side }
    : part({ kind: 'column', name: folded.given, type: 'raw', nullable: false, side }, 1, 'long')
