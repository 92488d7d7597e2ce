/** Every operation of the resource plane in every version that is listed, by the official clients of today. */
import { CommunicationServiceManagementClient } from '@azure/arm-communication'
import { MonitorClient } from '@azure/arm-monitor'
import { LogsIngestionClient } from '@azure/monitor-ingestion'
import { MetricsClient } from '@azure/monitor-query-metrics'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { knownWorld } from '#directory'
import { all, GROUP, plainClient, SUBSCRIPTION } from '../arm-clients.ts'
import { type Anteroom, startForTest } from '../harness.ts'
import { inVersion } from './in-version.ts'

const NAMESPACE = 'Microsoft.Communication/CommunicationServices'
const NAME = 'every-version-acs'
const BODY = { location: 'Global', dataLocation: 'Europe' }
const SCOPE = 'https://management.azure.com/.default'
const WORKSPACE = knownWorld.workspaces[0]?.name ?? ''

let anteroom: Anteroom
let contoso: string
let workspaces: string

beforeAll(async () => {
  anteroom = await startForTest()
  contoso = anteroom.armIdOf('contoso-acs')
  workspaces = contoso.replace(/microsoft\.communication.*$/i, 'microsoft.operationalinsights/workspaces')
})
afterAll(async () => {
  await anteroom?.[Symbol.asyncDispose]()
  expect(anteroom?.errors).toEqual([])
})

const options = (version: string) => ({
  endpoint: anteroom.origin,
  credentialScopes: SCOPE,
  ...anteroom.trust,
  ...inVersion(version),
})
interface RawAnswer {
  readonly headers: { get(name: string): string | undefined }
}
const monitorIn = (version: string) =>
  new MonitorClient(anteroom.credential(), SUBSCRIPTION, options(version) as object)

test('Communication Services: made, changed, keys, deleted, and the long-running pattern', async () => {
  for (const version of anteroom.versionsOf('communication services')) {
    const client = new CommunicationServiceManagementClient(
      anteroom.credential(),
      SUBSCRIPTION,
      options(version) as object,
    )
    const services = client.communicationServices
    const slowly = { updateIntervalInMs: 5, requestOptions: { customHeaders: { prefer: 'respond-async' } } }
    expect(await services.checkNameAvailability({ name: NAME, type: NAMESPACE })).toMatchObject({
      nameAvailable: true,
    })
    await services.beginCreateOrUpdateAndWait(GROUP, NAME, BODY, slowly)
    expect(await services.get(GROUP, NAME)).toMatchObject({ name: NAME, provisioningState: 'Succeeded' })
    expect(await services.update(GROUP, NAME, { tags: { a: version } })).toMatchObject({
      tags: { a: version },
    })
    expect(await all(services.listByResourceGroup(GROUP))).toMatchObject([{ name: NAME }])
    expect((await all(services.listBySubscription())).map(({ name }) => name)).toContain(NAME)
    const { primaryKey } = await services.listKeys(GROUP, NAME)
    expect((await services.regenerateKey(GROUP, NAME, { keyType: 'Primary' })).primaryKey).not.toBe(
      primaryKey,
    )
    const hub = `${contoso}/providers/Microsoft.NotificationHubs/namespaces/n/notificationHubs/h`
    const linkNotificationHubParameters = { resourceId: hub, connectionString: 'Endpoint=sb://secret' }
    await services.linkNotificationHub(GROUP, NAME, { linkNotificationHubParameters })
    expect(await all(client.operations.list())).not.toEqual([])
    // The client follows the status alone; other pollers ask for the result.
    const result: { at?: URL } = {}
    const onResponse = (answer: RawAnswer) => {
      const location = answer.headers.get('location')
      if (location) result.at = new URL(location)
    }
    await services.beginDeleteAndWait(GROUP, NAME, { ...slowly, onResponse })
    const { pathname = '', search = '' } = result.at ?? {}
    expect(await plainClient(anteroom)('GET', pathname + search)).toMatchObject({ status: 204 })
  }
})

test('diagnostic settings and their categories', async () => {
  const { communicationServices } = new CommunicationServiceManagementClient(
    anteroom.credential(),
    SUBSCRIPTION,
    { endpoint: anteroom.origin, credentialScopes: SCOPE, ...anteroom.trust },
  )
  // A known resource has a setting to the workspace already, and no two may send a category to one place.
  const made = await communicationServices.beginCreateOrUpdateAndWait(GROUP, 'settings-acs', BODY)
  const id = made.id ?? ''
  for (const version of anteroom.versionsOf('diagnostic settings')) {
    const { diagnosticSettings: settings, diagnosticSettingsCategory: categories } = monitorIn(version)
    const logs = [{ category: 'CallSummary', enabled: true }]
    await settings.createOrUpdate(id, 'one', { workspaceId: `${workspaces}/${WORKSPACE}`, logs })
    expect(await settings.get(id, 'one')).toMatchObject({ name: 'one' })
    expect((await settings.list(id)).value?.map(({ name }) => name)).toEqual(['one'])
    await settings.delete(id, 'one')
    expect((await categories.list(id)).value?.map(({ name }) => name)).toContain('ChatOperational')
    expect(await categories.get(id, 'ChatOperational')).toMatchObject({ categoryType: 'Logs' })
  }
})

test('metrics: definitions, namespaces, values of one resource and of several', async () => {
  const timespan = 'PT1H'
  const metricnames = 'APIRequestAuthentication'
  for (const version of anteroom.versionsOf('metrics')) {
    const { metricDefinitions, metricNamespaces, metrics } = monitorIn(version)
    expect((await all(metricDefinitions.list(contoso))).map(({ name }) => name?.value)).toContain(metricnames)
    expect(await all(metricNamespaces.list(contoso))).toHaveLength(1)
    expect((await metrics.list(contoso, { timespan, metricnames })).value).toHaveLength(1)
    const batch = new MetricsClient(anteroom.origin, anteroom.credential(), {
      ...anteroom.trust,
      ...inVersion(version),
    } as object)
    expect(await batch.queryResources([contoso], [metricnames], NAMESPACE)).toHaveLength(1)
  }
})

test('data collection rules, and what is sent to them', async () => {
  const plain = plainClient(anteroom)
  const path = `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}/providers/Microsoft.Insights/dataCollectionRules/rule`
  const properties = {
    streamDeclarations: { 'Custom-Raw': { columns: [{ name: 'TimeGenerated', type: 'datetime' }] } },
    destinations: { logAnalytics: [{ workspaceResourceId: `${workspaces}/${WORKSPACE}`, name: 'main' }] },
    dataFlows: [{ streams: ['Custom-Raw'], destinations: ['main'], outputStream: 'Custom-EveryVersion_CL' }],
  }
  for (const version of anteroom.versionsOf('data-collection-rules')) {
    // The client's model has no declarations of streams, and a rule without any is for agents.
    const body = { location: 'westeurope', properties }
    expect(await plain('PUT', `${path}?api-version=${version}`, body)).toMatchObject({ status: 201 })
    const { dataCollectionRules: rules } = monitorIn(version)
    const { immutableId = '' } = await rules.get(GROUP, 'rule')
    for (const uploading of anteroom.versionsOf('logs-ingestion')) {
      const client = new LogsIngestionClient(anteroom.origin, anteroom.credential(), {
        audience: 'https://monitor.azure.com',
        ...anteroom.trust,
        ...inVersion(uploading),
      } as object)
      await client.upload(immutableId, 'Custom-Raw', [{ TimeGenerated: new Date().toISOString() }])
    }
    await rules.delete(GROUP, 'rule')
  }
})

test('workspaces', async () => {
  const plain = plainClient(anteroom)
  const ofSubscription = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.OperationalInsights/workspaces`
  for (const version of anteroom.versionsOf('workspaces')) {
    for (const path of [workspaces, ofSubscription]) {
      const { body } = await plain('GET', `${path}?api-version=${version}`)
      expect(body).toMatchObject({ value: [{ name: WORKSPACE }] })
    }
    const one = await plain('GET', `${workspaces}/${WORKSPACE}?api-version=${version}`)
    expect(one).toMatchObject({ status: 200, body: { name: WORKSPACE } })
  }
})
