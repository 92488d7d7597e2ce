/** Resources made, changed and deleted at run time. Pure but for the ids that are given. */
import type { Ids } from '#base'
import { type ArmId, armId, resourceId, type TenantId } from '#records'
import { newKey, sameText } from './apply-seed.ts'
import {
  type AccessKeys,
  type Authorship,
  type CommunicationResource,
  communicationArmPath,
  type ResourceTraits,
} from './entities.ts'
import type { Entities, StoredResource } from './store.ts'

/** What its maker says of a new resource; its immutable id and its keys are made here. */
export interface NewResource {
  readonly name: string
  readonly tenant: TenantId
  readonly subscriptionId: string
  readonly resourceGroup: string
  readonly dataLocation: string
  readonly traits: ResourceTraits
  readonly created: Authorship
}

/** Names are unique over all tenants, because in Azure each is a host name. */
export const isNameTaken = ({ resource }: Entities, name: string): boolean =>
  [...resource.values()].some(one => sameText(one.name, name))

export function withNewResource(now: Entities, wanted: NewResource, ids: Ids): Entities {
  const { traits, ...named } = wanted
  const id = resourceId(ids.uuid())
  const subscriptionId = wanted.subscriptionId.toLowerCase()
  const made: StoredResource = {
    ...traits,
    ...named,
    id,
    subscriptionId,
    armId: armId(communicationArmPath(subscriptionId, wanted.resourceGroup, wanted.name)),
    location: 'global',
    keys: { primary: newKey(ids), secondary: newKey(ids) },
  }
  return { ...now, resource: new Map(now.resource).set(id, made) }
}

/** Traits that are named are replaced, also by nothing; unchanged for an unknown resource. */
export function withResource(
  now: Entities,
  id: CommunicationResource['id'],
  { keys, ...traits }: ResourceTraits & { readonly keys?: Partial<AccessKeys> },
): Entities {
  const known = now.resource.get(id)
  if (!known) return now
  const changed = { ...known, ...traits, keys: { ...known.keys, ...keys } }
  return { ...now, resource: new Map(now.resource).set(id, changed) }
}

/** It stays known as a former one: a call it took part in may end after it is gone. */
export function withoutResource(now: Entities, id: CommunicationResource['id']): Entities {
  const known = now.resource.get(id)
  if (!known) return now
  const { armId: arm, tenant, subscriptionId } = known
  const resource = new Map(now.resource)
  resource.delete(id)
  const formerResource = new Map(now.formerResource).set(id, { id, armId: arm, tenant, subscriptionId })
  return { ...now, resource, formerResource }
}

/** The tenant of the first thing in that subscription, also of one that was deleted. */
export function subscriptionOwner(now: Entities, subscription: string): TenantId | undefined {
  const wanted = subscription.toLowerCase()
  const named = [...now.resource.values(), ...now.formerResource.values()]
  return (
    named.find(({ subscriptionId }) => subscriptionId === wanted)?.tenant ??
    [...now.workspace.values()].find(workspace => subscriptionOf(workspace.armId) === wanted)?.tenant
  )
}

/** `/subscriptions/<id>/…` */
const subscriptionOf = (id: ArmId): string | undefined => id.split('/')[2]
