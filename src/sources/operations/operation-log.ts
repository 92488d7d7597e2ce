/**
 * One request, one fact (invariants 1 and 5): the change of state and the fact that tells of it are one transaction,
 * and a refused request leaves its fact before the caller hears no. When even that fact cannot be stored the caller
 * hears the journal's 503 instead.
 */
import { ApiError, type Clock, type HttpReply, type HttpRequest, type Ids, messageOf } from '#base'
import type { Operation, ResourceId } from '#records'
import type { State, Transaction } from '#state'
import { factOf, type Seen } from './record.ts'
import { serviceHeaders } from './service-headers.ts'

/** What an operation was about, as far as that is known. */
export interface About
  extends Partial<Pick<Operation, 'identity' | 'scopes' | 'thread' | 'message' | 'room'>> {
  /** The operation's name. */
  readonly name: string
  readonly resource: ResourceId
}

/** The answer, and what only the operation itself found out about what it was about. */
export interface Done extends Partial<Omit<About, 'name' | 'resource'>> {
  readonly reply: HttpReply
}

export interface OperationLog {
  /** Makes the change and records it; the answer gets the service's own headers. Rejects with what `change` threw. */
  perform<D extends Done>(request: HttpRequest, about: About, change: (tx: Transaction) => D): Promise<D>
  /** Records that the request was refused, and why. */
  refuse(seen: Seen, about: About, error: unknown): Promise<void>
}

export interface OperationLogOptions {
  readonly api: Operation['api']
  readonly state: State
  readonly clock: Clock
  readonly ids: Ids
}

export function createOperationLog({ api, state, clock, ids }: OperationLogOptions): OperationLog {
  return {
    perform: (request, about, change) =>
      state.transact(tx => {
        const done = change(tx)
        const { reply, identity, scopes, thread, message, room } = { ...about, ...done }
        const found = { ...about, identity, scopes, thread, message, room }
        const outcome = { ...found, api, id: ids.uuid(), finishedAt: clock.now(), statusCode: reply.status }
        tx.emit(factOf(request, outcome))
        return {
          ...done,
          reply: { ...reply, headers: { ...serviceHeaders(request, { clock, ids }), ...reply.headers } },
        }
      }),
    refuse: async (seen, about, error) => {
      const outcome = { ...about, api, id: ids.uuid(), finishedAt: clock.now(), ...refusalOf(error) }
      await state.transact(tx => tx.emit(factOf(seen, outcome)))
    },
  }
}

const refusalOf = (error: unknown): { readonly statusCode: number; readonly description: string } =>
  error instanceof ApiError
    ? { statusCode: error.status, description: error.message }
    : { statusCode: 500, description: messageOf(error) }
