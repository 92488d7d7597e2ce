/** Feedback to senders: what is missing, a new key frame, how much they may send (RFC 4585, REMB draft-03). */
import { rtcpPacket } from './rtcp.ts'

export interface Feedback {
  /** Who says so. */
  readonly from: number
  /** The stream it is about. */
  readonly media: number
}

/** Generic NACK: `lost` in ascending order, 16-bit numbers; runs of seventeen share an entry. */
export function writeNack({ from, media }: Feedback, lost: readonly number[]): Buffer {
  const entries: { first: number; mask: number }[] = []
  for (const number of lost) {
    const last = entries.at(-1)
    const behind = last ? (number - last.first) & 0xffff : 0
    if (last && behind >= 1 && behind <= 16) last.mask |= 1 << (behind - 1)
    else entries.push({ first: number, mask: 0 })
  }
  const body = Buffer.alloc(8 + 4 * entries.length)
  body.writeUInt32BE(from, 0)
  body.writeUInt32BE(media, 4)
  for (const [index, { first, mask }] of entries.entries()) {
    body.writeUInt16BE(first, 8 + 4 * index)
    body.writeUInt16BE(mask, 10 + 4 * index)
  }
  return rtcpPacket(205, 1, body)
}

export function writePictureLoss({ from, media }: Feedback): Buffer {
  const body = Buffer.alloc(8)
  body.writeUInt32BE(from, 0)
  body.writeUInt32BE(media, 4)
  return rtcpPacket(206, 1, body)
}

/** The most those streams may send together, bit/s: mantissa of 18 bits and an exponent. */
export function writeBitrateCap(from: number, bitsPerSecond: number, streams: readonly number[]): Buffer {
  const exponent = Math.max(0, Math.ceil(Math.log2((bitsPerSecond + 1) / 0x4_0000)))
  const mantissa = Math.floor(bitsPerSecond / 2 ** exponent)
  const body = Buffer.alloc(16 + 4 * streams.length)
  body.writeUInt32BE(from, 0)
  body.write('REMB', 8)
  body[12] = streams.length
  body[13] = (exponent << 2) | (mantissa >> 16)
  body.writeUInt16BE(mantissa & 0xffff, 14)
  for (const [index, ssrc] of streams.entries()) body.writeUInt32BE(ssrc, 16 + 4 * index)
  return rtcpPacket(206, 15, body)
}
