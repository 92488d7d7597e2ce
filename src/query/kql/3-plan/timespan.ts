/** The API's timespan: every table that has TimeGenerated is cut to it, wherever it is read. */
import type { Operator } from '../2-lower/operators.ts'
import { and, call, column, literal } from '../2-lower/scalar.ts'
import { rewrite } from './rewrite.ts'

const TIME = 'TimeGenerated'

export function applyTimespan(
  node: Operator,
  { start, end }: { readonly start: string; readonly end: string },
): Operator {
  const time = column(TIME, 'datetime')
  const predicate = and(
    call('greaterOrEquals', 'bool', [time, literal('datetime', engineTime(start))]),
    call('less', 'bool', [time, literal('datetime', engineTime(end))]),
  )
  return rewrite(node, one =>
    one.kind === 'scan' && one.columns.some(each => each.name === TIME && each.type === 'datetime')
      ? { kind: 'filter', input: one, predicate }
      : one,
  )
}

/** ISO 8601 in UTC → the engine's form with seven digits. */
export function engineTime(iso: string): string {
  const [clock = '', fraction = ''] = iso.replace('T', ' ').replace(/Z$/, '').split('.')
  return `${clock}.${fraction.slice(0, 7).padEnd(7, '0')}`
}
