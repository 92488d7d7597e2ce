/** Whose stream lies where: from receive slots and a peer's connection to streams by participant. */
import type { MediaKind, SlotNews } from '#sources/meetings/client'
import type { Connection } from './connection.ts'

export interface RemoteMedia {
  readonly audio?: MediaStream
  readonly video?: MediaStream
  readonly screen?: MediaStream
}

export type Remote = ReadonlyMap<string, RemoteMedia>

/** One stream a track for as long as the track lives: an element that shows it is not disturbed. */
export class StreamsOfTracks {
  readonly #streams = new WeakMap<MediaStreamTrack, MediaStream>()

  of(track: MediaStreamTrack): MediaStream {
    const known = this.#streams.get(track)
    if (known) return known
    const stream = new MediaStream([track])
    this.#streams.set(track, stream)
    return stream
  }
}

export interface RemoteView {
  readonly sfu: ReadonlyMap<string, Connection>
  readonly slots: readonly SlotNews[]
  readonly p2p?: { readonly connection: Connection; readonly peer: string } | undefined
  readonly streams: StreamsOfTracks
  /** Does that participant send this now? As the roster tells. */
  readonly shows: (participantId: string, kind: MediaKind) => boolean
}

/** While both paths stand, the peer's own connection wins: it has media already. */
export function remoteOf(view: RemoteView): Remote {
  const found = new Map<string, { -readonly [Kind in keyof RemoteMedia]: RemoteMedia[Kind] }>()
  const put = (participantId: string, kind: MediaKind, track: MediaStreamTrack) => {
    const media = found.get(participantId) ?? {}
    found.set(participantId, { ...media, [kind]: view.streams.of(track) })
  }
  for (const { connection, mid, kind, participantId } of view.slots) {
    if (participantId === null || participantId === view.p2p?.peer) continue
    const pc = view.sfu.get(connection)?.pc
    const track = pc && trackOf(pc, mid)
    if (track) put(participantId, kind, track)
  }
  if (view.p2p) {
    const { connection, peer } = view.p2p
    for (const [mid, kind] of connection.kinds) {
      const track = trackOf(connection.pc, mid)
      if (track && (kind === 'audio' || view.shows(peer, kind))) put(peer, kind, track)
    }
  }
  return found
}

/** Equal when the same streams belong to the same people. */
export function isSameRemote(one: Remote, other: Remote): boolean {
  if (one.size !== other.size) return false
  for (const [participantId, media] of one) {
    const others = other.get(participantId)
    if (!others) return false
    if (media.audio !== others.audio || media.video !== others.video || media.screen !== others.screen) {
      return false
    }
  }
  return true
}

export const trackOf = (pc: RTCPeerConnection, mid: string): MediaStreamTrack | undefined =>
  pc.getTransceivers().find(transceiver => transceiver.mid === mid)?.receiver.track
