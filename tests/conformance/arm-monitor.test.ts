/** Microsoft's monitor client and plain REST of the newer generation are the judges of diagnostic settings. */
import { CommunicationIdentityClient } from '@azure/communication-identity'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { categories } from '#records'
import {
  communicationClient,
  GROUP,
  monitorClient,
  plainClient,
  refusal,
  SUBSCRIPTION,
} from './arm-clients.ts'
import { type Anteroom, startForTest } from './harness.ts'

let anteroom: Anteroom
let monitor: ReturnType<typeof monitorClient>
let services: ReturnType<typeof communicationClient>['communicationServices']
let plain: ReturnType<typeof plainClient>
let workspaceId: string

beforeAll(async () => {
  anteroom = await startForTest()
  monitor = monitorClient(anteroom)
  services = communicationClient(anteroom).communicationServices
  plain = plainClient(anteroom)
  workspaceId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/Contoso-RG/providers/Microsoft.OperationalInsights/workspaces/Contoso-Logs`
})
afterAll(async () => {
  await anteroom?.[Symbol.asyncDispose]()
  expect(anteroom?.errors).toEqual([])
})

const NEWER = '2021-05-01-preview'
const idOf = (name: string) =>
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}/providers/Microsoft.Communication/communicationServices/${name}`
const urlOf = (resource: string, setting: string, version = NEWER) =>
  `/${idOf(resource)}/providers/Microsoft.Insights/diagnosticSettings/${encodeURIComponent(setting)}?api-version=${version}`

async function make(name: string): Promise<string> {
  await services.beginCreateOrUpdateAndWait(GROUP, name, { location: 'global', dataLocation: 'Europe' })
  return idOf(name)
}

const logsOf = (...names: string[]) => names.map(category => ({ category, enabled: true }))

test('a resource made by ARM: its rows arrive from its first setting on, and none from before (R6)', async () => {
  const id = await make('logged-acs')
  expect((await monitor.diagnosticSettings.list(id)).value).toEqual([])
  const { primaryConnectionString = '' } = await services.listKeys(GROUP, 'logged-acs')
  const identity = new CommunicationIdentityClient(primaryConnectionString, anteroom.trust as object)
  await identity.createUser()
  await monitor.diagnosticSettings.createOrUpdate(id, 'logs', {
    workspaceId,
    logs: logsOf('AuthOperational'),
  })
  await identity.createUserAndToken(['voip'])
  await identity.getToken(await identity.createUser(), ['chat'])
  const rows = await anteroom.kql(
    `ACSAuthIncomingOperations | where _ResourceId =~ '${id}' | project OperationName | sort by OperationName asc`,
    3,
  )
  expect(rows.map(({ OperationName }) => OperationName)).toEqual([
    'CreateIdentity',
    'CreateIdentity',
    'CreateToken',
  ])
  await monitor.diagnosticSettings.delete(id, 'logs')
  await identity.createUser()
  await monitor.diagnosticSettings.createOrUpdate(id, 'again', {
    workspaceId,
    logs: logsOf('AuthOperational'),
  })
  await identity.revokeTokens(await identity.createUser())
  const later = await anteroom.kql(`ACSAuthIncomingOperations | where _ResourceId =~ '${id}'`, 5)
  expect(later).toHaveLength(5)
})

test('what a resource did before it was deleted still arrives', async () => {
  const id = await make('late-acs')
  await monitor.diagnosticSettings.createOrUpdate(id, 's', { workspaceId, logs: logsOf('AuthOperational') })
  const { primaryConnectionString = '' } = await services.listKeys(GROUP, 'late-acs')
  const identity = new CommunicationIdentityClient(primaryConnectionString, anteroom.trust as object)
  await Promise.all(Array.from({ length: 10 }, () => identity.createUser()))
  await services.beginDeleteAndWait(GROUP, 'late-acs')
  expect(await anteroom.kql(`ACSAuthIncomingOperations | where _ResourceId =~ '${id}'`, 10)).toHaveLength(10)
})

describe('a setting', () => {
  test('is put, shown and listed in the shape of the service, its name and resource in any case', async () => {
    const id = await make('shape-acs')
    const put = await monitor.diagnosticSettings.createOrUpdate(id, 'ds 1', {
      workspaceId,
      logAnalyticsDestinationType: 'Dedicated',
      logs: [
        { category: 'chatoperational', enabled: true, retentionPolicy: { enabled: false, days: 0 } },
        { category: 'CallSummary', enabled: false },
      ],
      metrics: [{ category: 'AllMetrics', enabled: true, timeGrain: 'PT1M' }],
    })
    expect(put).toMatchObject({
      id: `${id.toLowerCase()}/providers/microsoft.insights/diagnosticSettings/ds 1`,
      name: 'ds 1',
      type: 'Microsoft.Insights/diagnosticSettings',
      workspaceId: workspaceId.toLowerCase(),
      logAnalyticsDestinationType: 'Dedicated',
      logs: [
        { category: 'ChatOperational', enabled: true, retentionPolicy: { enabled: false, days: 0 } },
        { category: 'CallSummary', enabled: false },
      ],
      metrics: [{ category: 'AllMetrics', enabled: true }],
    })
    expect(await monitor.diagnosticSettings.get(id.toUpperCase(), 'DS 1')).toEqual(put)
    expect((await monitor.diagnosticSettings.list(id)).value).toEqual([put])
    const { body } = await plain('GET', urlOf('shape-acs', 'ds 1'))
    expect(body).toMatchObject({ location: null, kind: null, tags: null, identity: null })
    expect(body?.properties).toMatchObject({
      storageAccountId: null,
      eventHubAuthorizationRuleId: null,
      marketplacePartnerId: null,
      logs: [{ categoryGroup: null }, {}],
    })
  })

  test('with a category group, which the older generation sees as its categories', async () => {
    const id = await make('group-acs')
    const properties = { workspaceId, logs: [{ categoryGroup: 'allLogs', enabled: true }] }
    const put = await plain('PUT', urlOf('group-acs', 'all'), { properties })
    expect(put).toMatchObject({
      status: 200,
      body: { properties: { logs: [{ category: null, categoryGroup: 'allLogs', enabled: true }] } },
    })
    const { logs } = await monitor.diagnosticSettings.get(id, 'all')
    expect(logs?.map(({ category }) => category)).toEqual(categories.map(({ name }) => name))
  })

  test('is deleted once; a second time there is nothing', async () => {
    const id = await make('delete-acs')
    await monitor.diagnosticSettings.createOrUpdate(id, 's', { workspaceId, logs: logsOf('CallSummary') })
    expect((await plain('DELETE', urlOf('delete-acs', 'S'))).status).toBe(200)
    expect((await plain('DELETE', urlOf('delete-acs', 's'))).status).toBe(204)
    expect(await refusal(monitor.diagnosticSettings.get(id, 's'))).toMatchObject({
      statusCode: 404,
      code: 'ResourceNotFound',
    })
  })

  test('stays behind when its resource is deleted and comes back with one of the same id', async () => {
    const id = await make('ghost-acs')
    await monitor.diagnosticSettings.createOrUpdate(id, 's', { workspaceId, logs: logsOf('AuthOperational') })
    await services.beginDeleteAndWait(GROUP, 'ghost-acs')
    expect(await refusal(monitor.diagnosticSettings.list(id))).toMatchObject({ statusCode: 404 })
    await make('ghost-acs')
    expect((await monitor.diagnosticSettings.list(id)).value).toMatchObject([{ name: 's' }])
    const { primaryConnectionString = '' } = await services.listKeys(GROUP, 'ghost-acs')
    await new CommunicationIdentityClient(primaryConnectionString, anteroom.trust as object).createUser()
    expect(await anteroom.kql(`ACSAuthIncomingOperations | where _ResourceId =~ '${id}'`)).toHaveLength(1)
    await services.beginDeleteAndWait(GROUP, 'ghost-acs')
    expect((await plain('DELETE', urlOf('ghost-acs', 's'))).status).toBe(200)
    await make('ghost-acs')
    expect((await monitor.diagnosticSettings.list(id)).value).toEqual([])
  })
})

test('categories, each with its groups in the newer generation', async () => {
  const id = await make('category-acs')
  const { value = [] } = await monitor.diagnosticSettingsCategory.list(id)
  expect(value.filter(({ categoryType }) => categoryType === 'Metrics').map(({ name }) => name)).toEqual([
    'AllMetrics',
  ])
  expect(value.map(({ name }) => name)).toContain('CallDiagnosticsUpdates')
  expect(await monitor.diagnosticSettingsCategory.get(id, 'callsummary')).toMatchObject({
    name: 'CallSummary',
    categoryType: 'Logs',
  })
  const base = `${id}/providers/microsoft.insights/diagnosticSettingsCategories`
  const groupsOf = async (name: string) =>
    (await plain('GET', `${base}/${name}?api-version=${NEWER}`)).body?.properties
  expect(await groupsOf('AuthOperational')).toEqual({
    categoryType: 'Logs',
    categoryGroups: ['audit', 'allLogs'],
  })
  expect(await groupsOf('CallSummary')).toEqual({ categoryType: 'Logs', categoryGroups: ['allLogs'] })
  expect(await groupsOf('AllMetrics')).toEqual({ categoryType: 'Metrics', categoryGroups: [] })
  expect(await refusal(monitor.diagnosticSettingsCategory.get(id, 'Nope'))).toMatchObject({ statusCode: 404 })
})

describe('refused, flat', () => {
  const put = async (resource: string, name: string, properties: object, version = NEWER) => {
    const { status, body } = await plain('PUT', urlOf(resource, name, version), { properties })
    return { status, ...body }
  }
  const bad = (message: RegExp) => ({
    status: 400,
    code: 'BadRequest',
    message: expect.stringMatching(message),
  })

  test('a group that the older client drops from its request', async () => {
    const id = await make('dropped-acs')
    const logs = [{ categoryGroup: 'allLogs', enabled: true }]
    const call = monitor.diagnosticSettings.createOrUpdate(id, 's', { workspaceId, logs })
    expect(await refusal(call)).toMatchObject({ statusCode: 400, code: 'BadRequest' })
    expect(await put('dropped-acs', 's', { workspaceId, logs }, '2017-05-01-preview')).toEqual(
      bad(/categoryGroup/),
    )
    expect(await put('dropped-acs', 's', { workspaceId, logs: [{ enabled: true }] })).toEqual(
      bad(/must name/),
    )
  })

  test('what contradicts itself or names what is not there', async () => {
    await make('bad-acs')
    const logs = logsOf('CallSummary')
    const hub = `/subscriptions/${SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.EventHub/namespaces/n`
    const cases: readonly [object, RegExp][] = [
      [{ logs }, /destination/],
      [{ workspaceId }, /at least one category/],
      [{ workspaceId: `${workspaceId}x`, logs }, /does not exist/],
      [{ storageAccountId: '/subscriptions/x', logs }, /storage does not exist/],
      [
        { eventHubAuthorizationRuleId: `${hub}/authorizationRules/r`, eventHubName: 'H', logs },
        /n\/eventhubs\/h'/,
      ],
      [{ eventHubAuthorizationRuleId: hub, logs }, /authorizationRules/],
      [{ workspaceId, eventHubName: 'h', logs }, /beside/],
      [{ workspaceId, logs: logsOf('CallSumary') }, /^Category 'CallSumary' is not supported.$/],
      [
        { workspaceId, logs: [{ category: 'CallSummary', categoryGroup: 'allLogs', enabled: true }] },
        /only one/,
      ],
      [{ workspaceId, logs: [...logs, { categoryGroup: 'allLogs', enabled: true }] }, /not both/],
      [{ workspaceId, logs: [...logs, ...logsOf('callsummary')] }, /more than once/],
      [{ workspaceId, metrics: [{ category: 'Traffic', enabled: true }] }, /'Traffic' is not supported/],
      [{ workspaceId, logs: [{ category: 'CallSummary' }] }, /enabled/],
    ]
    for (const [properties, message] of cases)
      expect(await put('bad-acs', 's', properties)).toEqual(bad(message))
  })

  test('a sixth setting, and a sink that another setting uses for the same category', async () => {
    await make('many-acs')
    const logs = (i: number) => logsOf(categories[i]?.name ?? '')
    for (const i of [0, 1, 2, 3]) await put('many-acs', `s${i}`, { workspaceId, logs: logs(i) })
    const clash = await put('many-acs', 's4', { workspaceId: workspaceId.toUpperCase(), logs: logs(2) })
    const sink = workspaceId.toLowerCase()
    expect(clash).toEqual({
      status: 409,
      code: 'Conflict',
      message: `Data sink '${sink}' is already used in diagnostic setting 's2' for category '${categories[2]?.name}'. Data sinks can't be reused in different settings on the same category for the same resource.`,
    })
    expect(await put('many-acs', 's4', { workspaceId, logs: logs(4) })).toMatchObject({ status: 200 })
    expect(await put('many-acs', 's5', { workspaceId, logs: logs(5) })).toMatchObject({
      status: 409,
      code: 'Conflict',
    })
    expect(await put('many-acs', 'S4', { workspaceId, logs: logs(5) })).toMatchObject({ status: 200 })
  })

  test('a resource that does not exist, one of another kind, and one of another tenant', async () => {
    expect(await put('nobodys-acs', 's', { workspaceId, logs: logsOf('CallSummary') })).toMatchObject({
      status: 404,
      code: 'ResourceNotFound',
    })
    expect(await refusal(monitor.diagnosticSettings.list(workspaceId))).toMatchObject({
      statusCode: 400,
      code: 'ResourceTypeNotSupported',
    })
    const foreign = monitorClient(anteroom, 'fabrikam-app').diagnosticSettings
    expect(await refusal(foreign.list(anteroom.armIdOf('contoso-acs')))).toMatchObject({
      statusCode: 401,
      code: 'InvalidAuthenticationTokenTenant',
    })
  })
})

test('the known resources start with everything to the workspace', async () => {
  const { value = [] } = await monitor.diagnosticSettings.list(anteroom.armIdOf('contoso-acs'))
  expect(value).toMatchObject([{ name: 'everything-to-workspace', metrics: [{ enabled: true }] }])
})

test('how far back a setting may ask is a setting of the server; one that keeps no past says so', async () => {
  await using forgetful = await startForTest({ settings: { backfillDays: 0 } })
  const url = `${forgetful.armIdOf('contoso-acs')}/providers/Microsoft.Insights/diagnosticSettings/everything-to-workspace`
  const logs = [{ categoryGroup: 'allLogs', enabled: true }]
  const ask = (anteroomAsked: Anteroom, backfillDays: number) =>
    plainClient(anteroomAsked)('PUT', `${url}?api-version=${NEWER}`, {
      properties: { workspaceId, logs, backfillDays },
    })
  expect(await ask(forgetful, 1)).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('keeps no past') },
  })
  expect(await ask(anteroom, 8)).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('1 to 7') },
  })
})
