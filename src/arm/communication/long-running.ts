/**
 * Changes are done when they are answered. A caller that wants to see the long-running pattern nevertheless asks with
 * `Prefer: respond-async` and is given operations to poll.
 */
import { type Clock, type HttpReply, type HttpRequest, type Ids, type Route, toIso } from '#base'
import { armError } from '../errors.ts'
import { enterSubscription, type Owners } from '../scope.ts'

export interface LongRunning {
  readonly routes: readonly Route[]
  /** The reply with the headers to poll by, when the request asks for that. */
  answer(request: HttpRequest, reply: HttpReply, later: Partial<HttpReply>): HttpReply
}

/** The oldest are forgotten: nobody polls an operation for long that is done. */
const MOST_KEPT = 1_000

const BASE = '/subscriptions/{subscription}/providers/Microsoft.Communication/locations/{location}'

export function longRunning(world: { directory: Owners; clock: Clock; ids: Ids }): LongRunning {
  const { directory, clock, ids } = world
  const done = new Map<string, { readonly subscription: string; readonly at: string }>()
  const find = (request: HttpRequest) => {
    const { subscription = '', operation: id = '' } = request.params
    const entered = enterSubscription(request, subscription, directory)
    const found = done.get(id.toLowerCase())
    if (found?.subscription !== entered.id) throw armError('OperationNotFound', { id })
    return found
  }
  return {
    routes: [
      {
        id: 'OperationStatuses_Get',
        method: 'GET',
        path: `${BASE}/operationStatuses/{operation}`,
        handle: async request => {
          const { at } = find(request)
          const id = request.target.split('?')[0] ?? ''
          const name = request.params.operation ?? ''
          return { status: 200, body: { id, name, status: 'Succeeded', startTime: at, endTime: at } }
        },
      },
      {
        id: 'OperationResults_Get',
        method: 'GET',
        path: `${BASE}/operationResults/{operation}`,
        handle: async request => {
          find(request)
          return { status: 204 }
        },
      },
    ],
    answer: (request, reply, later) => {
      if (!/\brespond-async\b/i.test(request.headers.prefer ?? '')) return reply
      const { params, origin, query } = request
      const subscription = (params.subscription ?? '').toLowerCase()
      const id = ids.uuid()
      done.set(id, { subscription, at: toIso(clock.now()) })
      const oldest = done.keys().next().value
      if (done.size > MOST_KEPT && oldest !== undefined) done.delete(oldest)
      const path = BASE.replace('{subscription}', subscription).replace('{location}', 'global')
      const at = (kind: string) => `${origin}${path}/${kind}/${id}?api-version=${query['api-version']}`
      const headers = { 'Azure-AsyncOperation': at('operationStatuses'), Location: at('operationResults') }
      return { ...reply, ...later, headers }
    },
  }
}
