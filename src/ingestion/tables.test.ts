/** Custom tables are known again after a restart, with the columns that all rules have given them. */
import { expect, test } from 'vitest'
import { manualClock, seededIds, silentLog } from '#base'
import { armId, tenantId } from '#records'
import { openState } from '#state'
import { createIngestion, openCustomTables } from './create-ingestion.ts'
import { ingestionMigrations } from './store.ts'

const WORKSPACE = armId(
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w',
)
const TENANT = tenantId('c0111111-1111-4111-8111-111111111111')

test('two rules widen one table, and a new start finds it', async () => {
  const clock = manualClock()
  const state = openState({ path: ':memory:', migrations: ingestionMigrations, clock, log: silentLog })
  const made: string[] = []
  const { surfaces } = createIngestion({
    state,
    tables: openCustomTables(state),
    workspace: () => ({ armId: WORKSPACE, tenant: TENANT }),
    makeTable: async (_, { name }) => void made.push(name),
    enforceLimits: true,
    clock,
    ids: seededIds(1),
  })
  const put = surfaces.flatMap(({ routes }) => routes).find(({ method }) => method === 'PUT')
  const putColumn = (column: string) =>
    put?.handle({
      method: 'PUT',
      target: '/',
      params: { subscription: 's', group: 'g', name: column },
      query: {},
      headers: {},
      body: {
        properties: {
          streamDeclarations: { 'Custom-T_CL': { columns: [{ name: column, type: 'string' }] } },
          destinations: { logAnalytics: [{ workspaceResourceId: WORKSPACE, name: 'w' }] },
          dataFlows: [{ streams: ['Custom-T_CL'], destinations: ['w'] }],
        },
      },
      caller: { kind: 'entra', tenant: TENANT, subject: 'app' },
      requestId: 'r',
      receivedAt: clock.now(),
      remoteAddress: '127.0.0.1',
      origin: 'https://localhost:7443',
      signal: new AbortController().signal,
    })
  expect((await putColumn('A'))?.status).toBe(201)
  expect((await putColumn('B'))?.status).toBe(201)
  expect(made).toEqual(['T_CL', 'T_CL'])
  const [table] = openCustomTables(state).of(WORKSPACE)
  expect(table?.columns.filter(({ standard }) => !standard).map(({ name }) => name)).toEqual(['A', 'B'])
  expect(table?.columns.some(({ name }) => name === 'TimeGenerated')).toBe(true)
})
