/** Places, sessions and sockets of realtime; the official client judges the rest in Chromium. */
import { describe, expect, test } from 'vitest'
import { type AChat, aChat, alice, bob, threadOf, tokenOf } from '../testing/a-chat.ts'

/** The other end of a socket, as the host hands it over. */
function aSocket() {
  const sent: string[] = []
  const closed: number[] = []
  const listeners: { message?: (text: string) => void; close?: () => void } = {}
  return {
    sent,
    closed,
    says: (text: string) => listeners.message?.(text),
    hangsUp: () => listeners.close?.(),
    send: (text: string) => void sent.push(text),
    close: (code: number) => {
      closed.push(code)
      listeners.close?.()
    },
    onMessage: (listen: (text: string) => void) => {
      listeners.message = listen
    },
    onClose: (listen: () => void) => {
      listeners.close = listen
    },
  }
}

const jwt = tokenOf(alice)

async function aSession(chat: AChat): Promise<string> {
  const headers = { 'x-skypetoken': jwt }
  const { body } = await chat.ask(alice, 'AllocateRealTimePlace', { headers })
  const { sig } = (body as { connectparams: { sig: string } }).connectparams
  const { text } = await chat.ask(alice, 'OpenRealTimeSession', { query: { sig } })
  return String(text?.content).split(':')[0] ?? ''
}

function opened(chat: AChat, session: string) {
  const socket = aSocket()
  chat.chat.sockets[0]?.accept(socket, { path: `/socket.io/1/websocket/${session}` })
  return socket
}

/** Lets the token be looked at. */
const aMoment = () => new Promise(resolve => setImmediate(resolve))

describe('a socket', () => {
  test('greets, answers events that want it, and keeps the client awake', async () => {
    const chat = await aChat()
    const socket = opened(chat, await aSession(chat))
    expect(socket.sent).toEqual(['1::', '5:1::{"name":"trouter.connected","args":[{"ttl":"7200"}]}'])
    socket.says('5:4+::{"name":"ping"}')
    expect(socket.sent.at(-1)).toBe('6:::4+[]')
    chat.clock.advance(25_000)
    expect(socket.sent.at(-1)).toBe('2::')
    expect(socket.closed).toEqual([])
  })

  test('opens once a session, and only in its minute', async () => {
    const chat = await aChat()
    const session = await aSession(chat)
    expect(opened(chat, session).closed).toEqual([])
    expect(opened(chat, session).closed).toEqual([1008])
    expect(opened(chat, 'guessed').closed).toEqual([1008])
    const late = await aSession(chat)
    chat.clock.advance(60_000)
    expect(opened(chat, late).closed).toEqual([1008])
  })

  test('is closed for what is no frame, and when the client says good bye', async () => {
    const chat = await aChat()
    const garbled = opened(chat, await aSession(chat))
    garbled.says('GET / HTTP/1.1')
    expect(garbled.closed).toEqual([1008])
    const polite = opened(chat, await aSession(chat))
    polite.says('0::')
    expect(polite.closed).toEqual([1000])
  })

  test('ends with its token, and hears nothing after that', async () => {
    const chat = await aChat()
    const socket = opened(chat, await aSession(chat))
    chat.revoked.add(jwt)
    chat.clock.advance(25_000)
    await aMoment()
    expect(socket.closed).toEqual([1008])
    const before = socket.sent.length
    await threadOf(chat, alice)
    chat.clock.advance(60_000)
    expect(socket.sent).toHaveLength(before)
  })

  test('hears what happens in its threads until it hangs up', async () => {
    const chat = await aChat()
    const socket = opened(chat, await aSession(chat))
    await threadOf(chat, bob)
    expect(socket.sent).toHaveLength(2)
    await threadOf(chat, alice)
    expect(socket.sent.at(-1)).toMatch(/^3:::.*"url":"\/v4\/f\/[^"]+".*eventId\\":257/)
    socket.hangsUp()
    await threadOf(chat, alice)
    expect(socket.sent).toHaveLength(3)
  })
})

describe('a place', () => {
  test('is for tokens with a scope of chat', async () => {
    const chat = await aChat()
    const place = (token: string) =>
      chat.statusOf(alice, 'AllocateRealTimePlace', { headers: { 'x-skypetoken': token } })
    expect(await place(jwt)).toBe(200)
    expect(await place(tokenOf(alice, ['voip']))).toBe(403)
    expect(await place('')).toBe(401)
    expect(await chat.statusOf(alice, 'OpenRealTimeSession', { query: { sig: 'guessed' } })).toBe(401)
  })
})
