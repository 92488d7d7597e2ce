/** What can happen to a call, and what the reducer answers. */
import type { Instant } from '#base'
import type {
  CallId,
  CallScene,
  EndpointId,
  Fact,
  LegHardware,
  LegNetwork,
  MeetingRole,
  ParticipantId,
  ResourceId,
} from '#records'
import type { EndName } from '../decisions/ends.ts'
import type { Joiner } from '../decisions/joiner.ts'
import type { MeetingRules } from '../meeting.ts'
import type { SeenPair, Sighting } from './environment.ts'
import type { Device, LiveCall, Shows } from './live-call.ts'
import type { ConnectionState } from './media.ts'
import type { StreamReport } from './statistics.ts'

/** Who asks for something: somebody in the call, or the operator, who may do everything. */
export type Actor =
  | { readonly kind: 'participant'; readonly id: ParticipantId }
  | { readonly kind: 'operator' }

/** Who measured: the client itself, or the server that its media go through. */
export type Witness = 'client' | 'server'

/** One endpoint about to become a leg. */
export interface Newcomer {
  readonly participantId: ParticipantId
  readonly endpointId: EndpointId
  readonly joiner: Joiner
  /** The resource whose token a Microsoft 365 user on a Communication Services client has. */
  readonly issuedBy?: ResourceId | undefined
  readonly displayName?: string | undefined
  /** As a room gives it; in a meeting its rules decide. */
  readonly role?: MeetingRole | undefined
  readonly device: Device
  readonly shows?: Shows | undefined
  /** Its client does real media. */
  readonly media?: boolean | undefined
  readonly pstnCallType?: string | undefined
  readonly sighted?: Sighting | undefined
}

interface EventFields {
  /** Into a meeting or group call; opens the call if none is live. `invitedBy`: brought in, so no lobby. */
  readonly join: {
    readonly opening: { readonly id: CallId; readonly scene: CallScene }
    readonly rules?: MeetingRules | undefined
    readonly newcomer: Newcomer
    readonly invitedBy?: Actor | undefined
  }
  /** Calls somebody; each of the callee's endpoints rings. */
  readonly dial: {
    readonly id: CallId
    readonly caller: Newcomer
    readonly callees: readonly Newcomer[]
  }
  /** Rings somebody into a call that is already there. */
  readonly ring: { readonly by: Actor; readonly callees: readonly Newcomer[] }
  readonly accept: {
    readonly who: ParticipantId
    readonly displayName?: string | undefined
    readonly shows?: Shows | undefined
    readonly media?: boolean | undefined
  }
  readonly decline: { readonly who: ParticipantId }
  readonly admit: { readonly by: Actor; readonly who: ParticipantId }
  readonly admitAll: { readonly by: Actor }
  readonly reject: { readonly by: Actor; readonly who: ParticipantId }
  readonly remove: { readonly by: Actor; readonly who: ParticipantId }
  readonly endForAll: { readonly by: Actor }
  /** `mediaLost`: not its user's wish; the client gave up. */
  readonly leave: { readonly who: ParticipantId; readonly reason?: 'mediaLost' | undefined }
  /** The client went away on purpose: tab closed, app killed. */
  readonly abandon: { readonly who: ParticipantId }
  /** The socket broke: the grace period begins. */
  readonly lose: { readonly who: ParticipantId }
  readonly resume: {
    readonly who: ParticipantId
    readonly media?: boolean | undefined
    /** Where the new socket comes from. */
    readonly socket?: string | undefined
  }
  readonly show: { readonly who: ParticipantId; readonly shows: Partial<Shows> }
  /** Also for a little while after the end of a leg: last words come late. */
  readonly measure: {
    readonly who: ParticipantId
    readonly by: Witness
    readonly reports: readonly StreamReport[]
  }
  /** What the client knows of its network and machine: the latest word counts, also one after the end. */
  readonly environment: {
    readonly who: ParticipantId
    readonly network?: LegNetwork | undefined
    readonly hardware?: LegHardware | undefined
  }
  /** Media came up, or went. */
  readonly flow: {
    readonly who: ParticipantId
    readonly by: Witness
    readonly path: 'p2p' | 'sfu'
    readonly state: ConnectionState
    /** As the server sees it, of what goes through it. */
    readonly pair?: SeenPair | undefined
  }
  /** The organizer changed the meeting's options. */
  readonly change: { readonly rules: MeetingRules }
  /** A deadline may have passed. */
  readonly tick: Readonly<Record<never, never>>
  /** The server stops, or stopped: nobody can go on. */
  readonly interrupt: { readonly end: EndName }
}

export type EventKind = keyof EventFields
export type EventOf<Kind extends EventKind> = {
  readonly kind: Kind
  readonly at: Instant
} & EventFields[Kind]
export type CallEvent = { [Kind in EventKind]: EventOf<Kind> }[EventKind]

/** Why an event did nothing: told to whoever asked. */
export interface Refusal {
  readonly code:
    | 'CallOver'
    | 'CallFull'
    | 'NotAllowed'
    | 'UnknownParticipant'
    | 'NotInLobby'
    | 'NotRinging'
    | 'NotSupported'
  readonly message: string
  readonly fix: string
}

export interface Step {
  /** Absent only when there was no call and the event did not open one. */
  readonly call: LiveCall | undefined
  readonly facts: readonly Fact[]
  readonly refusal?: Refusal | undefined
}

/** Durations in ms, and how many may be in a call at once (facts: limits of Teams and of the calling SDK). */
export interface EngineLimits {
  readonly lobbyMs: number
  readonly graceMs: number
  readonly ringMs: number
  readonly lifetimeMs: number
  readonly mostParticipants: number
  /** How long a client may take to get media through, and media may be gone. */
  readonly mediaSetupMs: number
  readonly mediaGraceMs: number
  /** How long after the end of a leg its last words are taken. */
  readonly lateMs: number
}

export const DEFAULT_ENGINE_LIMITS: EngineLimits = {
  lobbyMs: 30 * 60_000,
  graceMs: 30_000,
  ringMs: 60_000,
  lifetimeMs: 30 * 3_600_000,
  mostParticipants: 1000,
  mediaSetupMs: 60_000,
  mediaGraceMs: 30_000,
  lateMs: 60_000,
}
