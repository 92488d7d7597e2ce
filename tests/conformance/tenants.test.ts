/** Logs, metrics and the live view of another tenant's resources: refused in each API's own words. */
import { MonitorClient } from '@azure/arm-monitor'
import { CommunicationIdentityClient } from '@azure/communication-identity'
import { LogsQueryClient, LogsQueryResultStatus } from '@azure/monitor-query-logs'
import { MetricsClient } from '@azure/monitor-query-metrics'
import { Client, KustoConnectionStringBuilder } from 'azure-kusto-data'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { knownWorld } from '#directory'
import { refusal } from './arm-clients.ts'
import { type Anteroom, startForTest } from './harness.ts'

const HOUSE = knownWorld.workspaces[0]
const HOUR = { duration: 'PT1H' }
const NAMESPACE = 'Microsoft.Communication/CommunicationServices'
const MANAGEMENT = 'https://management.azure.com/.default'

type App = 'contoso-app' | 'fabrikam-app'

const logsOf = (anteroom: Anteroom, app: App) =>
  new LogsQueryClient(anteroom.credential(app), { endpoint: `${anteroom.origin}/v1`, ...anteroom.trust })

const metricsOf = (anteroom: Anteroom, app: App, armId: string) =>
  new MonitorClient(anteroom.credential(app), armId.split('/')[2] ?? '', {
    endpoint: anteroom.origin,
    credentialScopes: MANAGEMENT,
    ...anteroom.trust,
  })

async function live(anteroom: Anteroom, app: App, query: string, signal: AbortSignal): Promise<Response> {
  const { token } = await anteroom.credential(app).getToken(MANAGEMENT)
  return fetch(`${anteroom.httpOrigin}/live${query}`, {
    headers: { authorization: `Bearer ${token}` },
    signal,
  })
}

const createUser = (anteroom: Anteroom, resource: 'contoso-acs' | 'fabrikam-acs') =>
  new CommunicationIdentityClient(anteroom.connectionString(resource), anteroom.trust).createUser()

describe('Fabrikam, where Contoso is the operator', () => {
  let anteroom: Anteroom
  let [contoso, fabrikam] = ['', '']

  beforeAll(async () => {
    anteroom = await startForTest()
    contoso = anteroom.armIdOf('contoso-acs')
    fabrikam = anteroom.armIdOf('fabrikam-acs')
    await createUser(anteroom, 'contoso-acs')
    await createUser(anteroom, 'fabrikam-acs')
    await anteroom.kql('ACSAuthIncomingOperations', 2)
  })
  afterAll(async () => {
    await anteroom?.[Symbol.asyncDispose]()
    expect(anteroom?.errors).toEqual([])
  })

  test('logs: its own resource answers, the workspace and the resources of Contoso do not', async () => {
    const logs = logsOf(anteroom, 'fabrikam-app')
    const own = await logs.queryResource(fabrikam, 'ACSAuthIncomingOperations | count', HOUR)
    expect(own).toMatchObject({ status: LogsQueryResultStatus.Success, tables: [{ rows: [[1]] }] })
    const refused = { statusCode: 403, code: 'InsufficientAccessError' }
    expect(await refusal(logs.queryWorkspace(HOUSE?.id ?? '', 'print 1', HOUR))).toMatchObject(refused)
    expect(await refusal(logs.queryResource(contoso, 'print 1', HOUR))).toMatchObject(refused)
    const [batched] = await logs.queryBatch([
      { workspaceId: HOUSE?.id ?? '', query: 'print 1', timespan: HOUR },
    ])
    expect(batched).toMatchObject({ partialError: { code: 'InsufficientAccessError' } })
  })

  test('logs: a query of its own resource cannot name the workspace of Contoso', async () => {
    const text = `workspace('${HOUSE?.name}').ACSAuthIncomingOperations | count`
    const asked = logsOf(anteroom, 'fabrikam-app').queryResource(fabrikam, text, HOUR)
    expect(await refusal(asked)).toMatchObject({ statusCode: 400 })
    const operator = await logsOf(anteroom, 'contoso-app').queryWorkspace(HOUSE?.id ?? '', text, HOUR)
    expect(operator.status).toBe(LogsQueryResultStatus.Success)
  })

  test('metrics: of one resource and of several', async () => {
    const own = await metricsOf(anteroom, 'fabrikam-app', fabrikam).metrics.list(fabrikam, {
      timespan: 'PT1H',
    })
    expect(own.value.length).toBeGreaterThan(0)
    const refused = { statusCode: 403, code: 'AuthorizationFailed' }
    const { metrics, metricDefinitions } = metricsOf(anteroom, 'fabrikam-app', contoso)
    expect(await refusal(metrics.list(contoso, { timespan: 'PT1H' }))).toMatchObject(refused)
    expect(await refusal(metricDefinitions.list(contoso).next())).toMatchObject(refused)
    const batch = new MetricsClient(anteroom.origin, anteroom.credential('fabrikam-app'), anteroom.trust)
    const both = batch.queryResources([contoso], ['APIRequestAuthentication'], NAMESPACE)
    expect(await refusal(both)).toMatchObject(refused)
  })

  test('Kusto: a database of Contoso', async () => {
    const credential = anteroom.credential('fabrikam-app')
    const client = new Client(
      KustoConnectionStringBuilder.withTokenCredential(anteroom.httpOrigin, credential),
    )
    const refused = await client.execute(HOUSE?.name ?? '', 'print 1').catch(error => error.response)
    client.close()
    expect(refused).toMatchObject({ status: 403, data: { error: { code: 'Forbidden' } } })
  })

  test('/live: only its own records, and 403 for who asks for those of Contoso', async () => {
    const away = new AbortController()
    const foreign = await live(anteroom, 'fabrikam-app', `?resources=${contoso}`, away.signal)
    expect(foreign.status).toBe(403)
    expect(await foreign.json()).toMatchObject({ error: { code: 'AuthorizationFailed' } })
    const stream = await live(anteroom, 'fabrikam-app', '?categories=AuthOperational', away.signal)
    await createUser(anteroom, 'contoso-acs')
    await createUser(anteroom, 'fabrikam-acs')
    expect(await firstRecord(stream)).toMatchObject({ resourceId: fabrikam })
    away.abort()
  })
})

test('at level off a token is believed, whatever tenant it names', async () => {
  await using anteroom = await startForTest({ settings: { entra: 'off' } })
  const logs = logsOf(anteroom, 'fabrikam-app')
  const { status } = await logs.queryWorkspace(HOUSE?.id ?? '', 'print 1', HOUR)
  expect(status).toBe(LogsQueryResultStatus.Success)
})

/** The first record of an event stream. */
async function firstRecord({ body }: Response): Promise<unknown> {
  let text = ''
  for await (const chunk of body ?? []) {
    text += Buffer.from(chunk).toString()
    const data = /^event: record\n(?:id: .*\n)?data: (.*)$/m.exec(text)?.[1]
    if (data !== undefined) return JSON.parse(data)
  }
  throw new Error('the stream ended')
}
