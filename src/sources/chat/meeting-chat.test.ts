/** Threads of Teams meetings, as external users have them. */
import { describe, expect, test } from 'vitest'
import { type AChat, aChat, alice, bob, olivia, organizer, textsSeenBy } from './testing/a-chat.ts'

const thread = '19:meeting_abc@thread.v2'
const comes = (chat: AChat, user: string, connection = user) =>
  chat.chat.meetings.connected({ threadId: thread, subject: 'Sync', organizer, user, connection })
const goes = (chat: AChat, connection: string) => chat.chat.meetings.left(thread, connection)
const sends = (chat: AChat, user: string, content = 'hi') =>
  chat.statusOf(user, 'SendChatMessage', { thread, body: { content } })

describe('an external user', () => {
  test('chats while connected to the call, not before and not after', async () => {
    const chat = await aChat()
    await comes(chat, olivia)
    expect(await sends(chat, alice)).toBe(403)
    await comes(chat, alice)
    expect(await sends(chat, alice)).toBe(201)
    await goes(chat, alice)
    expect(await sends(chat, alice)).toBe(403)
    expect(await chat.statusOf(alice, 'ListChatMessages', { thread })).toBe(403)
  })

  test('reads nothing of what came before, also after coming back', async () => {
    const chat = await aChat()
    await comes(chat, olivia)
    await sends(chat, olivia, 'before')
    await comes(chat, alice)
    await sends(chat, olivia, 'first stay')
    expect(await textsSeenBy(chat, alice, thread)).toEqual(['first stay'])
    await goes(chat, alice)
    await sends(chat, olivia, 'meanwhile')
    await comes(chat, alice, 'again')
    await sends(chat, olivia, 'second stay')
    expect(await textsSeenBy(chat, alice, thread)).toEqual(['second stay'])
  })

  test('stays in the chat as long as one of two devices is connected', async () => {
    const chat = await aChat()
    await comes(chat, alice, 'phone')
    await comes(chat, alice, 'laptop')
    await goes(chat, 'phone')
    expect(await sends(chat, alice)).toBe(201)
    await goes(chat, 'laptop')
    expect(await sends(chat, alice)).toBe(403)
  })

  test('is gone after a restart: no call outlives the process', async () => {
    const chat = await aChat()
    await comes(chat, alice)
    const restarted = await aChat({ state: chat.state })
    expect(await sends(restarted, alice)).toBe(403)
  })

  test.each([
    ['UpdateChatThread', { topic: 'x' }],
    ['AddChatThreadParticipants', { participants: [{ communicationIdentifier: { rawId: bob } }] }],
    ['RemoveChatThreadParticipant', { rawId: olivia }],
    ['DeleteChatThread', undefined],
  ])('cannot %s: the thread is kept by Teams', async (operation, body) => {
    const chat = await aChat()
    await comes(chat, alice)
    expect(await chat.statusOf(alice, operation, { thread, body })).toBe(403)
  })

  test('sends read receipts that nobody gets', async () => {
    const chat = await aChat()
    await comes(chat, alice)
    const { body } = await chat.ask(alice, 'SendChatMessage', { thread, body: { content: 'hi' } })
    const chatMessageId = (body as { id: string }).id
    expect(await chat.statusOf(alice, 'SendReadReceipt', { thread, body: { chatMessageId } })).toBe(200)
    expect((await chat.ask(alice, 'GetReadReceipts', { thread })).body).toEqual({ value: [] })
  })
})

describe("the organizer's MeetingChatEnabledType", () => {
  test.each([
    ['Enabled', 201, 201],
    ['EnabledExceptAnonymous', 403, 201],
    ['Disabled', 403, 403],
  ] as const)('%s: external users %i, Microsoft 365 users %i', async (policy, external, member) => {
    const chat = await aChat()
    await comes(chat, olivia)
    await comes(chat, alice)
    chat.policy = policy
    expect(await sends(chat, alice)).toBe(external)
    expect(await sends(chat, olivia)).toBe(member)
  })
})

test('refused: external users get 403 in meeting chat, each request is recorded, other threads work', async () => {
  const chat = await aChat({ settings: { meetingChat: 'refused' } })
  await comes(chat, olivia)
  await comes(chat, alice)
  expect(await sends(chat, alice)).toBe(403)
  expect(await sends(chat, olivia)).toBe(201)
  expect(await chat.statusOf(alice, 'CreateChatThread', { body: { topic: 'own' } })).toBe(201)
  expect(chat.operations().map(({ name, statusCode }) => [name, statusCode])).toEqual([
    ['SendChatMessage', 403],
    ['SendChatMessage', 201],
    ['CreateChatThread', 201],
  ])
})

test('phones and bots are no members', async () => {
  const chat = await aChat()
  await comes(chat, olivia)
  await comes(chat, '4:+4930123456')
  await comes(chat, '28:orgid:b1902c3e-b9f7-4650-9b23-5772bd429747')
  const { body } = await chat.ask(olivia, 'ListChatThreadParticipants', { thread })
  expect((body as { value: readonly unknown[] }).value).toHaveLength(1)
})
