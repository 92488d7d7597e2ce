/** People with real media, as tests of the media path play them. */
import { expect } from 'vitest'
import { invariant } from '#base'
import type { EntryChoices, SignalClient } from '../client.ts'
import type { ServerMessage, ServerMessageOf, ServerOffer } from '../signalling/server-messages.ts'
import { asAcs, type Service } from './service.ts'

export const REAL = { media: 'webrtc' } as const
export const aGroup = { groupId: 'f0000000-0000-4000-8000-000000000003' }

export interface Person {
  readonly client: SignalClient
  readonly id: string
  readonly heard: readonly ServerMessage[]
  heardOf<Type extends ServerMessage['type']>(type: Type): readonly ServerMessageOf<Type>[]
}

/** Somebody of Communication Services who joins a group call with real media, unless `enter` does something else. */
export async function comeIn(
  { connect }: Service,
  name: string,
  enter: (client: SignalClient) => Promise<string> = client => client.join(aGroup, REAL),
): Promise<Person> {
  const client = await connect(asAcs(name))
  const heard: ServerMessage[] = []
  client.onMessage(message => heard.push(message))
  const id = await enter(client)
  const heardOf = <Type extends ServerMessage['type']>(type: Type) =>
    heard.filter((message): message is ServerMessageOf<Type> => message.type === type)
  return { client, id, heard, heardOf }
}

const offersTo = (person: Person): readonly ServerOffer[] =>
  person.heardOf('offer').flatMap(({ from, payload }) => (from === 'sfu' ? [JSON.parse(payload)] : []))

/** The latest of so many offers of the server. */
export async function offered(person: Person, count = 1): Promise<ServerOffer> {
  await expect.poll(() => offersTo(person).length).toBe(count)
  const offer = offersTo(person).at(-1)
  invariant(offer, 'an offer')
  return offer
}

/** Two who opted in, connected peer to peer. */
export async function twoOfThem(
  host: Service,
  choices: EntryChoices = REAL,
): Promise<readonly [Person, Person]> {
  const callee = await host.connect(asAcs('y'))
  const incoming = new Promise<ServerMessageOf<'incomingCall'>>(resolve =>
    callee.onMessage(message => message.type === 'incomingCall' && resolve(message)),
  )
  const caller = await comeIn(host, 'x', client => client.call(callee.rawId, REAL))
  const heard: ServerMessage[] = []
  callee.onMessage(message => heard.push(message))
  const id = await callee.accept((await incoming).participantId, choices)
  await caller.client.waitFor('Connected')
  const heardOf = <Type extends ServerMessage['type']>(type: Type) =>
    heard.filter((message): message is ServerMessageOf<Type> => message.type === type)
  return [caller, { client: callee, id, heard, heardOf }]
}
