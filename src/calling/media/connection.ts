/** One RTCPeerConnection with the roles of its media lines, whoever is at the other end. */
import type { MediaKind, ServerOffer } from '#sources/meetings/client'
import type { MediaPath, PeerCandidate, PeerDescription } from '../signal/media-messages.ts'
import type { LocalTracks } from './local-tracks.ts'

export interface Connection {
  /** `main`, `video` … as the SFU names it; `p2p`. */
  readonly name: string
  readonly generation: number
  readonly pc: RTCPeerConnection
  /** What each media line carries. */
  readonly kinds: ReadonlyMap<string, MediaKind>
  close(): void
}

/** How a connection's changes reach its owner. */
export interface Heard {
  /** A receiver has a track (again), or a track's packets began or ceased. */
  tracksChanged(): void
  stateChanged(connection: Connection): void
  /** TURN servers were given, and none of them gave an address. */
  relayUnreachable(): void
}

interface Making {
  readonly name: string
  readonly generation: number
  readonly iceServers: readonly RTCIceServer[]
  readonly tracks: LocalTracks
  readonly heard: Heard
}

function connectionOf(
  { name, generation, iceServers, tracks, heard }: Making,
  kinds: Map<string, MediaKind>,
) {
  const pc = new RTCPeerConnection({ iceServers: [...iceServers], bundlePolicy: 'max-bundle' })
  const connection: Connection = {
    name,
    generation,
    pc,
    kinds,
    close: () => {
      tracks.forget(pc)
      pc.onconnectionstatechange = null
      pc.onicegatheringstatechange = null
      pc.ontrack = null
      pc.close()
    },
  }
  pc.onconnectionstatechange = () => heard.stateChanged(connection)
  watchRelays(pc, iceServers, heard)
  pc.ontrack = ({ track }) => {
    track.onunmute = heard.tracksChanged
    track.onmute = heard.tracksChanged
    heard.tracksChanged()
  }
  return connection
}

/** Browsers tell of an unknown host, but of a refused connection only by what is missing in the end (measured). */
function watchRelays(pc: RTCPeerConnection, iceServers: readonly RTCIceServer[], heard: Heard): void {
  if (!iceServers.some(({ urls }) => [urls].flat().some(url => /^turns?:/.test(url)))) return
  let hasRelay = false
  pc.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate?.type === 'relay') hasRelay = true
  })
  pc.onicegatheringstatechange = () => {
    if (pc.iceGatheringState === 'complete' && !hasRelay) heard.relayUnreachable()
  }
}

export interface SfuMaking extends Omit<Making, 'name' | 'generation'> {
  readonly offer: ServerOffer
}

/** Answers an offer of the SFU; gives the connection and the text of the answer. Rejects when the offer is no good. */
export async function answerSfu({ offer, ...making }: SfuMaking): Promise<[Connection, string]> {
  const kinds = new Map([...offer.sends, ...offer.receives].map(({ mid, kind }) => [mid, kind]))
  const connection = connectionOf({ ...making, name: offer.connection, generation: offer.generation }, kinds)
  const { pc } = connection
  try {
    await pc.setRemoteDescription({ type: 'offer', sdp: offer.sdp })
    const sends = new Set(offer.sends.map(({ mid }) => mid))
    for (const transceiver of pc.getTransceivers()) {
      const kind = transceiver.mid === null ? undefined : kinds.get(transceiver.mid)
      if (!kind || !sends.has(transceiver.mid ?? '')) continue
      transceiver.direction = 'sendonly'
      await making.tracks.feed(transceiver.sender, kind)
    }
    await pc.setLocalDescription(await pc.createAnswer())
    return [connection, pc.localDescription?.sdp ?? '']
  } catch (error) {
    connection.close()
    throw error
  }
}

/** The media lines between two peers, in this order. */
const PEER_LINES: readonly MediaKind[] = ['audio', 'video', 'screen']

export interface PeerMaking extends Omit<Making, 'name' | 'generation'> {
  readonly path: Pick<MediaPath, 'generation'>
  /** Sends a description or candidate to the peer. */
  readonly send: (type: 'offer' | 'answer' | 'ice', payload: PeerDescription | PeerCandidate) => void
}

/** A connection straight to the other one of a dialled call. The initiator offers, again when ICE has failed. */
export interface PeerConnection extends Connection {
  offer(): Promise<void>
  hear(type: 'offer' | 'answer' | 'ice', payload: PeerDescription | PeerCandidate): Promise<void>
}

export function connectPeer({ path, send, ...making }: PeerMaking): PeerConnection {
  const { generation } = path
  const kinds = new Map<string, MediaKind>()
  const connection = connectionOf({ ...making, name: 'p2p', generation }, kinds)
  const { pc } = connection
  const early: RTCIceCandidateInit[] = []
  pc.onicecandidate = ({ candidate }) => {
    if (candidate) send('ice', { generation, candidate: candidate.toJSON() })
  }
  const describe = async (type: 'offer' | 'answer') => {
    await pc.setLocalDescription()
    for (const [i, kind] of PEER_LINES.entries()) {
      const mid = pc.getTransceivers()[i]?.mid
      if (mid) kinds.set(mid, kind)
    }
    send(type, { generation, sdp: pc.localDescription?.sdp ?? '' })
  }
  const feed = async () => {
    for (const [i, kind] of PEER_LINES.entries()) {
      const transceiver = pc.getTransceivers()[i]
      if (!transceiver) continue
      transceiver.direction = 'sendrecv'
      await making.tracks.feed(transceiver.sender, kind)
    }
  }
  const takeDescription = async (type: 'offer' | 'answer', sdp: string) => {
    await pc.setRemoteDescription({ type, sdp })
    for (const candidate of early.splice(0)) await pc.addIceCandidate(candidate)
    if (type === 'answer') return
    await feed()
    await describe('answer')
  }
  return {
    ...connection,
    offer: async () => {
      if (pc.getTransceivers().length === 0) {
        for (const kind of PEER_LINES) pc.addTransceiver(kind === 'audio' ? 'audio' : 'video')
        await feed()
      } else pc.restartIce()
      await describe('offer')
    },
    hear: async (type, payload) => {
      if ('sdp' in payload && type !== 'ice') return takeDescription(type, payload.sdp)
      if (!('candidate' in payload)) return
      if (pc.remoteDescription) await pc.addIceCandidate(payload.candidate)
      else early.push(payload.candidate)
    },
  }
}
