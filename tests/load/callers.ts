/** Who makes the load, and the operations it is mixed of: identity, chat and rooms, as their official clients ask. */
import { randomIds } from '#base'
import { type Answered, accessKeyOf, type Client, type Sending } from '../e2e/client.ts'

/** A number in [0, 1). */
export type Random = () => number

export type Api = 'identity' | 'chat' | 'rooms'

/** The metric and the table in which each API's operations are counted. */
export const COUNTED_IN: Readonly<Record<Api, { readonly metric: string; readonly table: string }>> = {
  identity: { metric: 'APIRequestAuthentication', table: 'ACSAuthIncomingOperations' },
  chat: { metric: 'APIRequestChat', table: 'ACSChatIncomingOperations' },
  rooms: { metric: 'ApiRequestRooms', table: 'ACSRoomsIncomingOperations' },
}

export interface Operation {
  readonly name: string
  readonly api: Api
  /** Of a hundred. */
  readonly share: number
  ask(cast: Cast, random: Random): Sending
}

export interface Thread {
  readonly id: string
  readonly token: string
}

/** Everybody and everything that the load acts on; made before it starts. */
export interface Cast {
  readonly users: readonly string[]
  readonly threads: readonly Thread[]
  readonly rooms: readonly string[]
}

const KEY = accessKeyOf('contoso-acs')
const signed = (method: string, path: string, body?: unknown): Sending => ({
  method,
  path,
  accessKey: KEY,
  ...(body !== undefined && { body: JSON.stringify(body) }),
})
const asUser = (token: string, method: string, path: string, body?: unknown): Sending => ({
  method,
  path: `/chat/threads${path}?api-version=2025-03-15`,
  headers: { authorization: `Bearer ${token}` },
  ...(body !== undefined && { body: JSON.stringify(body) }),
})
const IDENTITY = 'api-version=2023-10-01'
const ROOMS = 'api-version=2024-04-15'

const one = <T>(all: readonly T[], random: Random): T => {
  const found = all[Math.floor(random() * all.length)]
  if (found === undefined) throw new Error('the cast is empty')
  return found
}
const inThread = (method: string, what: string, body?: unknown): Operation['ask'] => {
  return ({ threads }, random) => {
    const { id, token } = one(threads, random)
    return asUser(token, method, `/${encodeURIComponent(id)}${what}`, body)
  }
}

export const operations: readonly Operation[] = [
  {
    name: 'CreateIdentity',
    api: 'identity',
    share: 10,
    ask: () => signed('POST', `/identities?${IDENTITY}`, { createTokenWithScopes: ['chat', 'voip'] }),
  },
  {
    name: 'CreateToken',
    api: 'identity',
    share: 15,
    ask: ({ users }, random) =>
      signed('POST', `/identities/${encodeURIComponent(one(users, random))}/:issueAccessToken?${IDENTITY}`, {
        scopes: ['chat'],
      }),
  },
  {
    name: 'SendChatMessage',
    api: 'chat',
    share: 35,
    ask: inThread('POST', '/messages', { content: 'The budget is fine.', senderDisplayName: 'Guest' }),
  },
  { name: 'ListChatMessages', api: 'chat', share: 20, ask: inThread('GET', '/messages') },
  { name: 'SendTypingIndicator', api: 'chat', share: 5, ask: inThread('POST', '/typing', {}) },
  {
    name: 'CreateRoom',
    api: 'rooms',
    share: 5,
    ask: ({ users }, random) =>
      signed('POST', `/rooms?${ROOMS}`, { participants: { [one(users, random)]: { role: 'Attendee' } } }),
  },
  {
    name: 'GetRoom',
    api: 'rooms',
    share: 10,
    ask: ({ rooms }, random) => signed('GET', `/rooms/${one(rooms, random)}?${ROOMS}`),
  },
]

/** Picks by share. */
export function pick(random: Random): Operation {
  let left = random() * operations.reduce((sum, { share }) => sum + share, 0)
  for (const operation of operations) {
    left -= operation.share
    if (left < 0) return operation
  }
  return one(operations, random)
}

const THREADS = 50

/** Users, a thread for every two of them, and rooms; `tell` hears each id that was sent and the API it was for. */
export async function makeCast(client: Client, tell: (id: string, api: Api) => void): Promise<Cast> {
  const ask = async (api: Api, sending: Sending): Promise<Answered> => {
    const id = randomIds.uuid()
    const answer = await sendAs(client, id, sending)
    if (answer.status >= 300) throw new Error(`${sending.path}: ${answer.status} ${answer.text}`)
    tell(id, api)
    return answer
  }
  const users: string[] = []
  const threads: Thread[] = []
  const rooms: string[] = []
  for (let n = 0; n < THREADS; n++) {
    const [alice, bob] = [await aUser(ask), await aUser(ask)]
    users.push(alice.id, bob.id)
    threads.push({ id: await aThread(ask, alice.token, bob.id), token: alice.token })
    const { text } = await ask('rooms', signed('POST', `/rooms?${ROOMS}`, {}))
    rooms.push((JSON.parse(text) as { id: string }).id)
  }
  return { users, threads, rooms }
}

type Ask = (api: Api, sending: Sending) => Promise<Answered>

async function aUser(ask: Ask): Promise<Thread> {
  const body = { createTokenWithScopes: ['chat', 'voip'] }
  const { text } = await ask('identity', signed('POST', `/identities?${IDENTITY}`, body))
  const made = JSON.parse(text) as { identity: { id: string }; accessToken: { token: string } }
  return { id: made.identity.id, token: made.accessToken.token }
}

async function aThread(ask: Ask, token: string, other: string): Promise<string> {
  const participants = [{ communicationIdentifier: { communicationUser: { id: other } } }]
  const { text } = await ask('chat', asUser(token, 'POST', '', { topic: 'Load', participants }))
  return (JSON.parse(text) as { chatThread: { id: string } }).chatThread.id
}

/** The id becomes the row's CorrelationId. */
export const sendAs = (client: Client, id: string, sending: Sending): Promise<Answered> =>
  client.send({ ...sending, headers: { ...sending.headers, 'x-ms-client-request-id': id } })
