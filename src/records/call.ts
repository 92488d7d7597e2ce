/**
 * A call as it really was: recorded once, complete and tenant-neutral. Who may see what of it is `policy`'s business.
 * Call → Leg (one connection of an endpoint) → Stream (one direction of one medium).
 */
import type { Instant } from '#base'
import type { CallId, EndpointId, ParticipantId, ResourceId, TenantId } from './ids.ts'

export type Cloud = 'public' | 'gcch' | 'dod'

/** Who somebody is, whatever client they use (facts: identifiers, R50). */
export type Identity =
  | { readonly kind: 'acsUser'; readonly resource: ResourceId; readonly user: string; readonly cloud: Cloud }
  | { readonly kind: 'm365User'; readonly user: string; readonly tenant: TenantId; readonly cloud: Cloud }
  | { readonly kind: 'teamsAnonymous'; readonly visitor: string }
  | { readonly kind: 'phone'; readonly number: string }
  | {
      readonly kind: 'bot'
      readonly app: string
      readonly tenant?: TenantId | undefined
      readonly cloud: Cloud
    }
  | {
      readonly kind: 'voiceApp'
      readonly app: string
      readonly tenant?: TenantId | undefined
      readonly cloud: Cloud
    }

/** `acs`: the Communication Services SDK; `teams`: a Teams client; `phone`, `bot`: no client of a user. */
export type ClientKind = 'acs' | 'teams' | 'phone' | 'bot'

export type MeetingRole = 'Organizer' | 'Co-organizer' | 'Presenter' | 'Attendee'

export type LobbyOutcome = 'admitted' | 'rejected' | 'timedOut' | 'left'

export interface LobbyStay {
  readonly entered: Instant
  readonly left: Instant
  readonly outcome: LobbyOutcome
}

/** How a connection ended: code and sub code of the calling documents. */
export interface LegEnd {
  readonly code: number
  readonly subCode: number
}

export interface Leg {
  readonly participantId: ParticipantId
  readonly endpointId: EndpointId
  readonly identity: Identity
  readonly client: ClientKind
  /** The resource whose token a Microsoft 365 user on a Communication Services client has; others name it themselves. */
  readonly issuedBy?: ResourceId | undefined
  readonly displayName?: string | undefined
  readonly role?: MeetingRole | undefined
  /** True for the person who organizes the meeting, by whatever client. */
  readonly isOrganizer: boolean
  /** First connection attempt: lobby time is inside (R43). */
  readonly start: Instant
  /** When the connection was established; absent for somebody who never got past the lobby. */
  readonly joined?: Instant | undefined
  readonly lobby?: LobbyStay | undefined
  readonly end: Instant
  readonly ended: LegEnd
  /** What the client said of itself; absent when it said nothing. */
  readonly sdkVersion?: string | undefined
  readonly osVersion?: string | undefined
  readonly userAgent?: string | undefined
  /** The client object inside the app. */
  readonly clientInstanceId?: string | undefined
  /** JSON text with appName, appVersion and tags of the app. */
  readonly diagnosticOptions?: string | undefined
  /** Phones only: kind and direction of the phone call. */
  readonly pstnCallType?: string | undefined
  readonly streams: readonly Stream[]
}

export type MediaType = 'Audio' | 'Video' | 'VBSS' | 'AppSharing'
export type TransportType = 'UDP' | 'TCP' | 'Unrecognized'

/** Outbound: endpoint → server or peer. Inbound: server → endpoint (R36). */
export type StreamDirection = 'Inbound' | 'Outbound'

export interface Stream {
  readonly id: number
  readonly mediaType: MediaType
  readonly direction: StreamDirection
  readonly transport: TransportType
  readonly codec?: string | undefined
  readonly quality: StreamQuality
  /** Absent: the client itself. `server`: it never told, so these are the figures of the media plane. */
  readonly measuredBy?: 'server' | undefined
}

/** What was measured; a figure that was not is absent. Times ms, ratios 0..1, rates bit/s and frames/s. */
export interface StreamQuality {
  readonly roundTripTimeAvg?: number
  readonly roundTripTimeMax?: number
  readonly jitterAvg?: number
  readonly jitterMax?: number
  readonly packetLossRateAvg?: number
  readonly packetLossRateMax?: number
  readonly healedDataRatioAvg?: number
  readonly healedDataRatioMax?: number
  readonly recvResolutionHeight?: number
  readonly recvFreezeDurationPerMinuteInMs?: number
  readonly videoFrameRateAvg?: number
  readonly jitterBufferSizeAvg?: number
  readonly jitterBufferSizeMax?: number
  readonly packetUtilization?: number
  readonly videoBitRateAvg?: number
  readonly videoBitRateMax?: number
}

/** What kind of call it was: a Teams meeting with its organizer, or a call of Communication Services alone. */
export type CallScene =
  | {
      readonly kind: 'teamsMeeting'
      readonly threadId: string
      readonly organizer: { readonly tenant: TenantId; readonly user: string }
    }
  | { readonly kind: 'group'; readonly groupId: string }
  | { readonly kind: 'p2p' }

export interface Call {
  readonly id: CallId
  readonly scene: CallScene
  /** First attempted connection of any endpoint (R42). */
  readonly start: Instant
  /** End of the last connection between two endpoints (R43). */
  readonly end: Instant
  readonly legs: readonly Leg[]
}
