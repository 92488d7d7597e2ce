/** Three tenants and their resources, as the tests know them. */
import { armId, type ResourceOwner, resourceId, type TenantId, type TenantRegistry, tenantId } from '#records'

export const contoso = tenantId('aaaaaaaa-0000-4000-8000-000000000001')
export const fabrikam = tenantId('bbbbbbbb-0000-4000-8000-000000000002')
export const northwind = tenantId('cccccccc-0000-4000-8000-000000000003')

export function aResource(name: string, tenant: TenantId, number: number): ResourceOwner {
  const scope = '/subscriptions/00000000-0000-4000-8000-00000000000f/resourceGroups/tests'
  return {
    id: resourceId(`dddddddd-0000-4000-8000-00000000000${number}`),
    armId: armId(`${scope}/providers/Microsoft.Communication/communicationServices/${name}`),
    tenant,
  }
}

/** Two resources of one tenant, and one each of two others. */
export const contosoOne = aResource('contoso-one', contoso, 1)
export const contosoTwo = aResource('contoso-two', contoso, 2)
export const fabrikamOne = aResource('fabrikam-one', fabrikam, 3)
export const northwindOne = aResource('northwind-one', northwind, 4)

/** A registry of just these resources. */
export function registryOf(owners: readonly ResourceOwner[]): TenantRegistry {
  const byId = new Map(owners.map(owner => [owner.id, owner]))
  return {
    resource: id => byId.get(id),
    resourcesOf: tenant => owners.filter(owner => owner.tenant === tenant),
  }
}

export const registry = registryOf([contosoOne, contosoTwo, fabrikamOne, northwindOne])
