/** The logs query API, judged by both official clients, unmodified, against a whole Anteroom. */

import { request } from 'node:https'
import { join } from 'node:path'
import { CommunicationIdentityClient } from '@azure/communication-identity'
import { LogsQueryClient as OldLogsQueryClient } from '@azure/monitor-query'
import { LogsQueryClient, LogsQueryResultStatus } from '@azure/monitor-query-logs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { knownWorld } from '#directory'
import { type Anteroom, startForTest } from './harness.ts'

const WORKSPACE = knownWorld.workspaces[0]?.id ?? ''
const HOUR = { duration: 'PT1H' }

let anteroom: Anteroom
let logs: LogsQueryClient
let oldLogs: OldLogsQueryClient

beforeAll(async () => {
  anteroom = await startForTest()
  const options = { ...anteroom.trust, retryOptions: { maxRetries: 0 } }
  logs = new LogsQueryClient(anteroom.credential(), { endpoint: `${anteroom.origin}/v1`, ...options })
  oldLogs = new OldLogsQueryClient(anteroom.credential(), { endpoint: anteroom.origin, ...options })
  for (const resource of ['contoso-acs', 'fabrikam-acs'] as const) {
    const identity = new CommunicationIdentityClient(anteroom.connectionString(resource), anteroom.trust)
    await identity.createUser()
  }
  await anteroom.kql('ACSAuthIncomingOperations', 2)
})
afterAll(() => anteroom[Symbol.asyncDispose]())

const firstTable = (result: Awaited<ReturnType<LogsQueryClient['queryWorkspace']>>) => {
  if (result.status !== LogsQueryResultStatus.Success)
    throw new Error(`partial: ${result.partialError.message}`)
  const [table] = result.tables
  if (!table) throw new Error('no table')
  return table
}

describe('a query', () => {
  test('gives every type as the clients read it', async () => {
    const query = `print Text="é\\"", Yes=true, When=datetime(2024-02-29 13:14:15.6789012), Whole=toint(7), Long=9007199254740993,
      Real=2.5, Bag=dynamic({"a":[1,null]}), Id=guid(74be27de-1e4e-49d9-b579-fe0b331d3642), Span=1d+2h, Nothing=int(null)`
    const table = firstTable(await logs.queryWorkspace(WORKSPACE, query, HOUR))
    expect(table.columnDescriptors.map(({ name, type }) => `${name}:${type}`)).toEqual([
      'Text:string',
      'Yes:bool',
      'When:datetime',
      'Whole:int',
      'Long:long',
      'Real:real',
      'Bag:dynamic',
      'Id:guid',
      'Span:timespan',
      'Nothing:int',
    ])
    expect(table.rows[0]).toEqual([
      'é"',
      true,
      new Date('2024-02-29T13:14:15.678Z'),
      7,
      expect.anything(),
      2.5,
      { a: [1, null] },
      '74be27de-1e4e-49d9-b579-fe0b331d3642',
      '1.02:00:00',
      null,
    ])
  })

  test('reads what happened, and the timespan cuts it', async () => {
    const query = 'ACSAuthIncomingOperations | summarize count()'
    const now = firstTable(await logs.queryWorkspace(WORKSPACE, query, HOUR))
    const before = { startTime: new Date('2020-01-01'), endTime: new Date('2020-01-02') }
    const then = firstTable(await logs.queryWorkspace(WORKSPACE, query, before))
    expect([now.rows, then.rows]).toEqual([[[2]], [[0]]])
  })

  test('of a resource sees the rows of that resource alone', async () => {
    const query = 'ACSAuthIncomingOperations | project Resource = tostring(split(_ResourceId, "/")[-1])'
    const table = firstTable(await logs.queryResource(anteroom.armIdOf('fabrikam-acs'), query, HOUR))
    expect(table.rows).toEqual([['fabrikam-acs']])
  })

  test('carries statistics and the way to draw it when asked to', async () => {
    const query =
      'datatable(s:string, i:long)["a",1,"b",2] | render columnchart with (title="the chart", xtitle="x")'
    const options = { includeQueryStatistics: true, includeVisualization: true, serverTimeoutInSeconds: 60 }
    const result = await logs.queryWorkspace(WORKSPACE, query, HOUR, options)
    expect(Reflect.get(result, 'visualization')).toMatchObject({
      visualization: 'columnchart',
      title: 'the chart',
      xTitle: 'x',
    })
    expect(Reflect.get(result, 'statistics')).toMatchObject({ query: { executionTime: expect.any(Number) } })
  })

  test('tells its phases when asked to', async () => {
    const text = "ACSCallSummary | where CallType == 'Group' | count"
    const { token } = await anteroom.credential().getToken('https://api.loganalytics.io/.default')
    const answer = await post(`${anteroom.origin}/v1/workspaces/${WORKSPACE}/query`, {
      body: JSON.stringify({ query: text }),
      ca: anteroom.trust.tlsOptions.ca,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        prefer: 'include-explain=true',
      },
    })
    expect(JSON.parse(answer).explain).toMatchObject({
      bound: expect.stringContaining('FilterOperator'),
      operators: expect.stringContaining('aggregate'),
      plan: expect.stringContaining('scan ACSCallSummary'),
      sql: expect.stringContaining('SELECT'),
      warnings: [],
    })
  })

  test('answers the old client, which sends an empty timespan when it has none', async () => {
    const result = await oldLogs.queryWorkspace(WORKSPACE, 'ACSAuthIncomingOperations | count', HOUR)
    expect(Reflect.get(result, 'tables')[0].rows).toEqual([[2]])
  })
})

describe('a refusal', () => {
  const refusal = async (query: string, workspace = WORKSPACE) =>
    logs.queryWorkspace(workspace, query, HOUR).then(
      () => undefined,
      error => error,
    )

  /** The innermost error as it is on the wire: the client's model leaves line and position out. */
  const wordsOn = async (query: string): Promise<unknown> => {
    const scope = 'https://api.loganalytics.io/.default'
    const token = await anteroom.credential().getToken(scope)
    const answer = await post(`${anteroom.origin}/v1/workspaces/${WORKSPACE}/query`, {
      body: JSON.stringify({ query }),
      ca: anteroom.trust.tlsOptions.ca,
      headers: { authorization: `Bearer ${token.token}`, 'content-type': 'application/json' },
    })
    let error = JSON.parse(answer).error
    while (error.innererror) error = error.innererror
    return error
  }

  test('of a text that does not parse names line, position and token', async () => {
    expect(await refusal('print 1 |\n  invalid x')).toMatchObject({
      statusCode: 400,
      code: 'BadArgumentError',
    })
    expect(await wordsOn('print 1 |\n  invalid x')).toMatchObject({
      code: expect.stringMatching(/^SYN/),
      line: 2,
      pos: 3,
    })
  })

  test('of an unknown name is semantic', async () => {
    const query = 'ACSCallSummary | summarize count() by Nonsense'
    expect(await wordsOn(query)).toMatchObject({ code: expect.stringMatching(/^SEM/), line: 1, pos: 39 })
  })

  test('of what is not supported names it and its place', async () => {
    expect(await wordsOn('print x = 1 | evaluate autocluster()')).toMatchObject({
      code: expect.stringMatching(/^UNS/),
      message: expect.stringContaining('autocluster'),
      line: 1,
      pos: 24,
    })
  })

  test('of an unknown workspace is 404', async () => {
    expect(await refusal('print 1', '00000000-0000-4000-8000-000000000000')).toMatchObject({
      statusCode: 404,
      code: 'WorkspaceNotFoundError',
    })
  })

  test('of a runaway query comes before the time is over', async () => {
    const error = await logs
      .queryWorkspace(
        WORKSPACE,
        'range a from 1 to 10000000000 step 1 | summarize dcount(hash_sha256(tostring(a)))',
        HOUR,
        {
          serverTimeoutInSeconds: 1,
        },
      )
      .catch(thrown => thrown)
    expect(error).toMatchObject({ statusCode: 504 })
  })
})

describe('a batch', () => {
  const questions = [
    { workspaceId: WORKSPACE, query: 'print n = 1', timespan: HOUR },
    { workspaceId: WORKSPACE, query: 'print n = ', timespan: HOUR },
    { workspaceId: WORKSPACE, query: 'print n = 3', timespan: HOUR },
  ]

  test('keeps the order, and one bad question does not spoil the others', async () => {
    const answers = await logs.queryBatch(questions)
    expect(answers.map(({ status }) => status)).toEqual(['Success', 'PartialFailure', 'Success'])
    expect(answers.map(answer => Reflect.get(answer, 'tables')?.[0]?.rows[0])).toEqual([[1], undefined, [3]])
  })

  test('is a failure with its code for the old client', async () => {
    const answers = await oldLogs.queryBatch(questions)
    expect(answers.map(({ status }) => status)).toEqual(['Success', 'Failure', 'Success'])
    expect(answers[1]).toMatchObject({ code: 'BadArgumentError' })
  })
})

test('with only the CA variable set, the client runs as it comes from npm', async () => {
  const output = await anteroom.runUnmodified(join(import.meta.dirname, 'unmodified/logs.mjs'), {
    ORIGIN: anteroom.origin,
    WORKSPACE,
    IDENTITY_ENDPOINT: `${anteroom.httpOrigin}/msi/token`,
    IDENTITY_HEADER: 'any',
  })
  expect(output.trim()).toBe('42')
})

interface Posting {
  readonly body: string
  readonly ca: string
  readonly headers: Readonly<Record<string, string>>
}

function post(url: string, { body, ca, headers }: Posting): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', ca, headers }, answer => {
      let text = ''
      answer.on('data', chunk => {
        text += chunk
      })
      answer.on('end', () => resolve(text))
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
