/** Turns operations into routes that cannot forget to be counted (invariants 1 and 5). */
import { ApiError, type HttpReply, type HttpRequest, type RefusedRequest, type Route } from '#base'
import {
  createRepeatability,
  type OperationLog,
  resourceOfCaller,
  withServiceHeaders,
} from '#sources/operations'
import { identityInTarget, resourceMeant } from './calling-resource.ts'
import { apiError } from './errors.ts'
import type { Call, IdentityResource, Operation, Services } from './operation.ts'
import type { RateLimits } from './rate-limits.ts'

const repeatability = createRepeatability({ table: 'identity_repeats', refuse: apiError })

export interface Recorder {
  route(operation: Operation): Route
  /** Records what the host refused before the operation could. */
  refused(request: RefusedRequest): Promise<void>
}

export interface RecorderOptions {
  readonly services: Services
  readonly log: OperationLog
  /** Absent: no limits. */
  readonly limits: RateLimits | undefined
}

export function createRecorder(options: RecorderOptions): Recorder {
  const { services, log } = options
  const { directory } = services
  return {
    route: operation => ({
      id: operation.id,
      method: operation.method,
      path: operation.path,
      ...(operation.body && { body: operation.body }),
      handle: async request => {
        let resource = resourceMeant(request.caller, request.params.id, directory)
        try {
          resource = await resourceFor(request, operation, services)
          return await perform({ request, operation, resource }, options)
        } catch (error) {
          if (resource) {
            await log.refuse(request, { ...asked(request, operation), resource: resource.id }, error)
          }
          throw error instanceof ApiError ? withServiceHeaders(error, request, services) : error
        }
      },
    }),
    refused: async request => {
      const identity = identityInTarget(request.target)
      const resource = resourceMeant(request.caller, identity, directory)
      if (!request.route || !resource) return
      const about = { name: request.route.id, identity, resource: resource.id }
      await log.refuse(request, about, request.error)
    },
  }
}

interface Performance {
  readonly request: HttpRequest
  readonly operation: Operation
  readonly resource: IdentityResource
}

async function perform(
  { request, operation, resource }: Performance,
  { services, log, limits }: RecorderOptions,
): Promise<HttpReply> {
  const { clock } = services
  const limit = operation.limitOf?.(request.body)
  if (limit) limits?.admit(resource.id, limit, clock.now())
  const repeatable = repeatability.read(request, clock.now())
  const change = await operation.prepare({ ...callOf(request), resource }, services)
  const about = { ...asked(request, operation), resource: resource.id }
  const done = await log.perform(request, about, tx =>
    repeatability.once(tx, change, { resource: resource.id, repeatable, now: clock.now() }),
  )
  return done.reply
}

async function resourceFor(
  request: HttpRequest,
  operation: Operation,
  services: Services,
): Promise<IdentityResource> {
  const { directory } = services
  const named = operation.resourceOf && (await operation.resourceOf(callOf(request), services))
  const resource = named ? directory.resource(named) : resourceOfCaller(request.caller, directory)
  if (!resource) throw apiError('NoResource')
  return resource
}

const callOf = ({ body, params, receivedAt, headers }: HttpRequest): Omit<Call, 'resource'> => ({
  body,
  params,
  at: receivedAt,
  bearer: headers.authorization?.replace(/^bearer /i, '') ?? '',
})

/** What the request says of itself: enough to record it whatever comes of it. */
const asked = ({ params, body }: HttpRequest, operation: Operation) => ({
  name: operation.id,
  identity: params.id,
  scopes: operation.scopesOf?.(body),
})
