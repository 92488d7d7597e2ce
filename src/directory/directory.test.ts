import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { manualClock, seededIds, silentLog } from '#base'
import { resourceId, tenantId } from '#records'
import { openState } from '#state'
import { directoryMigrations, knownWorld, openDirectory, parseSeed, type Seed } from './index.ts'

const clock = manualClock()

async function aDirectory(seed: Seed = knownWorld, path = ':memory:', ids = seededIds(1)) {
  const state = openState({ path, migrations: directoryMigrations, clock, log: silentLog })
  const directory = openDirectory({ state, ids })
  expect(await directory.apply(seed)).toEqual([])
  return { directory, state }
}

const contoso = tenantId('c0117050-0000-4000-8000-000000000001')
const contosoAcs = resourceId('ac500000-0000-4000-8000-0000000000c1')

test('the known world is the same everywhere: names, ids, owners and the published keys', async () => {
  const { directory } = await aDirectory()
  expect(directory.resource(contosoAcs)).toEqual({
    id: contosoAcs,
    name: 'contoso-acs',
    tenant: contoso,
    subscriptionId: '50b00000-0000-4000-8000-0000000000c0',
    resourceGroup: 'contoso-rg',
    armId:
      '/subscriptions/50b00000-0000-4000-8000-0000000000c0/resourcegroups/contoso-rg/providers/microsoft.communication/communicationservices/contoso-acs',
    location: 'global',
    dataLocation: 'unitedstates',
  })
  expect(directory.resourcesOf(contoso).map(({ name }) => name)).toEqual([
    'contoso-acs',
    'contoso-support-acs',
  ])
  expect(directory.accessKeys(contosoAcs)?.primary).toBe(knownWorld.resources[0]?.primaryKey)
  expect(directory.workspace('contoso-logs')?.id).toBe('10600000-0000-4000-8000-0000000000c0')
  expect(directory.publishedSecrets()).toHaveLength(5)
})

test('things are found by any of their names, in any case', async () => {
  const { directory } = await aDirectory()
  expect(directory.tenant('CONTOSO')?.id).toBe(contoso)
  expect(directory.tenant('contoso.example')?.id).toBe(contoso)
  expect(directory.user('Olivia@Contoso.example')?.displayName).toBe('Olivia Organizer')
  expect(directory.findResource('Contoso-ACS')?.id).toBe(contosoAcs)
  expect(directory.findResource(directory.resource(contosoAcs)?.armId ?? '')?.id).toBe(contosoAcs)
  expect(directory.findResource('nobody')).toBeUndefined()
})

test('what was changed is there again after a restart, with the same ids and keys', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'anteroom-directory-')), 'state.db')
  const first = await aDirectory(
    { tenants: [{ name: 'Tailspin' }], resources: [{ name: 'tail-acs', tenant: 'Tailspin' }] },
    path,
  )
  const before = first.directory.findResource('tail-acs')
  const keys = before && first.directory.accessKeys(before.id)
  await first.state.close()
  const second = await aDirectory(
    { resources: [{ name: 'tail-acs', tenant: 'Tailspin' }] },
    path,
    seededIds(2),
  )
  const after = second.directory.findResource('tail-acs')
  expect(after).toEqual(before)
  expect(after && second.directory.accessKeys(after.id)).toEqual(keys)
  await second.state.close()
})

test('a regenerated key replaces the old one, the other stays', async () => {
  const { directory } = await aDirectory()
  const before = directory.accessKeys(contosoAcs)
  const after = await directory.regenerateKey(contosoAcs, 'primary')
  expect(after?.secondary).toBe(before?.secondary)
  expect(after?.primary).not.toBe(before?.primary)
  expect(directory.publishedSecrets()).toContain('contoso-acs')
})

test('published secrets can be replaced for good', async () => {
  const { directory } = await aDirectory()
  await directory.replacePublishedSecrets()
  expect(directory.publishedSecrets()).toEqual([])
  expect(
    directory.appBySecret('a9900000-0000-4000-8000-0000000000c1', 'contoso-app-published-secret'),
  ).toBeUndefined()
})

test('a client secret is kept as a hash and compared with it', async () => {
  const { directory, state } = await aDirectory()
  const app = 'A9900000-0000-4000-8000-0000000000C1'
  expect(directory.appBySecret(app, 'contoso-app-published-secret')?.name).toBe('contoso-app')
  expect(directory.appBySecret(app, 'wrong')).toBeUndefined()
  const stored = state.all<{ body: string }>("SELECT body FROM directory WHERE kind = 'app'")
  expect(JSON.stringify(stored)).not.toContain('published-secret')
})

test('resources and apps as listed carry no secret', async () => {
  const { directory } = await aDirectory()
  const told = JSON.stringify([directory.resources(), directory.apps(), directory.resourcesOf(contoso)])
  expect(told).not.toMatch(/secret"|key/i)
})

test('a meeting setting: the organizer wins over the tenant, the tenant over the default', async () => {
  const { directory } = await aDirectory({
    ...knownWorld,
    policies: [
      { tenant: 'Contoso', settings: { AutoAdmittedUsers: 'EveryoneInCompany', LobbyChat: true } },
      { tenant: 'Contoso', user: 'olivia@contoso.example', settings: { AutoAdmittedUsers: 'Everyone' } },
    ],
  })
  const olivia = directory.user('olivia@contoso.example')?.id
  expect(directory.meetingSettings(contoso, olivia)).toMatchObject({
    AutoAdmittedUsers: 'Everyone',
    LobbyChat: true,
    EnableAcsUsers: false,
  })
  expect(directory.meetingSettings(contoso).AutoAdmittedUsers).toBe('EveryoneInCompany')
})

test('a seed with a reference to nothing changes nothing and says where', async () => {
  const { directory } = await aDirectory()
  const problems = await directory.apply({
    resources: [
      { name: 'good', tenant: 'Contoso' },
      { name: 'bad', tenant: 'Conto' },
    ],
  })
  expect(problems).toEqual([
    { path: '/resources/1/tenant', found: '"Conto"', expected: expect.stringContaining('a tenant') },
  ])
  expect(directory.findResource('good')).toBeUndefined()
})

test('two changes at once both hold', async () => {
  const { directory } = await aDirectory()
  await Promise.all([
    directory.apply({ tenants: [{ name: 'One' }] }),
    directory.apply({ tenants: [{ name: 'Two' }] }),
  ])
  expect([directory.tenant('One')?.name, directory.tenant('Two')?.name]).toEqual(['One', 'Two'])
})

test.each([
  [{ tenants: 'x' }, '/tenants'],
  [{ tenants: [{}] }, '/tenants/0/name'],
  [{ resources: [{ name: 'a', tenant: 'b', primaryKey: 'short' }] }, '/resources/0/primaryKey'],
  [{ nonsense: 1 }, '/nonsense'],
  [{ policies: [{ tenant: 'a', settings: { LobbyChat: 'yes' } }] }, '/policies/0/settings/LobbyChat'],
  [{ policies: [{ tenant: 'a', settings: { Nope: 1 } }] }, '/policies/0/settings/Nope'],
  [
    { policies: [{ tenant: 'a', user: 'u', settings: { EnableAcsUsers: true } }] },
    '/policies/0/settings/EnableAcsUsers',
  ],
])('a seed that is wrong says where: %j', (seed, path) => {
  expect(parseSeed(seed)).toMatchObject({ kind: 'invalid', problems: [{ path }] })
})

test('the known world is itself a valid seed', () => {
  expect(parseSeed(knownWorld)).toMatchObject({ kind: 'seed' })
})
