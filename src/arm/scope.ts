/** Whose part of the resource plane a request is about, and whether its caller may. */
import { type HttpRequest, invariant, isUuid } from '#base'
import type { Authorship, Directory } from '#directory'
import type { TenantId } from '#records'
import { armError } from './errors.ts'

export interface Subscription {
  /** A GUID, lower case. */
  readonly id: string
  readonly tenant: TenantId
}

/** What is asked of the directory to know whose a subscription is. */
export type Owners = Pick<Directory, 'tenant' | 'tenants' | 'subscriptionOwner'>

/**
 * The subscription, when its owner calls. One in which nothing ever was is the caller's own, so that an app's
 * subscription id need not be told to anybody first. Throws 400 or 401 `InvalidAuthenticationTokenTenant`.
 */
export function enterSubscription(
  { caller, origin }: Pick<HttpRequest, 'caller' | 'origin'>,
  named: string,
  directory: Owners,
): Subscription {
  if (!isUuid(named)) throw armError('InvalidSubscription', { id: named })
  invariant(caller.kind === 'entra', 'the resource plane admits Entra callers only')
  // As on the data plane: a tenant that is not known here stands for the first one.
  const tenant = (directory.tenant(caller.tenant) ?? directory.tenants()[0])?.id
  invariant(tenant, 'there is a tenant')
  const owner = directory.subscriptionOwner(named) ?? tenant
  if (owner === tenant) return { id: named.toLowerCase(), tenant }
  const uri = `${origin}/${owner}/oauth2/v2.0/authorize`
  const challenge = `Bearer authorization_uri="${uri}", error="invalid_token"`
  throw armError('OtherTenant', { tenant, owner }, { 'WWW-Authenticate': challenge })
}

/** Checks the name of a resource group as the service does; groups exist as soon as something is in them. */
export function checkGroup(group: string): string {
  if (!/^[-\w.()]{1,90}$/.test(group) || group.endsWith('.')) throw armError('InvalidGroup', { group })
  return group
}

/** Who changes something now. */
export function authorOf(
  { caller, receivedAt }: Pick<HttpRequest, 'caller' | 'receivedAt'>,
  directory: Pick<Directory, 'user'>,
): Authorship {
  const by = caller.kind === 'entra' ? caller.subject : ''
  return { by, byType: directory.user(by) ? 'User' : 'Application', at: receivedAt }
}

/** `/subscriptions/<subscription>/resourceGroups/<group>/providers/<namespace>/<type>/<name>` */
export interface ParsedId {
  readonly subscription: string
  readonly group: string
  /** Namespace and type, as written. */
  readonly type: string
  readonly name: string
}

const ARM_ID = /^\/?subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+\/[^/]+)\/([^/]+)$/i

/** The parts of the ARM id of a resource that is directly in a group; undefined for any other text. */
export function parseArmId(id: string): ParsedId | undefined {
  const [, subscription, group, type, name] = ARM_ID.exec(id) ?? []
  if (!subscription || !group || !type || !name) return undefined
  return { subscription, group, type, name }
}
