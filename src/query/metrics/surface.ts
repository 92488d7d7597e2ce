/** The metrics APIs: definitions, namespaces and values of one resource (ARM), values of several (batch). */
import { type Static, Type } from 'typebox'
import {
  type Caller,
  type Clock,
  type HttpReply,
  type HttpRequest,
  type Route,
  type Surface,
  standardErrorBody,
} from '#base'
import type { ArmId } from '#records'
import { definitionsOf, namespacesOf } from './definitions.ts'
import { apiError } from './errors.ts'
import { checkNamespace, type MetricsRequest, parseEnds, parseRequest, parseSpan } from './parse-request.ts'
import { planQuery } from './plan-query.ts'
import { printInstant, printSpan, type Rows, shapeFrame, shapeMetrics } from './shape-answer.ts'

export interface MetricsOptions {
  /** The ARM id, lower case, of a resource named in any case; undefined for one that is not known here. */
  resource(armId: string): ArmId | undefined
  /** Whether a caller may read what is kept of that resource (ARM id). */
  mayRead(caller: Caller, armId: string): boolean
  /** Runs KQL over the house workspace. */
  runKql(kql: string, signal: AbortSignal): Promise<{ readonly rows: Rows }>
  readonly clock: Clock
}

const PROVIDER = '/subscriptions/{+resource}/providers/Microsoft.Insights'

const BatchRequest = Type.Object({ resourceids: Type.Array(Type.String(), { minItems: 1, maxItems: 50 }) })

/** One surface for the control plane and the batch data plane: their paths do not collide. */
export function metricsSurface(options: MetricsOptions): Surface {
  const get = (id: string, path: string, answer: (request: HttpRequest) => Promise<unknown>): Route => ({
    id,
    method: 'GET',
    path: `${PROVIDER}/${path}`,
    handle: async request => ({ status: 200, body: await answer(request) }),
  })
  return {
    name: 'metrics',
    access: {
      kind: 'entra',
      audiences: [
        'https://management.azure.com',
        'https://management.core.windows.net',
        'https://metrics.monitor.azure.com',
      ],
    },
    versions: [
      '2016-09-01',
      '2017-05-01-preview',
      '2017-12-01-preview',
      '2018-01-01',
      '2019-07-01',
      '2021-05-01',
      '2023-10-01',
      '2024-02-01',
    ],
    prefixes: ['subscriptions'],
    ignoresCase: true,
    routes: [
      get('MetricDefinitions_List', 'metricDefinitions', async request => {
        checkNamespace(request.query.metricnamespace)
        return definitionsOf(resourceIn(request, options))
      }),
      get('MetricNamespaces_List', 'metricNamespaces', async request =>
        namespacesOf(resourceIn(request, options)),
      ),
      get('Metrics_List', 'metrics', request => list(request, options)),
      {
        id: 'Metrics_Batch',
        method: 'POST',
        path: '/subscriptions/{subscription}/metrics:getBatch',
        body: BatchRequest,
        handle: request => batch(request, options),
      },
    ],
    missing: [
      {
        id: 'MetricDefinitions_ListAtSubscriptionScope',
        method: 'GET',
        path: '/subscriptions/{subscription}/providers/Microsoft.Insights/metricDefinitions',
      },
      {
        id: 'Metrics_ListAtSubscriptionScope',
        method: 'GET',
        path: '/subscriptions/{subscription}/providers/Microsoft.Insights/metrics',
      },
    ],
    errorBody: standardErrorBody,
  }
}

async function list(request: HttpRequest, options: MetricsOptions): Promise<unknown> {
  const { query } = request
  const resource = resourceIn(request, options)
  const span = parseSpan(query.timespan, options.clock.now())
  const asked = parseRequest(query, { span, filter: query.$filter })
  const { rows } = await options.runKql(planQuery(asked, [resource]), request.signal)
  return { ...shapeFrame(asked), timespan: printSpan(asked.span), value: shapeMetrics(asked, resource, rows) }
}

async function batch(request: HttpRequest, options: MetricsOptions): Promise<HttpReply> {
  const { query } = request
  for (const name of ['metricnames', 'metricnamespace'])
    if (!query[name]) throw apiError('MissingParameter', { name })
  const resources = resourcesIn(request, options)
  const span = parseEnds(query.starttime, query.endtime, options.clock.now())
  const asked = parseRequest(query, { span, filter: query.filter })
  const { rows } = await options.runKql(planQuery(asked, resources), request.signal)
  return { status: 200, body: { values: resources.map(resource => shapeResource(asked, resource, rows)) } }
}

const shapeResource = (asked: MetricsRequest, resource: ArmId, rows: Rows) => ({
  ...shapeFrame(asked),
  starttime: printInstant(asked.span.start),
  endtime: printInstant(asked.span.end),
  resourceid: resource,
  value: shapeMetrics(asked, resource, rows),
})

function resourceIn(request: HttpRequest, options: MetricsOptions): ArmId {
  return readable(`/subscriptions/${request.params.resource ?? ''}`, request, options)
}

/** The resource of that id, when it is there and the caller's. */
function readable(id: string, { caller }: HttpRequest, { resource, mayRead }: MetricsOptions): ArmId {
  const short = id.slice(0, LONGEST)
  if (!mayRead(caller, id)) {
    throw apiError('OtherTenant', { id: short, caller: caller.kind === 'entra' ? caller.subject : '' })
  }
  const found = resource(id)
  if (!found) throw apiError('ResourceNotFound', { id: short })
  return found
}

function resourcesIn(request: HttpRequest, options: MetricsOptions): readonly ArmId[] {
  const subscription = request.params.subscription ?? ''
  const ids = bodyOf(request.body).resourceids.map(id => {
    const isHere = id.toLowerCase().startsWith(`/subscriptions/${subscription.toLowerCase()}/`)
    if (!isHere) throw apiError('OtherSubscription', { id: id.slice(0, LONGEST), subscription })
    return readable(id, request, options)
  })
  return [...new Set(ids)]
}

/** The host hands over only what the schema of the route admits. */
const bodyOf = (body: unknown) => body as Static<typeof BatchRequest>

/** Of an id in an error's text. */
const LONGEST = 300
