/** What the API narrows a query to, whatever the text says: a timespan, and the resources whose logs are asked for. */
import type { Operator } from '../2-lower/operators.ts'
import { and, call, column, FALSE, literal, or, type Scalar, text } from '../2-lower/scalar.ts'
import { rewrite } from './rewrite.ts'

export interface Scope {
  /** Start inclusive, end exclusive; holds for every table that has TimeGenerated. ISO 8601 in UTC. */
  readonly timespan?: { readonly start: string; readonly end: string }
  /** ARM ids in lower case; holds for every table that has _ResourceId. */
  readonly resources?: readonly string[]
}

const TIME = 'TimeGenerated'
const RESOURCE = '_ResourceId'

/** Cuts every table to the scope, wherever it is read. */
export function applyScope(node: Operator, scope: Scope): Operator {
  return rewrite(node, one => {
    if (one.kind !== 'scan') return one
    const has = (name: string, type: string) =>
      one.columns.some(each => each.name === name && each.type === type)
    const within = [
      ...(scope.timespan && has(TIME, 'datetime') ? [withinTimespan(scope.timespan)] : []),
      ...(scope.resources && has(RESOURCE, 'string') ? [ofResources(scope.resources)] : []),
    ]
    return within.reduce<Operator>((input, predicate) => ({ kind: 'filter', input, predicate }), one)
  })
}

function withinTimespan({ start, end }: { readonly start: string; readonly end: string }): Scalar {
  const time = column(TIME, 'datetime')
  return and(
    call('greaterOrEquals', 'bool', [time, literal('datetime', engineTime(start))]),
    call('less', 'bool', [time, literal('datetime', engineTime(end))]),
  )
}

/** An empty list matches nothing. */
function ofResources(resources: readonly string[]): Scalar {
  const resource = column(RESOURCE, 'string')
  const isOne = (id: string) => call('equals', 'bool', [resource, text(id)])
  return resources.length === 0 ? FALSE : or(...resources.map(isOne))
}

/** ISO 8601 in UTC → the engine's form with seven digits. */
export function engineTime(iso: string): string {
  const [clock = '', fraction = ''] = iso.replace('T', ' ').replace(/Z$/, '').split('.')
  return `${clock}.${fraction.slice(0, 7).padEnd(7, '0')}`
}
