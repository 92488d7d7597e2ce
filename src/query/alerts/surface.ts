/**
 * The control plane of alerts: Microsoft.Insights/scheduledQueryRules and actionGroups, the alerts of
 * Microsoft.AlertsManagement, and two house operations beside them: a test run on past data, and ready-made rules.
 */
import { type TSchema, Type } from 'typebox'
import {
  type HttpReply,
  type HttpRequest,
  type Instant,
  parseDuration,
  type Route,
  type Surface,
  standardErrorBody,
  toIso,
} from '#base'
import { GroupProperties, receiversOf } from './action-group.ts'
import { type AlertBody, contextOf } from './common-schema.ts'
import type { AlertsOptions } from './create-alerts.ts'
import { alertsError } from './errors.ts'
import type { Evaluator } from './evaluate.ts'
import { READY_MADE } from './ready-made.ts'
import { parseRule, RuleProperties } from './rule.ts'
import {
  actionsOf,
  alertById,
  alertsSince,
  deleteResource,
  progressOf,
  putProgress,
  putResource,
  putWatches,
  type ResourceType,
  resolveAlertsOf,
  resourceById,
  resourcesOfType,
  type StoredAlert,
  type StoredResource,
} from './store.ts'
import { testRun } from './test-run.ts'

type Services = AlertsOptions & { readonly evaluate: Evaluator }

const SUBSCRIPTION = '/subscriptions/{subscription}'
const INSIGHTS = 'providers/Microsoft.Insights'
const ALERTS = `${SUBSCRIPTION}/providers/Microsoft.AlertsManagement/alerts`

const bodySchema = (properties: TSchema) =>
  Type.Object({
    location: Type.Optional(Type.String()),
    tags: Type.Optional(Type.Record(Type.String(), Type.String())),
    properties,
  })

const TestBody = Type.Object({ properties: RuleProperties, timespan: Type.String() })

export function alertsSurface(services: Services): Surface {
  return {
    name: 'alerts',
    access: {
      kind: 'entra',
      audiences: ['https://management.azure.com', 'https://management.core.windows.net'],
    },
    versions: [
      '2019-05-05-preview',
      '2021-08-01',
      '2021-09-01',
      '2022-06-15',
      '2023-01-01',
      '2023-12-01',
      '2024-01-01-preview',
      '2025-01-01-preview',
    ],
    prefixes: [],
    ignoresCase: true,
    errorBody: standardErrorBody,
    routes: [
      ...routesOf('scheduledQueryRules', 'ScheduledQueryRules', services, {
        schema: bodySchema(RuleProperties),
        check: checkRule,
      }),
      ...routesOf('actionGroups', 'ActionGroups', services, {
        schema: bodySchema(GroupProperties),
        check: async ({ body }) =>
          void receiversOf((body as { readonly properties: GroupProperties }).properties),
      }),
      get('Alerts_GetAll', ALERTS, async request => ({ value: listAlerts(request, services) })),
      get('Alerts_GetById', `${ALERTS}/{alert}`, async request => oneAlert(request, services)),
      get('ReadyMadeAlertRules_List', `${SUBSCRIPTION}/${INSIGHTS}/readyMadeAlertRules`, async () => ({
        value: READY_MADE,
      })),
      {
        id: 'ScheduledQueryRules_TestRun',
        method: 'POST',
        path: `${SUBSCRIPTION}/${INSIGHTS}/testScheduledQueryRule`,
        body: TestBody,
        handle: async request => ({ status: 200, body: await runTest(request, services) }),
      },
    ],
    missing: [
      { id: 'ScheduledQueryRules_Update', method: 'PATCH', path: onePath('scheduledQueryRules') },
      { id: 'ActionGroups_Update', method: 'PATCH', path: onePath('actionGroups') },
    ],
  }
}

const groupPath = (type: ResourceType) => `${SUBSCRIPTION}/resourceGroups/{group}/${INSIGHTS}/${type}`
const onePath = (type: ResourceType) => `${groupPath(type)}/{name}`

const get = (id: string, path: string, answer: (request: HttpRequest) => Promise<unknown>): Route => ({
  id,
  method: 'GET',
  path,
  handle: async (request): Promise<HttpReply> => ({ status: 200, body: await answer(request) }),
})

interface Kind {
  readonly schema: TSchema
  /** Throws ApiError 400 for what the schema lets pass. */
  check(request: HttpRequest, services: Services): Promise<void>
}

/** The five operations that both types have. */
function routesOf(type: ResourceType, api: string, services: Services, kind: Kind): readonly Route[] {
  const list = async (request: HttpRequest) => ({ value: listed(request, type, services) })
  return [
    get(`${api}_ListBySubscription`, `${SUBSCRIPTION}/${INSIGHTS}/${type}`, list),
    get(`${api}_ListByResourceGroup`, groupPath(type), list),
    get(`${api}_Get`, onePath(type), async request => shape(owned(request, type, services), services)),
    {
      id: `${api}_CreateOrUpdate`,
      method: 'PUT',
      path: onePath(type),
      body: kind.schema,
      handle: async request => {
        await kind.check(request, services)
        return put(request, type, services)
      },
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

function listed(request: HttpRequest, type: ResourceType, services: Services) {
  const { group = '', subscription = '' } = request.params
  const tenant = services.tenantOf(request.caller)
  const start = `/subscriptions/${subscription}/${group && `resourcegroups/${group}/`}`.toLowerCase()
  return resourcesOfType(services.state, type)
    .filter(one => one.tenant === tenant && one.armId.toLowerCase().startsWith(start))
    .map(one => shape(one, services))
}

function shape({ armId, type, body }: StoredResource, { state }: Services) {
  const { location, tags, properties } = JSON.parse(body)
  const progress = progressOf(state, armId)
  return {
    id: armId,
    name: armId.split('/').at(-1),
    type: `Microsoft.Insights/${type}`,
    location: location ?? 'global',
    tags: tags ?? {},
    ...(type === 'scheduledQueryRules' && { kind: 'LogAlert' }),
    properties,
    // What Azure keeps to itself: how far it got, and why it does not get on.
    ...(progress && { anteroom: { evaluatedThrough: toIso(progress.through), problem: progress.problem } }),
  }
}

/** The rule is asked once on its newest window, so that a query that can't be answered is refused here. */
async function checkRule(request: HttpRequest, services: Services): Promise<void> {
  // The route's schema has admitted it.
  const { properties } = request.body as { readonly properties: RuleProperties }
  const rule = parseRule(properties)
  if (!services.mayRead(request.caller, rule.scope)) throw alertsError('NotAllowed', { id: rule.scope })
  if (!services.workspaceOf(rule.scope)) throw alertsError('ScopeNotFound', { id: rule.scope })
  if (properties.skipQueryValidation) return
  const { caller, receivedAt: at, signal } = request
  await services.evaluate(rule, { at, before: new Map(), tenant: services.tenantOf(caller), signal })
}

/** A changed rule begins anew: what it had open is resolved, its past is not evaluated. */
async function put(request: HttpRequest, type: ResourceType, services: Services): Promise<HttpReply> {
  const { state, tenantOf, clock } = services
  const armId = idOf(type, request)
  const before = resourceById(state, armId)
  const tenant = tenantOf(request.caller)
  if (before && before.tenant !== tenant) throw alertsError('NotFound', { id: armId })
  const stored = { armId: before?.armId ?? armId, type, tenant, body: JSON.stringify(request.body) }
  await state.transact(tx => {
    putResource(tx, stored)
    if (type === 'scheduledQueryRules') {
      resolveAlertsOf(tx, armId, clock.now())
      putWatches(tx, armId, new Map())
      putProgress(tx, armId, { through: clock.now(), problem: null })
    }
  })
  return { status: before ? 200 : 201, body: shape(stored, services) }
}

async function remove(request: HttpRequest, type: ResourceType, services: Services): Promise<HttpReply> {
  const { state, tenantOf, clock } = services
  const stored = resourceById(state, idOf(type, request))
  if (!stored || stored.tenant !== tenantOf(request.caller)) return { status: 204 }
  await state.transact(tx => {
    resolveAlertsOf(tx, stored.armId, clock.now())
    deleteResource(tx, stored.armId)
  })
  return { status: 200 }
}

async function runTest(request: HttpRequest, { tenantOf, mayRead, evaluate }: Services) {
  // The route's schema has admitted it.
  const { properties, timespan } = request.body as {
    readonly properties: RuleProperties
    readonly timespan: string
  }
  const rule = parseRule(properties)
  if (!mayRead(request.caller, rule.scope)) throw alertsError('NotAllowed', { id: rule.scope })
  return testRun(rule, { tenant: tenantOf(request.caller), timespan, signal: request.signal }, evaluate)
}

const DAY = 86_400_000

/** `timeRange` as Azure spells it: 1h, 1d, 7d, 30d; or an ISO duration. */
function since(range: string, now: Instant): Instant {
  const [, count, unit] = /^(\d+)([hd])$/.exec(range) ?? []
  const ms = count ? Number(count) * (unit === 'h' ? DAY / 24 : DAY) : parseDuration(range)
  return now - (ms ?? 30 * DAY)
}

function listAlerts({ caller, query, receivedAt, params }: HttpRequest, { state, tenantOf }: Services) {
  return alertsSince(state, tenantOf(caller), since(query.timerange ?? '30d', receivedAt)).map(alert =>
    shapeAlert(alert, params.subscription ?? ''),
  )
}

function oneAlert({ caller, params }: HttpRequest, { state, tenantOf }: Services) {
  const { alert: id = '', subscription = '' } = params
  const alert = alertById(state, id)
  if (!alert || alert.tenant !== tenantOf(caller)) throw alertsError('NotFound', { id })
  const actions = actionsOf(state, id).map(({ receiver, attempts, outcome, problem }) => {
    const { kind, name } = JSON.parse(receiver)
    return { kind, name, attempts, outcome, problem }
  })
  return { ...shapeAlert(alert, subscription), anteroom: { actions } }
}

function shapeAlert({ id, rule, firedAt, resolvedAt, body }: StoredAlert, subscription: string) {
  const about: AlertBody = JSON.parse(body)
  const [group, type, name] = [4, 7, 8].map(at => about.scope.split('/')[at] ?? '')
  return {
    id: `/subscriptions/${subscription}/providers/Microsoft.AlertsManagement/alerts/${id}`,
    name: id,
    type: 'Microsoft.AlertsManagement/alerts',
    properties: {
      essentials: {
        severity: `Sev${about.severity}`,
        signalType: 'Log',
        alertState: 'New',
        monitorCondition: resolvedAt === null ? 'Fired' : 'Resolved',
        monitorService: 'Log Alerts V2',
        targetResource: about.scope,
        targetResourceName: name,
        targetResourceGroup: group,
        targetResourceType: type,
        alertRule: rule,
        description: about.description,
        actionStatus: { isSuppressed: about.isMuted },
        startDateTime: toIso(firedAt),
        lastModifiedDateTime: toIso(resolvedAt ?? firedAt),
        ...(resolvedAt !== null && { monitorConditionResolvedDateTime: toIso(resolvedAt) }),
      },
      context: contextOf(about),
    },
  }
}
