/** R2–R5: what a request to an API leaves in logs and metrics. */
import { describe, expect, test } from 'vitest'
import { metrics, rowOf, tableOfCategory } from '#records'
import { metricSampleOf } from './metric-sample.ts'
import { projectOperation } from './project-operation.ts'
import { anOperation } from './testing/operations.ts'
import { contosoOne } from './testing/world.ts'

describe('the operation log', () => {
  const recordsFor = (change: Parameters<typeof anOperation>[0] = {}) =>
    projectOperation(anOperation(change), { resource: contosoOne }).records

  test('a token issued is one record of AuthOperational, in the resource that issued it', () => {
    const [record, ...others] = recordsFor()
    expect(others).toEqual([])
    expect(record).toMatchObject({
      category: 'AuthOperational',
      resource: contosoOne.armId,
      time: Date.UTC(2026, 0, 15, 9),
      rules: ['R2', 'R4'],
    })
    expect(record && rowOf(record)).toEqual({
      OperationName: 'CreateToken',
      CorrelationId: 'correlation-1',
      OperationVersion: '2023-10-01',
      Category: 'AuthOperational',
      ResultType: 'Succeeded',
      ResultSignature: '200',
      ResultDescription: null,
      DurationMs: 12,
      Level: 'Informational',
      URI: 'https://localhost:7443/identities/8:acs:x/:issueAccessToken?api-version=2023-10-01',
      Identity: '8:acs:x_y',
      Scopes: ['chat', 'voip'],
      SdkType: 'js',
      PlatformType: 'Linux',
    })
  })

  test.each([
    ['identity', 'AuthOperational'],
    ['chat', 'ChatOperational'],
    ['rooms', 'RoomsOperational'],
  ] as const)('a record of %s has exactly the columns of its table', (api, category) => {
    const own = tableOfCategory(category)?.columns.filter(column => !column.standard && !column.hidden)
    const [record] = recordsFor({ api })
    expect(Object.keys(record?.fields ?? {}).toSorted()).toEqual(own?.map(column => column.name).toSorted())
  })

  test.each([
    [204, 'Succeeded', 'Informational'],
    [401, 'Failed', 'Warning'],
    [429, 'Failed', 'Warning'],
    [500, 'Failed', 'Error'],
  ])('R2: status %i is logged as %s, %s', (statusCode, type, level) => {
    const rows = recordsFor({ statusCode, description: 'why' }).map(rowOf)
    expect(rows).toMatchObject([
      { ResultType: type, Level: level, ResultSignature: String(statusCode), ResultDescription: 'why' },
    ])
  })

  test.each([
    ['azsdk-net-Communication.Identity/1.3.0 (.NET 8.0; Microsoft Windows 10.0)', 'net', 'Windows'],
    ['azsdk-java-azure-communication-identity/1.5 (21; Mac OS X; 14.1)', 'java', 'macOS'],
    ['azsdk-android-communication/1.0 (Linux; Android 14)', 'android', 'Android'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)', null, 'iOS'],
    ['curl/8.5.0', null, null],
    [undefined, null, null],
  ])('the client %s is told as %s on %s', (userAgent, sdk, platform) => {
    expect(recordsFor({ userAgent }).map(rowOf)).toMatchObject([{ SdkType: sdk, PlatformType: platform }])
  })

  test('a request of which nothing more is known still has its record', () => {
    const unknown = { apiVersion: undefined, identity: undefined, scopes: undefined }
    expect(recordsFor(unknown).map(rowOf)).toMatchObject([
      { OperationVersion: null, Identity: null, Scopes: null },
    ])
  })

  test('R2, R4: a room made is one record of RoomsOperational, with what became of it', () => {
    const room = { id: '99466898241024408', lifespan: 61, added: 4, pstnDialOutEnabled: false }
    const [record, ...others] = recordsFor({ api: 'rooms', name: 'CreateRoom', statusCode: 201, room })
    expect(others).toEqual([])
    expect(record && rowOf(record)).toMatchObject({
      OperationName: 'CreateRoom',
      ResultSignature: '201',
      RoomId: '99466898241024408',
      RoomLifespan: 61,
      AddedRoomParticipantsCount: 4,
      RemovedRoomParticipantsCount: null,
      PstnDialOutEnabled: false,
    })
  })

  const aMessage = {
    api: 'chat',
    name: 'SendChatMessage',
    statusCode: 201,
    identity: '8:acs:x_y',
    thread: '19:abc@thread.v2',
    message: '1768467600123',
  } as const

  test('R3, R50: a message sent is one record of ChatOperational, under the raw id of its sender', () => {
    const [record, ...others] = recordsFor(aMessage)
    expect(others).toEqual([])
    expect(record).toMatchObject({ category: 'ChatOperational', rules: ['R3', 'R4', 'R50'] })
    expect(record && rowOf(record)).toMatchObject({
      OperationName: 'SendChatMessage',
      Category: 'ChatOperational',
      ResultSignature: '201',
      CallerIpAddress: '127.0.0.1',
      UserId: '8:acs:x_y',
      ChatThreadId: '19:abc@thread.v2',
      ChatMessageId: 1_768_467_600_123,
    })
  })

  test('R3: a route that nobody knows has its record, without thread and message', () => {
    const badRoute = {
      ...aMessage,
      name: 'Bad Route',
      statusCode: 404,
      thread: undefined,
      message: 'nonsense',
    }
    expect(recordsFor(badRoute).map(rowOf)).toMatchObject([
      { OperationName: 'Bad Route', ResultSignature: '404', ChatThreadId: null, ChatMessageId: null },
    ])
  })
})

describe('the metric', () => {
  test('R2, R4, R5: each identity operation is a sample of its resource that is never exported', () => {
    expect(metricSampleOf(anOperation({ statusCode: 401 }))).toEqual({
      metric: 'APIRequestAuthentication',
      resource: contosoOne.id,
      operation: 'CreateToken',
      statusCode: '401',
      statusCodeClass: '4xx',
      exportable: false,
    })
  })

  test('R5: the chat metric can be exported', () => {
    const sample = metricSampleOf(anOperation({ api: 'chat', name: 'SendChatMessage', statusCode: 201 }))
    expect(sample).toMatchObject({
      metric: 'APIRequestChat',
      operation: 'SendChatMessage',
      statusCodeClass: '2xx',
      exportable: true,
    })
  })

  test('R3: a chat route that nobody knows counts as Bad Route', () => {
    expect(metricSampleOf(anOperation({ api: 'chat', name: 'Whatever', statusCode: 404 }))).toMatchObject({
      operation: 'Bad Route',
      statusCode: '404',
    })
  })

  test('every API has a metric that is documented and still written', () => {
    const names = (['identity', 'chat', 'rooms'] as const).map(
      api => metricSampleOf(anOperation({ api }))?.metric,
    )
    for (const name of names) expect(metrics.find(metric => metric.name === name)?.retired).toBe(false)
  })
})
