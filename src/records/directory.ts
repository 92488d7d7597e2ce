/** What policy must know of the directory: who owns which resource. */
import type { ArmId, ResourceId, TenantId } from './ids.ts'

/** A Communication Services resource as owner and viewer of logs. */
export interface ResourceOwner {
  readonly id: ResourceId
  readonly armId: ArmId
  readonly tenant: TenantId
}

export interface TenantRegistry {
  /** Undefined for a resource that this installation does not know. */
  resource(id: ResourceId): ResourceOwner | undefined
  resourcesOf(tenant: TenantId): readonly ResourceOwner[]
}
