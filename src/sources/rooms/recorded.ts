/** Turns operations into routes that cannot forget to be counted (invariants 1 and 5), also when they are refused. */
import {
  ApiError,
  type Caller,
  type Clock,
  type HttpRequest,
  type Ids,
  type RefusedRequest,
  type Route,
} from '#base'
import type { ResourceId, ResourceOwner } from '#records'
import {
  type About,
  type CallersDirectory,
  createRepeatability,
  type OperationLog,
  resourceOfCaller,
  withServiceHeaders,
} from '#sources/operations'
import type { SqlReader } from '#state'
import { roomsError } from './errors.ts'
import type { Call, Operation } from './operation.ts'
import { roomById } from './store.ts'

export interface Recorder {
  route(operation: Operation): Route
  /** Records what the host refused before an operation could. */
  refused(request: RefusedRequest): Promise<void>
}

export interface RecorderOptions {
  readonly log: OperationLog
  readonly state: SqlReader
  readonly directory: CallersDirectory<ResourceOwner>
  readonly clock: Clock
  readonly ids: Ids
}

const repeatability = createRepeatability({ table: 'room_repeats', refuse: roomsError })

export function createRecorder(options: RecorderOptions): Recorder {
  const { log, clock } = options
  return {
    route: operation => ({
      id: operation.id,
      method: operation.method,
      path: operation.path,
      ...(operation.body && { body: operation.body }),
      handle: async request => {
        const about = aboutOf(operation.id, request.caller, request.target, options)
        if (!about) throw roomsError('NoResource')
        try {
          const { resource } = about
          const repeatable = repeatability.read(request, clock.now())
          const done = await log.perform(request, about, tx =>
            repeatability.once(tx, () => operation.perform({ ...callOf(request, options), resource, tx }), {
              resource,
              repeatable,
              now: clock.now(),
            }),
          )
          return done.reply
        } catch (error) {
          await log.refuse(request, about, error)
          throw error instanceof ApiError ? withServiceHeaders(error, request, options) : error
        }
      },
    }),
    refused: async request => {
      const about = request.route && aboutOf(request.route.id, request.caller, request.target, options)
      if (about) await log.refuse(request, about, request.error)
    },
  }
}

const callOf = (
  { params, query, body, origin }: HttpRequest,
  { clock, ids }: RecorderOptions,
): Omit<Call, 'resource' | 'tx'> => ({
  params,
  query,
  body,
  now: clock.now(),
  ids,
  link: (path, further) =>
    `${origin}${path}?${new URLSearchParams({ 'api-version': query['api-version'] ?? '', ...further })}`,
})

/**
 * The caller's resource; of a caller who could not be established, the one whose room the path names. Undefined when
 * nothing tells: such a request is nobody's operation.
 */
function aboutOf(
  name: string,
  caller: Caller,
  target: string,
  { state, directory }: RecorderOptions,
): About | undefined {
  const id = /^\/+rooms\/+(\d+)/.exec(target)?.[1]
  const owner = (): ResourceId | undefined => (id === undefined ? undefined : roomById(state, id)?.resource)
  const resource = caller.kind === 'nobody' ? owner() : resourceOfCaller(caller, directory)?.id
  return resource && { name, resource, ...(id !== undefined && { room: { id } }) }
}
