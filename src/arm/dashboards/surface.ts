/**
 * `Microsoft.Portal/dashboards`: what a tenant shares. Lenses and metadata are kept word for word, so that a dashboard
 * of Azure survives being kept here; the portal's own pins stand in `properties.metadata.anteroom`.
 */
import { Type } from 'typebox'
import type { HttpReply, HttpRequest, Route, Surface } from '#base'
import type { Directory } from '#directory'
import type { State } from '#state'
import { armError } from '../errors.ts'
import { armSurface } from '../front-door.ts'
import { checkGroup, enterSubscription } from '../scope.ts'
import { dashboardById, dashboardsOf, deleteDashboard, putDashboard, type StoredDashboard } from './store.ts'

export interface DashboardsOptions {
  readonly directory: Directory
  readonly state: State
}

const TYPE = 'Microsoft.Portal/dashboards'
const SUBSCRIPTION = '/subscriptions/{subscription}'
const GROUP = `${SUBSCRIPTION}/resourceGroups/{group}/providers/${TYPE}`
const ONE = `${GROUP}/{name}`

const MOST_DASHBOARDS = 200
const MOST_CHARACTERS = 500_000

const Tags = Type.Record(Type.String(), Type.String())
const Properties = Type.Object({
  // A list since 2019, an object before.
  lenses: Type.Optional(Type.Union([Type.Array(Type.Object({})), Type.Object({})])),
  metadata: Type.Optional(Type.Object({})),
})
const Dashboard = Type.Object({
  location: Type.String({ minLength: 1 }),
  tags: Type.Optional(Tags),
  properties: Type.Optional(Properties),
})
const Patch = Type.Object({ tags: Type.Optional(Tags), properties: Type.Optional(Properties) })

type Dashboard = Type.Static<typeof Dashboard>
type Patch = Type.Static<typeof Patch>

export function dashboardsSurface(options: DashboardsOptions): Surface {
  const { state, directory } = options
  const get = (id: string, path: string, answer: (request: HttpRequest) => unknown): Route => ({
    id,
    method: 'GET',
    path,
    handle: async (request): Promise<HttpReply> => ({ status: 200, body: answer(request) }),
  })
  const list = (request: HttpRequest) => {
    const { subscription = '', group } = request.params
    const { id, tenant } = enterSubscription(request, subscription, directory)
    const start =
      `/subscriptions/${id}/${group === undefined ? '' : `resourcegroups/${group}/`}`.toLowerCase()
    const found = dashboardsOf(state, tenant).filter(({ armId }) => armId.toLowerCase().startsWith(start))
    return { value: found.map(shape) }
  }
  return armSurface({
    name: 'dashboards',
    versions: ['2015-08-01-preview', '2019-01-01-preview', '2020-09-01-preview'],
    routes: [
      get('Dashboards_ListBySubscription', `${SUBSCRIPTION}/providers/${TYPE}`, list),
      get('Dashboards_ListByResourceGroup', GROUP, list),
      get('Dashboards_Get', ONE, request => shape(owned(request, options))),
      {
        id: 'Dashboards_CreateOrUpdate',
        method: 'PUT',
        path: ONE,
        body: Dashboard,
        // The schema has admitted it.
        handle: request => put(request, request.body as Dashboard, options),
      },
      {
        id: 'Dashboards_Update',
        method: 'PATCH',
        path: ONE,
        body: Patch,
        handle: request => {
          const kept: Dashboard = JSON.parse(owned(request, options).body)
          // The schema has admitted it.
          const given = request.body as Patch
          const properties = { ...kept.properties, ...given.properties }
          return put(request, { ...kept, ...given, properties }, options)
        },
      },
      { id: 'Dashboards_Delete', method: 'DELETE', path: ONE, handle: request => remove(request, options) },
    ],
  })
}

function idOf({ params: { subscription = '', group = '', name = '' } }: HttpRequest): string {
  if (!/^[\w-]{3,160}$/.test(name)) throw armError('InvalidDashboardName', { name })
  return `/subscriptions/${subscription}/resourceGroups/${checkGroup(group)}/providers/${TYPE}/${name}`
}

function owned(request: HttpRequest, { state, directory }: DashboardsOptions): StoredDashboard {
  const { subscription = '', group = '', name = '' } = request.params
  const { tenant } = enterSubscription(request, subscription, directory)
  const found = dashboardById(state, idOf(request))
  if (found?.tenant !== tenant) throw armError('ResourceNotFound', { type: TYPE, group, name })
  return found
}

async function put(
  request: HttpRequest,
  { location, tags, properties }: Dashboard,
  { state, directory }: DashboardsOptions,
): Promise<HttpReply> {
  const { tenant } = enterSubscription(request, request.params.subscription ?? '', directory)
  const armId = idOf(request)
  const before = dashboardById(state, armId)
  const body = JSON.stringify({ location, tags, properties })
  if (body.length > MOST_CHARACTERS) {
    throw armError('DashboardTooLarge', { found: String(body.length), most: String(MOST_CHARACTERS) })
  }
  if (!before && dashboardsOf(state, tenant).length >= MOST_DASHBOARDS) {
    throw armError('TooManyDashboards', { most: String(MOST_DASHBOARDS) })
  }
  const stored = { armId: before?.armId ?? armId, tenant, body }
  await state.transact(tx => putDashboard(tx, stored))
  return { status: before ? 200 : 201, body: shape(stored) }
}

async function remove(request: HttpRequest, { state, directory }: DashboardsOptions): Promise<HttpReply> {
  const { tenant } = enterSubscription(request, request.params.subscription ?? '', directory)
  const found = dashboardById(state, idOf(request))
  if (found?.tenant !== tenant) return { status: 204 }
  await state.transact(tx => deleteDashboard(tx, found.armId))
  return { status: 200 }
}

function shape({ armId, body }: StoredDashboard) {
  const { location, tags, properties }: Dashboard = JSON.parse(body)
  return {
    id: armId,
    name: armId.split('/').at(-1),
    type: TYPE,
    location,
    tags: tags ?? {},
    properties: { lenses: [], metadata: {}, ...properties },
  }
}
