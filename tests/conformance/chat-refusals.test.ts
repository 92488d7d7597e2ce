/** Who may do what in chat, what is refused and how, and the records that follow: judged by the official client. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { all, aPerson, aThread, identityClient, type Person, rawCall, refusalOf } from './chat-people.ts'
import { type Anteroom, startForTest } from './harness.ts'

let anteroom: Anteroom
let [alice, bob, carol] = [] as unknown as [Person, Person, Person]

beforeAll(async () => {
  anteroom = await startForTest({ settings: { enforceLimits: false } })
  ;[alice, bob, carol] = await Promise.all([aPerson(anteroom), aPerson(anteroom), aPerson(anteroom)])
})
afterAll(() => anteroom?.[Symbol.asyncDispose]())

describe('who may', () => {
  test('a stranger is refused everything, an unknown thread is not found', async () => {
    const thread = await aThread(alice)
    const stranger = bob.in(thread)
    const attempts = [
      () => stranger.getProperties(),
      () => stranger.sendMessage({ content: 'x' }),
      () => stranger.updateTopic('x'),
      () => stranger.addParticipants({ participants: [{ id: bob.user }] }),
      () => stranger.removeParticipant(alice.user),
      () => stranger.sendTypingNotification(),
      () => stranger.listReadReceipts().next(),
      () => bob.chat.deleteChatThread(thread),
    ]
    for (const attempt of attempts)
      expect(await refusalOf(attempt())).toMatchObject({ statusCode: 403, code: 'Forbidden' })
    for (const id of ['19:nothing@thread.v2', 'nonsense', '19:meeting_x@thread.v2']) {
      expect(await refusalOf(bob.in(id).getProperties())).toMatchObject({ statusCode: 404, code: 'NotFound' })
    }
  })

  test.each([
    ['voip', { create: 403, add: 403, send: 403 }],
    ['chat.join.limited', { create: 403, add: 403, send: 201 }],
    ['chat.join', { create: 403, add: 201, send: 201 }],
    ['chat', { create: 201, add: 201, send: 201 }],
  ] as const)('a token with the scope %s', async (scope, allowed) => {
    const person = await aPerson(anteroom, { scopes: [scope] })
    const thread = await aThread(alice, person)
    const status = async (method: string, path: string, body: unknown) =>
      (await rawCall(anteroom, person.token, { method, path, body })).status
    const at = `/chat/threads/${encodeURIComponent(thread)}`
    const participants = [{ communicationIdentifier: { rawId: bob.id } }]
    expect({
      create: await status('POST', '/chat/threads', { topic: 'x' }),
      add: await status('POST', `${at}/participants/:add`, { participants }),
      send: await status('POST', `${at}/messages`, { content: 'x' }),
    }).toEqual(allowed)
  })

  test('revoked, forged and missing tokens are 401', async () => {
    const person = await aPerson(anteroom)
    const attempt = (token: string) => rawCall(anteroom, token, { method: 'GET', path: '/chat/threads' })
    expect((await attempt(person.token)).status).toBe(200)
    await identityClient(anteroom).revokeTokens(person.user)
    const revoked = await attempt(person.token)
    expect(revoked.status).toBe(401)
    expect(await revoked.json()).toMatchObject({ error: { innererror: { code: 'TokenRevoked' } } })
    expect((await attempt(`${person.token.slice(0, -8)}AAAAAAAA`)).status).toBe(401)
    expect((await fetch(`${anteroom.httpOrigin}/chat/threads?api-version=2025-03-15`)).status).toBe(401)
  })
})

describe('bad input', () => {
  test.each([
    ['no topic', 'POST', '/chat/threads', {}],
    ['an empty topic', 'POST', '/chat/threads', { topic: '' }],
    ['a long topic', 'POST', '/chat/threads', { topic: 'x'.repeat(251) }],
    ['a topic that is a number', 'POST', '/chat/threads', { topic: 7 }],
    ['an unknown retention', 'POST', '/chat/threads', { topic: 'x', retentionPolicy: { kind: 'soon' } }],
    [
      '29 days',
      'POST',
      '/chat/threads',
      { topic: 'x', retentionPolicy: { kind: 'threadCreationDate', deleteThreadAfterDays: 29 } },
    ],
    ['nobody', 'POST', '/chat/threads', { topic: 'x', participants: [{ communicationIdentifier: {} }] }],
    ['no content', 'POST', '/chat/threads/{t}/messages', {}],
    ['an empty content', 'POST', '/chat/threads/{t}/messages', { content: '' }],
    ['an unknown type', 'POST', '/chat/threads/{t}/messages', { content: 'x', type: 'topicUpdated' }],
    ['no participants', 'POST', '/chat/threads/{t}/participants/:add', { participants: [] }],
    ['half a body', 'POST', '/chat/threads/{t}/messages', '{"content":'],
    ['no message', 'POST', '/chat/threads/{t}/readReceipts', {}],
  ])('%s is 400 in the shape of this API', async (_name, method, path, body) => {
    const thread = await aThread(alice)
    const at = path.replace('{t}', encodeURIComponent(thread))
    const answer = await rawCall(anteroom, alice.token, { method, path: at, body })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      error: { code: expect.any(String), message: expect.stringMatching(/.+/) },
    })
  })
})

describe('records', () => {
  test('each operation is one row of ChatOperational and one sample of the metric, by its name', async () => {
    const eve = await aPerson(anteroom)
    const thread = await aThread(eve, bob)
    const { id } = await eve.in(thread).sendMessage({ content: 'secret words' })
    await eve.in(thread).updateMessage(id, { content: 'other words' })
    await eve.in(thread).getMessage(id)
    await all(eve.in(thread).listMessages())
    await eve.in(thread).sendReadReceipt({ chatMessageId: id })
    await all(eve.in(thread).listReadReceipts())
    await eve.in(thread).sendTypingNotification()
    await eve.in(thread).addParticipants({ participants: [{ id: carol.user }] })
    await all(eve.in(thread).listParticipants())
    await eve.in(thread).removeParticipant(carol.user)
    await eve.in(thread).getProperties()
    await eve.in(thread).updateTopic('t')
    await all(eve.chat.listChatThreads())
    await eve.in(thread).deleteMessage(id)
    await eve.chat.deleteChatThread(thread)
    await refusalOf(eve.in(thread).sendMessage({ content: 'x' }))
    await rawCall(anteroom, eve.token, { method: 'GET', path: '/chat/thread' })
    const rows = await anteroom.kql(
      `ACSChatIncomingOperations | where UserId == '${eve.id}' | sort by TimeGenerated asc`,
      18,
    )
    const thrice = { ResultType: 'Succeeded', ChatThreadId: thread, SdkType: 'js', PlatformType: 'Linux' }
    expect(rows.map(row => row.OperationName)).toEqual([
      'CreateChatThread',
      'SendChatMessage',
      'UpdateChatMessage',
      'GetChatMessage',
      'ListChatMessages',
      'SendReadReceipt',
      'GetReadReceipts',
      'SendTypingIndicator',
      'AddChatThreadParticipants',
      'ListChatThreadParticipants',
      'RemoveChatThreadParticipant',
      'GetChatThread',
      'UpdateChatThread',
      'ListChatThreads',
      'DeleteChatMessage',
      'DeleteChatThread',
      'SendChatMessage',
      'Bad Route',
    ])
    expect(rows[1]).toMatchObject({
      ...thrice,
      ResultSignature: '201',
      ChatMessageId: Number(id),
      Level: 'Informational',
    })
    expect(rows[16]).toMatchObject({
      ResultType: 'Failed',
      ResultSignature: '404',
      Level: 'Warning',
      ChatThreadId: thread,
    })
    expect(rows[17]).toMatchObject({ ResultSignature: '404', ChatThreadId: '' })
    expect(JSON.stringify(rows)).not.toContain('words')
  })

  test('a dead token is refused in the log of the resource that issued it, a foreign one nowhere', async () => {
    const person = await aPerson(anteroom, { resource: 'fabrikam-acs' })
    await identityClient(anteroom, 'fabrikam-acs').revokeTokens(person.user)
    await refusalOf(person.chat.listChatThreads().next())
    const rows = await anteroom.kql(`ACSChatIncomingOperations | where UserId == '${person.id}'`)
    expect(rows).toMatchObject([
      {
        OperationName: 'ListChatThreads',
        ResultSignature: '401',
        _ResourceId: anteroom.armIdOf('fabrikam-acs'),
      },
    ])
  })
})

describe('with limits', () => {
  let limited: Anteroom
  beforeAll(async () => {
    limited = await startForTest()
  })
  afterAll(() => limited?.[Symbol.asyncDispose]())

  test('an eleventh message in ten seconds is 429 and tells how long to wait', async () => {
    const person = await aPerson(limited)
    const thread = await aThread(person)
    const send = () =>
      rawCall(limited, person.token, {
        method: 'POST',
        path: `/chat/threads/${encodeURIComponent(thread)}/messages`,
        body: { content: 'x' },
      })
    for (let i = 0; i < 10; i++) expect((await send()).status).toBe(201)
    const refused = await send()
    expect(refused.status).toBe(429)
    const wait = Number(refused.headers.get('retry-after'))
    expect(wait).toBeGreaterThanOrEqual(1)
    expect(wait).toBeLessThanOrEqual(10)
    expect(await refused.json()).toMatchObject({
      error: { code: 'TooManyRequests', message: expect.stringContaining('Rate limit exceeded') },
    })
    limited.clock.shift(wait * 1000)
    expect((await send()).status).toBe(201)
    const rows = await limited.kql(`ACSChatIncomingOperations | where ResultSignature == '429'`)
    expect(rows).toMatchObject([{ UserId: person.id, ChatThreadId: thread, ResultType: 'Failed' }])
  })

  test('the official client waits out the limit by itself', async () => {
    const person = await aPerson(limited)
    const thread = await aThread(person)
    const ten = Array.from({ length: 10 }, () => person.in(thread).sendMessage({ content: 'x' }))
    await Promise.all(ten)
    const eleventh = person.in(thread).sendMessage({ content: 'late' })
    limited.clock.shift(9000)
    expect((await eleventh).id).toMatch(/^\d+$/)
  })
})

test('an expired token is 401 with its reason, in the log of its resource', async () => {
  await using later = await startForTest()
  const person = await aPerson(later)
  later.clock.shift(25 * 3_600_000)
  const expired = await rawCall(later, person.token, { method: 'GET', path: '/chat/threads' })
  expect(expired.status).toBe(401)
  expect(await expired.json()).toMatchObject({ error: { innererror: { code: 'TokenExpired' } } })
  const rows = await later.kql(`ACSChatIncomingOperations | where UserId == '${person.id}'`)
  expect(rows).toMatchObject([{ OperationName: 'ListChatThreads', ResultSignature: '401' }])
})
