/** row_window_session(): where a session begins depends on where the last one did, so the rows are folded. */
import { columnTypes } from '#records'
import type { Query } from '../context.ts'
import {
  columnOf,
  type NamedScalar,
  type Operator,
  type Relation,
  type RelationColumn,
} from '../operators.ts'
import { call, castTo, fromTicks, iff, isNull, or, raw, type Scalar, toTicks } from '../scalar.ts'
import { type Fold, foldRows, numberOf } from './fold.ts'

/** The engine has no such function: a call of this name stands for the fold until it is lifted out. */
export const SESSION = 'row_window_session'

export const isSession = (expr: Scalar): boolean => expr.kind === 'call' && expr.fn === SESSION

/** The rows with one more column, the begin of each row's session. */
export function withSession(
  node: Operator,
  own: readonly NamedScalar[],
  { name, expr }: NamedScalar,
  query: Query,
): Operator {
  if (expr.kind !== 'call') return node
  const args = expr.args.map((arg): RelationColumn & NamedScalar => ({
    name: query.fresh('session'),
    expr: arg,
    type: arg.type === 'raw' ? 'bool' : arg.type,
    nullable: arg.nullable,
  }))
  const groups = (expr.over?.partition ?? []).flatMap(one => (one.kind === 'column' ? [one.name] : []))
  const columns = own.map(({ name: column, expr: { type, nullable } }) => ({
    name: column,
    type: type === 'raw' ? ('long' as const) : type,
    nullable,
  }))
  const input: Relation = {
    node: { kind: 'project', input: node, columns: [...own, ...args] },
    columns: [...columns, ...args],
    order: expr.over?.order ?? [],
    serialized: true,
    ...(groups.length > 0 ? { partition: groups } : {}),
  }
  const folded = foldRows(input, sessionFold(args), query)
  const session = call(
    'tupleElement',
    'datetime',
    [{ kind: 'column', name: folded.given, type: 'raw', nullable: false, side: 'r' }, raw(2)],
    { nullable: true },
  )
  return {
    kind: 'join',
    join: 'inner',
    left: folded.rows,
    right: folded.results,
    on: call('equals', 'bool', [numberOf(folded, 'l'), numberOf(folded, 'r')]),
    columns: [
      ...columns.map(one => ({ name: one.name, expr: { ...columnOf(one), side: 'l' } as Scalar })),
      { name, expr: session },
    ],
  }
}

/** The state is the begin of the session and the latest value; a null ends the session. */
function sessionFold(args: readonly RelationColumn[]): Fold {
  const type = `Tuple(${columnTypes.datetime}, ${columnTypes.datetime})`
  const [value, fromFirst, between, restart] = args
  const none = { kind: 'literal', type: 'datetime', value: null, nullable: true } as const
  return {
    name: `${SESSION}()`,
    reads: args,
    state: { type, initial: call('tuple', 'raw', [none, none], { nullable: false }) },
    gives: `Tuple(Int64, ${columnTypes.datetime})`,
    step: (state, row) => {
      const part = (index: number) =>
        call('tupleElement', 'datetime', [state, raw(index)], { nullable: true })
      const now = row.column(value?.name ?? '')
      const reaches = (from: Scalar, distance: RelationColumn | undefined) =>
        call('ifNull', 'bool', [
          call('greaterOrEquals', 'bool', [
            now,
            fromTicks(call('plus', 'long', [toTicks(from), row.column(distance?.name ?? '')])),
          ]),
          raw(0),
        ])
      const begins = or(
        isNull(part(1)),
        reaches(part(1), fromFirst),
        reaches(part(2), between),
        ...(restart ? [call('ifNull', 'bool', [row.column(restart.name), raw(0)])] : []),
      )
      const session = castTo('datetime', iff(or(isNull(now), begins), now, part(1)))
      const given = call('tuple', 'raw', [row.number, session], { nullable: false })
      return {
        state: call('tuple', 'raw', [session, castTo('datetime', now)], { nullable: false }),
        given: call('array', 'raw', [given], { nullable: false }),
      }
    },
  }
}
