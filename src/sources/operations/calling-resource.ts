/** Whose operation a request is. All resources share one origin, so the caller must tell. */
import type { Caller } from '#base'
import { type ResourceId, type ResourceOwner, resourceId, type TenantId, tenantId } from '#records'

export interface CallersDirectory<Resource extends ResourceOwner> {
  /** Undefined for a resource that this installation does not know. */
  resource(id: ResourceId): Resource | undefined
  resourcesOf(tenant: TenantId): readonly ResourceOwner[]
}

/** The caller's own resource; the first one of the tenant for an Entra caller without one. */
export function resourceOfCaller<Resource extends ResourceOwner>(
  caller: Caller,
  directory: CallersDirectory<Resource>,
): Resource | undefined {
  if (caller.kind === 'nobody') return undefined
  if (caller.resource !== undefined) return directory.resource(resourceId(caller.resource))
  const first = caller.kind === 'entra' ? directory.resourcesOf(tenantId(caller.tenant))[0] : undefined
  return first && directory.resource(first.id)
}
