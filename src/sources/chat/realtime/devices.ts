/**
 * The devices that want to hear of chat: each asks for a place with the user's token, opens a socket on it, and
 * registers. Kept in memory: after a restart the clients come back by themselves.
 */
import type { Caller, Clock, Ids, Instant } from '#base'

export interface Device {
  readonly id: string
  /** Raw id. */
  readonly user: string
  /** What it asked for its place with; looked at again while it is connected. */
  readonly jwt: string
  readonly expiresAt: Instant
  /** What the client knows its place by; whoever has it may open the socket. */
  readonly secret: string
}

/** How a device is reached while its socket is open. */
export type Push = (body: string) => void

export interface Devices {
  /** Undefined when there are too many. */
  allocate(caller: Extract<Caller, { kind: 'userToken' }>, jwt: string): Device | undefined
  /** A session for one socket on the place with that secret; undefined when there is none (any more). */
  openSession(secret: string): string | undefined
  /** The device of a session, once. */
  takeSession(session: string): Device | undefined
  /** The answer ends it. */
  connect(device: Device, push: Push): () => void
  devicesOf(user: string): readonly Push[]
}

/** The client asks for a new place before the old one expires, with a token that is fresh then. */
export const PLACE_SECONDS = 7200
const SESSION_SECONDS = 60
const MOST_PLACES = 20_000

export function createDevices({ clock, ids }: { readonly clock: Clock; readonly ids: Ids }): Devices {
  const places = new Map<string, Device>()
  const sessions = new Map<string, { readonly device: Device; readonly until: Instant }>()
  const connected = new Map<string, Set<Push>>()
  const secret = () => Buffer.from(ids.bytes(24)).toString('base64url')
  const sweep = (now: Instant) => {
    for (const [key, { expiresAt }] of places) if (expiresAt <= now) places.delete(key)
    for (const [key, { until }] of sessions) if (until <= now) sessions.delete(key)
  }
  return {
    allocate: ({ user }, jwt) => {
      const now = clock.now()
      if (places.size >= MOST_PLACES) sweep(now)
      if (places.size >= MOST_PLACES) return undefined
      const expiresAt = now + PLACE_SECONDS * 1000
      const device = { id: ids.uuid(), user, jwt, expiresAt, secret: secret() }
      places.set(device.secret, device)
      return device
    },
    openSession: given => {
      const now = clock.now()
      const device = places.get(given)
      if (!device || device.expiresAt <= now) return undefined
      if (sessions.size >= MOST_PLACES) sweep(now)
      const session = secret()
      sessions.set(session, { device, until: now + SESSION_SECONDS * 1000 })
      return session
    },
    takeSession: session => {
      const found = sessions.get(session)
      sessions.delete(session)
      return found && found.until > clock.now() ? found.device : undefined
    },
    connect: ({ user }, push) => {
      const others = connected.get(user) ?? new Set()
      connected.set(user, others.add(push))
      return () => {
        others.delete(push)
        if (others.size === 0 && connected.get(user) === others) connected.delete(user)
      }
    },
    devicesOf: user => [...(connected.get(user) ?? [])],
  }
}
