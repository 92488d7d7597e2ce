/** The six operations that every kind of resource of alerts has. A changed rule begins anew. */
import { Type } from 'typebox'
import { type HttpReply, type HttpRequest, type Route, toIso } from '#base'
import { alertsError } from './errors.ts'
import { withdrawAlertsOf } from './keep.ts'
import type { ResourceBody, ResourceKind, Services } from './resource-kinds.ts'
import { refuseMisfits } from './rule.ts'
import {
  deleteResource,
  progressOf,
  putProgress,
  putResource,
  putWatches,
  type ResourceType,
  resourceById,
  resourcesOfType,
  type StoredResource,
} from './store.ts'

export const SUBSCRIPTION = '/subscriptions/{subscription}'
export const INSIGHTS = 'providers/Microsoft.Insights'

const groupPath = (type: ResourceType) => `${SUBSCRIPTION}/resourceGroups/{group}/${INSIGHTS}/${type}`
export const onePath = (type: ResourceType) => `${groupPath(type)}/{name}`

export const get = (id: string, path: string, answer: (request: HttpRequest) => Promise<unknown>): Route => ({
  id,
  method: 'GET',
  path,
  handle: async (request): Promise<HttpReply> => ({ status: 200, body: await answer(request) }),
})

const Patch = Type.Object({
  tags: Type.Optional(Type.Record(Type.String(), Type.String())),
  properties: Type.Optional(Type.Object({})),
})

export function routesOf(kind: ResourceKind, services: Services): readonly Route[] {
  const { type, api } = kind
  const list = async (request: HttpRequest) => ({ value: listed(request, kind, services) })
  return [
    get(`${api}_ListBySubscription`, `${SUBSCRIPTION}/${INSIGHTS}/${type}`, list),
    get(`${api}_ListByResourceGroup`, groupPath(type), list),
    get(`${api}_Get`, onePath(type), async request => shape(owned(request, type, services), kind, services)),
    {
      id: `${api}_CreateOrUpdate`,
      method: 'PUT',
      path: onePath(type),
      body: kind.schema,
      handle: request => put(request, kind, services),
    },
    {
      id: `${api}_Update`,
      method: 'PATCH',
      path: onePath(type),
      body: Patch,
      handle: request => patch(request, kind, services),
    },
    {
      id: `${api}_Delete`,
      method: 'DELETE',
      path: onePath(type),
      handle: request => remove(request, type, services),
    },
  ]
}

const idOf = (type: ResourceType, { params }: HttpRequest) =>
  onePath(type).replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')

function owned(request: HttpRequest, type: ResourceType, { state, tenantOf }: Services): StoredResource {
  const id = idOf(type, request)
  const stored = resourceById(state, id)
  if (!stored || stored.tenant !== tenantOf(request.caller)) throw alertsError('NotFound', { id })
  return stored
}

function listed(request: HttpRequest, kind: ResourceKind, services: Services) {
  const { group = '', subscription = '' } = request.params
  const tenant = services.tenantOf(request.caller)
  const start = `/subscriptions/${subscription}/${group && `resourcegroups/${group}/`}`.toLowerCase()
  return resourcesOfType(services.state, kind.type)
    .filter(one => one.tenant === tenant && one.armId.toLowerCase().startsWith(start))
    .map(one => shape(one, kind, services))
}

function shape({ armId, type, body }: StoredResource, { extra }: ResourceKind, { state }: Services) {
  const { location, tags, properties } = JSON.parse(body)
  const progress = progressOf(state, armId)
  return {
    id: armId,
    name: armId.split('/').at(-1),
    type: `Microsoft.Insights/${type}`,
    location: location ?? 'global',
    tags: tags ?? {},
    ...extra,
    properties,
    // What Azure keeps to itself: how far it got, and why it does not get on.
    ...(progress && { anteroom: { evaluatedThrough: toIso(progress.through), problem: progress.problem } }),
  }
}

async function put(request: HttpRequest, kind: ResourceKind, services: Services): Promise<HttpReply> {
  // The route's schema has admitted it.
  const body = request.body as ResourceBody
  const armId = idOf(kind.type, request)
  const before = resourceById(services.state, armId)
  const tenant = services.tenantOf(request.caller)
  if (before && before.tenant !== tenant) throw alertsError('NotFound', { id: armId })
  await kind.check(body, request, services)
  const stored = { armId: before?.armId ?? armId, type: kind.type, tenant, body: JSON.stringify(body) }
  await keep(stored, services, { beginsAnew: kind.type !== 'actionGroups' })
  return { status: before ? 200 : kind.made, body: shape(stored, kind, services) }
}

/** Members of `properties` that are given replace those that were; null takes one away. */
async function patch(request: HttpRequest, kind: ResourceKind, services: Services): Promise<HttpReply> {
  const before = owned(request, kind.type, services)
  const kept: ResourceBody = JSON.parse(before.body)
  // The route's schema has admitted it.
  const given = request.body as Partial<ResourceBody>
  const properties = Object.entries({ ...kept.properties, ...given.properties })
  const body: ResourceBody = {
    ...kept,
    ...(given.tags && { tags: given.tags }),
    properties: Object.fromEntries(properties.filter(([, value]) => value !== null)),
  }
  refuseMisfits(kind.checker, body)
  await kind.check(body, request, services)
  const stored = { ...before, body: JSON.stringify(body) }
  await keep(stored, services, {
    beginsAnew: kind.type !== 'actionGroups' && given.properties !== undefined,
  })
  return { status: 200, body: shape(stored, kind, services) }
}

/** A rule that begins anew: what it had open is resolved, its past is not evaluated. */
function keep(
  stored: StoredResource,
  { state, clock }: Services,
  { beginsAnew }: { readonly beginsAnew: boolean },
): Promise<void> {
  return state.transact(tx => {
    putResource(tx, stored)
    if (!beginsAnew) return
    withdrawAlertsOf(tx, stored.armId, clock.now())
    putWatches(tx, stored.armId, new Map())
    putProgress(tx, stored.armId, { through: clock.now(), problem: null })
  })
}

async function remove(request: HttpRequest, type: ResourceType, services: Services): Promise<HttpReply> {
  const { state, tenantOf, clock } = services
  const stored = resourceById(state, idOf(type, request))
  if (!stored || stored.tenant !== tenantOf(request.caller)) return { status: 204 }
  await state.transact(tx => {
    withdrawAlertsOf(tx, stored.armId, clock.now())
    deleteResource(tx, stored.armId)
  })
  return { status: 200 }
}
