import { createSecretKey } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { manualClock, seededIds, silentLog } from '#base'
import { tenantId } from '#records'
import { openState } from '#state'
import { directoryMigrations, knownWorld, type NewResource, openDirectory } from './index.ts'

const contoso = tenantId('c0117050-0000-4000-8000-000000000001')
const SUBSCRIPTION = '50b00000-0000-4000-8000-00000000beef'

function aResource(change: Partial<NewResource> = {}): NewResource {
  return {
    name: 'New-ACS',
    tenant: contoso,
    subscriptionId: SUBSCRIPTION,
    resourceGroup: 'New-RG',
    dataLocation: 'europe',
    traits: { tags: { team: 'a' } },
    created: { by: 'someone', byType: 'User', at: 0 },
    ...change,
  }
}

/** Opens the directory again, as a restart does, each time it is called. */
async function aRestartingDirectory() {
  const folder = await mkdtemp(join(tmpdir(), 'anteroom-directory-'))
  const migrations = directoryMigrations
  const open = () =>
    openState({ path: join(folder, 'state.db'), migrations, clock: manualClock(), log: silentLog })
  let [state, starts] = [open(), 0]
  onTestFinished(async () => {
    await state.close()
    await rm(folder, { recursive: true })
  })
  return async () => {
    await state.close()
    state = open()
    starts += 1
    const directory = openDirectory({ state, ids: seededIds(starts) })
    if (directory.isEmpty()) await directory.apply(knownWorld)
    return directory
  }
}

const aDirectory = async () => (await aRestartingDirectory())()

const ownerOf = (directory: Awaited<ReturnType<typeof aDirectory>>, key: string | undefined) => {
  const wanted = createSecretKey(Buffer.from(key ?? '', 'base64'))
  return directory.resourceByKey(one => one.equals(wanted))?.id
}

test('a new resource is found by its names, works with its keys and is there again after a restart', async () => {
  const start = await aRestartingDirectory()
  const directory = await start()
  const made = await directory.createResource(aResource())
  expect(made).toMatchObject({
    name: 'New-ACS',
    resourceGroup: 'New-RG',
    location: 'global',
    tags: { team: 'a' },
  })
  expect(JSON.stringify(made)).not.toMatch(/primary/)
  if (!made) return
  const keys = directory.accessKeys(made.id)
  expect(ownerOf(directory, keys?.secondary)).toBe(made.id)
  const later = await start()
  expect(later.findResource(made.armId.toUpperCase())).toEqual(made)
  expect(later.accessKeys(made.id)).toEqual(keys)
})

test('a name is taken for all tenants, whatever its case; of two at once one gets it', async () => {
  const directory = await aDirectory()
  expect(await directory.createResource(aResource({ name: 'CONTOSO-acs' }))).toBeUndefined()
  const both = await Promise.all([1, 2].map(() => directory.createResource(aResource())))
  expect(both.filter(made => made !== undefined)).toHaveLength(1)
})

test('a change names what changes, and a seed that names the resource later keeps it', async () => {
  const directory = await aDirectory()
  const made = await directory.createResource(aResource())
  if (!made) return expect.unreachable()
  await directory.changeResource(made.id, { disableLocalAuth: true })
  expect(ownerOf(directory, directory.accessKeys(made.id)?.primary)).toBeUndefined()
  await directory.apply({ resources: [{ name: 'new-acs', tenant: 'Contoso' }] })
  expect(directory.resource(made.id)).toMatchObject({ tags: { team: 'a' }, disableLocalAuth: true })
  await directory.changeResource(made.id, { disableLocalAuth: undefined, tags: undefined })
  expect(directory.resource(made.id)?.tags).toBeUndefined()
  expect(ownerOf(directory, directory.accessKeys(made.id)?.primary)).toBe(made.id)
})

test('a deleted resource has no keys and frees its name; policy still knows whose its calls were', async () => {
  const start = await aRestartingDirectory()
  const directory = await start()
  const made = await directory.createResource(aResource())
  if (!made) return expect.unreachable()
  const keys = directory.accessKeys(made.id)
  expect(await directory.deleteResource(made.id)).toBe(true)
  expect(await directory.deleteResource(made.id)).toBe(false)
  expect([directory.resource(made.id), ownerOf(directory, keys?.primary)]).toEqual([undefined, undefined])
  const later = await start()
  expect(later.findResource('new-acs')).toBeUndefined()
  expect(later.registry.resource(made.id)).toMatchObject({ tenant: contoso, armId: made.armId })
  expect(later.registry.resourcesOf(contoso)).toHaveLength(2)
  const again = await later.createResource(aResource())
  expect(again?.armId).toBe(made.armId)
  expect(again?.id).not.toBe(made.id)
})

test('a subscription belongs to whoever has or had something in it', async () => {
  const directory = await aDirectory()
  expect(directory.subscriptionOwner('50B00000-0000-4000-8000-0000000000C0')).toBe(contoso)
  expect(directory.subscriptionOwner(SUBSCRIPTION)).toBeUndefined()
  const made = await directory.createResource(aResource())
  if (made) await directory.deleteResource(made.id)
  expect(directory.subscriptionOwner(SUBSCRIPTION)).toBe(contoso)
})
