/** `Microsoft.Insights/diagnosticSettings` and `…Categories` of a resource, in both generations of the API. */
import type { Static } from 'typebox'
import type { HttpReply, HttpRequest, Route, Surface } from '#base'
import type { Directory } from '#directory'
import { type ArmId, armId } from '#records'
import type { Settings } from '#router'
import { TYPE } from '../communication/resource-body.ts'
import { armError } from '../errors.ts'
import { armSurface } from '../front-door.ts'
import { enterSubscription, type ParsedId, parseArmId } from '../scope.ts'
import { generationOf, versions } from './generation.ts'
import { parseSetting, SettingBody } from './setting-body.ts'
import { shapeCategories, shapeSetting } from './shape-setting.ts'

export interface MonitorOptions {
  readonly directory: Directory
  readonly settings: Settings
}

const PROVIDER = '/subscriptions/{+resource}/providers/Microsoft.Insights'
const ALL = `${PROVIDER}/diagnosticSettings`
const ONE = `${ALL}/{name}`
const CATEGORIES = `${PROVIDER}/diagnosticSettingsCategories`

type Handle = (request: HttpRequest, options: MonitorOptions) => Promise<HttpReply>

export function monitorSurface(options: MonitorOptions): Surface {
  const bind = (handle: Handle) => (request: HttpRequest) => handle(request, options)
  const routes: readonly Route[] = [
    { id: 'DiagnosticSettings_List', method: 'GET', path: ALL, handle: bind(list) },
    { id: 'DiagnosticSettings_Get', method: 'GET', path: ONE, handle: bind(get) },
    {
      id: 'DiagnosticSettings_CreateOrUpdate',
      method: 'PUT',
      path: ONE,
      body: SettingBody,
      handle: bind(put),
    },
    { id: 'DiagnosticSettings_Delete', method: 'DELETE', path: ONE, handle: bind(remove) },
    { id: 'DiagnosticSettingsCategory_List', method: 'GET', path: CATEGORIES, handle: bind(listCategories) },
    {
      id: 'DiagnosticSettingsCategory_Get',
      method: 'GET',
      path: `${CATEGORIES}/{name}`,
      handle: bind(getCategory),
    },
  ]
  return armSurface({
    name: 'diagnostic settings',
    versions,
    routes,
    // The service's own envelope here: flat.
    errorBody: ({ code, message, details }) => ({ code, message, ...details }),
  })
}

const ok = (body: unknown): HttpReply => ({ status: 200, body })

const generationIn = ({ query }: HttpRequest) => generationOf(query['api-version'])

/** The id of a Communication Services resource of the caller, whether or not it exists. */
function monitored(request: HttpRequest, { directory }: MonitorOptions): ParsedId & { readonly id: ArmId } {
  const id = `/subscriptions/${request.params.resource ?? ''}`
  enterSubscription(request, id.split('/')[2] ?? '', directory)
  const parsed = parseArmId(id)
  if (parsed?.type.toLowerCase() !== TYPE.toLowerCase())
    throw armError('NotMonitored', { type: parsed?.type ?? id })
  return { ...parsed, id: armId(id) }
}

function existing(request: HttpRequest, options: MonitorOptions): ArmId {
  const { id, group, name } = monitored(request, options)
  if (!options.directory.findResource(id)) throw armError('ResourceNotFound', { type: TYPE, group, name })
  return id
}

async function list(request: HttpRequest, options: MonitorOptions): Promise<HttpReply> {
  const settings = options.settings.list(existing(request, options))
  return ok({ value: settings.map(setting => shapeSetting(setting, generationIn(request))) })
}

async function get(request: HttpRequest, options: MonitorOptions): Promise<HttpReply> {
  const { name = '' } = request.params
  const setting = options.settings.get(existing(request, options), name)
  if (!setting) throw armError('SettingNotFound', { name })
  return ok(shapeSetting(setting, generationIn(request)))
}

/** Always 200: the clients take nothing else, also for a new one. */
async function put(request: HttpRequest, options: MonitorOptions): Promise<HttpReply> {
  const generation = generationIn(request)
  const resource = existing(request, options)
  const body = request.body as Static<typeof SettingBody>
  const setting = parseSetting(body, { resource, name: request.params.name ?? '', generation })
  const backfillDays = body.properties.backfillDays ?? undefined
  return ok(shapeSetting(await options.settings.put(setting, { backfillDays }), generation))
}

/** Also where the resource is gone: its settings stay behind, and this is how to clean up. */
async function remove(request: HttpRequest, options: MonitorOptions): Promise<HttpReply> {
  const { id } = monitored(request, options)
  return { status: (await options.settings.remove(id, request.params.name ?? '')) ? 200 : 204 }
}

async function listCategories(request: HttpRequest, options: MonitorOptions): Promise<HttpReply> {
  return ok({ value: shapeCategories(existing(request, options), generationIn(request)) })
}

async function getCategory(request: HttpRequest, options: MonitorOptions): Promise<HttpReply> {
  const { name: category = '' } = request.params
  const all = shapeCategories(existing(request, options), generationIn(request))
  const found = all.find(({ name }) => name.toLowerCase() === category.toLowerCase())
  if (!found) throw armError('CategoryNotFound', { category })
  return ok(found)
}
