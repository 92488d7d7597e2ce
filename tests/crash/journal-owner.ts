/** A server's part in journal.test.ts: the whole way from fact to row, telling of what was acknowledged until killed. */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Log, silentLog, systemClock } from '#base'
import { workspaceDestination } from '#destinations'
import { defaultSwitches } from '#policy'
import { armId, type Fact, resourceId, type TenantRegistry, tableByName, tenantId } from '#records'
import { defaultPace, openRouter, projectWith, routerMigrations } from '#router'
import { openState } from '#state'
import { openChdbEngine, openWorkspace } from '#workspace'

const GROUP = '/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/demo/providers'
const TABLES = ['ACSAuthIncomingOperations', 'AnteroomOperationMetrics_CL', 'AnteroomDeliveries_CL']

const owner = {
  id: resourceId('11111111-1111-4111-8111-111111111111'),
  armId: armId(`${GROUP}/microsoft.communication/communicationservices/contoso-acs`),
  tenant: tenantId('33333333-3333-4333-8333-333333333333'),
}
const registry: TenantRegistry = {
  resource: id => (id === owner.id ? owner : undefined),
  resourcesOf: tenant => (tenant === owner.tenant ? [owner] : []),
}

/** Everything between a source and the workspace, in that folder, as the server wires it. */
export async function openWay(folder: string, log: Log = silentLog) {
  const about = { clock: systemClock, log }
  const state = openState({ ...about, path: join(folder, 'state.db'), migrations: routerMigrations })
  const engine = await openChdbEngine({ ...about, path: join(folder, 'store'), sessions: 4 })
  const workspace = await openWorkspace(engine, {
    ...about,
    id: '6f0b6f3e-4a51-4c0d-9b0e-0a5c2f1d7e11',
    name: 'contoso-logs',
    tables: TABLES.map(tableByName).filter(table => table !== undefined),
    retentionDays: () => 3650,
  })
  const house = armId(`${GROUP}/microsoft.operationalinsights/workspaces/contoso-logs`)
  const router = await openRouter({
    ...about,
    state,
    project: projectWith({ registry, switches: defaultSwitches, owner: house }),
    destinations: [workspaceDestination({ name: house, workspace, trustTime: true })],
    house: { destination: house, resource: house },
    pace: { ...defaultPace, settleMs: 5, coalesceMs: 60 },
    chance: Math.random,
  })
  await router.settings.put({
    resource: owner.armId,
    name: 'everything',
    destinations: { workspace: house },
    logs: [{ kind: 'group', group: 'allLogs', enabled: true }],
    metrics: [{ category: 'AllMetrics', enabled: true }],
  })
  const close = async () => {
    await router.close()
    await engine.close()
    await state.close()
  }
  return { state, engine, workspace, router, close }
}

const anOperation = (id: string): Fact => ({
  kind: 'operation',
  operation: {
    id,
    api: 'identity',
    name: 'CreateToken',
    resource: owner.id,
    at: systemClock.now(),
    durationMs: 2,
    statusCode: 200,
    uri: '/identities',
    callerIp: '127.0.0.1',
    correlationId: id,
  },
})

if (process.argv[1] === import.meta.filename) {
  const [, , folder = '', life = ''] = process.argv
  const { state } = await openWay(folder)
  for (let n = 0; ; n += 10) {
    const ids = Array.from({ length: 10 }, (_, k) => `${life}-${n + k}`)
    await Promise.all(
      ids.map(async id => {
        await state.transact(tx => tx.emit(anOperation(id)))
        process.stdout.write(`told ${id}\n`)
      }),
    )
    await pause(3)
  }
}
