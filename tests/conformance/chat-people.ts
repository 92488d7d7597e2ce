/** People with chat clients of the official package, for the conformance tests of chat. */
import { ChatClient, type ChatThreadClient, type CreateChatThreadResult } from '@azure/communication-chat'
import {
  AzureCommunicationTokenCredential,
  type CommunicationUserIdentifier,
} from '@azure/communication-common'
import {
  CommunicationIdentityClient,
  type CommunicationIdentityClientOptions,
  type TokenScope,
} from '@azure/communication-identity'
import type { Anteroom } from './harness.ts'

export interface Person {
  readonly user: CommunicationUserIdentifier
  /** Raw id. */
  readonly id: string
  readonly token: string
  readonly chat: ChatClient
  /** That person's view of a thread. */
  in(thread: string): ChatThreadClient
}

export interface PersonOptions {
  readonly scopes?: TokenScope[]
  readonly resource?: Parameters<Anteroom['connectionString']>[0]
}

export const identityClient = (anteroom: Anteroom, resource?: PersonOptions['resource']) =>
  new CommunicationIdentityClient(
    anteroom.connectionString(resource),
    anteroom.trust as CommunicationIdentityClientOptions,
  )

/** A new user with a token. */
export async function aPerson(
  anteroom: Anteroom,
  { scopes = ['chat'], resource }: PersonOptions = {},
): Promise<Person> {
  const { user, token } = await identityClient(anteroom, resource).createUserAndToken(scopes)
  return personOf(anteroom, user, token)
}

export function personOf(anteroom: Anteroom, user: CommunicationUserIdentifier, token: string): Person {
  const chat = new ChatClient(anteroom.origin, new AzureCommunicationTokenCredential(token), anteroom.trust)
  return {
    user,
    id: user.communicationUserId,
    token,
    chat,
    in: thread => chat.getChatThreadClient(thread),
  }
}

/** Makes a thread with those people; gives its id. */
export async function aThread(owner: Person, ...others: readonly Person[]): Promise<string> {
  return idOf(
    await owner.chat.createChatThread(
      { topic: 'Lunch' },
      { participants: others.map(({ user }) => ({ id: user })) },
    ),
  )
}

export const idOf = ({ chatThread }: CreateChatThreadResult): string => chatThread?.id ?? ''

export async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

/** What a refused call of the official client says. */
export const refusalOf = (call: Promise<unknown>) =>
  call.then(
    () => {
      throw new Error('it was answered')
    },
    (error: { statusCode: number; code: string; message: string; details?: unknown }) => error,
  )

/** A request as the client would send it, but with whatever body. */
export const rawCall = (
  anteroom: Anteroom,
  token: string,
  { method, path, body }: { readonly method: string; readonly path: string; readonly body?: unknown },
) =>
  fetch(`${anteroom.httpOrigin}${path}?api-version=2025-03-15`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
