/** What an installation can choose about meetings; durations in ms. */
import { DEFAULT_ENGINE_LIMITS, type EngineLimits } from './engine/events.ts'
import type { IceServer } from './signalling/server-messages.ts'

export interface MeetingsSettings extends EngineLimits {
  /** A client that says nothing for three of these counts as gone. */
  readonly keepAliveMs: number
  /** Time from opening the socket to `hello`. */
  readonly helloMs: number
  /** Sustained rate of one socket, and how many may come at once. */
  readonly messagesPerSecond: number
  readonly messageBurst: number
  readonly mostSockets: number
  /** Whether anybody may be a Microsoft 365 test user by naming one; never beyond loopback. */
  readonly allowTestUsers: boolean
  /** Whether clients may have their network made bad. */
  readonly badNetwork: boolean
  /** What clients are told to find their way with: STUN and TURN servers. */
  readonly iceServers: readonly IceServer[]
}

export const meetingsDefaults: MeetingsSettings = {
  ...DEFAULT_ENGINE_LIMITS,
  keepAliveMs: 15_000,
  helloMs: 10_000,
  messagesPerSecond: 50,
  messageBurst: 200,
  mostSockets: 10_000,
  allowTestUsers: true,
  badNetwork: true,
  iceServers: [],
}
