/** `Microsoft.Communication/communicationServices`: resources made, changed, deleted, and their keys. */
import { Type } from 'typebox'
import type { ApiError, Clock, HttpReply, HttpRequest, Ids, Route, Surface } from '#base'
import type { CommunicationResource, Directory } from '#directory'
import { armError } from '../errors.ts'
import { armSurface } from '../front-door.ts'
import { authorOf, checkGroup, enterSubscription, parseArmId, type Subscription } from '../scope.ts'
import { type LongRunning, longRunning } from './long-running.ts'
import { notServed } from './not-served.ts'
import { providerOperations } from './provider-operations.ts'
import { allTraits, namedTraits, placeOf, ResourceBody, TYPE, UpdateBody } from './resource-body.ts'
import { shapeKeys, shapeResource } from './shape-resource.ts'

export interface CommunicationOptions {
  readonly directory: Directory
  readonly clock: Clock
  readonly ids: Ids
}

interface World extends CommunicationOptions {
  readonly later: LongRunning
}

const SUBSCRIPTION = '/subscriptions/{subscription}'
const PROVIDER = 'providers/Microsoft.Communication'
const GROUP = `${SUBSCRIPTION}/resourceGroups/{group}/${PROVIDER}/communicationServices`
const ONE = `${GROUP}/{name}`

const RegenerateBody = Type.Object({
  keyType: Type.Union([Type.Literal('Primary'), Type.Literal('Secondary')]),
})
const LinkBody = Type.Object({
  resourceId: Type.String({ minLength: 1, maxLength: 1000 }),
  connectionString: Type.String({ minLength: 1 }),
})
const NameBody = Type.Object({ name: Type.String(), type: Type.String() })

export function communicationSurface(options: CommunicationOptions): Surface {
  const later = longRunning(options)
  const world: World = { ...options, later }
  const route =
    (method: Route['method'], path: string) =>
    (
      id: string,
      handle: (request: HttpRequest, world: World) => Promise<HttpReply>,
      body?: Route['body'],
    ) => ({
      id,
      method,
      path,
      ...(body && { body }),
      handle: (request: HttpRequest) => handle(request, world),
    })
  return armSurface({
    name: 'communication services',
    versions: VERSIONS,
    routes: [
      route('PUT', ONE)('CommunicationServices_CreateOrUpdate', put, ResourceBody),
      route('GET', ONE)('CommunicationServices_Get', get),
      route('PATCH', ONE)('CommunicationServices_Update', patch, UpdateBody),
      route('DELETE', ONE)('CommunicationServices_Delete', remove),
      route('GET', GROUP)('CommunicationServices_ListByResourceGroup', list),
      route('GET', `${SUBSCRIPTION}/${PROVIDER}/communicationServices`)(
        'CommunicationServices_ListBySubscription',
        list,
      ),
      route('POST', `${ONE}/listKeys`)('CommunicationServices_ListKeys', listKeys),
      route('POST', `${ONE}/regenerateKey`)(
        'CommunicationServices_RegenerateKey',
        regenerate,
        RegenerateBody,
      ),
      route('POST', `${ONE}/linkNotificationHub`)(
        'CommunicationServices_LinkNotificationHub',
        link,
        LinkBody,
      ),
      route('POST', `${SUBSCRIPTION}/${PROVIDER}/checkNameAvailability`)(
        'CommunicationServices_CheckNameAvailability',
        checkName,
        NameBody,
      ),
      route('GET', `/${PROVIDER}/operations`)('Operations_List', async () => ok(providerOperations)),
      ...later.routes,
    ],
    missing: notServed,
  })
}

const VERSIONS = [
  '2020-08-20',
  '2021-10-01-preview',
  '2022-07-01-preview',
  '2023-03-31',
  '2023-04-01',
  '2023-06-01-preview',
  '2024-09-01-preview',
  '2025-05-01',
  '2025-09-01',
]

const ok = (body: unknown): HttpReply => ({ status: 200, body })

/** What the path names, and the resource if there is one. */
interface Named {
  readonly subscription: Subscription
  readonly group: string
  readonly name: string
  find(): CommunicationResource | undefined
}

function named(request: HttpRequest, { directory }: World): Named {
  const { group = '', name = '' } = request.params
  const subscription = enterSubscription(request, request.params.subscription ?? '', directory)
  const id = `/subscriptions/${subscription.id}/resourceGroups/${group}/${PROVIDER}/communicationServices/${name}`
  return { subscription, group, name, find: () => directory.findResource(id) }
}

function existing(request: HttpRequest, world: World): CommunicationResource {
  const { find, group, name } = named(request, world)
  return find() ?? notFound(name, group)
}

function notFound(name: string, group: string): never {
  throw armError('ResourceNotFound', { type: TYPE, name, group })
}

/** The service makes one request of a name wait for another; here the second finds what the first has made. */
async function put(request: HttpRequest, world: World): Promise<HttpReply> {
  const { find } = named(request, world)
  const known = find()
  if (known) return replace(request, world, known)
  const made = await create(request, world)
  if (made instanceof Error) {
    const meanwhile = find()
    if (!meanwhile) throw made
    return replace(request, world, meanwhile)
  }
  const { origin } = request
  const reply = { status: 201, body: shapeResource(made, origin) }
  return world.later.answer(request, reply, { body: shapeResource(made, origin, 'Creating') })
}

async function create(request: HttpRequest, world: World): Promise<CommunicationResource | ApiError> {
  const { directory, ids } = world
  const { subscription, group, name } = named(request, world)
  if (!isName(name)) throw armError('InvalidName', { name })
  const body = request.body as ResourceBody
  const made = await directory.createResource({
    name,
    tenant: subscription.tenant,
    subscriptionId: subscription.id,
    resourceGroup: checkGroup(group),
    dataLocation: placeOf(body, undefined),
    traits: allTraits(body, undefined, ids),
    created: authorOf(request, directory),
  })
  return made ?? armError('NameTaken')
}

const isName = (name: string): boolean => /^[-\w]{1,63}$/.test(name)

async function replace(
  request: HttpRequest,
  { directory, ids, later }: World,
  known: CommunicationResource,
): Promise<HttpReply> {
  const body = request.body as ResourceBody
  placeOf(body, known)
  const modified = authorOf(request, directory)
  const changed = await directory.changeResource(known.id, { ...allTraits(body, known, ids), modified })
  const reply = ok(shapeResource(changed ?? notFound(known.name, known.resourceGroup), request.origin))
  return later.answer(request, reply, {})
}

async function get(request: HttpRequest, world: World): Promise<HttpReply> {
  return ok(shapeResource(existing(request, world), request.origin))
}

async function patch(request: HttpRequest, world: World): Promise<HttpReply> {
  const { directory, ids } = world
  const known = existing(request, world)
  const traits = namedTraits((request.body ?? {}) as UpdateBody, known, ids)
  const modified = authorOf(request, directory)
  const changed = await directory.changeResource(known.id, { ...traits, modified })
  return ok(shapeResource(changed ?? notFound(known.name, known.resourceGroup), request.origin))
}

/** Diagnostic settings stay behind, as in Azure: a new resource of the same id has them again. */
async function remove(request: HttpRequest, world: World): Promise<HttpReply> {
  const known = named(request, world).find()
  if (!known || !(await world.directory.deleteResource(known.id))) return { status: 204 }
  return world.later.answer(request, { status: 200 }, { status: 202 })
}

async function list(request: HttpRequest, { directory }: World): Promise<HttpReply> {
  const { id } = enterSubscription(request, request.params.subscription ?? '', directory)
  const group = request.params.group?.toLowerCase()
  const value = directory
    .resources()
    .filter(({ subscriptionId }) => subscriptionId === id)
    .filter(({ resourceGroup }) => group === undefined || resourceGroup.toLowerCase() === group)
    .map(resource => shapeResource(resource, request.origin))
  return ok({ value })
}

async function listKeys(request: HttpRequest, world: World): Promise<HttpReply> {
  const { id, name, resourceGroup } = existing(request, world)
  const keys = world.directory.accessKeys(id) ?? notFound(name, resourceGroup)
  return ok(shapeKeys(keys, request.origin, ['primary', 'secondary']))
}

async function regenerate(request: HttpRequest, world: World): Promise<HttpReply> {
  const { keyType } = request.body as Type.Static<typeof RegenerateBody>
  const { id, name, resourceGroup } = existing(request, world)
  const which = keyType === 'Primary' ? 'primary' : 'secondary'
  const keys = (await world.directory.regenerateKey(id, which)) ?? notFound(name, resourceGroup)
  return ok(shapeKeys(keys, request.origin, [which]))
}

/** The connection string is a secret that nothing here would use: it is not kept. */
async function link(request: HttpRequest, world: World): Promise<HttpReply> {
  const { resourceId } = request.body as Type.Static<typeof LinkBody>
  const found = parseArmId(resourceId)?.type ?? resourceId
  const valid = 'Microsoft.NotificationHubs/namespaces'
  if (!/^\/subscriptions\/.+\/Microsoft\.NotificationHubs\/namespaces\//i.test(resourceId))
    throw armError('OtherType', { found, valid })
  const modified = authorOf(request, world.directory)
  const known = existing(request, world)
  await world.directory.changeResource(known.id, { notificationHubId: resourceId, modified })
  return ok({ resourceId })
}

async function checkName(request: HttpRequest, { directory }: World): Promise<HttpReply> {
  enterSubscription(request, request.params.subscription ?? '', directory)
  const { name, type } = request.body as Type.Static<typeof NameBody>
  if (type.toLowerCase() !== TYPE.toLowerCase()) throw armError('OtherType', { found: type, valid: TYPE })
  const isTaken = directory.resources().some(one => one.name.toLowerCase() === name.toLowerCase())
  const problem = !isName(name)
    ? armError('InvalidName', { name })
    : isTaken
      ? armError('NameTaken')
      : undefined
  if (!problem) return ok({ nameAvailable: true })
  const reason = isTaken ? 'AlreadyExists' : 'Invalid'
  return ok({ nameAvailable: false, reason, message: problem.message })
}
