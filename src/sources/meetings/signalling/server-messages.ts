/** What the server says (docs/signalling.md). */
import type { MeetingRole, ResultCategory } from '#records'
import type { RequestKey } from './messages.ts'

export type CallState = 'Connecting' | 'Ringing' | 'InLobby' | 'Connected' | 'Disconnected'

export interface RosterEntry {
  readonly participantId: string
  readonly rawId: string
  readonly displayName?: string | undefined
  readonly role?: MeetingRole | undefined
  readonly isOrganizer: boolean
  readonly muted: boolean
  readonly camera: boolean
  readonly screen: boolean
  readonly handRaised: boolean
  /** Has set the call aside; then muted and without pictures as well. */
  readonly onHold: boolean
}

export interface EndOfLeg {
  readonly code: number
  readonly subCode: number
  readonly resultCategory?: ResultCategory | undefined
  readonly message: string
  /** The setting that refused the join. */
  readonly rule?: string | undefined
}

export interface SceneInfo {
  readonly kind: 'teamsMeeting' | 'group' | 'p2p'
  readonly threadId?: string | undefined
  readonly groupId?: string | undefined
}

/** A STUN or TURN server, as browsers take it. */
export interface IceServer {
  readonly urls: readonly string[]
  readonly username?: string | undefined
  readonly credential?: string | undefined
}

/** What goes through one line of a connection. */
export type MediaKind = 'audio' | 'video' | 'screen'

/** The payload, as JSON text, of an `offer` from the server. */
export interface ServerOffer {
  /** Grows with each offer; the answer repeats it. */
  readonly generation: number
  /** A client keeps one connection a name. */
  readonly connection: string
  readonly sdp: string
  /** The lines that the client sends on. */
  readonly sends: readonly { readonly mid: string; readonly kind: MediaKind }[]
  /** The lines that it receives on; who is heard or seen there is told by `slots`. */
  readonly receives: readonly { readonly mid: string; readonly kind: MediaKind; readonly slot: number }[]
}

/** What somebody's bad network did to one stream; `id` is the SSRC, retransmissions have one of their own. */
interface RelayedStream {
  readonly id: number
  readonly passed: number
  readonly lost: number
}

/** Since the network was made that bad. */
export interface Relayed {
  readonly up: readonly RelayedStream[]
  readonly down: readonly RelayedStream[]
}

export interface SlotNews {
  readonly connection: string
  readonly mid: string
  readonly kind: MediaKind
  /** Null: nobody now. */
  readonly participantId: string | null
}

export type ServerMessage =
  | {
      readonly type: 'welcome'
      readonly re?: RequestKey | undefined
      readonly protocol: number
      readonly rawId: string
      readonly endpointId: string
      /** Send something at least that often. */
      readonly keepAliveMs: number
      /** How long a place is kept for a client whose socket broke. */
      readonly graceMs: number
    }
  | {
      readonly type: 'ok'
      readonly re?: RequestKey | undefined
      readonly participantId?: string | undefined
      readonly resumeKey?: string | undefined
      readonly surveyId?: string | undefined
      readonly relayed?: Relayed | undefined
      /** Rows of the report that were too many and are lost. */
      readonly dropped?: number | undefined
    }
  | {
      readonly type: 'error'
      readonly re?: RequestKey | undefined
      readonly code: string
      readonly message: string
      readonly fix: string
      readonly end?: EndOfLeg | undefined
    }
  | {
      readonly type: 'state'
      readonly state: CallState
      readonly callId: string
      readonly participantId: string
      readonly scene: SceneInfo
      readonly role?: MeetingRole | undefined
      /** The setting that made the lobby necessary. */
      readonly lobbyRule?: string | undefined
      readonly end?: EndOfLeg | undefined
    }
  | {
      readonly type: 'roster'
      readonly joined: readonly RosterEntry[]
      readonly changed: readonly RosterEntry[]
      readonly left: readonly { readonly participantId: string; readonly end: EndOfLeg }[]
    }
  | { readonly type: 'lobby'; readonly waiting: readonly RosterEntry[] }
  | {
      readonly type: 'incomingCall'
      readonly callId: string
      readonly participantId: string
      readonly from: RosterEntry
    }
  /** `from` is a participant id, or `sfu` for the server itself. */
  | { readonly type: 'offer' | 'answer' | 'ice'; readonly from: string; readonly payload: string }
  | {
      readonly type: 'mediaPath'
      /** `none`: nobody to exchange media with, or nobody who could. */
      readonly path: 'none' | 'p2p' | 'sfu'
      /** P2P: the other one, and whether this one makes the offer. */
      readonly peer?: string | undefined
      readonly initiator?: boolean | undefined
      readonly iceServers: readonly IceServer[]
      readonly generation: number
    }
  | { readonly type: 'slots'; readonly slots: readonly SlotNews[] }
  | {
      readonly type: 'speaking'
      /** 0..1 */
      readonly levels: readonly { readonly participantId: string; readonly level: number }[]
      readonly dominant: string | null
    }
  | { readonly type: 'pong'; readonly re?: RequestKey | undefined; readonly at: string }

export type ServerMessageOf<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>
