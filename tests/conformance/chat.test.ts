/** Microsoft's own chat client is the judge: every method, every refusal, and the rows that follow. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { all, aPerson, aThread, identityClient, idOf, type Person, refusalOf } from './chat-people.ts'
import { type Anteroom, startForTest } from './harness.ts'

let anteroom: Anteroom
let [alice, bob, carol] = [] as unknown as [Person, Person, Person]

beforeAll(async () => {
  anteroom = await startForTest({ settings: { enforceLimits: false } })
  ;[alice, bob, carol] = await Promise.all([aPerson(anteroom), aPerson(anteroom), aPerson(anteroom)])
})
afterAll(() => anteroom?.[Symbol.asyncDispose]())

describe('threads', () => {
  test('a created thread has its creator, its topic and what was asked for', async () => {
    const created = await alice.chat.createChatThread(
      { topic: 'Lunch' },
      {
        participants: [{ id: bob.user, displayName: 'Bob' }],
        metadata: { floor: '3' },
        retentionPolicy: { kind: 'threadCreationDate', deleteThreadAfterDays: 60 },
      },
    )
    expect(created.invalidParticipants ?? []).toEqual([])
    const thread = idOf(created)
    expect(thread).toMatch(/^19:.+@thread\.v2$/)
    expect(await bob.in(thread).getProperties()).toMatchObject({
      id: thread,
      topic: 'Lunch',
      createdBy: { kind: 'communicationUser', communicationUserId: alice.id },
      metadata: { floor: '3' },
      retentionPolicy: { kind: 'threadCreationDate', deleteThreadAfterDays: 60 },
    })
    const messages = await all(bob.in(thread).listMessages())
    expect(messages.map(({ type, sequenceId }) => [type, sequenceId])).toEqual([
      ['topicUpdated', '2'],
      ['participantAdded', '1'],
    ])
    expect(messages[0]).toMatchObject({
      content: { topic: 'Lunch', initiator: { communicationUserId: alice.id } },
    })
    expect(messages[0]?.sender).toBeUndefined()
    expect(messages[1]?.content?.participants?.map(({ displayName }) => displayName)).toEqual([
      undefined,
      'Bob',
    ])
  })

  test('participants who are foreign or unknown are told apart and left out', async () => {
    const foreigner = await aPerson(anteroom, { resource: 'fabrikam-acs' })
    const nobody = `${alice.id}0`
    const { invalidParticipants } = await alice.chat.createChatThread(
      { topic: 'Lunch' },
      { participants: [{ id: foreigner.user }, { id: { communicationUserId: nobody } }, { id: bob.user }] },
    )
    expect(invalidParticipants).toMatchObject([
      { code: '403', message: 'Permissions check failed', target: foreigner.id },
      { code: '404', message: 'Not found', target: nobody },
    ])
  })

  test('the same idempotency token gives the same thread, also at the same time, to one user only', async () => {
    const idempotencyToken = crypto.randomUUID()
    const make = (who: Person) =>
      who.chat.createChatThread({ topic: 'Lunch' }, { idempotencyToken }).then(idOf)
    const ids = await Promise.all([make(alice), make(alice), make(alice)])
    expect(new Set(ids).size).toBe(1)
    expect(await make(bob)).not.toBe(ids[0])
  })

  test('topic, metadata and retention change; members hear of a new topic', async () => {
    const thread = await aThread(alice, bob)
    await bob.in(thread).updateTopic('Dinner')
    await alice.in(thread).updateProperties({
      metadata: { a: '1', b: '2' },
      retentionPolicy: { kind: 'threadCreationDate', deleteThreadAfterDays: 30 },
    })
    await alice.in(thread).updateProperties({ metadata: { b: '3' }, retentionPolicy: { kind: 'none' } })
    expect(await bob.in(thread).getProperties()).toMatchObject({
      topic: 'Dinner',
      metadata: { a: '1', b: '3' },
      retentionPolicy: { kind: 'none' },
    })
    const [latest] = await all(alice.in(thread).listMessages())
    expect(latest).toMatchObject({ type: 'topicUpdated', content: { topic: 'Dinner' } })
  })

  test('a deleted thread is listed as deleted and takes nothing more', async () => {
    const thread = await aThread(alice, bob)
    await alice.chat.deleteChatThread(thread)
    expect(await refusalOf(bob.in(thread).sendMessage({ content: 'hi' }))).toMatchObject({
      statusCode: 404,
      code: 'NotFound',
    })
    expect((await bob.in(thread).getProperties()).deletedOn).toBeInstanceOf(Date)
    const [first] = await all(bob.chat.listChatThreads())
    expect(first).toMatchObject({ id: thread, deletedOn: expect.any(Date) })
  })
})

describe('participants', () => {
  test('added ones read from then on, or from the time that is shared with them', async () => {
    const thread = await aThread(alice)
    await alice.in(thread).sendMessage({ content: 'before' })
    await alice.in(thread).addParticipants({
      participants: [
        { id: bob.user, displayName: 'Bob' },
        { id: carol.user, displayName: 'Carol', shareHistoryTime: new Date('2020-01-01') },
      ],
    })
    const { id } = await alice.in(thread).sendMessage({ content: 'after' })
    expect((await all(bob.in(thread).listMessages())).map(({ type }) => type)).toEqual([
      'text',
      'participantAdded',
    ])
    expect(await all(carol.in(thread).listMessages())).toHaveLength(5)
    expect((await bob.in(thread).getMessage(id)).content?.message).toBe('after')
    const first = (await all(alice.in(thread).listMessages())).find(
      ({ content }) => content?.message === 'before',
    )
    expect(await refusalOf(bob.in(thread).getMessage(first?.id ?? ''))).toMatchObject({ statusCode: 404 })
    expect((await carol.in(thread).getMessage(first?.id ?? '')).content?.message).toBe('before')
  })

  test('somebody who is there already stays as they are, and nothing is told', async () => {
    const thread = await aThread(alice, bob)
    const before = await all(alice.in(thread).listMessages())
    await alice.in(thread).addParticipants({ participants: [{ id: bob.user, displayName: 'Bobby' }] })
    expect(await all(alice.in(thread).listMessages())).toHaveLength(before.length)
    const names = (await all(alice.in(thread).listParticipants())).map(({ displayName }) => displayName)
    expect(names).toEqual([undefined, undefined])
  })

  test('a removed one is out: 403, and the thread is not listed any more', async () => {
    const thread = await aThread(alice, bob)
    await alice.in(thread).removeParticipant(bob.user)
    expect(await refusalOf(bob.in(thread).listMessages().next())).toMatchObject({
      statusCode: 403,
      code: 'Forbidden',
      message: 'User is not allowed to perform specified action.',
    })
    expect((await all(bob.chat.listChatThreads())).map(({ id }) => id)).not.toContain(thread)
    const [latest] = await all(alice.in(thread).listMessages())
    expect(latest).toMatchObject({
      type: 'participantRemoved',
      content: {
        participants: [{ id: { communicationUserId: bob.id } }],
        initiator: { communicationUserId: alice.id },
      },
    })
    expect(await refusalOf(alice.in(thread).removeParticipant(bob.user))).toMatchObject({ statusCode: 404 })
  })

  test('a thread takes 250, the 251st is refused and nobody of that request comes in', async () => {
    const client = identityClient(anteroom)
    const users = await Promise.all(Array.from({ length: 250 }, () => client.createUser()))
    const thread = await aThread(alice)
    const ids = users.map(id => ({ id }))
    await alice.in(thread).addParticipants({ participants: ids.slice(0, 248) })
    expect(await refusalOf(alice.in(thread).addParticipants({ participants: ids.slice(248) }))).toMatchObject(
      {
        statusCode: 400,
        code: 'BadRequest',
      },
    )
    expect(await all(alice.in(thread).listParticipants())).toHaveLength(249)
  })
})

describe('messages', () => {
  test('text and html with name and metadata come back as they were sent, newest first', async () => {
    const thread = await aThread(alice, bob)
    const sent = await alice
      .in(thread)
      .sendMessage({ content: 'Hi ☀' }, { senderDisplayName: 'Alice', metadata: { mood: 'sunny' } })
    await bob.in(thread).sendMessage({ content: '<b>Hi</b>' }, { type: 'html' })
    const [html, text] = await all(bob.in(thread).listMessages())
    expect(html).toMatchObject({ type: 'html', content: { message: '<b>Hi</b>' }, sequenceId: '4' })
    expect(text).toMatchObject({
      id: sent.id,
      type: 'text',
      sequenceId: '3',
      version: sent.id,
      content: { message: 'Hi ☀' },
      senderDisplayName: 'Alice',
      sender: { kind: 'communicationUser', communicationUserId: alice.id },
      metadata: { mood: 'sunny' },
    })
    expect(text?.createdOn.getTime()).toBe(Number(sent.id))
  })

  test('only its sender edits and deletes a message', async () => {
    const thread = await aThread(alice, bob)
    const { id } = await alice.in(thread).sendMessage({ content: 'Helo' })
    expect(await refusalOf(bob.in(thread).updateMessage(id, { content: 'x' }))).toMatchObject({
      statusCode: 403,
    })
    expect(await refusalOf(bob.in(thread).deleteMessage(id))).toMatchObject({ statusCode: 403 })
    await alice.in(thread).updateMessage(id, { content: 'Hello', metadata: { edited: 'yes' } })
    const edited = await bob.in(thread).getMessage(id)
    expect(edited).toMatchObject({
      content: { message: 'Hello' },
      editedOn: expect.any(Date),
      metadata: { edited: 'yes' },
    })
    expect(Number(edited.version)).toBeGreaterThan(Number(id))
    await alice.in(thread).deleteMessage(id)
    const deleted = await bob.in(thread).getMessage(id)
    expect(deleted.deletedOn).toBeInstanceOf(Date)
    expect(deleted.content?.message).toBeUndefined()
    expect(await refusalOf(alice.in(thread).updateMessage(id, { content: 'x' }))).toMatchObject({
      statusCode: 404,
    })
  })

  test('28 KB of content are taken, one byte more is not', async () => {
    const thread = await aThread(alice)
    await alice.in(thread).sendMessage({ content: 'x'.repeat(28 * 1024) })
    expect(
      await refusalOf(alice.in(thread).sendMessage({ content: 'ü'.repeat(14 * 1024 + 1) })),
    ).toMatchObject({
      statusCode: 413,
    })
  })

  test('messages sent at once get ids and sequence numbers of their own', async () => {
    const thread = await aThread(alice, bob)
    const sent = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        (i % 2 ? alice : bob).in(thread).sendMessage({ content: String(i) }),
      ),
    )
    expect(new Set(sent.map(({ id }) => id)).size).toBe(40)
    const listed = await all(alice.in(thread).listMessages())
    expect(listed.map(({ sequenceId }) => Number(sequenceId))).toEqual(
      Array.from({ length: 42 }, (_, i) => 42 - i),
    )
  })
})

describe('signs', () => {
  test('read receipts tell how far each has read; typing is taken', async () => {
    const thread = await aThread(alice, bob)
    const first = await alice.in(thread).sendMessage({ content: '1' })
    const second = await alice.in(thread).sendMessage({ content: '2' })
    await bob.in(thread).sendReadReceipt({ chatMessageId: second.id })
    await bob.in(thread).sendReadReceipt({ chatMessageId: first.id })
    expect(await all(alice.in(thread).listReadReceipts())).toMatchObject([
      { chatMessageId: second.id, sender: { communicationUserId: bob.id }, readOn: expect.any(Date) },
    ])
    expect(await bob.in(thread).sendTypingNotification({ senderDisplayName: 'Bob' })).toBe(true)
    expect(await refusalOf(bob.in(thread).sendReadReceipt({ chatMessageId: '1' }))).toMatchObject({
      statusCode: 404,
    })
  })
})

describe('pages', () => {
  test.each([1, 2, 3, 6, 7])(
    'of %i: as many as needed, none empty, the order of the whole',
    async maxPageSize => {
      const thread = await aThread(alice, bob, carol)
      for (const content of ['1', '2', '3', '4']) await alice.in(thread).sendMessage({ content })
      for (const reader of [alice, bob, carol]) {
        const [newest] = await all(reader.in(thread).listMessages())
        await reader.in(thread).sendReadReceipt({ chatMessageId: newest?.id ?? '' })
      }
      const lists = {
        messages: () => alice.in(thread).listMessages({ maxPageSize }),
        participants: () => alice.in(thread).listParticipants({ maxPageSize }),
        receipts: () => alice.in(thread).listReadReceipts({ maxPageSize }),
      }
      for (const list of Object.values(lists)) {
        const items = await all<unknown>(list())
        const pages = (await all<unknown[]>(list().byPage())).map(page => [...page])
        expect(pages.flat()).toEqual(items)
        expect(pages).toHaveLength(Math.ceil(items.length / maxPageSize))
      }
    },
  )

  test('of threads: a start time leaves older ones out', async () => {
    const dora = await aPerson(anteroom)
    const threads = []
    for (let i = 0; i < 5; i++) threads.push(await aThread(dora))
    const pages = await all(dora.chat.listChatThreads({ maxPageSize: 2 }).byPage())
    expect(pages.map(page => page.length)).toEqual([2, 2, 1])
    expect(pages.flat().map(({ id }) => id)).toEqual(threads.toReversed())
    const future = new Date(anteroom.clock.now() + 60_000)
    expect(await all(dora.chat.listChatThreads({ startTime: future }))).toEqual([])
  })

  test('a new message between two pages neither repeats nor hides one', async () => {
    const thread = await aThread(alice)
    for (const content of ['1', '2', '3']) await alice.in(thread).sendMessage({ content })
    const pages = alice.in(thread).listMessages({ maxPageSize: 2 }).byPage()
    const first = (await pages.next()).value ?? []
    await alice.in(thread).sendMessage({ content: '4' })
    const second = (await pages.next()).value ?? []
    expect([...first, ...second].map(({ sequenceId }) => sequenceId)).toEqual(['5', '4', '3', '2'])
  })

  test.each(['maxPageSize=0', 'maxPageSize=x', 'startTime=yesterday'])('%s is refused', async query => {
    const answer = await fetch(`${anteroom.httpOrigin}/chat/threads?api-version=2025-03-15&${query}`, {
      headers: { authorization: `Bearer ${alice.token}` },
    })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { code: 'BadRequest', target: query.split('=')[0] } })
  })
})
