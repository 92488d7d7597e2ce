/** What was made in the resource plane is there after a restart, and is given nothing that nobody asked for. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { randomIds, silentLog, systemClock } from '#base'
import type { Fact, Operation } from '#records'
import { defaultSettings, startAnteroom } from '#server'

/** An operation that was told after its resource was deleted, as a call may end after it. */
const lateFact = (resource: Operation['resource']): Fact => ({
  kind: 'operation',
  operation: {
    id: 'late',
    api: 'identity',
    name: 'CreateIdentity',
    resource,
    at: systemClock.now(),
    durationMs: 1,
    statusCode: 201,
    uri: '/identities',
    callerIp: '127.0.0.1',
    correlationId: 'late',
  },
})

test('a made resource keeps its keys and has no setting, the seed its default one; a deleted one stays gone, but for what it still has to tell', async () => {
  const data = await mkdtemp(join(tmpdir(), 'anteroom-arm-'))
  onTestFinished(() => rm(data, { recursive: true, force: true }))
  const settings = { ...defaultSettings, data, port: 0, httpPort: 0 }
  const start = () =>
    startAnteroom({ settings, clock: systemClock, ids: randomIds, log: silentLog, chance: () => 0.5 })
  const first = await start()
  const tenant = first.directory.tenants()[0]
  const made = tenant && (await first.directory.createResource(aResource(tenant.id)))
  const doomed = first.directory.findResource('contoso-support-acs')
  if (!made || !doomed) return expect.unreachable()
  const keys = first.directory.accessKeys(made.id)
  await first.directory.deleteResource(doomed.id)
  await first.state.transact(tx => tx.emit(lateFact(doomed.id)))
  expect([await first.router.drain(), first.router.health().factsAside]).toEqual([0, 0])
  await first.close()
  const second = await start()
  onTestFinished(() => second.close())
  expect(second.directory.findResource('made-acs')).toEqual(made)
  expect(second.directory.accessKeys(made.id)).toEqual(keys)
  expect(second.directory.resource(doomed.id)).toBeUndefined()
  expect(second.router.settings.list(made.armId)).toEqual([])
  const known = second.directory.findResource('contoso-acs')
  expect(known && second.router.settings.list(known.armId)).toHaveLength(1)
})

type NewResource = Parameters<Awaited<ReturnType<typeof startAnteroom>>['directory']['createResource']>[0]

const aResource = (tenant: NewResource['tenant']): NewResource => ({
  name: 'made-acs',
  tenant,
  subscriptionId: randomIds.uuid(),
  resourceGroup: 'made',
  dataLocation: 'europe',
  traits: {},
  created: { by: 'somebody', byType: 'User', at: 0 },
})
