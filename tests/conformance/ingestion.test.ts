/** Microsoft's own ingestion client is the judge; its rows are then asked for in KQL, beside what Azure makes. */
import { isAggregateLogsUploadError, LogsIngestionClient } from '@azure/monitor-ingestion'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { knownWorld } from '#directory'
import { type Anteroom, startForTest } from './harness.ts'
import { refusal } from './identity-clients.ts'

const SUBSCRIPTION = '00000000-0000-4000-8000-000000000001'
const STREAM = 'Custom-MyTableRawData'
const TABLE = 'MyTable_CL'

let anteroom: Anteroom
let workspace: string

beforeAll(async () => {
  anteroom = await startForTest()
  workspace = await workspaceId()
})
afterAll(async () => {
  await anteroom?.[Symbol.asyncDispose]()
  expect(anteroom?.errors).toEqual([])
})

const clientFor = (app?: Parameters<Anteroom['credential']>[0]) =>
  new LogsIngestionClient(anteroom.origin, anteroom.credential(app), {
    ...anteroom.trust,
    audience: 'https://monitor.azure.com',
    retryOptions: { maxRetries: 0 },
  } as ConstructorParameters<typeof LogsIngestionClient>[2])

const workspaceId = async () =>
  anteroom
    .armIdOf('contoso-acs')
    .replace(
      /microsoft\.communication.*$/i,
      `microsoft.operationalinsights/workspaces/${knownWorld.workspaces[0]?.name}`,
    )

type Columns = readonly { readonly name: string; readonly type: string }[]
const COLUMNS: Columns = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'Computer', type: 'string' },
  { name: 'Load', type: 'real' },
  { name: 'Users', type: 'int' },
  { name: 'Healthy', type: 'boolean' },
  { name: 'Started', type: 'datetime' },
  { name: 'AdditionalContext', type: 'dynamic' },
]

const aRule = (columns: Columns = COLUMNS, change: object = {}) => ({
  location: 'westeurope',
  properties: {
    streamDeclarations: { [STREAM]: { columns } },
    destinations: { logAnalytics: [{ workspaceResourceId: workspace, name: 'main' }] },
    dataFlows: [
      {
        streams: [STREAM],
        destinations: ['main'],
        transformKql: 'source',
        outputStream: `Custom-${TABLE}`,
        ...change,
      },
    ],
  },
})

const arm = async (method: string, name: string, body?: object) => {
  const { token } = await anteroom.credential().getToken('https://management.azure.com/.default')
  const path = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Insights/dataCollectionRules/${name}`
  const answer = await fetch(`${anteroom.httpOrigin}${path}?api-version=2023-03-11`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
}
const ruleId = async (name: string, rule: object = aRule()): Promise<string> =>
  (await arm('PUT', name, rule)).body.properties.immutableId

test('a rule is made, read, changed with its id kept, and deleted', async () => {
  const made = await arm('PUT', 'lifecycle', aRule())
  expect(made.status).toBe(201)
  expect(made.body.properties).toMatchObject({ immutableId: expect.stringMatching(/^dcr-[0-9a-f]{32}$/) })
  expect(await arm('GET', 'Lifecycle')).toMatchObject({
    status: 200,
    body: { properties: made.body.properties },
  })
  const again = await arm('PUT', 'lifecycle', aRule())
  expect(again).toMatchObject({
    status: 200,
    body: { properties: { immutableId: made.body.properties.immutableId } },
  })
  expect((await arm('DELETE', 'lifecycle')).status).toBe(200)
  expect((await arm('GET', 'lifecycle')).status).toBe(404)
})

describe('rows', () => {
  test('become rows of the custom table, each once, with what does not fit as null', async () => {
    const id = await ruleId('rows')
    const at = new Date(anteroom.clock.now() - 60_000).toISOString()
    await clientFor().upload(id, STREAM, [
      {
        TimeGenerated: at,
        Computer: 'one',
        Load: 0.5,
        Users: 3,
        Healthy: true,
        Started: '2021-12-08T23:51:14.1104269Z',
        AdditionalContext: { a: 1 },
        Unknown: 'left out',
      },
      { Computer: 'two', Load: 'heavy', Users: '7', AdditionalContext: [1] },
    ])
    const rows = await anteroom.kql(
      `${TABLE} | order by Computer asc | project TimeGenerated, Computer, Load, Users, Healthy, Started, A = AdditionalContext.a, Type`,
      2,
    )
    expect(rows).toHaveLength(2)
    expect(rows).toMatchObject([
      { Computer: 'one', Load: 0.5, Users: 3, Healthy: true, A: 1, Type: TABLE },
      { Computer: 'two', Load: null, Users: 7, Healthy: null },
    ])
    expect(rows[0]?.TimeGenerated).toEqual(new Date(at))
    const [started] = await anteroom.kql(`${TABLE} | where Started == datetime(2021-12-08T23:51:14.1104269Z)`)
    expect(started).toMatchObject({ Computer: 'one' })
  })

  test('come in many uploads and none is lost or doubled', async () => {
    const id = await ruleId('many')
    const logs = Array.from({ length: 12_000 }, (_, i) => ({
      Computer: `many-${i}`,
      AdditionalContext: { x: 'y'.repeat(150) },
    }))
    await clientFor().upload(id, STREAM, logs, { maxConcurrency: 4 })
    const [count] = await anteroom.kql(
      `${TABLE} | where Computer startswith 'many-' | summarize Rows = count(), Different = dcount(Computer, 4) | where Rows >= 12000`,
    )
    expect(count?.Rows).toBe(12_000)
  })

  test('a plain body is taken too', async () => {
    const id = await ruleId('plain')
    const { token } = await anteroom.credential().getToken('https://monitor.azure.com/.default')
    const answer = await fetch(
      `${anteroom.httpOrigin}/dataCollectionRules/${id}/streams/${STREAM}?api%2Dversion=2023-01-01`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: '[{"Computer":"plain"}]',
      },
    )
    expect([answer.status, await answer.text()]).toEqual([204, ''])
    expect(await anteroom.kql(`${TABLE} | where Computer == 'plain'`)).toHaveLength(1)
  })

  test('a rule that names another column widens the table', async () => {
    const id = await ruleId('wider', aRule([...COLUMNS, { name: 'Region', type: 'string' }]))
    await clientFor().upload(id, STREAM, [{ Computer: 'wide', Region: 'north' }])
    expect(await anteroom.kql(`${TABLE} | where Region == 'north'`)).toMatchObject([{ Computer: 'wide' }])
  })
})

describe('refused', () => {
  const cause = async (upload: Promise<void>) => {
    const error = await refusal(upload)
    return isAggregateLogsUploadError(error) ? error.errors[0]?.cause : error
  }

  test('an unknown rule, in the words that clients compare', async () => {
    const id = `dcr-${'0'.repeat(32)}`
    expect(await cause(clientFor().upload(id, STREAM, [{ a: 1 }]))).toMatchObject({
      statusCode: 404,
      code: 'NotFound',
      message: expect.stringContaining(`Data collection rule with immutable Id '${id}' not found.`),
    })
  })

  test('a rule of another tenant', async () => {
    const id = await ruleId('theirs')
    expect(await cause(clientFor('fabrikam-app').upload(id, STREAM, [{ a: 1 }]))).toMatchObject({
      statusCode: 403,
      code: 'OperationFailed',
    })
  })

  test('a stream that the rule does not have', async () => {
    const id = await ruleId('streams')
    expect(await cause(clientFor().upload(id, 'Custom-Other', [{ a: 1 }]))).toMatchObject({ statusCode: 400 })
  })

  test.each<[string, () => object]>([
    ['a transformation', () => aRule(COLUMNS, { transformKql: 'source | where Computer != ""' })],
    ['a table of Azure', () => aRule(COLUMNS, { outputStream: 'Microsoft-Syslog' })],
    ['a table of ours', () => aRule(COLUMNS, { outputStream: 'Custom-AnteroomVerdicts_CL' })],
    ['a column of another type', () => aRule([{ name: 'Computer', type: 'int' }])],
    ['a column of the workspace', () => aRule([{ name: 'TenantId', type: 'string' }])],
  ])('a rule with %s', async (_, rule) => {
    await arm('PUT', 'good', aRule())
    expect(await arm('PUT', 'bad', rule())).toMatchObject({
      status: 400,
      body: { error: { code: 'InvalidPayload' } },
    })
  })
})

test('operations on rules that are not served answer 501 by name', async () => {
  const { token } = await anteroom.credential().getToken('https://management.azure.com/.default')
  const path = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Insights/dataCollectionRules`
  const answer = await fetch(`${anteroom.httpOrigin}${path}?api-version=2023-03-11`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(answer.status).toBe(501)
  expect(await answer.text()).toContain('DataCollectionRules_ListByResourceGroup')
})
