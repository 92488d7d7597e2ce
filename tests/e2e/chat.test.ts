/** Chat realtime as the unmodified browser client has it: every kind of event, several devices, coming back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aPerson, aThread, identityClient, type Person } from '../conformance/chat-people.ts'
import { type Anteroom, startForTest } from '../conformance/harness.ts'
import { type ChatBrowser, chromiumPath, type Device, HOW_TO, startChatBrowser } from './chat-browser.ts'
import { aNetworkTo } from './chat-network.ts'

const isMissing = chromiumPath === undefined

describe.skipIf(isMissing)(isMissing ? HOW_TO : 'in Chromium', () => {
  let anteroom: Anteroom
  let browser: ChatBrowser
  let alice: Person
  let bob: Person
  let device: Device

  beforeAll(async () => {
    anteroom = await startForTest({ settings: { enforceLimits: false } })
    browser = await startChatBrowser()
    alice = await aPerson(anteroom)
    bob = await aPerson(anteroom)
    device = await browser.device(anteroom.origin, alice.token)
  })
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await anteroom?.[Symbol.asyncDispose]()
  })

  const user = (id: string) => ({ kind: 'communicationUser', communicationUserId: id })

  test('threads: created, renamed, people added and removed, deleted', async () => {
    const carol = await aPerson(anteroom)
    const { chatThread } = await bob.chat.createChatThread(
      { topic: '100 % Ümläute' },
      {
        participants: [{ id: alice.user, displayName: 'Alice' }],
        metadata: { a: 'b' },
        retentionPolicy: { kind: 'threadCreationDate', deleteThreadAfterDays: 45 },
      },
    )
    const threadId = chatThread?.id ?? ''
    expect(await device.hears('chatThreadCreated')).toMatchObject({
      threadId,
      createdBy: { id: user(bob.id) },
      participants: [{ id: user(bob.id) }, { id: user(alice.id), displayName: 'Alice' }],
      properties: { topic: '100 % Ümläute', metadata: { a: 'b' } },
      retentionPolicy: { kind: 'threadCreationDate', deleteThreadAfterDays: 45 },
      createdOn: expect.stringMatching(/Z$/),
    })
    await bob.in(threadId).updateTopic('Dinner')
    expect(await device.hears('chatThreadPropertiesUpdated')).toMatchObject({
      threadId,
      properties: { topic: 'Dinner' },
      updatedBy: { id: user(bob.id) },
    })
    await bob.in(threadId).addParticipants({ participants: [{ id: carol.user, displayName: 'Carol' }] })
    expect(await device.hears('participantsAdded')).toMatchObject({
      threadId,
      addedBy: { id: user(bob.id) },
      participantsAdded: [{ id: user(carol.id), displayName: 'Carol' }],
    })
    await bob.in(threadId).removeParticipant(carol.user)
    expect(await device.hears('participantsRemoved')).toMatchObject({
      threadId,
      participantsRemoved: [{ id: user(carol.id) }],
    })
    await bob.chat.deleteChatThread(threadId)
    expect(await device.hears('chatThreadDeleted')).toMatchObject({
      threadId,
      deletedBy: { id: user(bob.id) },
    })
  })

  test('messages: received, edited, deleted; typing and read receipts', async () => {
    const threadId = await aThread(bob, alice)
    const inThread = bob.in(threadId)
    const content = 'Hi "Alice" ☀ 100%25'
    const sent = await inThread.sendMessage(
      { content },
      { senderDisplayName: 'Bob', metadata: { mood: 'sunny' } },
    )
    expect(await device.hears('chatMessageReceived')).toMatchObject({
      threadId,
      id: sent.id,
      type: 'Text',
      message: content,
      sender: user(bob.id),
      senderDisplayName: 'Bob',
      recipient: user(alice.id),
      metadata: { mood: 'sunny' },
    })
    await inThread.updateMessage(sent.id, { content: '<b>Hello</b>' })
    expect(await device.hears('chatMessageEdited')).toMatchObject({
      id: sent.id,
      message: '<b>Hello</b>',
      editedOn: expect.stringMatching(/Z$/),
    })
    await inThread.sendTypingNotification({ senderDisplayName: 'Bob' })
    expect(await device.hears('typingIndicatorReceived')).toMatchObject({
      threadId,
      sender: user(bob.id),
      senderDisplayName: 'Bob',
    })
    await inThread.sendReadReceipt({ chatMessageId: sent.id })
    expect(await device.hears('readReceiptReceived')).toMatchObject({
      threadId,
      chatMessageId: sent.id,
      sender: user(bob.id),
      readOn: expect.stringMatching(/Z$/),
    })
    await inThread.deleteMessage(sent.id)
    expect(await device.hears('chatMessageDeleted')).toMatchObject({
      id: sent.id,
      deletedOn: expect.stringMatching(/Z$/),
    })
  })

  test('each device hears each message once, a stranger nothing, and a page alone makes the whole way', async () => {
    const carol = await aPerson(anteroom)
    const [phone, stranger] = await Promise.all([
      browser.device(anteroom.origin, carol.token),
      browser.device(anteroom.origin, (await aPerson(anteroom)).token),
    ])
    const laptop = await browser.device(anteroom.origin, carol.token)
    await phone.page.evaluate(`(async () => {
      const { chatThread } = await client.createChatThread({ topic: 'From a page' })
      await client.getChatThreadClient(chatThread.id).sendMessage({ content: 'one' })
      await client.getChatThreadClient(chatThread.id).sendMessage({ content: 'two' })
    })()`)
    for (const one of [phone, laptop]) {
      expect(await one.hears('chatMessageReceived', 2)).toMatchObject({ message: 'two' })
      const messages = (await one.heard()).filter(({ name }) => name === 'chatMessageReceived')
      expect(messages.map(({ event }) => event.message)).toEqual(['one', 'two'])
    }
    expect((await stranger.heard()).map(({ name }) => name)).toEqual(['realTimeNotificationConnected'])
  })

  test('a client that lost its network comes back by itself and hears again', async () => {
    await using network = await aNetworkTo(anteroom.origin)
    const threadId = await aThread(bob, alice)
    const tablet = await browser.device(network.origin, alice.token)
    network.cut()
    await tablet.hears('realTimeNotificationDisconnected')
    network.mend()
    await tablet.hears('realTimeNotificationConnected', 2)
    await bob.in(threadId).sendMessage({ content: 'after the gap' })
    expect(await tablet.hears('chatMessageReceived')).toMatchObject({ message: 'after the gap' })
    const messages = (await tablet.heard()).filter(({ name }) => name === 'chatMessageReceived')
    expect(messages).toHaveLength(1)
  }, 90_000)

  test('a client that stops gives its registration back and hears no more', async () => {
    const threadId = await aThread(bob, alice)
    const tablet = await browser.device(anteroom.origin, alice.token)
    const unregistered = tablet.page.waitForResponse(answer => answer.request().method() === 'DELETE')
    await tablet.page.evaluate('client.stopRealtimeNotifications()')
    expect((await unregistered).status()).toBe(202)
    await bob.in(threadId).sendMessage({ content: 'too late' })
    await device.hears('chatMessageReceived')
    expect((await tablet.heard()).filter(({ name }) => name === 'chatMessageReceived')).toEqual([])
  })

  test('a revoked token gets no place', async () => {
    const person = await aPerson(anteroom)
    await identityClient(anteroom).revokeTokens(person.user)
    const answer = await fetch(`${anteroom.httpOrigin}/v4/a`, {
      method: 'POST',
      headers: { 'x-skypetoken': person.token, 'content-type': 'text/plain' },
    })
    expect(answer.status).toBe(401)
  })
})
