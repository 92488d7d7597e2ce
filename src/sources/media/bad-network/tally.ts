/** What a bad network did to each stream in one direction: numbers of RTP stay readable under SRTP (RFC 3711 §3.1). */
import type { RelayedStream } from '../port.ts'
import { isRtcp } from '../rtp/packet.ts'

/** A connection has some thirty streams; whoever sends more is no browser. */
const MOST_STREAMS = 100
const HEADER = 12

export class Tally {
  readonly #streams = new Map<number, { passed: number; lost: number }>()

  add(packet: Buffer, isLost: boolean): void {
    const ssrc = streamOf(packet)
    if (ssrc === undefined) return
    const known = this.#streams.get(ssrc)
    if (!known && this.#streams.size >= MOST_STREAMS) return
    const counts = known ?? { passed: 0, lost: 0 }
    if (isLost) counts.lost++
    else counts.passed++
    if (!known) this.#streams.set(ssrc, counts)
  }

  streams(): readonly RelayedStream[] {
    return [...this.#streams].map(([id, counts]) => ({ id, ...counts }))
  }
}

/** The SSRC; undefined for STUN, DTLS and reports. */
const streamOf = (packet: Buffer): number | undefined =>
  packet.length >= HEADER && packet.readUInt8(0) >> 6 === 2 && !isRtcp(packet)
    ? packet.readUInt32BE(8)
    : undefined
