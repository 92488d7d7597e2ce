/** A call while it lasts: plain data, changed only by the reducer. */
import type { Instant } from '#base'
import type {
  CallId,
  CallScene,
  EndpointId,
  LobbyStay,
  MeetingRole,
  ParticipantId,
  ResourceId,
  RuleId,
} from '#records'
import type { EndName } from '../decisions/ends.ts'
import type { Joiner } from '../decisions/joiner.ts'
import type { Presence } from '../decisions/lobby.ts'
import type { MeetingRules } from '../meeting.ts'
import type { Environment, Sighting } from './environment.ts'
import type { LegMedia } from './media.ts'
import type { StreamTally } from './statistics.ts'

export interface LiveCall {
  readonly id: CallId
  readonly scene: CallScene
  /** Meetings only: as they were at the latest join or change by the organizer. */
  readonly rules?: MeetingRules | undefined
  /** Began by calling somebody: it ends when one is left alone, also after a third has come. */
  readonly isDialled: boolean
  readonly start: Instant
  /** Instant of the latest event; time never goes back inside a call, whatever the machine's clock does. */
  readonly now: Instant
  /** How often the ways of media have changed. */
  readonly mediaGeneration?: number | undefined
  /** The two of a dialled call could not reach each other: for the rest of it the server is between them. */
  readonly isPeerless?: boolean | undefined
  readonly legs: ReadonlyMap<ParticipantId, LiveLeg>
}

export type LegPhase =
  /** Rings at the callee until the deadline. */
  | { readonly kind: 'ringing'; readonly deadline: Instant }
  /** The caller, waiting for an answer. */
  | { readonly kind: 'calling' }
  | { readonly kind: 'inLobby'; readonly deadline: Instant; readonly rule: RuleId }
  | { readonly kind: 'connected' }
  | {
      readonly kind: 'ended'
      readonly at: Instant
      readonly end: EndName
      readonly rule?: RuleId | undefined
    }

export interface LiveLeg extends Joiner {
  readonly participantId: ParticipantId
  readonly endpointId: EndpointId
  readonly issuedBy?: ResourceId | undefined
  readonly displayName?: string | undefined
  readonly role?: MeetingRole | undefined
  readonly device: Device
  readonly pstnCallType?: string | undefined
  /** Instant and raw id of the ringing this leg came from: the same for all endpoints of one callee. */
  readonly rung?: string | undefined
  readonly start: Instant
  readonly joined?: Instant | undefined
  readonly enteredLobby?: Instant | undefined
  readonly lobby?: LobbyStay | undefined
  readonly phase: LegPhase
  /** The socket is gone; the leg ends at the deadline unless the client comes back. */
  readonly lost?: { readonly since: Instant; readonly deadline: Instant } | undefined
  readonly shows: Shows
  readonly media?: LegMedia | undefined
  /** As the client measured them. */
  readonly streams: Readonly<Record<string, StreamTally>>
  /** As the media plane did. */
  readonly witnessed?: Readonly<Record<string, StreamTally>> | undefined
  /** What its client told of network and machine. */
  readonly told?: Environment | undefined
  /** What the server saw of its network by itself. */
  readonly sighted?: Sighting | undefined
}

/** What a client says of itself. */
export interface Device {
  readonly sdkVersion?: string | undefined
  readonly osVersion?: string | undefined
  readonly userAgent?: string | undefined
  /** The client object inside the app. */
  readonly clientInstanceId?: string | undefined
  /** JSON text with appName, appVersion and tags of the app. */
  readonly diagnosticOptions?: string | undefined
}

/** What others see of a participant besides name and state. */
export interface Shows {
  readonly muted: boolean
  readonly camera: boolean
  readonly screen: boolean
  readonly handRaised: boolean
  /** Set the call aside: whatever it shows is not to be seen or heard until it comes back. */
  readonly onHold?: boolean | undefined
}

export const SHOWS_NOTHING: Shows = { muted: true, camera: false, screen: false, handRaised: false }

/** What there is to see and hear of somebody now. */
export const visibleOf = (shows: Shows): Shows =>
  shows.onHold ? { ...shows, muted: true, camera: false, screen: false } : shows

export const isActive = (leg: LiveLeg): boolean => leg.phase.kind !== 'ended'
export const isConnected = (leg: LiveLeg): boolean => leg.phase.kind === 'connected'
export const isInLobby = (leg: LiveLeg): boolean => leg.phase.kind === 'inLobby'

export const legsOf = (call: LiveCall): LiveLeg[] => [...call.legs.values()]
export const activeLegs = (call: LiveCall): LiveLeg[] => legsOf(call).filter(isActive)
export const isOver = (call: LiveCall): boolean => !legsOf(call).some(isActive)

/** The call with one leg put in place of its former self. */
export function withLeg(call: LiveCall, leg: LiveLeg): LiveCall {
  return { ...call, legs: new Map(call.legs).set(leg.participantId, leg) }
}

export function presenceIn(call: LiveCall): Presence {
  const connected = legsOf(call).filter(isConnected)
  return {
    anybody: connected.length > 0,
    teamsUser: connected.some(leg => leg.identity.kind === 'm365User'),
  }
}
