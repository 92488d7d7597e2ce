/** What happens to every request: find its route, its caller, its version, its body; run it; print the answer. */

import { Compile } from 'typebox/compile'
import {
  ApiError,
  type Caller,
  type Clock,
  type HttpReply,
  type HttpRequest,
  type Ids,
  type Instant,
  type Log,
  mismatchesOf,
  mismatchText,
  type RefusedRequest,
  type Route,
  type SchemaChecker,
  type Surface,
  standardErrorBody,
} from '#base'
import type { Authenticator } from '../auth/authenticate.ts'
import { judgeVersion } from './api-version.ts'
import { type BodyLimits, readBody } from './body.ts'
import { hostError } from './errors.ts'
import { hostnameOf, isOwnName } from './loopback.ts'
import { type Match, routeTable } from './route-table.ts'
import { parseTarget, type Target } from './target.ts'
import type { UnsupportedCalls } from './unsupported.ts'

/** A request as it came in, before anything is understood. */
export interface Incoming {
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer | undefined
  readonly isTls: boolean
  readonly remoteAddress: string
  readonly signal: AbortSignal
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly content: string | Uint8Array | AsyncIterable<string> | undefined
}

export interface PipelineOptions {
  readonly surfaces: readonly Surface[]
  readonly authenticator: Authenticator
  readonly unsupported: UnsupportedCalls
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly limits: BodyLimits & { readonly target: number; readonly answerSeconds: number }
  /** Host names of this server, besides loopback ones. */
  readonly names: readonly string[]
  readonly interfere?: Interfere
  readonly observe?: Observe | undefined
}

/** Told of every answer to a request that was for a mounted operation, refusals included. */
export type Observe = (answered: {
  readonly surface: Surface
  readonly operation: string
  readonly headers: Incoming['headers']
  readonly query: Target['query']
  readonly status: number
}) => void

/** Faults on request: called for each request that reached its route and was let in; may wait, or throw ApiError. */
export type Interfere = (
  request: {
    readonly surface: string
    readonly operation: string
    readonly method: string
    readonly path: string
  },
  signal: AbortSignal,
) => Promise<void>

export interface Pipeline {
  /** Never rejects. */
  serve(incoming: Incoming): Promise<Answer>
  /** The answer to a request that failed before it was whole (too large, malformed): in its surface's shape. */
  refuse(incoming: Incoming, error: ApiError): Promise<Answer>
}

/** What is known of a request so far; a refusal tells the surface as much of it as there is. */
interface Visit {
  readonly incoming: Incoming
  readonly requestId: string
  readonly receivedAt: Instant
  readonly origin: string
  target?: Target
  match?: Match
  caller: Caller
}

export function pipeline(options: PipelineOptions): Pipeline {
  const { clock, ids, log } = options
  const table = routeTable(options.surfaces)
  const checkers = compileBodies(options.surfaces)
  const warned = new Set<string>()

  function open(incoming: Incoming): Visit {
    const given = incoming.headers['x-ms-client-request-id']
    const requestId = given !== undefined && /^[\x21-\x7e]{1,128}$/.test(given) ? given : ids.uuid()
    const origin = `${incoming.isTls ? 'https' : 'http'}://${incoming.headers.host ?? 'localhost'}`
    return { incoming, requestId, receivedAt: clock.now(), origin, caller: { kind: 'nobody' } }
  }

  function locate(visit: Visit): Match {
    const { method, target: text, headers } = visit.incoming
    if (text.length > options.limits.target)
      throw hostError('TargetTooLong', { limit: options.limits.target })
    const target = parseTarget(text)
    if (!target) throw hostError('BadPath')
    visit.target = target
    visit.match = table.match(method === 'HEAD' ? 'GET' : method, target.segments)
    if (headers.host === undefined) throw hostError('BadRequest', { why: 'the Host header is missing.' })
    const host = hostnameOf(headers.host) ?? ''
    if (!isOwnName(host, options.names)) throw hostError('OtherHost', { host: host.slice(0, 100) })
    return visit.match
  }

  async function admit(visit: Visit, surface: Surface, target: Target): Promise<ApiError | undefined> {
    const { incoming, origin } = visit
    const { caller, refusal } = await options.authenticator.authenticate(surface.access, {
      method: incoming.method,
      target,
      headers: incoming.headers,
      body: incoming.body,
      origin,
    })
    visit.caller = caller
    return refusal
  }

  function checkVersion(surface: Surface, target: Target): void {
    if (!surface.versions) return
    const given = target.query['api-version']
    const verdict = judgeVersion(given, surface.versions)
    if (verdict.kind === 'refused') throw verdict.error
    const warning = `${surface.name} ${given}`
    if (verdict.kind === 'listed' || warned.has(warning) || warned.size >= MOST_WARNINGS) return
    warned.add(warning)
    log.warn(
      { surface: surface.name, apiVersion: given, known: surface.versions.at(-1) },
      'served an api-version that is not listed',
    )
  }

  function readChecked(route: Route, incoming: Incoming): unknown {
    const body = readBody(
      {
        bytes: incoming.body,
        contentType: incoming.headers['content-type'],
        contentEncoding: incoming.headers['content-encoding'],
        acceptsText: route.acceptsText,
        takesText: route.takesText,
      },
      options.limits,
    )
    const checker = checkers.get(route)
    // A missing body is checked like an empty one: a route that demands a member says which.
    const problems = checker ? mismatchesOf(checker, body ?? {}) : []
    if (problems.length > 0) throw hostError('BadBody', { problems: problems.map(mismatchText).join('; ') })
    return body
  }

  function reject(visit: Visit, match: Exclude<Match, { kind: 'route' }>): ApiError {
    const { method } = visit.incoming
    const path = visit.target?.rawPath ?? ''
    const operation = match.kind === 'missing' ? match.id : undefined
    const apiVersion = visit.target?.query['api-version']
    const call = { method, path, operation, surface: match.surface?.name, apiVersion }
    options.unsupported.note(call, visit.receivedAt)
    if (match.kind === 'missing') return hostError('NotServed', { operation: match.id })
    if (match.kind === 'unknown') return hostError('UnknownPath', { method, path: path.slice(0, 200) })
    const allowed = match.allowed.join(', ')
    return hostError('OtherMethods', { method, allowed }, { Allow: allowed })
  }

  async function decide(visit: Visit): Promise<() => Promise<HttpReply>> {
    const match = locate(visit)
    const { target, incoming } = visit
    if (!match.surface || !target) throw reject(visit, { kind: 'unknown', surface: undefined })
    const refusal = await admit(visit, match.surface, target)
    if (match.kind !== 'route') throw reject(visit, match)
    if (refusal) throw refusal
    const { id: operation } = match.route
    const { method, signal } = incoming
    await options.interfere?.(
      { surface: match.surface.name, operation, method, path: target.rawPath },
      signal,
    )
    checkVersion(match.surface, target)
    const body = readChecked(match.route, incoming)
    const request: HttpRequest = {
      method: incoming.method,
      target: target.raw,
      params: match.params,
      query: target.query,
      headers: incoming.headers,
      body,
      caller: visit.caller,
      requestId: visit.requestId,
      receivedAt: visit.receivedAt,
      remoteAddress: incoming.remoteAddress,
      origin: visit.origin,
      signal: incoming.signal,
    }
    return () => match.route.handle(request)
  }

  async function refuse(visit: Visit, error: ApiError): Promise<Answer> {
    const surface = visit.match?.surface
    const { method, target, headers, remoteAddress } = visit.incoming
    const refused: RefusedRequest = {
      route: visit.match?.kind === 'route' ? visit.match.route : undefined,
      method,
      target,
      headers,
      caller: visit.caller,
      error,
      requestId: visit.requestId,
      receivedAt: visit.receivedAt,
      remoteAddress,
    }
    try {
      await surface?.refused?.(refused)
      return answerTo(visit, error)
    } catch (thrown) {
      return answerTo(visit, thrown)
    }
  }

  /** An error in the surface's shape; what is no ApiError is ours: logged once, told without its reasons. */
  function answerTo(visit: Visit, thrown: unknown): Answer {
    const { requestId } = visit
    const surface = visit.match?.surface
    if (!(thrown instanceof ApiError)) {
      const path = visit.target?.rawPath.slice(0, 200)
      log.error({ err: thrown, requestId, method: visit.incoming.method, path }, 'a request failed')
    }
    const error = thrown instanceof ApiError ? thrown : hostError('Broken', { requestId })
    const wait = error.retryAfterSeconds
    return print(visit, {
      status: error.status,
      body: (surface?.errorBody ?? standardErrorBody)(error, requestId),
      headers: {
        ...error.headers,
        'x-ms-error-code': error.code,
        ...(wait !== undefined && { 'Retry-After': String(Math.max(1, Math.ceil(wait))) }),
      },
    })
  }

  async function serve(visit: Visit): Promise<Answer> {
    let run: () => Promise<HttpReply>
    try {
      run = await decide(visit)
    } catch (thrown) {
      return thrown instanceof ApiError ? refuse(visit, thrown) : answerTo(visit, thrown)
    }
    try {
      return print(visit, await withDeadline(run(), options))
    } catch (thrown) {
      return answerTo(visit, thrown)
    }
  }

  function observed({ match, target, incoming }: Visit, answer: Answer): Answer {
    if (match?.kind !== 'route' || !target) return answer
    const { surface, route } = match
    const { headers } = incoming
    options.observe?.({ surface, operation: route.id, headers, query: target.query, status: answer.status })
    return answer
  }

  return {
    serve: async incoming => {
      const visit = open(incoming)
      return observed(visit, await serve(visit))
    },
    refuse: async (incoming, error) => {
      const visit = open(incoming)
      try {
        locate(visit)
      } catch {
        // What was wrong first is what is told.
      }
      return observed(visit, await refuse(visit, error))
    },
  }
}

/** Versions that were warned of are remembered; a caller may invent any number of them. */
const MOST_WARNINGS = 100

function compileBodies(surfaces: readonly Surface[]): ReadonlyMap<Route, SchemaChecker> {
  const withBody = surfaces.flatMap(({ routes }) => routes).filter(({ body }) => body !== undefined)
  return new Map(withBody.map(route => [route, Compile(route.body ?? {})]))
}

function withDeadline(
  reply: Promise<HttpReply>,
  { clock, limits }: Pick<PipelineOptions, 'clock' | 'limits'>,
): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const seconds = limits.answerSeconds
    const timer = clock.after(seconds * 1000, () => reject(hostError('AnswerTooSlow', { seconds })))
    reply.then(resolve, reject).finally(() => timer.cancel())
  })
}

function print({ requestId, match }: Visit, { status, body, text, headers }: HttpReply): Answer {
  const versions = match?.surface?.versions
  const contentType =
    text?.contentType ?? (body === undefined ? undefined : 'application/json; charset=utf-8')
  return {
    status,
    headers: {
      'x-ms-client-request-id': requestId,
      'x-ms-request-id': requestId,
      ...(versions && { 'api-supported-versions': versions.join(', ') }),
      ...(contentType !== undefined && { 'Content-Type': contentType }),
      ...headers,
    },
    content: text ? text.content : body === undefined ? undefined : JSON.stringify(body),
  }
}
