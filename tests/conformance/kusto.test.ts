/** The Kusto REST API, judged by the official client, unmodified, over HTTPS and over the loopback's HTTP. */
import { join } from 'node:path'
import { CommunicationIdentityClient } from '@azure/communication-identity'
import {
  Client,
  ClientRequestProperties,
  KustoConnectionStringBuilder,
  type KustoResponseDataSet,
} from 'azure-kusto-data'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { knownWorld } from '#directory'
import { type Anteroom, startForTest } from './harness.ts'

const DATABASE = knownWorld.workspaces[0]?.name ?? ''
const KUSTO = 'https://kusto.kusto.windows.net/.default'

let anteroom: Anteroom
let client: Client

beforeAll(async () => {
  anteroom = await startForTest()
  client = openClient(anteroom.httpOrigin)
  await new CommunicationIdentityClient(anteroom.connectionString(), anteroom.trust).createUser()
  await anteroom.kql('ACSAuthIncomingOperations')
})
afterAll(async () => {
  client.close()
  await anteroom[Symbol.asyncDispose]()
})

/** Inside this process the certificate is not trusted, so the client uses the loopback's HTTP address. */
function openClient(url: string): Client {
  return new Client(KustoConnectionStringBuilder.withTokenCredential(url, anteroom.credential()))
}

const result = (answer: KustoResponseDataSet) => {
  const [table] = answer.primaryResults
  if (!table) throw new Error('no primary result')
  return {
    columns: table.columns.map(({ name, type }) => `${name}:${type}`),
    rows: [...table.rows()].map(row => [...row.values()]),
    objects: [...table.rows()].map(row => row.toJSON<Record<string, unknown>>()),
  }
}

async function post(path: string, csl: string | undefined): Promise<string> {
  const { token } = await anteroom.credential().getToken(KUSTO)
  const answer = await fetch(`${anteroom.httpOrigin}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ db: DATABASE, csl }),
  })
  return answer.text()
}

/** What the service said of a request that failed. */
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => expect.fail('it was answered'),
    error => ({ status: error.response?.status, ...error.response?.data?.error }),
  )

const EVERY_TYPE = `print Text="é\\"", Yes=true, When=datetime(2024-02-29 13:14:15.6789012), Whole=toint(7),
  Long=9007199254740993, Real=2.5, Bag=dynamic({"a":[1,null]}), Id=guid(74be27de-1e4e-49d9-b579-fe0b331d3642),
  Span=1d+2h, Exact=decimal(1.5), Nothing=int(null)`

describe.each(['execute', 'executeQueryV1'] as const)('%s', how => {
  const ask = async (csl: string, properties?: ClientRequestProperties) =>
    result(await client[how](DATABASE, csl, properties))

  test('gives each branch of a fork as a table of its own', async () => {
    const { primaryResults } = await client[how](
      DATABASE,
      'range x from 1 to 3 step 1 | fork Few = (take 1) (count)',
    )
    const tables = primaryResults.map(table => [...table.rows()].map(row => [...row.values()]))
    expect(tables).toEqual([[[1]], [[3]]])
    expect(primaryResults[0]?.name).toBe('Few')
  })

  test('gives every type as the client reads it', async () => {
    const { columns, objects } = await ask(EVERY_TYPE)
    expect(columns).toEqual([
      'Text:string',
      'Yes:bool',
      'When:datetime',
      'Whole:int',
      'Long:long',
      'Real:real',
      'Bag:dynamic',
      'Id:guid',
      'Span:timespan',
      'Exact:decimal',
      'Nothing:int',
    ])
    expect(objects[0]).toMatchObject({
      Text: 'é"',
      Yes: true,
      When: new Date('2024-02-29T13:14:15.678Z'),
      Whole: 7,
      Real: 2.5,
      Bag: { a: [1, null] },
      Id: '74be27de-1e4e-49d9-b579-fe0b331d3642',
      Span: 26 * 3_600_000,
      Nothing: null,
    })
  })

  test('reads what happened', async () => {
    expect((await ask('ACSAuthIncomingOperations | project OperationName')).rows).toEqual([
      ['CreateIdentity'],
    ])
  })

  test('takes parameters and a time-out', async () => {
    const properties = new ClientRequestProperties()
    properties.setParameter('n', 41)
    properties.setParameter('t', '"it\'s"')
    properties.setTimeout(30_000)
    const query = 'declare query_parameters(n: long, t: string); print a = n + 1, b = t'
    expect((await ask(query, properties)).rows).toEqual([[42, "it's"]])
  })

  test('a query over its time is stopped', async () => {
    const properties = new ClientRequestProperties()
    properties.setTimeout(1000)
    const endless = 'range a from 1 to 10000000000 step 1 | summarize dcount(hash_sha256(tostring(a)))'
    expect(await refusal(client[how](DATABASE, endless, properties))).toMatchObject({
      status: 504,
      '@type': 'Kusto.Data.Exceptions.KustoServiceTimeoutException',
    })
  })

  test('query_take_max_records cuts without an error', async () => {
    expect((await ask('set query_take_max_records = 3; range a from 1 to 10 step 1')).rows).toHaveLength(3)
  })

  test('refuses in the shape of OneApi, with code and place', async () => {
    expect(await refusal(client[how](DATABASE, 'ACSCallSummary | where Nope > 1'))).toMatchObject({
      status: 400,
      code: 'General_BadRequest',
      '@type': 'Kusto.Data.Exceptions.SemanticException',
      '@message': expect.stringContaining('SEM0100'),
      '@line': 1,
      '@pos': 24,
      '@permanent': true,
    })
    expect(await refusal(client[how](DATABASE, 'print 1 |'))).toMatchObject({
      '@type': 'Kusto.Data.Exceptions.SyntaxException',
    })
  })

  test('refuses an unknown database by its name', async () => {
    expect(await refusal(client[how]('nowhere', 'print 1'))).toMatchObject({
      status: 400,
      code: 'BadRequest_EntityNotFound',
      '@message': expect.stringContaining("'nowhere'"),
    })
  })
})

test('rows over the limit are an error that says so', async () => {
  const asked = client.execute(DATABASE, 'set truncationmaxrecords = 3; range a from 1 to 10 step 1')
  await expect(asked).rejects.toThrow('E_QUERY_RESULT_SET_TOO_LARGE')
})

test('version 1 tells of rows over the limit beside those that came', async () => {
  const answer = await post('/v1/rest/query', 'set truncationmaxrecords = 3; range a from 1 to 10 step 1')
  const { Tables, Exceptions } = JSON.parse(answer)
  expect(Exceptions).toEqual([expect.stringContaining('E_QUERY_RESULT_SET_TOO_LARGE')])
  expect([Tables[0].Rows, Tables[2].Rows[0][1]]).toEqual([[[1], [2], [3]], 2])
})

test('a range of a trillion rows ends at the limit of rows', async () => {
  const answer = await post('/v1/rest/query', 'range a from 1 to 1000000000000 step 1 | where a % 7 == 3')
  const { Tables, Exceptions } = JSON.parse(answer)
  expect(Exceptions).toEqual([expect.stringContaining('E_QUERY_RESULT_SET_TOO_LARGE')])
  expect([Tables[0].Rows.length, Tables[0].Rows[1]]).toEqual([500_000, [10]])
})

test("an assertion that fails says so in the service's words", async () => {
  const asked = client.execute(DATABASE, 'let n = 1; print assert(n > 1, "n is too small")')
  expect(await refusal(asked)).toMatchObject({
    status: 400,
    '@message': "assert() has failed with message: 'n is too small'",
  })
})

test('64-bit numbers are on the wire digit by digit', async () => {
  expect(await post('/v2/rest/query', 'print 9007199254740993')).toContain('"Rows":[[9007199254740993]]')
})

test('render is in the properties of the answer', async () => {
  const answer = await client.execute(
    DATABASE,
    'print 1 | render piechart with (title="the chart", xtitle="x")',
  )
  const properties = answer.tables.find(({ kind }) => kind === 'QueryProperties')
  const [row] = [...(properties?.rows() ?? [])].map(one => one.toJSON<{ Key: string; Value: string }>())
  expect(row?.Key).toBe('Visualization')
  expect(JSON.parse(row?.Value ?? '')).toMatchObject({
    Visualization: 'piechart',
    Title: 'the chart',
    XTitle: 'x',
  })
})

describe('a management command', () => {
  const show = async (text: string) => result(await client.execute(DATABASE, text))

  test.each([
    '.show version',
    '.show cluster',
    '.show database',
    '.show databases',
    '.show functions',
    '.show materialized-views',
    '.show external tables',
    '.show schema',
  ])('%s is answered', async text => {
    expect((await show(text)).columns.length).toBeGreaterThan(1)
  })

  test.each([
    '.show schema as json',
    '.show databases schema as json',
    `.show database ['${DATABASE}'] schema as json`,
    `.show database ${DATABASE} schema as json;`,
    '.show database schema as json',
    '// the editor asks\n.show  cluster schema AS JSON',
  ])('%s gives the tables with their columns', async text => {
    const [row] = (await show(text)).rows
    const { Databases } = JSON.parse(String(row?.[0]))
    const { OrderedColumns } = Databases[DATABASE].Tables.ACSCallSummary
    expect(OrderedColumns).toContainEqual({
      Name: 'TimeGenerated',
      Type: 'System.DateTime',
      CslType: 'datetime',
    })
  })

  test('a database by name shows itself alone', async () => {
    const [row] = (await show(`.show database ['${DATABASE}'] schema as json`)).rows
    expect(Object.keys(JSON.parse(String(row?.[0])).Databases)).toEqual([DATABASE])
  })

  test('can be queried on', async () => {
    const { rows } = await show(".show tables | where TableName startswith 'ACSCallSum' | project TableName")
    expect(rows).toContainEqual(['ACSCallSummary'])
    expect((await show('.show databases | where IsCurrent | project DatabaseName')).rows).toEqual([
      [DATABASE],
    ])
  })

  test('shows one table as KQL declares it', async () => {
    const [row] = (await show('.show table ACSCallSummary cslschema')).objects
    expect(row).toMatchObject({
      TableName: 'ACSCallSummary',
      Schema: expect.stringContaining('TimeGenerated:datetime'),
    })
  })

  test('that is not served is refused by its name', async () => {
    expect(await refusal(client.execute(DATABASE, '.drop table ACSCallSummary'))).toMatchObject({
      status: 400,
      '@message': expect.stringContaining('.drop table ACSCallSummary'),
    })
    expect(await refusal(client.execute(DATABASE, '.show table Nope'))).toMatchObject({
      code: 'BadRequest_EntityNotFound',
    })
  })
})

test('below the ARM id of a workspace that one is the database', async () => {
  const { subscriptionId, resourceGroup } = knownWorld.workspaces[0] ?? {}
  const armId = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.OperationalInsights/workspaces/${DATABASE}`
  const below = openClient(`${anteroom.httpOrigin}${armId}`)
  const { rows } = result(await below.execute('', 'ACSAuthIncomingOperations | count'))
  expect(rows).toEqual([[1]])
  expect(result(await below.execute('', '.show database | project DatabaseName')).rows).toEqual([[DATABASE]])
  below.close()
})

test('no token is refused in the shape of OneApi', async () => {
  const answer = await fetch(`${anteroom.httpOrigin}/v1/rest/query`, { method: 'POST', body: '{}' })
  expect(answer.status).toBe(401)
  expect(await answer.json()).toMatchObject({
    error: { code: 'Unauthorized', '@type': expect.stringContaining('KustoAuthentication') },
  })
})

test('a body without text is refused', async () => {
  expect(JSON.parse(await post('/v2/rest/query', undefined))).toMatchObject({
    error: { code: 'General_BadRequest' },
  })
})

test('with only the CA variable set, the client runs as it comes from npm', async () => {
  const { token } = await anteroom.credential().getToken(KUSTO)
  const output = await anteroom.runUnmodified(join(import.meta.dirname, 'unmodified/kusto.mjs'), {
    ORIGIN: anteroom.origin,
    DATABASE,
    TOKEN: token,
  })
  expect(output.trim()).toBe('42')
})
