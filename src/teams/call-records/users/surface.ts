/** `/v1.0/users` and `/v1.0/me`: the people of the caller's tenant, as Microsoft Graph lists them. */
import { type HttpReply, type HttpRequest, invariant, type Route, type Surface } from '#base'
import { tenantId } from '#records'
import { GRAPH_AUDIENCE, graphErrorBody } from '#sources/meetings'
import { graphError } from '../graph/errors.ts'
import { nextLink, pick, placeOf, refuseOthers, selectedOf, skipToken, topOf } from '../graph/options.ts'
import type { CallRecordsPorts, DirectoryPerson } from '../ports.ts'
import { filterOf, orderOf, searchOf, type Test } from './filter.ts'
import { type GraphUser, graphUserOf, USER_PROPERTIES, USUAL_PROPERTIES } from './user.ts'

type Services = Pick<CallRecordsPorts, 'directory' | 'clock'>

const TYPE = 'microsoft.graph.user'
const LIST_OPTIONS = ['$top', '$skiptoken', '$select', '$filter', '$search', '$orderby', '$count']
const PAGE = { usual: 100, most: 999 }

export function usersSurface(services: Services): Surface {
  const route = (id: string, path: string, handle: (request: HttpRequest) => HttpReply): Route => ({
    id,
    method: 'GET',
    path,
    handle: async request => handle(request),
  })
  return {
    name: 'graph-users',
    access: { kind: 'entra', audiences: [GRAPH_AUDIENCE] },
    prefixes: [],
    ignoresCase: true,
    errorBody: graphErrorBody(services.clock),
    routes: [
      route('ListUsers', '/v1.0/users', request => list(request, services)),
      route('CountUsers', '/v1.0/users/$count', request => count(request, services)),
      route('GetUser', '/v1.0/users/{userId}', request =>
        one(request, request.params.userId ?? '', services),
      ),
      route('GetMe', '/v1.0/me', request => one(request, undefined, services)),
    ],
  }
}

function tenantUsers({ caller }: HttpRequest, { directory }: Services): readonly DirectoryPerson[] {
  invariant(caller.kind === 'entra', 'the host lets only Entra callers in')
  return directory.usersOf(tenantId(caller.tenant))
}

/** Sorted; searching and counting need the header that Graph asks for. */
function matching(request: HttpRequest, services: Services): readonly GraphUser[] {
  const { query, headers } = request
  const isEventual = headers.consistencylevel?.toLowerCase() === 'eventual'
  if (!isEventual && (query.$search !== undefined || query.$count === 'true')) {
    throw graphError('UnknownOption', '$search and $count need the header ConsistencyLevel: eventual.')
  }
  const tests: readonly Test[] = [
    ...(query.$filter ? [filterOf(query.$filter)] : []),
    ...(query.$search ? [searchOf(query.$search)] : []),
  ]
  return tenantUsers(request, services)
    .map(graphUserOf)
    .filter(user => tests.every(test => test(user)))
    .sort(orderOf(query.$orderby))
}

function list(request: HttpRequest, services: Services): HttpReply {
  const { query } = request
  refuseOthers(query, LIST_OPTIONS)
  const top = topOf(query, PAGE)
  const names = selectedOf(query, TYPE, USER_PROPERTIES) ?? USUAL_PROPERTIES
  const found = matching(request, services)
  const [last] = placeOf(query, 1) ?? []
  const from = last === undefined ? 0 : found.findIndex(({ id }) => id === last) + 1
  const page = found.slice(from, from + top)
  const more = from + top < found.length && page.at(-1)
  return {
    status: 200,
    body: {
      '@odata.context': `${GRAPH_AUDIENCE}/v1.0/$metadata#users${chosen(query.$select)}`,
      ...(query.$count === 'true' && { '@odata.count': found.length }),
      ...(more && { '@odata.nextLink': nextLink(request, skipToken([more.id])) }),
      value: page.map(user => pick(user, names)),
    },
  }
}

const chosen = (select: string | undefined): string => (select ? `(${select})` : '')

function count(request: HttpRequest, services: Services): HttpReply {
  refuseOthers(request.query, ['$filter', '$search'])
  if (request.headers.consistencylevel?.toLowerCase() !== 'eventual') {
    throw graphError('UnknownOption', '$count needs the header ConsistencyLevel: eventual.')
  }
  return {
    status: 200,
    text: { contentType: 'text/plain', content: String(matching(request, services).length) },
  }
}

function one(request: HttpRequest, reference: string | undefined, services: Services): HttpReply {
  const { query, caller } = request
  refuseOthers(query, ['$select'])
  invariant(caller.kind === 'entra', 'the host lets only Entra callers in')
  const wanted = (reference ?? caller.subject).toLowerCase()
  const user = tenantUsers(request, services).find(
    ({ id, userPrincipalName }) => id.toLowerCase() === wanted || userPrincipalName.toLowerCase() === wanted,
  )
  if (!user)
    throw reference === undefined
      ? graphError('MeNeedsUser', ME)
      : graphError('UserNotFound', unknown(reference))
  const names = selectedOf(query, TYPE, USER_PROPERTIES) ?? USUAL_PROPERTIES
  return {
    status: 200,
    body: {
      '@odata.context': `${GRAPH_AUDIENCE}/v1.0/$metadata#users${chosen(query.$select)}/$entity`,
      ...pick(graphUserOf(user), names),
    },
  }
}

const ME = '/me request is only valid with delegated authentication flow: use /users/{id} with an app token.'
const unknown = (reference: string): string =>
  `Resource '${reference.slice(0, 200)}' does not exist or one of its queried reference-property objects are not present.`
