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
  | { readonly type: 'offer' | 'answer' | 'ice'; readonly from: string; readonly payload: string }
  | { readonly type: 'pong'; readonly re?: RequestKey | undefined; readonly at: string }

export type ServerMessageOf<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>
