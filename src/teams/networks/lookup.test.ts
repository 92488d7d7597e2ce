/** What the files attach to streams, on a real engine. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { manualClock, parseIso } from '#base'
import { type Row, TEAMS_MACHINES, TEAMS_NETWORKS, TEAMS_STREAMS, type TenantId, tenantId } from '#records'
import { aWorkspace, type TestWorkspace } from '../../../tests/teams/a-workspace.ts'
import { machineLookup, missingNetworks, networkColumns, networkLookup } from './lookup.ts'
import { cellsOf, markOf } from './rows.ts'
import type { FileKind } from './store.ts'

const CONTOSO = tenantId('c0117050-0000-4000-8000-000000000001')
const FABRIKAM = tenantId('fab41ca0-0000-4000-8000-000000000001')
const NOW = parseIso('2026-03-01T12:00:00Z') ?? 0
const CALL_AT = '2026-03-01T10:00:00.0000000Z'

let workspace: TestWorkspace
let minute = 0

/** As the loader would bring it in. */
async function use(
  kind: FileKind,
  content: string,
  { tenant = CONTOSO, from = '2026-01-01', until = '' } = {},
) {
  const table = kind === 'buildings' ? TEAMS_NETWORKS : TEAMS_MACHINES
  const at = NOW + ++minute * 60_000
  const fileId = `file-${minute}`
  const period = {
    validFrom: `${from}T00:00:00.000Z`,
    validUntil: until === '' ? null : `${until}T00:00:00.000Z`,
  }
  const cells = [...cellsOf[kind]({ tenant, fileId, ...period }, content)]
  await workspace.put(table, at, [...cells, markOf(kind, tenant, fileId, at).cells])
}

const stream = (id: number, more: Row = {}): Row => ({
  CorrelationId: `call-${id}`,
  Version: 1,
  OrganizerTenantId: CONTOSO,
  StartTime: CALL_AT,
  MediaType: 'Audio',
  FirstIsServer: 'Server',
  FirstSubnet: '10.1.2.0',
  SecondIsServer: 'Client',
  StreamId: id,
  ...more,
})

const streamsOf = (tenant: TenantId) => `${TEAMS_STREAMS} | where OrganizerTenantId == '${tenant}'`
const located = (id: number, end: 'First' | 'Second' = 'Second') => {
  const { kql, columns } = networkLookup(end, CONTOSO)
  return workspace
    .ask(
      `${streamsOf(CONTOSO)} | where StreamId == ${id}\n${kql}\n| project ${Object.keys(columns).join(', ')}`,
    )
    .then(([row]) => row)
}

const HQ = '10.1.0.0,HQ net,16,Main,Contoso,Office,Open,Berlin,10115,DE,BE,Europe,1,1,0'
const HOME = '203.0.113.0,VPN net,24,Gate,,,,,,,,Europe,0,0,1'
const V6 = '2001:db8:1::,V6 net,56,Six,,,,,,,,Asia,1,0,0'

beforeAll(async () => {
  workspace = await aWorkspace(manualClock(NOW))
  await use('buildings', [HQ, HOME, V6].join('\n'))
  await use('buildings', '10.1.0.0,Other,16,Foreign,,,,,,,,Mars,1,0,0', { tenant: FABRIKAM })
  await workspace.put(TEAMS_STREAMS, NOW, [
    stream(1, { SecondSubnet: '10.1.2.0' }),
    stream(2, { SecondReflexiveNetwork: '203.0.113.0' }),
    stream(3, { SecondSubnet: '192.168.1.0', SecondReflexiveNetwork: '203.0.113.0' }),
    stream(4),
    stream(5, { SecondSubnet: '2001:db8:1:ff::' }),
    stream(6, { SecondSubnet: '10.1.2.0', StartTime: '2025-12-31T23:59:59.0000000Z' }),
    ...Array.from({ length: 10 }, (_, i) =>
      stream(100 + i, {
        SecondSubnet: '192.0.2.0',
        Classification: i < 3 ? 'Poor' : 'Good',
        SecondPersonKey: `p${i % 2}`,
      }),
    ),
    ...Array.from({ length: 9 }, (_, i) => stream(200 + i, { SecondSubnet: '198.51.100.0' })),
    ...Array.from({ length: 12 }, (_, i) =>
      stream(300 + i, { SecondSubnet: '192.0.2.128', SecondTenantId: FABRIKAM }),
    ),
    ...Array.from({ length: 12 }, (_, i) =>
      stream(400 + i, { SecondSubnet: '192.0.3.0', MediaType: 'Video' }),
    ),
  ])
})
afterAll(() => workspace[Symbol.asyncDispose]())

test('a client inside of a range has its building, and is inside', async () => {
  expect(await located(1)).toEqual({
    SecondNetwork: '10.1.0.0',
    SecondNetworkName: 'HQ net',
    SecondNetworkRange: '16',
    SecondBuildingName: 'Main',
    SecondOwnershipType: 'Contoso',
    SecondBuildingType: 'Office',
    SecondBuildingOfficeType: 'Open',
    SecondCity: 'Berlin',
    SecondZipCode: '10115',
    SecondCountry: 'DE',
    SecondState: 'BE',
    SecondRegion: 'Europe',
    SecondInsideCorp: 'Inside',
    SecondExpressRoute: true,
    SecondNetworkMappedVpn: false,
    SecondMapped: true,
  })
})

test('a client whose own network is not known is matched by the one it is seen from; InsideCorp 0 is outside', async () => {
  expect(await located(2)).toMatchObject({
    SecondBuildingName: 'Gate',
    SecondInsideCorp: 'Outside',
    SecondNetworkMappedVpn: true,
    SecondMapped: true,
  })
})

test('a network that no row knows is outside and blank, also where it is seen from a known one', async () => {
  expect(await located(3)).toMatchObject({
    SecondBuildingName: '',
    SecondInsideCorp: 'Outside',
    SecondMapped: false,
  })
  expect(await located(4)).toMatchObject({
    SecondRegion: '',
    SecondInsideCorp: 'Outside',
    SecondExpressRoute: false,
  })
})

test('IPv6 is matched by its /64', async () => {
  expect(await located(5)).toMatchObject({ SecondBuildingName: 'Six', SecondInsideCorp: 'Inside' })
})

test('a server is outside whatever its network', async () => {
  expect(await located(1, 'First')).toMatchObject({ FirstBuildingName: '', FirstInsideCorp: 'Outside' })
})

test('a stream before the start date has no building', async () => {
  expect(await located(6)).toMatchObject({
    SecondBuildingName: '',
    SecondInsideCorp: 'Outside',
    SecondMapped: false,
  })
})

test('nothing is multiplied and the listed columns are the added ones', async () => {
  const { kql } = networkLookup('Second', CONTOSO)
  const [both] = await workspace.ask(
    `${streamsOf(CONTOSO)}\n${networkLookup('First', CONTOSO).kql}\n${kql}\n| count`,
  )
  const [plain] = await workspace.ask(`${streamsOf(CONTOSO)} | count`)
  expect(both).toEqual(plain)
  const schema = await workspace.ask(`${streamsOf(CONTOSO)}\n${kql}\n| getschema`)
  const before = await workspace.ask(`${TEAMS_STREAMS} | getschema`)
  const names = new Set(before.map(row => row.ColumnName))
  const added = schema.map(row => row.ColumnName).filter(name => !names.has(name))
  expect(added.toSorted()).toEqual(Object.keys(networkColumns('Second')).toSorted())
})

test('missing networks: ten or more audio streams, no row knows them, not of another organization', async () => {
  expect(await workspace.ask(missingNetworks(streamsOf(CONTOSO), CONTOSO))).toMatchObject([
    { Network: '192.0.2.0', AudioStreams: 10, PoorStreams: 3, Users: 2 },
  ])
})

test('another file replaces the former wholly, and a removal leaves none', async () => {
  await use('buildings', '192.0.2.0,New net,24,Annex,,,,,,,,Europe,1,0,0', { until: '2026-06-01' })
  expect(await located(1)).toMatchObject({ SecondBuildingName: '', SecondInsideCorp: 'Outside' })
  expect(await located(100)).toMatchObject({ SecondBuildingName: 'Annex', SecondInsideCorp: 'Inside' })
  const at = NOW + ++minute * 60_000
  await workspace.put(TEAMS_NETWORKS, at, [markOf('buildings', CONTOSO, '', at).cells])
  expect(await located(100)).toMatchObject({ SecondBuildingName: '', SecondInsideCorp: 'Outside' })
})

test('a machine’s make, model and labels are attached by its name, which keeps its case', async () => {
  await use('endpoints', 'PC-1,Contoso,Book 3,Laptop,Sales,,\npc-1,Fabrikam,,,,,')
  const { kql } = machineLookup('Second', CONTOSO, 'Machine')
  const rows = await workspace.ask(
    `datatable(Machine: string) ['PC-1', 'pc-1', 'PC-2', '']\n${kql}\n| project Machine, SecondEndpointMake, SecondEndpointLabel1`,
  )
  expect(rows).toEqual([
    { Machine: 'PC-1', SecondEndpointMake: 'Contoso', SecondEndpointLabel1: 'Sales' },
    { Machine: 'pc-1', SecondEndpointMake: 'Fabrikam', SecondEndpointLabel1: '' },
    { Machine: 'PC-2', SecondEndpointMake: '', SecondEndpointLabel1: '' },
    { Machine: '', SecondEndpointMake: '', SecondEndpointLabel1: '' },
  ])
})
