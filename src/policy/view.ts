/** One call as one resource looks at it: what every decision is made from. */
import type { Call, ResourceOwner, TenantId, TenantRegistry } from '#records'
import type { Switches } from './switches.ts'

/** Who is shown a call: a Communication Services resource its logs, or a Teams tenant its own record. */
export type Viewer = ResourceViewer | TenantViewer

export interface ResourceViewer {
  readonly kind: 'resource'
  readonly resource: ResourceOwner
}

export interface TenantViewer {
  readonly kind: 'tenant'
  readonly tenant: TenantId
}

export interface View {
  readonly call: Call
  /** R, the resource whose logs are written, and with it T_R. */
  readonly resource: ResourceOwner
  /** T_O; undefined outside Teams meetings. */
  readonly organizerTenant: TenantId | undefined
  readonly callType: CallType
  /** R18: whether the resource receives rows of this call at all. */
  readonly isCurrent: boolean
  readonly registry: TenantRegistry
  readonly switches: Switches
}

export type CallType = 'P2P' | 'Group'

/**
 * R44, R40: P2P is two endpoints connected to each other, each once. A meeting never is, nor is a call with one
 * endpoint or connection more.
 */
export function callTypeOf({ scene, legs }: Call): CallType {
  const endpoints = new Set(legs.map(leg => leg.endpointId))
  return scene.kind === 'p2p' && legs.length === 2 && endpoints.size === 2 ? 'P2P' : 'Group'
}
