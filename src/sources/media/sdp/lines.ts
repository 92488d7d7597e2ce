/** The fixed lines of a connection: one per kind that the client sends, and its receive slots. */
import type { MediaKind, MediaLine, ReceiveLine } from '../port.ts'

/** Where each kind goes in the numbers of everyday codecs; the same on every line, so packets pass unchanged. */
export const CODECS = {
  audio: { payloadType: 111, clockRate: 48_000, name: 'OPUS' },
  video: { payloadType: 96, retransmission: 97, clockRate: 90_000, name: 'VP8' },
  screen: { payloadType: 96, retransmission: 97, clockRate: 90_000, name: 'VP8' },
} as const satisfies Record<MediaKind, unknown>

/** Header extensions we offer, by the number they have in packets. */
export const EXTENSIONS = {
  audioLevel: 1,
  transportSequence: 3,
  mid: 4,
  rid: 10,
  repairedRid: 11,
  videoOrientation: 13,
} as const

export const EXTENSION_URIS: Readonly<Record<keyof typeof EXTENSIONS, string>> = {
  audioLevel: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  transportSequence: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  mid: 'urn:ietf:params:rtp-hdrext:sdes:mid',
  rid: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  repairedRid: 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  videoOrientation: 'urn:3gpp:video-orientation',
}

/** Layers of a camera, poorest first. */
export const LAYERS = ['l', 'm', 'h'] as const

export interface SlotCounts {
  readonly audio: number
  readonly video: number
  readonly screen: number
}

export const DEFAULT_SLOTS: SlotCounts = { audio: 4, video: 9, screen: 1 }

const KINDS: readonly MediaKind[] = ['audio', 'video', 'screen']

export const sendLines: readonly MediaLine[] = KINDS.map((kind, index) => ({ mid: String(index), kind }))

export const receiveLines = (counts: SlotCounts): readonly ReceiveLine[] =>
  KINDS.flatMap(kind =>
    Array.from({ length: counts[kind] }, (_, slot) => ({ mid: `${kind[0]}${slot}`, kind, slot })),
  )

/** The streams of a receive slot, fixed for as long as the peer lives. */
export interface SlotStreams {
  readonly line: ReceiveLine
  readonly ssrc: number
  /** Of its retransmissions; audio has none. */
  readonly retransmission?: number | undefined
}
