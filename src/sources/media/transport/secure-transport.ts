/**
 * ICE, DTLS and SRTP of one connection, by a library. Which lines and streams there are is none of its business: it
 * carries whole RTP and RTCP packets, so that everything above is ours and the same for every library.
 */

import type { PeerPair, PeerState } from '../port.ts'
import type { RemoteParameters } from '../sdp/answer.ts'
import type { TransportParameters } from '../sdp/offer.ts'

export interface TransportEvents {
  /** A decrypted RTP or RTCP packet; the bytes are the listener's. */
  packet(bytes: Buffer): void
  state(state: PeerState): void
}

export interface SecureTransport {
  readonly local: TransportParameters
  /** Takes the other side's parameters and connects. Throws when the library refuses them. */
  connect(remote: RemoteParameters): void
  addCandidate(candidate: string): void
  /** Encrypts and sends, copying the bytes; false while not connected or after close. */
  send(packet: Buffer): boolean
  /** Undefined while there is none, or where the library does not say. */
  pair(): PeerPair | undefined
  close(): Promise<void>
}

export interface TransportLibrary {
  /** Gathers candidates and resolves when they are complete. */
  open(events: TransportEvents): Promise<SecureTransport>
}

export interface TransportOptions {
  /** Address to listen on. */
  readonly address: string
  /** One UDP port for all connections; 0: each connection has its own. */
  readonly port: number
}
