/** Microsoft's own Graph client is the judge of users, call records and subscriptions. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { Client, GraphError, PageIterator } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
import type { CallRecords, ChangeNotification, Subscription, User } from '@microsoft/microsoft-graph-types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCall } from './a-call.ts'
import { type Anteroom, startForTest } from './harness.ts'

type AppName = NonNullable<Parameters<Anteroom['credential']>[0]>

let anteroom: Anteroom
let graph: Client
let fabrikam: Client
let callId: string
let visitorId: string

/** Unmodified but for where it goes. */
function clientFor(app: AppName, headers: Readonly<Record<string, string>> = {}): Client {
  return Client.initWithMiddleware({
    authProvider: new TokenCredentialAuthenticationProvider(anteroom.credential(app), {
      scopes: ['https://graph.microsoft.com/.default'],
    }),
    baseUrl: anteroom.origin,
    customHosts: new Set([new URL(anteroom.origin).hostname]),
    fetchOptions: { headers },
  })
}

beforeAll(async () => {
  anteroom = await startForTest()
  setDefaultCACertificates([...getCACertificates('default'), anteroom.trust.tlsOptions.ca])
  graph = clientFor('contoso-app')
  fabrikam = clientFor('fabrikam-app')
  ;({ callId, visitorId } = await aCall(anteroom))
  await anteroom.kql(`AnteroomTeamsStreams_CL | where CorrelationId == '${callId}'`, 2)
})
afterAll(async () => {
  await anteroom?.[Symbol.asyncDispose]()
  expect(anteroom?.errors).toEqual([])
})

const refusal = async (asked: Promise<unknown>) => {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(GraphError)
  return error as GraphError
}

describe('users', () => {
  test('are listed page by page, of the tenant of the token alone', async () => {
    const first = await graph.api('/users').top(2).select(['id', 'userPrincipalName']).get()
    expect(first.value).toHaveLength(2)
    expect(first['@odata.nextLink']).toMatch(/\$skiptoken=/)
    const found: User[] = []
    await new PageIterator(graph, first, user => found.push(user) > 0).iterate()
    expect(found.map(user => user.userPrincipalName).sort()).toEqual([
      'carl@contoso.example',
      'gina@fabrikam.example#ext#',
      'olivia@contoso.example',
    ])
  })

  test('one is found by object id or principal name; /me is who signed in', async () => {
    const olivia: User = await graph.api('/users/olivia@contoso.example').get()
    expect(olivia.displayName).toBe('Olivia Organizer')
    expect(await graph.api(`/users/${olivia.id}`).get()).toMatchObject({ id: olivia.id })
    const token = await anteroom.userToken('olivia@contoso.example', 'https://graph.microsoft.com/.default')
    const signedIn = Client.init({
      authProvider: done => done(null, token),
      baseUrl: anteroom.origin,
      customHosts: new Set(['localhost']),
    })
    expect(await signedIn.api('/me').get()).toMatchObject({ id: olivia.id })
    expect(await refusal(graph.api('/me').get())).toMatchObject({ statusCode: 400, code: 'BadRequest' })
  })

  test.each([
    ["startswith(displayName,'oli')", ['Olivia Organizer']],
    [
      "userPrincipalName eq 'CARL@contoso.example' or displayName eq 'Olivia Organizer'",
      ['Carl Colleague', 'Olivia Organizer'],
    ],
    ["userType eq 'Guest'", ['Gina Guest']],
    ["displayName eq 'Frank Federated'", []],
  ])('$filter=%s', async (filter, names) => {
    const { value } = await graph.api('/users').filter(filter).get()
    expect(value.map((user: User) => user.displayName)).toEqual(names)
  })

  test('$search and $count need their header', async () => {
    const asked = () => graph.api('/users').search('"displayName:guest"').count(true)
    expect(await asked().header('ConsistencyLevel', 'eventual').get()).toMatchObject({
      '@odata.count': 1,
      value: [{ displayName: 'Gina Guest' }],
    })
    expect(await graph.api('/users/$count').header('ConsistencyLevel', 'eventual').get()).toBe('3')
    expect(await refusal(asked().get())).toMatchObject({ statusCode: 400 })
  })

  test('what is not served is refused by its name', async () => {
    expect(await refusal(graph.api('/users').expand('manager').get())).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('$expand'),
    })
    expect(await refusal(graph.api('/users').filter("city eq 'Rome'").get())).toMatchObject({
      statusCode: 400,
    })
    expect(await refusal(graph.api('/users/frank@fabrikam.example').get())).toMatchObject({
      statusCode: 404,
      code: 'Request_ResourceNotFound',
    })
  })
})

describe('call records', () => {
  const path = () => `/communications/callRecords/${callId}`

  test('one has its sessions and segments, its streams with figures, and typed ends', async () => {
    const record: CallRecords.CallRecord = await graph
      .api(path())
      .header('Prefer', 'include-unknown-enum-members')
      .expand('sessions($expand=segments)')
      .get()
    expect(record).toMatchObject({ id: callId, version: 1, type: 'groupCall', modalities: ['audio'] })
    expect(record.joinWebUrl).toContain('/l/meetup-join/')
    expect(record.organizer_v2).toMatchObject({ identity: { user: { displayName: 'Olivia Organizer' } } })
    expect(record.sessions).toHaveLength(2)
    const guest = record.sessions?.find(({ segments }) => segments?.[0]?.media?.length)
    expect(guest?.caller).toMatchObject({
      '@odata.type': '#microsoft.graph.callRecords.participantEndpoint',
      userAgent: {
        productFamily: 'azureCommunicationServices',
        platform: 'web',
        applicationVersion: '1.46.1',
      },
      associatedIdentity: {
        '@odata.type': '#microsoft.graph.azureCommunicationServicesUserIdentity',
        id: visitorId,
        displayName: null,
        azureCommunicationServicesResourceId: anteroom.immutableIdOf('contoso-acs'),
      },
    })
    expect(guest?.callee).toMatchObject({ userAgent: { role: 'skypeForBusinessAudioVideoMcu' } })
    const [media] = guest?.segments?.[0]?.media ?? []
    expect(media?.label).toBe('main-audio')
    const sent = media?.streams?.find(({ streamDirection }) => streamDirection === 'callerToCallee')
    expect(sent).toMatchObject({
      streamId: '100',
      audioCodec: 'opus',
      averageJitter: 'PT0.012S',
      maxJitter: 'PT0.021S',
      averagePacketLossRate: 0.02,
      packetUtilization: 600,
    })
  })

  test('without the preference, the member that the enumeration lacks is unknownFutureValue', async () => {
    const { value } = await graph.api(`${path()}/sessions`).expand('segments').get()
    const families = value.map((session: CallRecords.Session) =>
      Reflect.get(session.caller?.userAgent ?? {}, 'productFamily'),
    )
    expect(families.sort()).toEqual(['teams', 'unknownFutureValue'])
  })

  test('participants are distinct, the organizer is one', async () => {
    const { value } = await graph.api(`${path()}/participants_v2`).get()
    expect(value).toHaveLength(2)
    expect(value).toContainEqual(
      expect.objectContaining({
        id: visitorId,
        identity: expect.objectContaining({
          user: null,
          azureCommunicationServicesUser: expect.objectContaining({ displayName: null }),
        }),
      }),
    )
    expect(await graph.api(`${path()}/organizer_v2`).get()).toMatchObject({
      identity: { user: { userPrincipalName: 'olivia@contoso.example' } },
    })
  })

  test('are listed by start and by participant', async () => {
    const hour = 3_600_000
    const at = (ms: number) => new Date(anteroom.clock.now() + ms).toISOString()
    const listed = async (filter: string) =>
      (await graph.api('/communications/callRecords').filter(filter).get()).value.map(
        (record: CallRecords.CallRecord) => record.id,
      )
    expect(await listed(`startDateTime ge ${at(-hour)} and startDateTime lt ${at(hour)}`)).toContain(callId)
    expect(await listed(`startDateTime gt ${at(hour)}`)).toEqual([])
    expect(await listed(`participants_v2/any(p:p/id eq '${visitorId}')`)).toEqual([callId])
    expect(await listed("participants_v2/any(p:p/id eq 'nobody')")).toEqual([])
    expect(
      await refusal(graph.api('/communications/callRecords').filter("type eq 'groupCall'").get()),
    ).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('startDateTime'),
    })
  })

  test('another tenant, whose users took no part, knows nothing of it', async () => {
    expect(await refusal(fabrikam.api(path()).get())).toMatchObject({ statusCode: 404, code: 'NotFound' })
    expect((await fabrikam.api('/communications/callRecords').get()).value).toEqual([])
  })
})

describe('subscriptions', () => {
  let receiver: Server
  let address: string
  const heard: ChangeNotification[] = []
  let failures = 1

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      const token = new URL(request.url ?? '', 'http://localhost').searchParams.get('validationToken')
      if (token) {
        response
          .writeHead(200, { 'content-type': 'text/plain' })
          .end(request.url?.startsWith('/deaf') ? 'no' : token)
        return
      }
      const chunks: Buffer[] = []
      request.on('data', chunk => chunks.push(chunk))
      request.on('end', () => {
        failures -= 1
        response.writeHead(failures >= 0 ? 503 : 202).end()
        if (failures < 0) heard.push(...JSON.parse(Buffer.concat(chunks).toString()).value)
      })
    })
    await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  })
  afterAll(() => {
    receiver.close()
  })

  const wanted = (more: Subscription = {}): Subscription => ({
    changeType: 'created,updated',
    resource: 'communications/callRecords',
    notificationUrl: `${address}/hook`,
    clientState: 'secret-of-mine',
    expirationDateTime: new Date(anteroom.clock.now() + 3_600_000).toISOString(),
    ...more,
  })

  test('a new call record is told, again until it is taken, and never to who came later', async () => {
    const made: Subscription = await graph.api('/subscriptions').post(wanted())
    expect(made).toMatchObject({ changeType: 'created,updated', clientState: 'secret-of-mine' })
    const call = await aCall(anteroom)
    await expect.poll(() => heard, { timeout: 20_000 }).toHaveLength(1)
    expect(heard[0]).toMatchObject({
      subscriptionId: made.id,
      changeType: 'created',
      clientState: 'secret-of-mine',
      resource: `communications/callRecords/${call.callId}`,
      resourceData: { id: call.callId },
    })
    await graph.api(`/subscriptions/${made.id}`).delete()
    expect(await refusal(graph.api(`/subscriptions/${made.id}`).get())).toMatchObject({ statusCode: 404 })
  }, 40_000)

  test('is renewed, listed for its own tenant, and read', async () => {
    const { id }: Subscription = await graph.api('/subscriptions').post(wanted())
    const later = new Date(anteroom.clock.now() + 7_200_000).toISOString()
    const changed: Subscription = await graph.api(`/subscriptions/${id}`).patch({ expirationDateTime: later })
    expect(Date.parse(changed.expirationDateTime ?? '')).toBe(Date.parse(later))
    expect((await graph.api('/subscriptions').get()).value).toMatchObject([{ id }])
    expect((await fabrikam.api('/subscriptions').get()).value).toEqual([])
    expect(await graph.api(`/subscriptions/${id}`).get()).toMatchObject({ id })
    await graph.api(`/subscriptions/${id}`).delete()
  })

  test.each([
    [
      'an address that does not shake hands',
      () => ({ notificationUrl: `${address}/deaf` }),
      'validationToken',
    ],
    ['a plain address elsewhere', () => ({ notificationUrl: 'http://example.com/' }), 'https'],
    [
      'a life too long',
      () => ({ expirationDateTime: new Date(anteroom.clock.now() + 4 * 86_400_000).toISOString() }),
      '4230',
    ],
    ['another resource', () => ({ resource: 'users' }), 'communications/callRecords'],
    ['deletions, which do not happen', () => ({ changeType: 'deleted' }), 'created'],
  ])('refused: %s', async (_, more, words) => {
    expect(await refusal(graph.api('/subscriptions').post(wanted(more())))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining(words),
    })
  })
})
