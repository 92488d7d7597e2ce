/** What the body of a PUT or PATCH says of a resource. Pure but for the id of a new managed identity. */
import { type Static, Type } from 'typebox'
import type { Ids } from '#base'
import type { CommunicationResource, ManagedIdentity, ResourceTraits } from '#directory'
import { armError } from '../errors.ts'
import { dataLocationName, dataLocationNames, dataLocationOf } from './data-locations.ts'

export const TYPE = 'Microsoft.Communication/CommunicationServices'

/** Clients write null for what is not set. */
const optional = <Schema extends Parameters<typeof Type.Optional>[0]>(schema: Schema) =>
  Type.Optional(Type.Union([schema, Type.Null()]))

const Tags = Type.Record(Type.String({ maxLength: 512 }), Type.String({ maxLength: 256 }), {
  maxProperties: 50,
})

const Identity = Type.Object({
  type: Type.String({ pattern: '^(None|SystemAssigned|UserAssigned|SystemAssigned, ?UserAssigned)$' }),
  userAssignedIdentities: optional(Type.Record(Type.String(), Type.Unknown(), { maxProperties: 100 })),
})

const settable = {
  linkedDomains: optional(Type.Array(Type.String(), { maxItems: 100 })),
  publicNetworkAccess: optional(
    Type.Union([Type.Literal('Enabled'), Type.Literal('Disabled'), Type.Literal('SecuredByPerimeter')]),
  ),
  disableLocalAuth: optional(Type.Boolean()),
}

/** Read-only members (`hostName` …) that a client sends back are ignored, as the service does. */
export const ResourceBody = Type.Object({
  location: optional(Type.String()),
  tags: optional(Tags),
  identity: optional(Identity),
  properties: optional(Type.Object({ ...settable, dataLocation: optional(Type.String()) })),
})
export type ResourceBody = Static<typeof ResourceBody>

export const UpdateBody = Type.Object({
  tags: optional(Tags),
  identity: optional(Identity),
  properties: optional(Type.Object(settable)),
})
export type UpdateBody = Static<typeof UpdateBody>

/** Throws 400 for a place where the resource cannot be; gives where its data are to rest. */
export function placeOf(body: ResourceBody, known: CommunicationResource | undefined): string {
  const { location, properties } = body
  if (!location) throw armError('LocationRequired')
  const isThere = [known?.location, 'global'].some(place => place?.toLowerCase() === location.toLowerCase())
  if (!isThere) throw armError('LocationNotAvailable', { location, type: TYPE })
  const wanted = properties?.dataLocation
  if (!wanted) throw armError('DataLocationRequired')
  const found = dataLocationOf(wanted)
  const isKept = known !== undefined && (found ?? wanted) === known.dataLocation
  if (known && !isKept) throw armError('DataLocationFixed', { now: dataLocationName(known.dataLocation) })
  if (!isKept && !found) throw armError('DataLocationUnknown', { found: wanted, valid: dataLocationNames })
  return found ?? wanted
}

/** All that a PUT sets: what its body leaves out is set to nothing. */
export function allTraits(
  { tags, identity, properties }: ResourceBody,
  known: CommunicationResource | undefined,
  ids: Ids,
): ResourceTraits {
  return {
    tags: tags ?? undefined,
    identity: identityOf(identity, known, ids),
    linkedDomains: properties?.linkedDomains ?? undefined,
    publicNetworkAccess: properties?.publicNetworkAccess ?? undefined,
    disableLocalAuth: properties?.disableLocalAuth ?? undefined,
  }
}

/** Only what a PATCH names. */
export function namedTraits(body: UpdateBody, known: CommunicationResource, ids: Ids): ResourceTraits {
  const all = allTraits(body, known, ids)
  const named = new Set([...Object.keys(body), ...Object.keys(body.properties ?? {})])
  return Object.fromEntries(Object.entries(all).filter(([name]) => named.has(name)))
}

function identityOf(
  wanted: UpdateBody['identity'],
  known: CommunicationResource | undefined,
  ids: Ids,
): ManagedIdentity | undefined {
  if (!wanted || wanted.type === 'None') return undefined
  const { type, userAssignedIdentities } = wanted
  const own = type.startsWith('SystemAssigned') ? (known?.identity?.principalId ?? ids.uuid()) : undefined
  const userAssigned = Object.keys(userAssignedIdentities ?? {})
  return { type: type.replace(/, ?/, ', '), ...(own && { principalId: own }), userAssigned }
}
