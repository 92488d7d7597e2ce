/**
 * A client of the plane without a browser: node-datachannel as the answering side, packets made by hand. It needs no
 * camera, so that suites can have many of them.
 */
import { PeerConnection, type Track } from 'node-datachannel'
import { invariant } from '#base'
import { addressOf } from '../bad-network/candidate.ts'
import type { MediaOffer, MediaPlane } from '../port.ts'
import { isRtcp, type RtpPacket, readRtp, writeRtp } from '../rtp/packet.ts'
import { type RtcpPart, readRtcp } from '../rtp/rtcp.ts'
import { oneLineSdp, readParameters } from '../transport/one-line.ts'

export interface SyntheticClient {
  readonly participantId: string
  readonly media: RtpPacket[]
  readonly control: RtcpPart[]
  /** The SSRC by which that slot sends. */
  slotSsrc(mid: string): number
  send(packet: RtpPacket | Buffer): void
  /** Resolves when `holds`, which is asked again with every packet that comes. */
  until(holds: () => boolean): Promise<void>
  leave(): Promise<void>
}

export interface SyntheticJoining {
  readonly callId: string
  readonly participantId: string
  /** The only address of the plane that it can reach; all it is told, if absent. */
  readonly reaches?: string
}

/**
 * Joins and resolves when packets can pass; answers later offers by a fresh connection as well, and asks for one when a
 * connection has failed, as every client has to. (libdatachannel lets ICE go on before it has noted the fingerprint of
 * the answer; on a busy machine the handshake can overtake it and is refused as one of an unknown certificate.)
 */
export async function joinSynthetic(plane: MediaPlane, joining: SyntheticJoining): Promise<SyntheticClient> {
  const { participantId } = joining
  const opened = Promise.withResolvers<void>()
  const media: RtpPacket[] = []
  const control: RtcpPart[] = []
  const waiting = new Set<() => void>()
  let joined: Joined | undefined
  let newest = 0
  const take = (bytes: Buffer) => {
    const packet = isRtcp(bytes) ? undefined : readRtp(bytes)
    if (packet) media.push(packet)
    else control.push(...readRtcp(bytes))
    for (const look of waiting) look()
  }
  const onOffer = async (offer: MediaOffer) => {
    newest = offer.generation
    joined?.connection.close()
    joined = undefined
    const answered = await answer(plane, offer, joining.reaches)
    if (newest !== offer.generation) return answered?.connection.close()
    if (!answered) return plane.renegotiate(participantId, offer.connection)
    joined = answered
    answered.track.onMessage(take)
    opened.resolve()
  }
  const stopHearing = plane.on(event => {
    if (event.type === 'offer' && event.participantId === participantId) onOffer(event).catch(opened.reject)
  })
  await plane.open({ callId: joining.callId, participantId })
  await opened.promise
  return {
    participantId,
    media,
    control,
    slotSsrc: mid => {
      const line = joined?.offer.sdp.split('m=').find(section => section.includes(`a=mid:${mid}\r`))
      return Number(/a=ssrc:(\d+)/.exec(line ?? '')?.[1])
    },
    send: packet => void joined?.track.sendMessageBinary(Buffer.isBuffer(packet) ? packet : writeRtp(packet)),
    until: holds =>
      new Promise(resolve => {
        const look = () => {
          if (!holds()) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    leave: async () => {
      stopHearing()
      await plane.close(participantId)
      joined?.connection.close()
    },
  }
}

interface Joined {
  readonly connection: PeerConnection
  readonly track: Track
  readonly offer: MediaOffer
}

/** Undefined when the connection failed. */
async function answer(plane: MediaPlane, offer: MediaOffer, reaches?: string): Promise<Joined | undefined> {
  const theirs = readParameters(offer.sdp)
  invariant(theirs, 'an offer has parameters')
  const connection = new PeerConnection(offer.participantId, {
    iceServers: [],
    bindAddress: '127.0.0.1',
    forceMediaTransport: true,
  })
  const track = new Promise<Track>(resolve => connection.onTrack(resolve))
  const gathered = new Promise<void>(resolve =>
    connection.onGatheringStateChange(state => state === 'complete' && resolve()),
  )
  connection.setRemoteDescription(oneLineSdp({ ...theirs, setup: 'actpass' }), 'offer')
  const reached = theirs.candidates.filter(
    candidate => reaches === undefined || addressOf(candidate)?.address === reaches,
  )
  for (const candidate of reached) connection.addRemoteCandidate(candidate, '0')
  await gathered
  const settled = new Promise<string>(resolve =>
    connection.onStateChange(state => (state === 'connected' || state === 'failed') && resolve(state)),
  )
  const { participantId, connection: name, generation } = offer
  const sdp = connection.localDescription()?.sdp ?? ''
  await plane.answer(participantId, { connection: name, generation, sdp })
  if ((await settled) === 'failed') {
    connection.close()
    return undefined
  }
  return { connection, track: await track, offer }
}
