/** Turns operations into routes that cannot forget to be counted (invariant 1), also when they are refused. */
import {
  ApiError,
  type Caller,
  type Clock,
  type HttpReply,
  type HttpRequest,
  type Ids,
  type RefusedRequest,
  type Route,
} from '#base'
import { resourceId } from '#records'
import { type About, type OperationLog, withServiceHeaders } from '#sources/operations'
import { chatError } from './errors.ts'
import type { ChatEvent } from './events.ts'
import type { ChatLimits } from './limits.ts'
import type { Call, ChatDirectory, Operation, Services } from './operation.ts'

export interface Recorder {
  route(operation: Operation): Route
  /** Records what the host refused before an operation could. */
  refused(request: RefusedRequest): Promise<void>
}

export interface RecorderOptions {
  readonly services: Services
  readonly log: OperationLog
  readonly clock: Clock
  readonly ids: Ids
  /** Absent: no limits. */
  readonly limits: ChatLimits | undefined
  /** Who a token was issued to, dead or alive; undefined for what is no token of this service. */
  ownerOfToken(jwt: string): Promise<Caller | undefined>
  /** Takes what happened, once it is stored. */
  publish(events: readonly ChatEvent[]): void
}

/** R3: what the metric calls a route that nobody knows. */
const BAD_ROUTE = 'Bad Route'

export function createRecorder(options: RecorderOptions): Recorder {
  const { log, services } = options
  return {
    route: operation => ({
      id: operation.id,
      method: operation.method,
      path: operation.path,
      ...(operation.body && { body: operation.body }),
      handle: async request => {
        const issuer = issuerOf(request.caller, services.directory)
        if (!issuer) throw chatError('NotAuthorized')
        const about = { name: operation.id, ...issuer, ...addressed(request.params) }
        try {
          return await perform({ request, operation, about }, options)
        } catch (error) {
          await log.refuse(request, about, error)
          throw error instanceof ApiError ? withServiceHeaders(error, request, options) : error
        }
      },
    }),
    refused: async request => {
      const caller = request.caller.kind === 'nobody' ? await deadCaller(request, options) : request.caller
      const issuer = caller && issuerOf(caller, services.directory)
      if (!issuer) return
      const about = { name: request.route?.id ?? BAD_ROUTE, ...issuer, ...addressedBy(request.target) }
      await log.refuse(request, about, request.error)
    },
  }
}

interface Performance {
  readonly request: HttpRequest
  readonly operation: Operation
  readonly about: About & { readonly identity: string }
}

async function perform(
  { request, operation, about }: Performance,
  { services, log, clock, limits, publish }: RecorderOptions,
): Promise<HttpReply> {
  const { caller, params } = request
  if (caller.kind !== 'userToken') throw chatError('NotAuthorized')
  if (!operation.scopes.some(scope => caller.scopes.includes(scope))) {
    throw chatError('ScopeMissing', { scopes: operation.scopes.join(', ') })
  }
  const asker = { operation: operation.id, user: caller.user, thread: params.threadId ?? '' }
  limits?.admit(asker, operation.limit, clock.now())
  const { reply, events = [] } = await log.perform(request, about, tx => {
    const call: Call = {
      user: caller.user,
      resource: about.resource,
      params,
      query: request.query,
      headers: request.headers,
      body: request.body,
      now: clock.now(),
      tx,
      link: (path, query = {}) => linkOf(request, path, query),
    }
    return operation.perform(call, services)
  })
  publish(events)
  return reply
}

function linkOf(
  { origin, query: asked }: HttpRequest,
  path: readonly string[],
  query: Readonly<Record<string, string>>,
): string {
  const all = new URLSearchParams({ ...query, 'api-version': asked['api-version'] ?? '' })
  return `${origin}/chat/threads${path.map(part => `/${encodeURIComponent(part)}`).join('')}?${all}`
}

/** R4: the resource that issued the token, and who it was issued to. Undefined when that resource is gone. */
function issuerOf(
  caller: Caller,
  directory: ChatDirectory,
): { readonly resource: About['resource']; readonly identity: string } | undefined {
  if (caller.kind !== 'userToken') return undefined
  const resource = directory.resource(resourceId(caller.resource))
  return resource && { resource: resource.id, identity: caller.user }
}

/** A token that expired or was revoked is refused by the host, and was still issued by somebody's resource. */
async function deadCaller(
  { headers }: RefusedRequest,
  { ownerOfToken }: RecorderOptions,
): Promise<Caller | undefined> {
  const jwt = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  return jwt === undefined ? undefined : await ownerOfToken(jwt)
}

const addressed = ({ threadId, messageId }: HttpRequest['params']): Pick<About, 'thread' | 'message'> => ({
  ...(threadId !== undefined && { thread: threadId }),
  ...(messageId !== undefined && { message: messageId }),
})

const ADDRESS = /^\/+chat\/+threads\/+([^/?]+)(?:\/+messages\/+([^/?]+))?/

/** The thread and message that a request target names. */
function addressedBy(target: string): Pick<About, 'thread' | 'message'> {
  const [, thread, message] = ADDRESS.exec(target) ?? []
  try {
    return {
      ...(thread !== undefined && { thread: decodeURIComponent(thread) }),
      ...(message !== undefined && { message: decodeURIComponent(message) }),
    }
  } catch {
    return {}
  }
}
