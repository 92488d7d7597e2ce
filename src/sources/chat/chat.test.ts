/** What needs a clock that stands still, a full disk, or a look into the journal. */
import { describe, expect, test } from 'vitest'
import { aChat, alice, bob, ours, textsSeenBy, threadOf, tokenOf } from './testing/a-chat.ts'

const DAY_MS = 86_400_000

describe('retention', () => {
  const thirtyDays = { retentionPolicy: { kind: 'threadCreationDate', deleteThreadAfterDays: 30 } }

  test('a thread goes, with all that is in it, when its days are over', async () => {
    const chat = await aChat()
    const thread = await threadOf(chat, alice, thirtyDays)
    await chat.ask(alice, 'SendChatMessage', { thread, body: { content: 'hi' } })
    chat.clock.advance(30 * DAY_MS - 1)
    expect(await chat.statusOf(alice, 'GetChatThread', { thread })).toBe(200)
    chat.clock.advance(1)
    expect(await chat.statusOf(alice, 'GetChatThread', { thread })).toBe(404)
    expect((await chat.ask(alice, 'ListChatThreads')).body).toEqual({ value: [] })
    await threadOf(chat, alice)
    expect(chat.state.all('SELECT * FROM chat_messages WHERE thread = ?', thread)).toEqual([])
  })

  test('a policy that is taken back lets it stay', async () => {
    const chat = await aChat()
    const thread = await threadOf(chat, alice, thirtyDays)
    const body = { retentionPolicy: { kind: 'none' } }
    await chat.ask(alice, 'UpdateChatThread', { thread, body })
    chat.clock.advance(400 * DAY_MS)
    expect(await chat.statusOf(alice, 'GetChatThread', { thread })).toBe(200)
  })
})

describe('ids', () => {
  test('messages of one millisecond rise, and somebody added in it reads none of them', async () => {
    const chat = await aChat()
    const thread = await threadOf(chat, alice)
    for (const content of ['1', '2', '3']) {
      await chat.ask(alice, 'SendChatMessage', { thread, body: { content } })
    }
    const participants = [{ communicationIdentifier: { communicationUser: { id: bob } } }]
    await chat.ask(alice, 'AddChatThreadParticipants', { thread, body: { participants } })
    await chat.ask(alice, 'SendChatMessage', { thread, body: { content: '4' } })
    expect(await textsSeenBy(chat, alice, thread)).toEqual(['4', '3', '2', '1'])
    expect(await textsSeenBy(chat, bob, thread)).toEqual(['4'])
  })

  test('a clock that goes back does not', async () => {
    const chat = await aChat()
    const thread = await threadOf(chat, alice)
    chat.clock.advance(60_000)
    await chat.ask(alice, 'SendChatMessage', { thread, body: { content: 'late' } })
    chat.clock.advance(-30_000)
    await chat.ask(alice, 'SendChatMessage', { thread, body: { content: 'later' } })
    expect(await textsSeenBy(chat, alice, thread)).toEqual(['later', 'late'])
  })
})

describe('records', () => {
  test('invariant 5: what cannot be recorded does not happen', async () => {
    const chat = await aChat({ limits: { entries: 1, bytes: 1_000_000 } })
    const thread = await threadOf(chat, alice)
    expect(await chat.statusOf(alice, 'SendChatMessage', { thread, body: { content: 'lost' } })).toBe(503)
    expect(chat.state.get('SELECT sequence FROM chat_threads')).toEqual({ sequence: 2 })
    expect(chat.operations()).toHaveLength(1)
  })

  test('R4, R50: the raw id of the token, the thread and message addressed, and no text of anybody', async () => {
    const chat = await aChat()
    const thread = await threadOf(chat, alice)
    const { body } = await chat.ask(alice, 'SendChatMessage', { thread, body: { content: 'secret' } })
    const message = (body as { id: string }).id
    expect(await chat.statusOf(bob, 'GetChatMessage', { thread, message })).toBe(403)
    expect(chat.operations()).toMatchObject([
      { api: 'chat', name: 'CreateChatThread', resource: ours, identity: alice, thread, statusCode: 201 },
      { name: 'SendChatMessage', identity: alice, thread, message, statusCode: 201 },
      {
        name: 'GetChatMessage',
        identity: bob,
        thread,
        message,
        statusCode: 403,
        description: expect.stringMatching(/./),
      },
    ])
    expect(JSON.stringify(chat.state.journal.after(0, 10))).not.toContain('secret')
  })

  test('R3, R4: what the host refused counts for the resource of its token, an unknown route as Bad Route', async () => {
    const chat = await aChat()
    const target = '/chat/threads/19%3Ax%40thread.v2/messages/17/nonsense?api-version=2025-03-15'
    await chat.refuse(target, 'forged')
    expect(chat.operations()).toEqual([])
    await chat.refuse(target, tokenOf(alice))
    expect(chat.operations()).toMatchObject([
      {
        name: 'Bad Route',
        identity: alice,
        resource: ours,
        thread: '19:x@thread.v2',
        message: '17',
        statusCode: 401,
      },
    ])
  })

  test('a path with broken percent-encoding is recorded without its thread', async () => {
    const chat = await aChat()
    await chat.refuse('/chat/threads/%zz', tokenOf(alice))
    expect(chat.operations()).toMatchObject([{ name: 'Bad Route', identity: alice }])
  })
})
