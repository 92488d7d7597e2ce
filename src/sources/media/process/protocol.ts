/** What the server and the media process say to each other. Packets never pass: only what is said about them. */
import type { MediaPlane, PlaneEvent } from '../port.ts'
import type { SlotCounts } from '../sdp/lines.ts'

/** Which library carries the media. */
export type MediaLibrary = 'node-datachannel' | 'werift'

/** Handed to the process when it starts. */
export interface ChildStart {
  readonly library: MediaLibrary
  readonly address: string
  /** UDP port of all calls; 0: a free one. */
  readonly port: number
  /** Further addresses of it, behind a NAT. */
  readonly announce: readonly string[]
  readonly slots: SlotCounts
  readonly bitrateCap: number
}

/** The methods that go over: all of the port but the hearing of events. */
export type RemoteMethod = Exclude<keyof MediaPlane, 'on'>

export type ToChild =
  | {
      readonly kind: 'call'
      readonly id: number
      readonly method: RemoteMethod
      readonly args: readonly unknown[]
    }
  | { readonly kind: 'ping' }

export type FromChild =
  | { readonly kind: 'ready' }
  | { readonly kind: 'pong'; readonly dropped: number }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  | { readonly kind: 'event'; readonly event: PlaneEvent }
