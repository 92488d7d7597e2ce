/** Who exists and who owns what: read from memory, kept in the state file. */
import { createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Ids, Mismatch } from '#base'
import type { TenantId, TenantRegistry } from '#records'
import type { State } from '#state'
import { applySeed, hashOfSecret, newKey, sameText } from './apply-seed.ts'
import {
  isNameTaken,
  type NewResource,
  subscriptionOwner,
  withNewResource,
  withoutResource,
  withResource,
} from './change-resource.ts'
import type {
  AccessKeys,
  AppRegistration,
  CommunicationResource,
  KeyName,
  ResourceTraits,
  Tenant,
  User,
  WorkspaceEntry,
} from './entities.ts'
import { isPublished } from './known-world.ts'
import { type MeetingSettings, resolveSettings } from './meeting-settings.ts'
import type { Seed } from './seed.ts'
import { type Entities, loadEntities, policyKey, type StoredResource, saveEntities } from './store.ts'

export interface Directory extends TenantRegistry {
  /** True until the first seed. */
  isEmpty(): boolean
  tenants(): readonly Tenant[]
  /** By id, name or domain, in any case. */
  tenant(reference: string): Tenant | undefined
  users(): readonly User[]
  /** By object id or user principal name, in any case. */
  user(reference: string): User | undefined
  resources(): readonly CommunicationResource[]
  resource(id: CommunicationResource['id']): CommunicationResource | undefined
  resourcesOf(tenant: TenantId): readonly CommunicationResource[]
  /** By immutable id, name or ARM id, in any case. */
  findResource(reference: string): CommunicationResource | undefined
  workspaces(): readonly WorkspaceEntry[]
  /** By workspace id, name or ARM id, in any case. */
  workspace(reference: string): WorkspaceEntry | undefined
  apps(): readonly AppRegistration[]
  app(clientId: string): AppRegistration | undefined
  /** The app whose client secret this is; compared in constant time. */
  appBySecret(clientId: string, secret: string): AppRegistration | undefined
  /** The values of teams-interop §4 that hold for meetings of an organizer, or of the tenant when none is named. */
  meetingSettings(tenant: TenantId, organizer?: string): MeetingSettings
  /**
   * The resource one of whose keys passes `matches`, which must compare in constant time; none whose keys are
   * disabled.
   */
  resourceByKey(matches: (key: KeyObject) => boolean): CommunicationResource | undefined
  /** Secrets: for the resource's owner only, never for a log. Undefined for an unknown resource. */
  accessKeys(id: CommunicationResource['id']): AccessKeys | undefined
  /** Names of resources and apps whose secrets everybody can read in the docs. */
  publishedSecrets(): readonly string[]
  /** Adds and changes what the seed names. Gives the problems of the seed; then nothing was changed. */
  apply(seed: Seed): Promise<readonly Mismatch[]>
  /** Makes a new key; the old one is refused from now on. Undefined for an unknown resource. */
  regenerateKey(id: CommunicationResource['id'], which: KeyName): Promise<AccessKeys | undefined>
  /** Makes a resource with a new immutable id and new keys. Undefined when a resource of any tenant has its name. */
  createResource(wanted: NewResource): Promise<CommunicationResource | undefined>
  /** Replaces the traits that are named. Undefined for an unknown resource. */
  changeResource(
    id: CommunicationResource['id'],
    traits: ResourceTraits,
  ): Promise<CommunicationResource | undefined>
  /** Its keys are refused from now on, and its name is free. False for an unknown resource. */
  deleteResource(id: CommunicationResource['id']): Promise<boolean>
  /** Whose subscription it is, in any case; undefined when nothing here is or was in it. */
  subscriptionOwner(subscription: string): TenantId | undefined
  /** What policy asks: knows also resources that were deleted, whose calls may end after them. */
  readonly registry: TenantRegistry
  /** Gives every resource with published keys new ones, and takes published client secrets away. */
  replacePublishedSecrets(): Promise<void>
}

export interface DirectoryOptions {
  readonly state: Pick<State, 'transact' | 'all' | 'get'>
  readonly ids: Ids
}

/** Opens the directory; the state must know `directoryMigrations`. */
export function openDirectory({ state, ids }: DirectoryOptions): Directory {
  let entities = loadEntities(state)
  let keys = keyObjectsOf(entities)
  let lastChange: Promise<unknown> = Promise.resolve()

  /** One after the other: each change starts from what the one before left behind. */
  function change(next: (now: Entities) => Entities): Promise<void> {
    const made = lastChange.then(async () => {
      const before = entities
      const after = next(before)
      await state.transact(tx => saveEntities(tx, before, after))
      entities = after
      keys = keyObjectsOf(after)
    })
    lastChange = made.catch(() => {})
    return made
  }

  const tenants = () => [...entities.tenant.values()]
  const resources = () => [...entities.resource.values()].map(withoutKeys)
  const find = <T>(all: ReadonlyMap<string, T>, ...names: readonly [string, ...(keyof T)[]]) => {
    const [reference, ...fields] = names
    return [...all.values()].find(one => fields.some(field => sameText(String(one[field]), reference)))
  }

  return {
    isEmpty: () => entities.tenant.size === 0,
    tenants,
    tenant: reference => find(entities.tenant, reference, 'id', 'name', 'domain'),
    users: () => [...entities.user.values()],
    user: reference => find(entities.user, reference, 'id', 'userPrincipalName'),
    resources,
    resource: id => optional(entities.resource.get(id), withoutKeys),
    resourcesOf: tenant => resources().filter(resource => resource.tenant === tenant),
    findResource: reference =>
      optional(find(entities.resource, reference, 'id', 'name', 'armId'), withoutKeys),
    workspaces: () => [...entities.workspace.values()],
    workspace: reference => find(entities.workspace, reference, 'id', 'name', 'armId'),
    apps: () => [...entities.app.values()].map(withoutSecret),
    app: clientId => optional(entities.app.get(clientId.toLowerCase()), withoutSecret),
    appBySecret: (clientId, secret) => {
      const app = entities.app.get(clientId.toLowerCase())
      const given = Buffer.from(hashOfSecret(secret), 'hex')
      const isRight =
        app?.secretHash !== undefined && timingSafeEqual(Buffer.from(app.secretHash, 'hex'), given)
      return isRight ? withoutSecret(app) : undefined
    },
    meetingSettings: (tenant, organizer) =>
      resolveSettings(
        entities.policy.get(policyKey(tenant))?.settings,
        organizer === undefined
          ? {}
          : entities.policy.get(policyKey(tenant, organizer.toLowerCase()))?.settings,
      ),
    resourceByKey: matches => {
      const found = keys.find(({ key }) => matches(key))
      return found && optional(entities.resource.get(found.resource), withoutKeys)
    },
    accessKeys: id => entities.resource.get(id)?.keys,
    publishedSecrets: () => [
      ...[...entities.resource.values()].filter(hasPublishedKey).map(({ name }) => name),
      ...[...entities.app.values()].filter(app => app.isPublished).map(({ name }) => name),
    ],
    apply: async seed => {
      let problems: readonly Mismatch[] = []
      await change(now => {
        const applied = applySeed(now, seed, ids)
        if (applied.kind === 'applied') return applied.entities
        problems = applied.problems
        return now
      })
      return problems
    },
    regenerateKey: async (id, which) => {
      await change(now => withResource(now, id, { keys: { [which]: newKey(ids) } }))
      return entities.resource.get(id)?.keys
    },
    createResource: async wanted => {
      let isTaken = false
      await change(now => {
        isTaken = isNameTaken(now, wanted.name)
        return isTaken ? now : withNewResource(now, wanted, ids)
      })
      return isTaken ? undefined : optional(find(entities.resource, wanted.name, 'name'), withoutKeys)
    },
    changeResource: async (id, traits) => {
      await change(now => withResource(now, id, traits))
      return optional(entities.resource.get(id), withoutKeys)
    },
    deleteResource: async id => {
      let isKnown = false
      await change(now => {
        isKnown = now.resource.has(id)
        return withoutResource(now, id)
      })
      return isKnown
    },
    subscriptionOwner: subscription => subscriptionOwner(entities, subscription),
    registry: {
      resource: id => optional(entities.resource.get(id), withoutKeys) ?? entities.formerResource.get(id),
      resourcesOf: tenant => resources().filter(resource => resource.tenant === tenant),
    },
    replacePublishedSecrets: () => change(now => withoutPublishedSecrets(now, ids)),
  }
}

const optional = <T, R>(thing: T | undefined, map: (thing: T) => R): R | undefined =>
  thing === undefined ? undefined : map(thing)

const withoutKeys = ({ keys: _, ...resource }: StoredResource): CommunicationResource => resource

const withoutSecret = ({ clientId, tenant, name, resource }: AppRegistration): AppRegistration => ({
  clientId,
  tenant,
  name,
  resource,
})

const hasPublishedKey = ({ keys }: StoredResource): boolean =>
  isPublished(keys.primary) || isPublished(keys.secondary)

function keyObjectsOf(entities: Entities): readonly { readonly resource: string; readonly key: KeyObject }[] {
  const resources = [...entities.resource.values()].filter(({ disableLocalAuth }) => !disableLocalAuth)
  return resources.flatMap(({ id, keys }) =>
    [keys.primary, keys.secondary].map(key => ({
      resource: id,
      key: createSecretKey(Buffer.from(key, 'base64')),
    })),
  )
}

function withoutPublishedSecrets(now: Entities, ids: Ids): Entities {
  const app = new Map(now.app)
  for (const [id, known] of now.app) {
    if (known.isPublished) app.set(id, { ...known, secretHash: undefined, isPublished: undefined })
  }
  return [...now.resource.values()]
    .filter(hasPublishedKey)
    .reduce<Entities>(
      (all, { id }) => withResource(all, id, { keys: { primary: newKey(ids), secondary: newKey(ids) } }),
      { ...now, app },
    )
}
