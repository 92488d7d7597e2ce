/** `/v1.0/subscriptions`: who wants to hear of new call records. */
import type { HttpReply, HttpRequest, Surface } from '#base'
import { GRAPH_AUDIENCE, graphErrorBody } from '#sources/meetings'
import { graphError } from '../graph/errors.ts'
import { refuseOthers } from '../graph/options.ts'
import type { CallRecordsPorts } from '../ports.ts'
import { shakeHands } from './post.ts'
import {
  deleteSubscription,
  putSubscription,
  type Subscription,
  subscriptionOf,
  subscriptionsOf,
} from './store.ts'
import {
  ChangeBody,
  CreateBody,
  changesOf,
  expiryOf,
  graphSubscription,
  notificationUrl,
  participantOfResource,
} from './subscription.ts'

type Services = Pick<CallRecordsPorts, 'state' | 'askerOf' | 'clock' | 'ids'>

const PATH = '/v1.0/subscriptions'
const CONTEXT = `${GRAPH_AUDIENCE}/v1.0/$metadata#subscriptions`

export function subscriptionsSurface(services: Services): Surface {
  return {
    name: 'graph-subscriptions',
    access: { kind: 'entra', audiences: [GRAPH_AUDIENCE] },
    prefixes: [],
    ignoresCase: true,
    errorBody: graphErrorBody(services.clock),
    routes: [
      {
        id: 'CreateSubscription',
        method: 'POST',
        path: PATH,
        body: CreateBody,
        handle: request => create(request, services),
      },
      {
        id: 'ListSubscriptions',
        method: 'GET',
        path: PATH,
        handle: async request => list(request, services),
      },
      {
        id: 'GetSubscription',
        method: 'GET',
        path: `${PATH}/{subscriptionId}`,
        handle: async request => reply(200, owned(request, services)),
      },
      {
        id: 'UpdateSubscription',
        method: 'PATCH',
        path: `${PATH}/{subscriptionId}`,
        body: ChangeBody,
        handle: request => change(request, services),
      },
      {
        id: 'DeleteSubscription',
        method: 'DELETE',
        path: `${PATH}/{subscriptionId}`,
        handle: async request => {
          const { id } = owned(request, services)
          await services.state.transact(tx => deleteSubscription(tx, id))
          return { status: 204 }
        },
      },
    ],
  }
}

const reply = (status: number, one: Subscription): HttpReply => ({
  status,
  body: { '@odata.context': `${CONTEXT}/$entity`, ...graphSubscription(one) },
})

/** Of one tenant; a loop that subscribes is stopped. */
const MOST = 100

async function create(request: HttpRequest, { state, askerOf, clock, ids }: Services): Promise<HttpReply> {
  // The route's schema has admitted it.
  const body = request.body as CreateBody
  const { tenant } = askerOf(request)
  const now = clock.now()
  participantOfResource(body.resource)
  if (body.includeResourceData) {
    throw graphError(
      'InvalidRequest',
      'includeResourceData: notices of call records carry no data. Leave it out.',
    )
  }
  const one: Subscription = {
    id: ids.uuid(),
    tenant,
    app: request.caller.kind === 'entra' ? request.caller.subject : '',
    resource: body.resource,
    changes: changesOf(body.changeType),
    url: notificationUrl('notificationUrl', body.notificationUrl),
    lifecycleUrl: body.lifecycleNotificationUrl
      ? notificationUrl('lifecycleNotificationUrl', body.lifecycleNotificationUrl)
      : null,
    clientState: body.clientState ?? null,
    created: now,
    expires: expiryOf(body.expirationDateTime, now),
  }
  if (subscriptionsOf(state, tenant).length >= MOST) {
    throw graphError(
      'Forbidden',
      `Your tenant has ${MOST} subscriptions, the most it may have. Delete one that is not used.`,
    )
  }
  await shakeHands(one.url, ids.uuid())
  if (one.lifecycleUrl && one.lifecycleUrl !== one.url) await shakeHands(one.lifecycleUrl, ids.uuid())
  await state.transact(tx => putSubscription(tx, one))
  return reply(201, one)
}

function list(request: HttpRequest, { state, askerOf, clock }: Services): HttpReply {
  refuseOthers(request.query, [])
  const { tenant } = askerOf(request)
  const live = subscriptionsOf(state, tenant).filter(({ expires }) => expires > clock.now())
  return { status: 200, body: { '@odata.context': CONTEXT, value: live.map(graphSubscription) } }
}

function owned(request: HttpRequest, { state, askerOf, clock }: Services): Subscription {
  const id = request.params.subscriptionId ?? ''
  const found = subscriptionOf(state, id.toLowerCase(), askerOf(request).tenant)
  if (found && found.expires > clock.now()) return found
  throw graphError(
    'SubscriptionNotFound',
    `There is no subscription ${id.slice(0, 100)} of your tenant, or it has expired.`,
  )
}

async function change(request: HttpRequest, services: Services): Promise<HttpReply> {
  const { state, clock, ids } = services
  const before = owned(request, services)
  // The route's schema has admitted it.
  const { expirationDateTime: expires, notificationUrl: url } = (request.body ?? {}) as ChangeBody
  const after: Subscription = {
    ...before,
    ...(expires !== undefined && { expires: expiryOf(expires, clock.now()) }),
    ...(url !== undefined && { url: notificationUrl('notificationUrl', url) }),
  }
  if (after.url !== before.url) await shakeHands(after.url, ids.uuid())
  await state.transact(tx => putSubscription(tx, after))
  return reply(200, after)
}
