/** How the resource plane shows a Communication Services resource. */
import { type Json, toIso } from '#base'
import type { AccessKeys, CommunicationResource, KeyName } from '#directory'
import { dataLocationName } from './data-locations.ts'
import { TYPE } from './resource-body.ts'

/** `origin` is where the data plane is, for whoever asks: the resource has no host name of its own. */
export function shapeResource(
  resource: CommunicationResource,
  origin: string,
  provisioningState: 'Succeeded' | 'Creating' = 'Succeeded',
): Json {
  const { name, location, tags, subscriptionId, resourceGroup } = resource
  return {
    id: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${TYPE}/${name}`,
    name,
    type: TYPE,
    location,
    tags: tags ?? {},
    ...shapeSystemData(resource),
    ...shapeIdentity(resource),
    properties: {
      provisioningState,
      hostName: new URL(origin).host,
      dataLocation: dataLocationName(resource.dataLocation),
      ...(resource.notificationHubId && { notificationHubId: resource.notificationHubId }),
      immutableResourceId: resource.id,
      linkedDomains: resource.linkedDomains ?? [],
      publicNetworkAccess: resource.publicNetworkAccess ?? 'Enabled',
      disableLocalAuth: resource.disableLocalAuth ?? false,
    },
  }
}

function shapeSystemData({ created, modified = created }: CommunicationResource) {
  if (!modified) return {}
  const { by: lastModifiedBy, byType: lastModifiedByType } = modified
  return {
    systemData: {
      ...(created && {
        createdBy: created.by,
        createdByType: created.byType,
        createdAt: toIso(created.at),
      }),
      lastModifiedBy,
      lastModifiedByType,
      lastModifiedAt: toIso(modified.at),
    },
  }
}

function shapeIdentity({ identity, tenant }: CommunicationResource) {
  if (!identity) return {}
  const { type, principalId, userAssigned } = identity
  return {
    identity: {
      type,
      ...(principalId && { principalId, tenantId: tenant }),
      ...(userAssigned.length > 0 && {
        userAssignedIdentities: Object.fromEntries(userAssigned.map(id => [id, {}])),
      }),
    },
  }
}

/** Keys as the service names them: `primaryKey`, `primaryConnectionString` … for those that are asked for. */
export const shapeKeys = (keys: AccessKeys, origin: string, names: readonly KeyName[]): Json =>
  Object.fromEntries(
    names.flatMap(name => [
      [`${name}Key`, keys[name]],
      [`${name}ConnectionString`, `endpoint=${origin}/;accesskey=${keys[name]}`],
    ]),
  )
