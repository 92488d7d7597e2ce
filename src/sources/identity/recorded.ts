/**
 * Turns operations into routes that cannot forget to be counted (invariants 1 and 5): the change of state and the
 * fact that tells of it are one transaction, and a refused request leaves its fact before the caller hears no.
 * When even that fact cannot be stored the caller hears the journal's 503 instead.
 */
import { ApiError, type HttpReply, type HttpRequest, messageOf, type RefusedRequest, type Route } from '#base'
import type { State } from '#state'
import { identityInTarget, resourceMeant, resourceOfCaller } from './calling-resource.ts'
import { apiError } from './errors.ts'
import type { Call, IdentityResource, Operation, Services } from './operation.ts'
import type { RateLimits } from './rate-limits.ts'
import { factOf, type Outcome, type Seen } from './record.ts'
import { once, readRepeatable } from './repeatability.ts'
import { serviceHeaders, withServiceHeaders } from './service-headers.ts'

export interface Recorder {
  route(operation: Operation): Route
  /** Records what the host refused before the operation could. */
  refused(request: RefusedRequest): Promise<void>
}

export interface RecorderOptions {
  readonly services: Services
  readonly state: State
  /** Absent: no limits. */
  readonly limits: RateLimits | undefined
}

export function createRecorder(options: RecorderOptions): Recorder {
  const { services } = options
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
          const refused = { ...asked(request, operation), ...refusal(error) }
          if (resource) await recordRefusal(request, { ...refused, resource: resource.id }, options)
          throw error instanceof ApiError ? withServiceHeaders(error, request, services) : error
        }
      },
    }),
    refused: async request => {
      const identity = identityInTarget(request.target)
      const resource = resourceMeant(request.caller, identity, directory)
      if (!request.route || !resource) return
      const refused = { name: request.route.id, identity, ...refusal(request.error) }
      await recordRefusal(request, { ...refused, resource: resource.id }, options)
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
  { services, state, limits }: RecorderOptions,
): Promise<HttpReply> {
  const { clock, ids } = services
  const limit = operation.limitOf?.(request.body)
  if (limit) limits?.admit(resource.id, limit, clock.now())
  const repeatable = readRepeatable(request, clock.now())
  const change = await operation.prepare({ ...callOf(request), resource }, services)
  return state.transact(tx => {
    const now = clock.now()
    const { reply, ...about } = once(tx, change, { resource: resource.id, repeatable, now })
    const outcome = {
      ...asked(request, operation),
      ...about,
      resource: resource.id,
      statusCode: reply.status,
    }
    tx.emit(factOf(request, { ...outcome, id: ids.uuid(), finishedAt: now }))
    return { ...reply, headers: { ...serviceHeaders(request, services), ...reply.headers } }
  })
}

async function recordRefusal(
  seen: Seen,
  outcome: Omit<Outcome, 'id' | 'finishedAt'>,
  { services, state }: RecorderOptions,
): Promise<void> {
  const finished = { ...outcome, id: services.ids.uuid(), finishedAt: services.clock.now() }
  await state.transact(tx => tx.emit(factOf(seen, finished)))
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

const refusal = (error: unknown): Pick<Outcome, 'statusCode' | 'description'> =>
  error instanceof ApiError
    ? { statusCode: error.status, description: error.message }
    : { statusCode: 500, description: messageOf(error) }
