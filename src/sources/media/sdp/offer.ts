/** What we offer a client: every line it will ever need, so that nobody negotiates again when people come and go. */
import type { MediaKind, MediaLine } from '../port.ts'
import { CODECS, EXTENSION_URIS, EXTENSIONS, LAYERS, type SlotStreams, sendLines } from './lines.ts'

/** Our side of ICE and DTLS. */
export interface TransportParameters {
  readonly iceUfrag: string
  readonly icePwd: string
  /** `sha-256 AB:CD:…` */
  readonly fingerprint: string
  /** Values of `candidate:` attributes, without `a=`. */
  readonly candidates: readonly string[]
}

export interface OfferTerms {
  readonly session: number
  readonly generation: number
  readonly transport: TransportParameters
  readonly slots: readonly SlotStreams[]
  readonly simulcast: boolean
}

export function writeOffer(terms: OfferTerms): string {
  const { session, generation, slots } = terms
  const mids = [...sendLines.map(({ mid }) => mid), ...slots.map(({ line }) => line.mid)]
  const lines = [
    'v=0',
    `o=- ${session} ${generation} IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    `a=group:BUNDLE ${mids.join(' ')}`,
    'a=msid-semantic: WMS *',
    ...sendLines.flatMap(line => [
      ...mediaLines(line, terms),
      'a=recvonly',
      ...codecLines(line.kind, { feedsBack: true }),
      ...(terms.simulcast && line.kind === 'video' ? simulcastLines() : []),
    ]),
    ...slots.flatMap(slot => [
      ...mediaLines(slot.line, terms),
      'a=sendonly',
      ...codecLines(slot.line.kind, { feedsBack: false }),
      ...sourceLines(slot),
    ]),
  ]
  return `${lines.join('\r\n')}\r\n`
}

const EXTENSIONS_OF: Readonly<Record<MediaKind, readonly (keyof typeof EXTENSIONS)[]>> = {
  audio: ['audioLevel', 'transportSequence', 'mid'],
  video: ['transportSequence', 'mid', 'rid', 'repairedRid', 'videoOrientation'],
  screen: ['transportSequence', 'mid', 'rid', 'repairedRid', 'videoOrientation'],
}

function mediaLines({ mid, kind }: MediaLine, { transport }: OfferTerms): readonly string[] {
  const codec = CODECS[kind]
  const types = 'retransmission' in codec ? `${codec.payloadType} ${codec.retransmission}` : codec.payloadType
  return [
    `m=${kind === 'audio' ? 'audio' : 'video'} 9 UDP/TLS/RTP/SAVPF ${types}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${mid}`,
    `a=ice-ufrag:${transport.iceUfrag}`,
    `a=ice-pwd:${transport.icePwd}`,
    `a=fingerprint:${transport.fingerprint}`,
    'a=setup:actpass',
    'a=rtcp-mux',
    'a=rtcp-rsize',
    ...transport.candidates.map(candidate => `a=${candidate}`),
    'a=end-of-candidates',
    ...EXTENSIONS_OF[kind].map(name => `a=extmap:${EXTENSIONS[name]} ${EXTENSION_URIS[name]}`),
  ]
}

/** Congestion feedback only where we are the receiver: towards clients we choose layers by their reports. */
function codecLines(kind: MediaKind, { feedsBack }: { readonly feedsBack: boolean }): readonly string[] {
  const { payloadType } = CODECS[kind]
  const congestion = feedsBack ? [`a=rtcp-fb:${payloadType} transport-cc`] : []
  if (kind === 'audio') {
    return [
      `a=rtpmap:${payloadType} opus/48000/2`,
      ...congestion,
      `a=fmtp:${payloadType} minptime=10;useinbandfec=1`,
    ]
  }
  const { retransmission } = CODECS[kind]
  return [
    `a=rtpmap:${payloadType} VP8/90000`,
    ...congestion,
    ...(feedsBack ? [`a=rtcp-fb:${payloadType} goog-remb`] : []),
    `a=rtcp-fb:${payloadType} ccm fir`,
    `a=rtcp-fb:${payloadType} nack`,
    `a=rtcp-fb:${payloadType} nack pli`,
    `a=rtpmap:${retransmission} rtx/90000`,
    `a=fmtp:${retransmission} apt=${payloadType}`,
  ]
}

const simulcastLines = (): readonly string[] => [
  ...LAYERS.map(rid => `a=rid:${rid} recv`),
  `a=simulcast:recv ${LAYERS.join(';')}`,
]

function sourceLines({ line, ssrc, retransmission }: SlotStreams): readonly string[] {
  const streams = retransmission === undefined ? [ssrc] : [ssrc, retransmission]
  return [
    `a=msid:${line.mid} ${line.mid}`,
    ...(retransmission === undefined ? [] : [`a=ssrc-group:FID ${ssrc} ${retransmission}`]),
    ...streams.map(stream => `a=ssrc:${stream} cname:${CANONICAL_NAME}`),
  ]
}

/** Ours towards everybody; who somebody is stands in the slots, not in the media. */
export const CANONICAL_NAME = 'plane'
