/** Who exists and who owns what. */
import type { Instant } from '#base'
import type { ArmId, ResourceOwner, TeamsRole, TenantId } from '#records'

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
  /** What they may see of the people in their tenant's meetings; absent: everything. */
  readonly teamsRole?: TeamsRole | undefined
}

/** A Communication Services resource; its access keys stay inside the directory. */
export interface CommunicationResource extends ResourceOwner, ResourceTraits {
  readonly name: string
  readonly subscriptionId: string
  readonly resourceGroup: string
  readonly location: string
  /** Where its data rest: `unitedstates`, `europe` … as user tokens spell it. */
  readonly dataLocation: string
  /** Who made it in the resource plane; absent: the seed did. */
  readonly created?: Authorship | undefined
}

/** What the owner of a resource may change in the resource plane; the seed says nothing of it. */
export interface ResourceTraits {
  readonly tags?: Readonly<Record<string, string>> | undefined
  readonly identity?: ManagedIdentity | undefined
  /** ARM ids of email domains; kept and shown, without effect. */
  readonly linkedDomains?: readonly string[] | undefined
  /** Kept and shown, without effect: everything here is on one origin. */
  readonly publicNetworkAccess?: string | undefined
  /** True: its access keys are refused, only Entra tokens are taken. */
  readonly disableLocalAuth?: boolean | undefined
  readonly notificationHubId?: string | undefined
  readonly modified?: Authorship | undefined
}

export interface Authorship {
  /** Object id of the user or app. */
  readonly by: string
  readonly byType: 'User' | 'Application'
  readonly at: Instant
}

/** The managed identity of a resource: one of its own, others that are assigned to it, or both. */
export interface ManagedIdentity {
  readonly type: string
  /** Of its own identity. */
  readonly principalId?: string | undefined
  /** ARM ids of the assigned ones. */
  readonly userAssigned: readonly string[]
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
