/** The requests of tools that speak Kusto, in the order and the form in which they send them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { knownWorld } from '#directory'
import { type Anteroom, startForTest } from './harness.ts'

const [{ name: DATABASE } = { name: '' }] = knownWorld.workspaces

let anteroom: Anteroom
let token: string
beforeAll(async () => {
  anteroom = await startForTest()
  const metadata = await (await fetch(`${anteroom.httpOrigin}/v1/rest/auth/metadata`)).json()
  // Every tool asks first which audience its token needs.
  const { KustoServiceResourceId: resource } = (metadata as { AzureAD: Record<string, string> }).AzureAD
  token = (await anteroom.credential().getToken(`${resource}/.default`)).token
})
afterAll(() => anteroom[Symbol.asyncDispose]())

interface Table {
  readonly TableName: string
  readonly Columns: readonly { readonly ColumnName: string; readonly ColumnType: string }[]
  readonly Rows: readonly (readonly unknown[])[]
}

interface Sending {
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

function send({ path, body, headers }: Sending): Promise<Response> {
  return fetch(`${anteroom.httpOrigin}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

/** The first table of an answer in version 1, which must be a success. */
async function tableOf(sending: Sending): Promise<Table> {
  const answer = await send(sending)
  const text = await answer.text()
  expect([answer.status, text]).toEqual([200, expect.stringContaining('"Tables"')])
  const { Tables } = JSON.parse(text) as { Tables: readonly [Table] }
  return Tables[0]
}

const objects = ({ Columns, Rows }: Table) =>
  Rows.map(row => Object.fromEntries(Columns.map(({ ColumnName }, i) => [ColumnName, row[i]])))

describe("Grafana's Azure Data Explorer plugin", () => {
  const headers = { 'x-ms-app': 'Grafana-ADX', 'x-ms-client-request-id': 'KGC.unspecified;4d65822107fcfd52' }
  const properties = { options: { queryconsistency: 'weakconsistency', servertimeout: '00:00:30' } }

  test('its health check: the schema through the query address', async () => {
    const body = { csl: '.show databases schema', db: DATABASE, properties }
    const table = await tableOf({ path: '/v1/rest/query', body, headers })
    expect(objects(table)).toContainEqual(
      expect.objectContaining({ TableName: 'ACSCallSummary', ColumnName: 'TimeGenerated' }),
    )
  })

  test('its editor: databases, then their schema as JSON', async () => {
    const databases = await tableOf({ path: '/v1/rest/mgmt', body: { csl: '.show databases' }, headers })
    expect(databases.TableName).toBe('Table_0')
    expect(objects(databases)).toContainEqual(expect.objectContaining({ DatabaseName: DATABASE }))
    const body = { csl: '.show databases schema as json', querySource: 'schema' }
    const [row] = (await tableOf({ path: '/v1/rest/mgmt', body, headers })).Rows
    const { Tables } = JSON.parse(String(row?.[0])).Databases[DATABASE]
    expect(Tables.ACSCallSummary.OrderedColumns).toContainEqual(
      expect.objectContaining({ Name: 'TimeGenerated', CslType: 'datetime' }),
    )
  })

  test('a panel: a series in time, its options written small, and one limit honoured', async () => {
    const csl = `range Timestamp from datetime(2024-01-01) to datetime(2024-01-01T03:00:00Z) step 1h
      | where Timestamp >= datetime(2024-01-01T00:00:00Z) and Timestamp <= datetime(2024-01-02T00:00:00Z)
      | extend Value = 1.5, Name = 'a'`
    const limited = { options: { ...properties.options, query_take_max_records: 2 } }
    const body = { csl, db: DATABASE, properties: limited, querySource: 'raw' }
    const table = await tableOf({ path: '/v1/rest/query', body, headers })
    expect(table.Columns.map(one => `${one.ColumnName}:${one.ColumnType}`)).toEqual([
      'Timestamp:datetime',
      'Value:real',
      'Name:string',
    ])
    expect(table.Rows).toEqual([
      ['2024-01-01T00:00:00.0000000Z', 1.5, 'a'],
      ['2024-01-01T01:00:00.0000000Z', 1.5, 'a'],
    ])
  })

  test('what is in a column of dynamic', async () => {
    const csl = `ACSCallSummary\n | take 50000\n | where isnotnull(["_Verdict"])\n | project ["_Verdict"]\n | summarize buildschema(["_Verdict"])`
    const body = { csl, db: DATABASE, querySource: 'autoComplete' }
    expect((await tableOf({ path: '/v1/rest/query', body, headers })).Rows).toHaveLength(1)
  })

  test('a mistake is an answer whose message the plugin can show', async () => {
    const body = { csl: 'Nope | take 1', db: DATABASE, properties }
    const answer = await send({ path: '/v1/rest/query', body, headers })
    expect([answer.status, await answer.json()]).toEqual([
      400,
      {
        error: expect.objectContaining({
          message: expect.any(String),
          '@message': expect.stringContaining('Nope'),
        }),
      },
    ])
  })
})

describe("Kusto's web editor and Explorer", () => {
  const headers = { 'x-ms-app': 'Kusto.Web.KWE', 'x-ms-client-request-id': 'Kusto.Web.KWE.Schema;1' }
  const show = async (csl: string) =>
    objects(await tableOf({ path: '/v1/rest/mgmt', body: { db: DATABASE, csl }, headers }))

  test('connecting: version, monitoring, databases', async () => {
    expect(await show('.show version')).toEqual([expect.objectContaining({ ServiceType: 'Engine' })])
    expect(await show('.show cluster monitoring')).toHaveLength(1)
    expect(await show('.show databases | project DatabaseName, PrettyName')).toContainEqual({
      DatabaseName: DATABASE,
      PrettyName: DATABASE,
    })
  })

  test('the tree of a database: its tables with their columns, and nothing of what is not there', async () => {
    const entities = await show(
      `.show databases entities with (showObfuscatedStrings=true)
      | where DatabaseName == '${DATABASE}' | where EntityType in ('Table', 'ExternalTable', 'MaterializedView', 'Function')`,
    )
    expect(entities).toContainEqual(
      expect.objectContaining({
        EntityType: 'Table',
        EntityName: 'ACSCallSummary',
        CslOutputSchema: expect.stringContaining('TimeGenerated:datetime'),
        Properties: {},
      }),
    )
    for (const csl of ['.show functions', '.show materialized-views', '.show entity_groups'])
      expect(await show(csl)).toEqual([])
  })

  test.each([
    '.show databases schema as json',
    `.show databases (['${DATABASE}']) schema as json`,
    `.show database ["${DATABASE}"] schema as json`,
    `.show database ['${DATABASE}'] schema as json with (showObfuscatedStrings=false)`,
  ])('completion: %s', async csl => {
    const [row] = await show(csl)
    expect(JSON.parse(String(row?.DatabaseSchema)).Databases[DATABASE].Tables).toHaveProperty(
      'ACSCallSummary',
    )
  })

  test('a query that its user stops ends by .cancel, over another connection', async () => {
    const id = 'Kusto.Web.KWE.Query;7b1d;"x"'
    const csl = 'range a from 1 to 1000000000000 step 1 | summarize dcount(hash_sha256(tostring(a)))'
    const running = send({
      path: '/v2/rest/query',
      body: { db: DATABASE, csl },
      headers: { ...headers, 'x-ms-client-request-id': id },
    })
    const command = `.cancel query "${id.replaceAll('"', '\\"')}" with (reason = "no longer wanted")`
    await expect
      .poll(async () => (await show(command))[0]?.CancelledQueries, { timeout: 20_000 })
      .toBeGreaterThan(0)
    expect((await running).status).toBeGreaterThanOrEqual(400)
    expect((await show(command))[0]?.CancelledQueries).toBe(0)
  })
})
