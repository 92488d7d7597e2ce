/** Who exists and who owns what. */
import type { ArmId, ResourceOwner, TenantId } from '#records'

export interface Tenant {
  readonly id: TenantId
  readonly name: string
  readonly domain: string
  /** Tenants whose signed-in users count as of a trusted organization. */
  readonly trusts: readonly TenantId[]
}

/** A Microsoft 365 test user: nobody has a password here. */
export interface User {
  /** Object id, a GUID; the raw id of the user is `8:orgid:<id>`. */
  readonly id: string
  readonly tenant: TenantId
  readonly userPrincipalName: string
  readonly displayName: string
  readonly userType: 'Member' | 'Guest'
}

/** A Communication Services resource; its access keys stay inside the directory. */
export interface CommunicationResource extends ResourceOwner {
  readonly name: string
  readonly subscriptionId: string
  readonly resourceGroup: string
  readonly location: string
  /** Where its data rest: `unitedstates`, `europe` … as user tokens spell it. */
  readonly dataLocation: string
}

export interface WorkspaceEntry {
  /** The workspace id of the query API, a GUID. */
  readonly id: string
  readonly name: string
  readonly armId: ArmId
  readonly tenant: TenantId
}

export interface AppRegistration {
  readonly clientId: string
  readonly tenant: TenantId
  readonly name: string
  /** The resource whose data plane this app calls; absent: the first one of its tenant. */
  readonly resource?: CommunicationResource['id'] | undefined
}

export type KeyName = 'primary' | 'secondary'

/** Two keys of a resource, base64 of 64 bytes each; both are valid at any time. */
export interface AccessKeys {
  readonly primary: string
  readonly secondary: string
}

export const communicationArmPath = (subscription: string, group: string, name: string): string =>
  `/subscriptions/${subscription}/resourcegroups/${group}/providers/microsoft.communication/communicationservices/${name}`

export const workspaceArmPath = (subscription: string, group: string, name: string): string =>
  `/subscriptions/${subscription}/resourcegroups/${group}/providers/microsoft.operationalinsights/workspaces/${name}`
