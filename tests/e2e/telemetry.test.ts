/**
 * What a client tells of itself, by socket and by beacon, on a whole server: rows of its own resource in KQL, with the
 * names and types of the documents, and nothing of it in any other resource's log (R19).
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { azureTables } from '../../src/records/generated/tables.ts'
import { type Answered, type Client, type KqlRow, openClient, openKql } from './client.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { enter, guestToken, makeMeeting } from './worked-play.ts'
import { armIdOfResource, LOGS_WORKSPACE, type ResourceName, workedWorld } from './worked-world.ts'

let folder: string
let server: ServerProcess
let client: Client
let kql: (query: string) => Promise<readonly KqlRow[]>
let call: Played

interface Played {
  readonly callId: string
  /** Of the guest of R1, who tells, and of the guest of R3, who is of a third tenant. */
  readonly ada: string
  readonly cem: string
  readonly organizer: string
  readonly resumeKey: string
}

/** Rows come with the next batch; after a start also the engine has to be up. */
const PATIENCE = { timeout: 20_000, interval: 200 }

const AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0'
const INSTANCE = 'd08a3d05-db90-415f-88a7-87ae74edc1dd'
const at = new Date().toISOString()
const ok = { at, resultType: 'Succeeded', resultSignature: 200 } as const
const series = (remote: string) => ({
  mediaStreamId: '4711',
  mediaType: 'audio' as const,
  direction: 'recv' as const,
  metric: 'JitterInMs',
  codec: 'OPUS',
  at,
  intervalSeconds: 1,
  count: 10,
  sum: 50.5,
  average: 5.05,
  minimum: 1,
  maximum: 9,
  remoteParticipantId: remote,
})
const ufd = (quality: string) => ({
  ...ok,
  name: 'UserFacingDiagnostics',
  operationId: 'trouble-1',
  payload: { DiagnosticChanged: 'networkReceiveQuality', DiagnosticQuality: quality },
})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-telemetry-'))
  const seed = join(folder, 'world.json')
  await writeFile(seed, JSON.stringify(workedWorld))
  server = await startServer(join(folder, 'data'), ['--seed', seed])
  setDefaultCACertificates([...getCACertificates('default'), server.ca])
  client = openClient(server)
  kql = await openKql(client, server.httpOrigin, LOGS_WORKSPACE)
  call = await play()
})
afterAll(async () => {
  client?.close()
  await server?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

async function play(): Promise<Played> {
  const stage = { server, client }
  const locator = { meetingLink: await makeMeeting(stage, 'A') }
  const host = await enter(stage, { kind: 'm365User', user: 'organizer@a.example' })
  const organizer = await host.join(locator)
  const { callId } = await host.waitFor('Connected')
  const guest = async (resource: ResourceName) =>
    enter(
      stage,
      { kind: 'token', token: await guestToken(stage, { resource }) },
      { userAgent: AGENT, clientInstanceId: INSTANCE },
    )
  const one = await guest('R1')
  await one.request({
    type: 'clientOperations',
    operations: [{ ...ok, name: 'CallAgentInit', durationMs: 640.4 }],
  })
  const other = await guest('R3')
  const [ada, cem] = [await one.join(locator), await other.join(locator)]
  await host.request({ type: 'admitAll' })
  await Promise.all([one.waitFor('Connected'), other.waitFor('Connected')])
  await one.request({
    type: 'clientOperations',
    operations: [
      { ...ok, name: 'Join', durationMs: 812, payload: { CallDirection: 'Outgoing' } },
      { ...ok, name: 'StateChanged', payload: { NewState: 'Connected' } },
      {
        ...ok,
        name: 'StartVideo',
        resultType: 'UnexpectedClientError',
        resultSignature: 410,
        subCode: 41048,
      },
      ufd('Bad'),
      ufd('Good'),
    ],
  })
  await one.request({ type: 'mediaStats', series: [series(organizer), series(cem)] })
  const { resumeKey = '' } = one
  await host.request({ type: 'endForAll' })
  await one.waitFor('Disconnected')
  await one.request({
    type: 'survey',
    callId,
    participantId: ada,
    overall: { score: 2, issues: ['HadToRejoin'] },
  })
  for (const each of [one, other, host]) each.close()
  return { callId, ada, cem, organizer, resumeKey }
}

const rowsOf = (table: string, resource: ResourceName) =>
  kql(
    `${table} | where _ResourceId =~ '${armIdOfResource(resource)}' | extend Rules = tostring(_Verdict.rules)`,
  )

const beacon = (messages: readonly unknown[], resumeKey = call.resumeKey): Promise<Answered> =>
  client.send({
    method: 'POST',
    path: '/signal/beacon',
    // What navigator.sendBeacon makes of a text.
    headers: { 'content-type': 'text/plain;charset=UTF-8' },
    body: JSON.stringify({ resumeKey, messages }),
  })

test('client operations are rows of the own resource, also those of before the call', async () => {
  await expect.poll(async () => (await rowsOf('ACSCallClientOperations', 'R1')).length, PATIENCE).toBe(6)
  const rows = await rowsOf('ACSCallClientOperations', 'R1')
  const find = (name: string) => rows.find(row => row.OperationName === name)
  expect(find('CallAgentInit')).toMatchObject({ CallId: '', ClientInstanceId: INSTANCE, DurationMs: 640 })
  expect(find('Join')).toMatchObject({
    CallId: call.callId,
    ParticipantId: call.ada,
    OperationType: 'client-api-request',
    ResultSignature: 200,
    UserAgent: AGENT,
    SdkVersion: '1.46.1',
    Rules: '["R19","R42"]',
  })
})

test('the printed query finds the user facing diagnostics of a call', async () => {
  const found = await kql(
    `ACSCallClientOperations | where CallId == '${call.callId}' | where OperationName == 'UserFacingDiagnostics'
     | extend UFDQuality = tostring(OperationPayload.DiagnosticQuality), UFDType = tostring(OperationPayload.DiagnosticChanged)
     | extend UFDType = strcat(toupper(substring(UFDType, 0, 1)), substring(UFDType, 1))
     | project UFDType, UFDQuality, OperationId | order by UFDQuality asc`,
  )
  expect(found).toEqual([
    { UFDType: 'NetworkReceiveQuality', UFDQuality: 'Bad', OperationId: 'trouble-1' },
    { UFDType: 'NetworkReceiveQuality', UFDQuality: 'Good', OperationId: 'trouble-1' },
  ])
})

test('media statistics name the other end, unless a rule withholds them from the resource', async () => {
  await expect
    .poll(async () => (await rowsOf('ACSCallClientMediaStatsTimeSeries', 'R1')).length, PATIENCE)
    .toBe(2)
  const rows = await rowsOf('ACSCallClientMediaStatsTimeSeries', 'R1')
  expect(rows.map(row => [row.RemoteParticipantId, row.Rules]).toSorted()).toEqual(
    [
      [call.organizer, '["R19","R42"]'],
      ['Redacted', '["R19","R42","R14"]'],
    ].toSorted(),
  )
  expect(rows[0]).toMatchObject({
    MetricName: 'JitterInMs',
    Count: 10,
    Sum: 50.5,
    Average: 5.05,
    Minimum: 1,
    Maximum: 9,
    MediaStreamDirection: 'recv',
    MediaStreamType: 'audio',
    MediaStreamCodec: 'OPUS',
    AggregationIntervalSeconds: 10,
  })
})

test('a survey after the end gives the call its rating', async () => {
  await expect.poll(async () => (await rowsOf('ACSCallSurvey', 'R1')).length, PATIENCE).toBe(1)
  const [rating] = await kql(
    `ACSCallSurvey | where CallId == '${call.callId}' | extend Rating = OverallRatingScore * 5.0 / OverallRatingScoreUpperBound
     | project Rating, OverallCallIssues, AudioRatingScore, CorrelationId`,
  )
  expect(rating).toEqual({
    Rating: 2,
    OverallCallIssues: 'HadToRejoin',
    AudioRatingScore: null,
    CorrelationId: call.ada,
  })
})

test('a beacon after the end still brings rows; one with a wrong key, or of nothing known, does not', async () => {
  const { participantId, callId } = { participantId: call.ada, callId: call.callId }
  const last = { type: 'survey', callId, participantId, video: { score: 5 } }
  expect((await beacon([last])).status).toBe(204)
  await expect.poll(async () => (await rowsOf('ACSCallSurvey', 'R1')).length, PATIENCE).toBe(2)
  expect((await beacon([last], 'guessed')).status).toBe(404)
  const bad = await beacon([{ type: 'hello' }])
  expect([bad.status, JSON.parse(bad.text).error.code]).toEqual([400, 'BadRequest'])
})

test('R19: no other resource has a row of it, and its verdicts say why', async () => {
  for (const table of ['ACSCallClientOperations', 'ACSCallClientMediaStatsTimeSeries', 'ACSCallSurvey']) {
    for (const resource of ['R2', 'R3'] as const) expect(await rowsOf(table, resource)).toEqual([])
  }
  const verdicts = await kql(
    `AnteroomVerdicts_CL | where CorrelationId == '${call.callId}' and Category == 'CallSurvey'
     | project ViewerResourceId, ParticipantId, Outcome, Rules = tostring(Rules)`,
  )
  const [one, three] = [armIdOfResource('R1'), armIdOfResource('R3')]
  const expected = [
    [one, call.ada, 'emitted'],
    [one, call.cem, 'withheld'],
    [three, call.ada, 'withheld'],
    [three, call.cem, 'emitted'],
  ].map(([ViewerResourceId, ParticipantId, Outcome]) => ({
    ViewerResourceId,
    ParticipantId,
    Outcome,
    Rules: '["R19"]',
  }))
  expect(verdicts).toHaveLength(4)
  expect(verdicts).toEqual(expect.arrayContaining(expected))
})

test('calling metrics count the day: reliability by scenario, as the workbook reads it', async () => {
  const reliability = () =>
    kql(
      `ACSCallingMetrics | where _ResourceId =~ '${armIdOfResource('R1')}'
       | summarize arg_max(TimestampMax, *) by MetricName, ResultType, SubCode, TimestampBin, CallType, Platform, DeviceBrowser, SdkVersion
       | summarize Legs = sum(LegsDcount), Rate = sum(SuccessLegsDcount) * 100 / sum(LegsDcount) by MetricName
       | where MetricName in ('reliability/api/Join', 'reliability/api/StartVideo', 'reliability/leg/Drop',
           'reliability/api/UFD/recovery/NetworkReceiveQuality') or MetricName == 'reliability/leg/UFD/NetworkReceiveQuality'
       | order by MetricName asc`,
    )
  await expect.poll(async () => (await reliability()).length, PATIENCE).toBe(5)
  expect(await reliability()).toEqual([
    { MetricName: 'reliability/api/Join', Legs: 1, Rate: 100 },
    { MetricName: 'reliability/api/StartVideo', Legs: 1, Rate: 0 },
    { MetricName: 'reliability/api/UFD/recovery/NetworkReceiveQuality', Legs: 1, Rate: 100 },
    { MetricName: 'reliability/leg/Drop', Legs: 1, Rate: 100 },
    { MetricName: 'reliability/leg/UFD/NetworkReceiveQuality', Legs: 1, Rate: 0 },
  ])
})

describe.each([
  'ACSCallClientOperations',
  'ACSCallClientMediaStatsTimeSeries',
  'ACSCallSurvey',
  'ACSCallingMetrics',
])('%s', table => {
  test('has every documented column with its type (invariant 4)', async () => {
    const schema = await kql(`${table} | getschema | project ColumnName, ColumnType`)
    const documented = azureTables.find(({ name }) => name === table)?.columns ?? []
    expect(schema).toEqual(documented.map(({ name, type }) => ({ ColumnName: name, ColumnType: type })))
  })
})

test('what was told before a kill is there after it, once', async () => {
  const stage = { server, client }
  const person = await enter(stage, { kind: 'token', token: await guestToken(stage, { resource: 'R2' }) })
  // Resolves with the answer: from here on it is told (invariant 5).
  await person.request({ type: 'clientOperations', operations: [{ ...ok, name: 'CallAgentInit' }] })
  await server.kill()
  client.close()
  server = await startServer(join(folder, 'data'))
  client = openClient(server)
  kql = await openKql(client, server.httpOrigin, LOGS_WORKSPACE)
  await expect.poll(async () => (await rowsOf('ACSCallClientOperations', 'R2')).length, PATIENCE).toBe(1)
  // A second one would have come before what is told only now.
  const again = { server, client }
  const after = await enter(again, { kind: 'token', token: await guestToken(again, { resource: 'R2' }) })
  await after.request({ type: 'clientOperations', operations: [{ ...ok, name: 'Later' }] })
  const names = async () =>
    (await rowsOf('ACSCallClientOperations', 'R2')).map(row => row.OperationName).toSorted()
  await expect.poll(names, PATIENCE).toEqual(['CallAgentInit', 'Later'])
  after.close()
})
