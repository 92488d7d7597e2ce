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
  /** How it reached the other end; absent when nobody told. */
  readonly network?: LegNetwork | undefined
  readonly hardware?: LegHardware | undefined
  readonly streams: readonly Stream[]
}

export type CandidateType = 'host' | 'srflx' | 'prflx' | 'relay'

/** The selected candidate pair of a connection, and what its client knows of the network. */
export interface LegNetwork {
  readonly connection?: 'wired' | 'wifi' | 'mobile' | 'tunnel' | undefined
  readonly vpn?: boolean | undefined
  /** True: connectivity checks failed, there was never a pair. */
  readonly iceFailed?: boolean | undefined
  readonly localAddress?: string | undefined
  readonly localPort?: number | undefined
  readonly localType?: CandidateType | undefined
  readonly remoteAddress?: string | undefined
  readonly remotePort?: number | undefined
  readonly remoteType?: CandidateType | undefined
  /** The address behind a translated or relayed one. */
  readonly baseAddress?: string | undefined
  /** How the other end, or a STUN server, sees it. */
  readonly reflexiveAddress?: string | undefined
  readonly remoteReflexiveAddress?: string | undefined
  readonly relayAddress?: string | undefined
  readonly relayPort?: number | undefined
  readonly remoteRelayAddress?: string | undefined
  readonly protocol?: 'udp' | 'tcp' | 'tls' | undefined
  /** Address of the client's network, as `10.1.2.0`. */
  readonly subnet?: string | undefined
  /** bit/s that the pair could carry outbound. */
  readonly bandwidthEstimate?: number | undefined
  /** How often the pair changed. */
  readonly roamings?: number | undefined
}

/** Names of devices as the client shows them, and what it tells of its machine. */
export interface LegHardware {
  readonly captureDevice?: string | undefined
  readonly renderDevice?: string | undefined
  readonly videoDevice?: string | undefined
  readonly architecture?: string | undefined
  readonly cores?: number | undefined
  /** Shares 0..1 of the time in the call that a user facing diagnostic was bad, by its name. */
  readonly badShares?: Readonly<Record<string, number>> | undefined
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
  /** When media flowed first and last; absent: as long as the connection. */
  readonly from?: Instant | undefined
  readonly until?: Instant | undefined
  /** Number of the media line in the session description. */
  readonly mediaLine?: number | undefined
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
  readonly jitterBufferSizeMin?: number
  /** Jitter in windows of 20 s. */
  readonly networkJitterAvg?: number
  readonly networkJitterMax?: number
  readonly networkJitterMin?: number
  /** Samples put in to play more slowly, of all samples. */
  readonly stretchedRatioAvg?: number
  /** Packets that came and were thrown away, of all that came. */
  readonly packetDropRatio?: number
  /** Of the packets of error correction, those that were used. */
  readonly fecUsedRatio?: number
  /** Loss that is left after error correction and retransmission. */
  readonly postFecLossRate?: number
  readonly bitRateAvg?: number
  /** Percent of the frames that came too late or broken to be shown, 0..100. */
  readonly frameLossPercentage?: number
  readonly recvFrameRateAvg?: number
  /** Percent of the time with fewer than 7.5 frames/s, 0..100. */
  readonly lowFrameRatePercent?: number
  /** Percent of the time that the sender's machine was the limit, 0..100. */
  readonly cpuLimitedPercent?: number
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
