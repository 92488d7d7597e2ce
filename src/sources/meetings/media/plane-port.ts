/**
 * What calls need of the machinery that carries audio and video between more than two: connections by participant, and
 * news of them. Whoever implements it lives in a process of its own and may crash; calls and server do not.
 */
import type { SeenPair } from '../engine/environment.ts'
import type { ConnectionState } from '../engine/media.ts'
import type { StreamReport } from '../engine/statistics.ts'
import type { Impairment, WantedStream } from '../signalling/media-messages.ts'
import type { MediaKind, Relayed, SlotNews } from '../signalling/server-messages.ts'

/** A participant id: unique over all calls. */
export type PeerKey = string

export interface PlaneAnswer {
  readonly connection: string
  /** Of the offer that is answered. */
  readonly generation: number
  readonly sdp: string
}

/** One window of one stream, as the plane measured it. */
export type PlaneStreamReport = StreamReport & { readonly participantId: PeerKey }

export type PlaneEvent =
  | {
      readonly type: 'offer'
      readonly participantId: PeerKey
      readonly generation: number
      readonly connection: string
      readonly sdp: string
      readonly sends: readonly { readonly mid: string; readonly kind: MediaKind }[]
      readonly receives: readonly { readonly mid: string; readonly kind: MediaKind; readonly slot: number }[]
    }
  | { readonly type: 'slots'; readonly participantId: PeerKey; readonly slots: readonly SlotNews[] }
  | {
      readonly type: 'speaking'
      readonly callId: string
      readonly levels: readonly { readonly participantId: PeerKey; readonly level: number }[]
      readonly dominant: PeerKey | null
    }
  | { readonly type: 'reports'; readonly reports: readonly PlaneStreamReport[] }
  | {
      readonly type: 'peerState'
      readonly participantId: PeerKey
      readonly state: ConnectionState
      readonly pair?: SeenPair | undefined
    }
  /** Its process is gone, and all connections with it; it starts again by itself. */
  | { readonly type: 'crashed' }

/** Up: from the participant. */
export interface Directions {
  readonly up?: Impairment | undefined
  readonly down?: Impairment | undefined
}

/** Every method rejects when the plane can't do it now; what happens later comes as an event. */
export interface MediaPlane {
  /** Answered by an `offer`. */
  open(peer: {
    readonly callId: string
    readonly participantId: PeerKey
    readonly simulcast?: boolean
  }): Promise<void>
  answer(peer: PeerKey, answer: PlaneAnswer): Promise<void>
  candidate(
    peer: PeerKey,
    candidate: { readonly connection: string; readonly candidate: string },
  ): Promise<void>
  /** Puts a fresh connection in place of that one: another `offer`. */
  renegotiate(peer: PeerKey, connection: string): Promise<void>
  shows(
    peer: PeerKey,
    shows: { readonly muted: boolean; readonly camera: boolean; readonly screen: boolean },
  ): void
  subscribe(peer: PeerKey, want: readonly WantedStream[]): void
  /** Makes somebody's network bad, for demonstrations and tests; an absent direction is good again. Gives what was until now. */
  impair(peer: PeerKey, directions: Directions): Promise<Relayed>
  /** The candidate to hand on between two clients: through a relay where the network of one is made bad. */
  peerCandidate(candidate: {
    readonly from: PeerKey
    readonly to: PeerKey
    readonly candidate: string
  }): Promise<string>
  /** Gives what was measured since the last reports. */
  close(peer: PeerKey): Promise<readonly PlaneStreamReport[]>
  closeCall(callId: string): Promise<void>
  /** Gives the function that ends the listening. */
  on(listener: (event: PlaneEvent) => void): () => void
  stop(): Promise<void>
}
