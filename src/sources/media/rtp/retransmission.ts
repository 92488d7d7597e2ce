/** RFC 4588: a lost packet goes again as a packet of another stream, with its number before its payload. */
import { type RtpPacket, readRtp, writeRtp } from './packet.ts'

export interface RetransmissionStream {
  readonly ssrc: number
  readonly payloadType: number
  readonly sequenceNumber: number
}

/** The packet of the retransmission stream for the bytes of one that was sent before. */
export function wrapRetransmission(sent: Buffer, stream: RetransmissionStream): Buffer | undefined {
  const packet = readRtp(sent)
  if (!packet) return undefined
  const number = Buffer.alloc(2)
  number.writeUInt16BE(packet.sequenceNumber)
  return writeRtp({ ...packet, ...stream, payload: Buffer.concat([number, packet.payload]) })
}

/** The packet as it was sent first; undefined for mere padding, by which a sender probes the bandwidth. */
export function unwrapRetransmission(
  packet: RtpPacket,
  original: Pick<RtpPacket, 'ssrc' | 'payloadType'>,
): RtpPacket | undefined {
  if (packet.payload.length <= 2) return undefined
  return {
    ...packet,
    ...original,
    sequenceNumber: packet.payload.readUInt16BE(0),
    payload: packet.payload.subarray(2),
  }
}
