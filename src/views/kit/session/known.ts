/** What the server says of itself and of the world, by its public answers. */
import type { Call } from '../ask/call.ts'
import { problemOf } from '../ask/problem.ts'

/** A test user who signs in by name. */
export interface KnownPerson {
  readonly id: string
  readonly userPrincipalName: string
  readonly displayName: string
  readonly tenant: string
  readonly tenantName: string
  readonly clientId: string
}

export type Discovery = (
  | { readonly signIn: 'people'; readonly people: readonly KnownPerson[] }
  | { readonly signIn: 'secret' }
) & {
  /** Whose external users guests of a meeting can be (`POST /meet/guest`); none where that is switched off. */
  readonly guestsOf: readonly Pick<KnownResource, 'id' | 'name'>[]
}

export interface KnownResource {
  /** Immutable id, as in raw ids of users. */
  readonly id: string
  readonly armId: string
  readonly name: string
  readonly tenant: string
}

export interface KnownWorkspace {
  readonly id: string
  readonly name: string
  readonly tenant: string
  /** Has the tables of our own: verdicts, lobby visits, deliveries. */
  readonly isHouse: boolean
}

/** What the signed-in tenant owns; the operator's tenant sees all. */
export interface World {
  readonly tenant: string
  readonly isOperator: boolean
  readonly tenants: readonly { readonly id: string; readonly name: string; readonly domain: string }[]
  readonly resources: readonly KnownResource[]
  readonly workspaces: readonly KnownWorkspace[]
}

// Sound, both: our own server prints these shapes (src/server/surfaces/world-surface.ts).
export async function discover(): Promise<Discovery> {
  const response = await fetch('/.well-known/anteroom')
  if (!response.ok) throw problemOf(response.status, await response.json())
  return (await response.json()) as Discovery
}

export const askWorld = async (call: Call, signal?: AbortSignal): Promise<World> =>
  (await call('/world', { audience: 'arm', signal })) as World
