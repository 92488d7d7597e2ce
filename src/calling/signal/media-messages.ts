/** The payloads of the media messages (docs/signalling.md), and the part of a signalling client that media needs. */
import type { IceServer, ServerMessageOf, SignalClient } from '#sources/meetings/client'

export type MediaPath = ServerMessageOf<'mediaPath'>

export interface PeerDescription {
  readonly generation: number
  readonly sdp: string
}

export interface PeerCandidate {
  readonly generation: number
  readonly candidate: RTCIceCandidateInit
}

/** Sound: payloads are written by our own server, or by this very code in the peer's browser. */
export const readPayload = <Payload>(text: string): Payload => JSON.parse(text) as Payload

export const toRtcIceServers = (servers: readonly IceServer[]): RTCIceServer[] =>
  servers.map(({ urls, username, credential }) => ({
    urls: [...urls],
    ...(username !== undefined && { username }),
    ...(credential !== undefined && { credential }),
  }))

export type MediaSignal = Pick<
  SignalClient,
  'request' | 'say' | 'onMessage' | 'roster' | 'state' | 'resumeKey'
>
