/** As whom somebody joins: the choices this server offers, and how each becomes an identity that signalling takes. */
import type { ClientIdentity } from '#sources/meetings/client'
import { type Call, caller, type Discovery, type KnownPerson, tokensOf } from '#views/kit'

export type As =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'guest'; readonly resource: string }
  | { readonly kind: 'visitor' }
  | { readonly kind: 'user'; readonly person: KnownPerson }

export interface Choice {
  /** In the address bar. */
  readonly key: string
  readonly group: 'Guests' | 'Test users'
  readonly title: string
  /** What it means for the logs. */
  readonly detail: string
  readonly as: As
}

/** The first is taken unless the address says otherwise. `token`: an app gave one, then there is nothing to choose. */
export function choicesOf(discovery: Discovery, token: string | undefined): readonly Choice[] {
  if (token !== undefined) return [tokenChoice(token)]
  const guests = discovery.guestsOf.map(
    ({ name }): Choice => ({
      key: `guest:${name}`,
      group: 'Guests',
      title: `External user of ${name}`,
      detail: 'A guest without an account, with a new identity of that Communication Services resource.',
      as: { kind: 'guest', resource: name },
    }),
  )
  const people = discovery.signIn === 'people' ? discovery.people : []
  return [...guests, VISITOR, ...people.map(userChoice)]
}

const tokenChoice = (token: string): Choice => ({
  key: 'token',
  group: 'Guests',
  title: 'External user',
  detail: 'With the token that the app gave along.',
  as: { kind: 'token', token },
})

const VISITOR: Choice = {
  key: 'visitor',
  group: 'Guests',
  title: 'Visitor in a Teams client',
  detail: 'Anonymous, without any Communication Services resource: no resource logs anything of it.',
  as: { kind: 'visitor' },
}

const userChoice = (person: KnownPerson): Choice => ({
  key: `user:${person.userPrincipalName}`,
  group: 'Test users',
  title: `${person.displayName} (${person.tenantName})`,
  detail: 'A test user of Microsoft 365: may organize, and admit from the lobby in own meetings.',
  as: { kind: 'user', person },
})

/** Somebody who can enter: asked for once, so that a reconnection comes back as the same one. */
export interface Identified {
  readonly identity: ClientIdentity
  /** For the chat of the meeting; undefined: this identity has no way to it. Rejects with Problem. */
  readonly chatToken: (() => Promise<string>) | undefined
}

/** Rejects with Problem. */
export async function identify(as: As): Promise<Identified> {
  if (as.kind === 'visitor') return { identity: { kind: 'teamsAnonymous' }, chatToken: undefined }
  if (as.kind === 'user') {
    return {
      identity: { kind: 'm365User', user: as.person.id },
      chatToken: () => exchangedToken(as.person),
    }
  }
  const token = as.kind === 'token' ? as.token : await guestToken(as.resource)
  return { identity: { kind: 'token', token }, chatToken: async () => token }
}

/** Public: nobody is signed in. */
const asNobody: Call = caller(async () => '')

async function guestToken(resource: string): Promise<string> {
  const options = { audience: 'none', method: 'POST', body: { resource } } as const
  // Sound: our own server's answer (guest-surface.ts).
  const { token } = (await asNobody('/meet/guest', options)) as { readonly token: string }
  return token
}

export const callAs = (person: KnownPerson): Call => caller(tokensFor(person))

const tokensFor = (person: KnownPerson) =>
  tokensOf({ kind: 'user', tenant: person.tenant, name: person.userPrincipalName, known: person })

/** A Microsoft 365 user chats here as apps for Teams users do: with their token exchanged for one of the resource. */
async function exchangedToken(person: KnownPerson): Promise<string> {
  const body = { token: await tokensFor(person)('teamsUser'), appId: person.clientId, userId: person.id }
  const path = '/teamsUser/:exchangeAccessToken?api-version=2023-10-01'
  // Sound: the identity API's answer.
  const answer = (await callAs(person)(path, { audience: 'communication', method: 'POST', body })) as {
    readonly token: string
  }
  return answer.token
}
