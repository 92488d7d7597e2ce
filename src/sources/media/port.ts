/**
 * The media plane as the rest of the product sees it: connections of participants to one forwarding unit (SFU), what
 * it offers them, and what it measured. Types only, so that server, engine and browser code read the same words.
 */

/** A participant's id: unique over all calls, so it names the peer. */
export type PeerKey = string

export type MediaKind = 'audio' | 'video' | 'screen'

/** What a participant shows at the moment; a kind that is off gets no receive slot at the others. */
export interface Shows {
  readonly muted: boolean
  readonly camera: boolean
  readonly screen: boolean
}

/** One tile a participant has on screen; the order of several is their priority. */
export interface Want {
  readonly participantId: PeerKey
  readonly kind: 'video' | 'screen'
  /** Pixels the tile is high; picks the simulcast layer. */
  readonly height?: number | undefined
}

export interface PeerOpening {
  readonly callId: string
  readonly participantId: PeerKey
  /** Asks the client for three layers of its camera (rid l, m, h). */
  readonly simulcast?: boolean | undefined
}

export interface MediaAnswer {
  readonly connection: string
  readonly generation: number
  readonly sdp: string
}

export interface MediaCandidate {
  readonly connection: string
  readonly candidate: string
}

/** A line of the offer, by which the client sends (`sends`) or receives (`receives`). */
export interface MediaLine {
  readonly mid: string
  readonly kind: MediaKind
}

export interface ReceiveLine extends MediaLine {
  /** The slot's number within its kind, from 0. */
  readonly slot: number
}

export interface MediaOffer {
  readonly participantId: PeerKey
  readonly connection: string
  /** Grows with each offer of this connection; an answer to an older one is ignored. */
  readonly generation: number
  readonly sdp: string
  readonly sends: readonly MediaLine[]
  readonly receives: readonly ReceiveLine[]
}

/** Whom a receive slot carries at the moment. */
export interface SlotState {
  readonly connection: string
  readonly mid: string
  readonly kind: MediaKind
  readonly participantId: PeerKey | null
}

/** How loud somebody is: 0 silent … 1 full scale, linear (RFC 6464 levels as W3C audioLevel). */
export interface SpeakerLevel {
  readonly participantId: PeerKey
  readonly level: number
}

export interface PlaneSpread {
  readonly avg: number
  readonly max: number
}

/** Measures of one window, as a client's statistics have them: times ms, ratios 0..1, rates bit/s and frames/s. */
export interface PlaneWindow {
  readonly seconds: number
  readonly packets?: number
  /** Those that the loss rate is of. */
  readonly packetsExpected?: number
  readonly roundTripTime?: PlaneSpread
  readonly jitter?: PlaneSpread
  readonly packetLossRate?: number
  readonly videoFrameRate?: number
  readonly videoBitRate?: PlaneSpread
  readonly recvResolutionHeight?: number
  /** bit/s of media, over the whole window. */
  readonly bitRate?: number
}

/**
 * The plane's own view of one stream. `Outbound`: the endpoint sends, we measured as its receiver (the hop client →
 * server). `Inbound`: we send, the endpoint's receiver reports told us (the hop server → client).
 */
export interface PlaneStreamReport {
  readonly participantId: PeerKey
  /** The SSRC. */
  readonly id: number
  readonly mediaType: 'Audio' | 'Video' | 'VBSS'
  readonly direction: 'Inbound' | 'Outbound'
  readonly transport: 'UDP'
  readonly codec: 'OPUS' | 'VP8'
  readonly window: PlaneWindow
}

/** One end of a selected candidate pair. */
export interface PairEnd {
  readonly address: string
  readonly port: number
  readonly type?: 'host' | 'srflx' | 'prflx' | 'relay' | undefined
}

/** The candidate pair that a participant's connection uses: the participant's address, and ours. */
export interface PeerPair extends PairEnd {
  readonly own?: PairEnd | undefined
}

export type PeerState = 'connected' | 'disconnected' | 'failed'

export type PlaneEvent =
  | ({ readonly type: 'offer' } & MediaOffer)
  | { readonly type: 'slots'; readonly participantId: PeerKey; readonly slots: readonly SlotState[] }
  | {
      readonly type: 'speaking'
      readonly callId: string
      readonly levels: readonly SpeakerLevel[]
      readonly dominant: PeerKey | null
    }
  | { readonly type: 'reports'; readonly callId: string; readonly reports: readonly PlaneStreamReport[] }
  | {
      readonly type: 'peerState'
      readonly callId: string
      readonly participantId: PeerKey
      readonly state: PeerState
      /** Once connected, where the library tells it. */
      readonly pair?: PeerPair | undefined
    }
  /** The plane's process ended by itself: every peer is gone. It starts again by itself; peers are opened anew. */
  | { readonly type: 'crashed'; readonly reason: string }

/** One direction of a deliberately bad network. Absent figures are those of a perfect one. */
export interface Impairment {
  /** The same seed gives the same packets lost and late. */
  readonly seed?: number | undefined
  /** 0..1 */
  readonly lossRatio?: number | undefined
  readonly delayMs?: number | undefined
  /** Half width of the random part of the delay. */
  readonly jitterMs?: number | undefined
  readonly rateKbps?: number | undefined
  /** Nothing passes while true. */
  readonly outage?: boolean | undefined
}

/** Up: from the participant. Down: to the participant. */
export interface Impairments {
  readonly up?: Impairment | undefined
  readonly down?: Impairment | undefined
}

/** What a deliberately bad network did to one stream, retransmissions being streams of their own. */
export interface RelayedStream {
  /** The SSRC. */
  readonly id: number
  readonly passed: number
  readonly lost: number
}

/** Counted since the impairments were set. */
export interface Relayed {
  readonly up: readonly RelayedStream[]
  readonly down: readonly RelayedStream[]
}

/** A peer-to-peer candidate on its way from the one whose address it is to the other. */
export interface PeerCandidate {
  readonly from: PeerKey
  readonly to: PeerKey
  readonly candidate: string
}

export interface MediaPlane {
  /** Makes a participant's connection; its offer comes as an event. Throws when that participant is open already. */
  open(peer: PeerOpening): Promise<void>
  /** Takes the client's answer. One without ICE and DTLS parameters throws; an old and a second one are ignored. */
  answer(peer: PeerKey, answer: MediaAnswer): Promise<void>
  /** A candidate of the client; not needed (its address is learnt), so what cannot be used is ignored. */
  candidate(peer: PeerKey, candidate: MediaCandidate): Promise<void>
  /** Drops the connection and offers a fresh one; slots keep their people. */
  renegotiate(peer: PeerKey, connection: string): Promise<void>
  shows(peer: PeerKey, shows: Shows): void
  subscribe(peer: PeerKey, want: readonly Want[]): void
  /**
   * Makes that participant's way bad, or good again with `{}`. The first time the connection is offered afresh,
   * through the relay that impairs it. Gives what the former impairments did.
   */
  impair(peer: PeerKey, impairments: Impairments): Promise<Relayed>
  /** The candidate to hand on in a peer-to-peer call: through the relay where one of the two is impaired. */
  peerCandidate(candidate: PeerCandidate): Promise<string>
  /** Ends a peer and gives what was measured since the last reports; nothing for one that is not open. */
  close(peer: PeerKey): Promise<readonly PlaneStreamReport[]>
  closeCall(callId: string): Promise<void>
  /** Hears every event until the function it gives is called. */
  on(listener: (event: PlaneEvent) => void): () => void
  stop(): Promise<void>
}
