/**
 * A seed onto what is there already: things are known by their names, so the same seed may be applied at every
 * start; ids and keys that it leaves out are made once and kept. Pure but for the ids it is given.
 */
import { createHash } from 'node:crypto'
import type { Ids, Mismatch } from '#base'
import { armId, resourceId, type TenantId, tenantId } from '#records'
import { communicationArmPath, type Tenant, type User, workspaceArmPath } from './entities.ts'
import { isPublished } from './known-world.ts'
import type { Seed } from './seed.ts'
import { type Entities, policyKey, type StoredResource } from './store.ts'

type Item<Kind extends keyof Seed> = NonNullable<Seed[Kind]> extends readonly (infer One)[] ? One : never

export type AppliedSeed =
  | { readonly kind: 'applied'; readonly entities: Entities }
  | { readonly kind: 'invalid'; readonly problems: readonly Mismatch[] }

const KEY_BYTES = 64

export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')

export const newKey = (ids: Ids): string => Buffer.from(ids.bytes(KEY_BYTES)).toString('base64')

/** References that name nothing are problems; nothing is applied then. */
export function applySeed(before: Entities, seed: Seed, ids: Ids): AppliedSeed {
  const draft = new Draft(before, ids)
  for (const tenant of seed.tenants ?? []) draft.addTenant(tenant)
  for (const [i, tenant] of (seed.tenants ?? []).entries()) draft.addTrust(tenant, `/tenants/${i}`)
  for (const [i, user] of (seed.users ?? []).entries()) draft.addUser(user, `/users/${i}`)
  for (const [i, resource] of (seed.resources ?? []).entries()) draft.addResource(resource, `/resources/${i}`)
  for (const [i, one] of (seed.workspaces ?? []).entries()) draft.addWorkspace(one, `/workspaces/${i}`)
  for (const [i, app] of (seed.apps ?? []).entries()) draft.addApp(app, `/apps/${i}`)
  for (const [i, policy] of (seed.policies ?? []).entries()) draft.addPolicy(policy, `/policies/${i}`)
  return draft.result()
}

class Draft {
  readonly #problems: Mismatch[] = []
  readonly #ids: Ids
  readonly #to

  constructor(before: Entities, ids: Ids) {
    this.#ids = ids
    this.#to = {
      tenant: new Map(before.tenant),
      user: new Map(before.user),
      resource: new Map(before.resource),
      workspace: new Map(before.workspace),
      app: new Map(before.app),
      policy: new Map(before.policy),
      formerResource: new Map(before.formerResource),
    }
  }

  result(): AppliedSeed {
    return this.#problems.length > 0
      ? { kind: 'invalid', problems: this.#problems }
      : { kind: 'applied', entities: this.#to }
  }

  addTenant(item: Item<'tenants'>): void {
    const known = this.#tenantNamed(item.name)
    const id = known?.id ?? tenantId(item.id ?? this.#ids.uuid())
    const domain =
      item.domain ?? known?.domain ?? `${item.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.example`
    this.#to.tenant.set(id, { id, name: item.name, domain, trusts: known?.trusts ?? [] })
  }

  /** After all tenants are there, because two may trust each other. */
  addTrust(item: Item<'tenants'>, path: string): void {
    const tenant = this.#tenantNamed(item.name)
    if (!tenant || !item.trusts) return
    const trusts = item.trusts.map((name, i) => this.#tenant(name, `${path}/trusts/${i}`))
    this.#to.tenant.set(tenant.id, { ...tenant, trusts: trusts.filter(id => id !== undefined) })
  }

  addUser(item: Item<'users'>, path: string): void {
    const tenant = this.#tenant(item.tenant, `${path}/tenant`)
    if (!tenant) return
    const known = this.#userNamed(item.userPrincipalName)
    const id = known?.id ?? (item.id ?? this.#ids.uuid()).toLowerCase()
    const { userPrincipalName } = item
    const displayName = item.displayName ?? known?.displayName ?? userPrincipalName
    const userType = item.userType ?? known?.userType ?? 'Member'
    const teamsRole = item.teamsRole ?? known?.teamsRole
    this.#to.user.set(id, { id, tenant, userPrincipalName, displayName, userType, teamsRole })
  }

  addResource(item: Item<'resources'>, path: string): void {
    const tenant = this.#tenant(item.tenant, `${path}/tenant`)
    if (!tenant) return
    const { name } = item
    const known = this.#resourceNamed(name)
    const id = known?.id ?? resourceId(item.immutableResourceId ?? this.#ids.uuid())
    const subscriptionId = (item.subscriptionId ?? known?.subscriptionId ?? this.#ids.uuid()).toLowerCase()
    const resourceGroup = item.resourceGroup ?? known?.resourceGroup ?? 'anteroom'
    this.#to.formerResource.delete(id)
    this.#to.resource.set(id, {
      ...known,
      id,
      name,
      tenant,
      subscriptionId,
      resourceGroup,
      armId: armId(communicationArmPath(subscriptionId, resourceGroup, name)),
      location: item.location ?? known?.location ?? 'global',
      dataLocation: item.dataLocation ?? known?.dataLocation ?? 'unitedstates',
      keys: {
        primary: item.primaryKey ?? known?.keys.primary ?? newKey(this.#ids),
        secondary: item.secondaryKey ?? known?.keys.secondary ?? newKey(this.#ids),
      },
    })
  }

  addWorkspace(item: Item<'workspaces'>, path: string): void {
    const tenant = this.#tenant(item.tenant, `${path}/tenant`)
    if (!tenant) return
    const known = [...this.#to.workspace.values()].find(workspace => sameText(workspace.name, item.name))
    const id = known?.id ?? (item.id ?? this.#ids.uuid()).toLowerCase()
    const subscription = item.subscriptionId ?? this.#ids.uuid()
    const made = armId(workspaceArmPath(subscription, item.resourceGroup ?? 'anteroom', item.name))
    this.#to.workspace.set(id, { id, name: item.name, tenant, armId: known?.armId ?? made })
  }

  addApp(item: Item<'apps'>, path: string): void {
    const tenant = this.#tenant(item.tenant, `${path}/tenant`)
    const resource =
      item.resource === undefined ? undefined : this.#resource(item.resource, `${path}/resource`)
    if (!tenant || (item.resource !== undefined && !resource)) return
    const known = [...this.#to.app.values()].find(app => app.name === item.name)
    const clientId = known?.clientId ?? (item.clientId ?? this.#ids.uuid()).toLowerCase()
    const secret = item.clientSecret
    this.#to.app.set(clientId, {
      clientId,
      tenant,
      name: item.name,
      resource: resource?.id ?? known?.resource,
      secretHash: secret === undefined ? known?.secretHash : hashOfSecret(secret),
      isPublished: secret === undefined ? known?.isPublished : isPublished(secret),
    })
  }

  addPolicy(item: Item<'policies'>, path: string): void {
    const tenant = this.#tenant(item.tenant, `${path}/tenant`)
    const user = item.user === undefined ? undefined : this.#user(item.user, `${path}/user`)
    if (!tenant || (item.user !== undefined && !user)) return
    const key = policyKey(tenant, user?.id)
    const settings = { ...this.#to.policy.get(key)?.settings, ...item.settings }
    this.#to.policy.set(key, { tenant, user: user?.id, settings })
  }

  #tenant(reference: string, path: string): TenantId | undefined {
    return this.#found(this.#tenantNamed(reference)?.id, { path, reference, what: 'a tenant' })
  }

  #user(reference: string, path: string): User | undefined {
    return this.#found(this.#userNamed(reference), { path, reference, what: 'a user' })
  }

  #resource(reference: string, path: string): StoredResource | undefined {
    return this.#found(this.#resourceNamed(reference), { path, reference, what: 'a resource' })
  }

  #found<T>(thing: T | undefined, at: { path: string; reference: string; what: string }): T | undefined {
    if (thing === undefined) {
      const expected = `the name or id of ${at.what} of this file or of the directory`
      this.#problems.push({ path: at.path, found: JSON.stringify(at.reference), expected })
    }
    return thing
  }

  #tenantNamed(text: string): Tenant | undefined {
    const wanted = (tenant: Tenant) =>
      sameText(tenant.id, text) || sameText(tenant.name, text) || sameText(tenant.domain, text)
    return [...this.#to.tenant.values()].find(wanted)
  }

  #userNamed(text: string): User | undefined {
    const wanted = (user: User) => sameText(user.id, text) || sameText(user.userPrincipalName, text)
    return [...this.#to.user.values()].find(wanted)
  }

  #resourceNamed(text: string): StoredResource | undefined {
    const wanted = (resource: StoredResource) => sameText(resource.id, text) || sameText(resource.name, text)
    return [...this.#to.resource.values()].find(wanted)
  }
}

export const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
