/** The logs query API: `/v1/workspaces/{id}/query`, the resource-centric form, and the batch. */
import Type from 'typebox'
import {
  ApiError,
  type Caller,
  type HttpReply,
  type HttpRequest,
  messageOf,
  type Route,
  type Surface,
  standardErrorBody,
} from '#base'
import { answerBody } from './answer.ts'
import {
  insufficientAccess,
  malformedTimespan,
  missingQuery,
  resourceNotFound,
  workspaceNotFound,
} from './errors.ts'
import { parsePrefer } from './prefer.ts'
import type { QueriedWorkspace, QueryService } from './query-service.ts'
import { intersect, parseTimespan } from './timespan.ts'

/** Audiences the official clients ask a token for. */
const AUDIENCES = ['https://api.loganalytics.io', 'https://api.loganalytics.azure.com']

export interface LogsApi {
  readonly queries: QueryService
  /** By GUID, name or ARM id, in any case. */
  workspace(id: string): QueriedWorkspace | undefined
  /** Where the logs of that resource (ARM id, any case) are; undefined for a resource not known here. */
  workspaceOfResource(armId: string): QueriedWorkspace | undefined
  /** Whether a caller may read what is kept of that resource or workspace (ARM id). */
  mayRead(caller: Caller, armId: string): boolean
  /** Whether a table is kept from a caller. */
  hides(caller: Caller, table: string): boolean
}

const QueryBody = Type.Object({
  query: Type.Optional(Type.String()),
  timespan: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  workspaces: Type.Optional(Type.Union([Type.Array(Type.String(), { maxItems: 100 }), Type.Null()])),
})

const BatchBody = Type.Object({
  requests: Type.Array(
    Type.Object({
      id: Type.String(),
      headers: Type.Optional(Type.Record(Type.String(), Type.String())),
      body: Type.Optional(QueryBody),
      path: Type.Optional(Type.String()),
      method: Type.Optional(Type.String()),
      workspace: Type.String(),
    }),
    { maxItems: 100 },
  ),
})

type QueryBody = Type.Static<typeof QueryBody>

/** The base path is `/v1`; the new client also sends requests without it (facts: logs query). */
const BASES = ['/v1', '']

export function logsSurface(api: LogsApi): Surface {
  return {
    name: 'logs',
    access: { kind: 'entra', audiences: AUDIENCES },
    prefixes: ['v1', 'workspaces'],
    ignoresCase: true,
    routes: BASES.flatMap(base => routesUnder(base, api)),
    errorBody: standardErrorBody,
  }
}

function routesUnder(base: string, api: LogsApi): readonly Route[] {
  const ofWorkspace = (request: HttpRequest) => queryWorkspace(api, request)
  const ofResource = (request: HttpRequest) => queryResource(api, request)
  const resource = `${base}/subscriptions/{+resource}/query`
  const workspace = `${base}/workspaces/{workspace}/query`
  const query = { body: QueryBody }
  return [
    { id: 'QueryWorkspace', method: 'POST', path: workspace, ...query, handle: ofWorkspace },
    { id: 'QueryWorkspaceGet', method: 'GET', path: workspace, handle: ofWorkspace },
    { id: 'QueryResource', method: 'POST', path: resource, ...query, handle: ofResource },
    { id: 'QueryResourceGet', method: 'GET', path: resource, handle: ofResource },
    {
      id: 'QueryBatch',
      method: 'POST',
      path: `${base}/$batch`,
      body: BatchBody,
      handle: request => batch(api, request),
    },
  ]
}

async function queryWorkspace(api: LogsApi, request: HttpRequest): Promise<HttpReply> {
  const id = request.params.workspace ?? ''
  const workspace = api.workspace(id)
  if (!workspace) throw workspaceNotFound(id)
  if (!api.mayRead(request.caller, workspace.armId)) throw insufficientAccess(id)
  return reply(api, request, { workspace })
}

async function queryResource(api: LogsApi, request: HttpRequest): Promise<HttpReply> {
  const armId = `/subscriptions/${request.params.resource ?? ''}`.toLowerCase()
  if (!api.mayRead(request.caller, armId)) throw insufficientAccess(armId)
  const named = api.workspace(armId)
  if (named) return reply(api, request, { workspace: named })
  const workspace = api.workspaceOfResource(armId)
  if (!workspace) throw resourceNotFound(armId)
  return reply(api, request, { workspace, resources: [armId] })
}

interface Scope {
  readonly workspace: QueriedWorkspace
  readonly resources?: readonly string[]
}

async function reply(api: LogsApi, request: HttpRequest, scope: Scope): Promise<HttpReply> {
  // The route's schema has checked the body.
  const body = (request.body ?? {}) as QueryBody
  const { query: text = request.query.query } = body
  const { requestId: correlationId, receivedAt, signal } = request
  if (text === undefined) throw missingQuery(correlationId)
  const spans = [request.query.timespan, body.timespan ?? undefined].map(span => {
    const parsed = parseTimespan(span, receivedAt)
    if (parsed === 'malformed') throw malformedTimespan(span ?? '', correlationId)
    return parsed
  })
  const preferences = parsePrefer(request.headers.prefer)
  const answer = await api.queries.answer({
    text,
    timespan: intersect(spans[0], spans[1]),
    waitSeconds: preferences.waitSeconds,
    explain: preferences.explain,
    signal,
    correlationId,
    mayRead: ({ armId }) => api.mayRead(request.caller, armId),
    hides: table => api.hides(request.caller, table),
    ...scope,
  })
  return { status: 200, body: answerBody(answer, preferences) }
}

/** One after the other in the request's order: the new client does not sort the answers by id. */
async function batch(api: LogsApi, request: HttpRequest): Promise<HttpReply> {
  const { requests } = request.body as Type.Static<typeof BatchBody>
  const responses: unknown[] = []
  for (const { id, headers, body, workspace } of requests) {
    const lowerCased = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])
    const single = {
      ...request,
      body,
      params: { workspace },
      query: {},
      headers: Object.fromEntries(lowerCased),
    }
    responses.push({ id, ...(await settle(api, single)) })
  }
  return { status: 200, body: { responses } }
}

async function settle(api: LogsApi, request: HttpRequest): Promise<{ status: number; body: unknown }> {
  try {
    const { status, body } = await queryWorkspace(api, request)
    return { status, body }
  } catch (thrown) {
    const error =
      thrown instanceof ApiError
        ? thrown
        : new ApiError({ status: 500, code: 'InternalServerError', message: messageOf(thrown) })
    return { status: error.status, body: standardErrorBody(error) }
  }
}
