/** RTP packets (RFC 3550 §5.1) with header extensions in both forms (RFC 8285). */

export interface RtpPacket {
  readonly marker: boolean
  readonly payloadType: number
  readonly sequenceNumber: number
  readonly timestamp: number
  readonly ssrc: number
  readonly extensions: readonly RtpExtension[]
  /** Without padding; may be empty. Shares memory with the bytes it was read from. */
  readonly payload: Buffer
}

export interface RtpExtension {
  /** 1..14, as negotiated. */
  readonly id: number
  readonly data: Buffer
}

const FIXED = 12
const ONE_BYTE = 0xbede
const TWO_BYTE = 0x1000

/** RTP and RTCP share one port: RTCP is what has a type of 192..223 in its second byte (RFC 5761 §4). */
export const isRtcp = (bytes: Buffer): boolean => {
  const type = bytes[1] ?? 0
  return type >= 192 && type <= 223
}

/** The packet, or undefined when the bytes are none: lengths that do not fit, another version. */
export function readRtp(bytes: Buffer): RtpPacket | undefined {
  if (bytes.length < FIXED) return undefined
  const first = bytes.readUInt8(0)
  if (first >> 6 !== 2) return undefined
  const afterSources = FIXED + 4 * (first & 0x0f)
  const hasExtension = (first & 0x10) !== 0
  const start = hasExtension ? endOfExtension(bytes, afterSources) : afterSources
  const end = first & 0x20 ? bytes.length - (bytes.at(-1) ?? 0) : bytes.length
  if (start === undefined || start > end) return undefined
  const second = bytes.readUInt8(1)
  return {
    marker: second >= 0x80,
    payloadType: second & 0x7f,
    sequenceNumber: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    ssrc: bytes.readUInt32BE(8),
    extensions: hasExtension ? readExtensions(bytes, afterSources, start) : [],
    payload: bytes.subarray(start, end),
  }
}

function endOfExtension(bytes: Buffer, at: number): number | undefined {
  if (at + 4 > bytes.length) return undefined
  const end = at + 4 + 4 * bytes.readUInt16BE(at + 2)
  return end <= bytes.length ? end : undefined
}

function readExtensions(bytes: Buffer, at: number, end: number): readonly RtpExtension[] {
  const profile = bytes.readUInt16BE(at)
  const isTwoByte = (profile & 0xfff0) === TWO_BYTE
  if (profile !== ONE_BYTE && !isTwoByte) return []
  const found: RtpExtension[] = []
  for (let next = at + 4; next < end; ) {
    const head = bytes.readUInt8(next)
    const id = isTwoByte ? head : head >> 4
    // 0 is padding; 15 in the one-byte form means "stop reading".
    if (id === 0) {
      next += 1
      continue
    }
    if (!isTwoByte && id === 15) break
    const size = isTwoByte ? (next + 1 < end ? bytes.readUInt8(next + 1) : end) : (head & 0x0f) + 1
    const from = next + (isTwoByte ? 2 : 1)
    if (from + size > end) break
    found.push({ id, data: bytes.subarray(from, from + size) })
    next = from + size
  }
  return found
}

export const extensionOf = (packet: RtpPacket, id: number): Buffer | undefined =>
  packet.extensions.find(extension => extension.id === id)?.data

/** The bytes of a packet; extensions in the one-byte form, so each 1..16 bytes long. */
export function writeRtp(packet: RtpPacket): Buffer {
  const { extensions, payload } = packet
  const body = extensions.reduce((sum, { data }) => sum + 1 + data.length, 0)
  const words = Math.ceil(body / 4)
  const start = FIXED + (extensions.length > 0 ? 4 + 4 * words : 0)
  const bytes = Buffer.allocUnsafe(start + payload.length)
  bytes[0] = 0x80 | (extensions.length > 0 ? 0x10 : 0)
  bytes[1] = (packet.marker ? 0x80 : 0) | packet.payloadType
  bytes.writeUInt16BE(packet.sequenceNumber, 2)
  bytes.writeUInt32BE(packet.timestamp, 4)
  bytes.writeUInt32BE(packet.ssrc, 8)
  if (extensions.length > 0) writeExtensions(bytes, extensions, start)
  payload.copy(bytes, start)
  return bytes
}

function writeExtensions(bytes: Buffer, extensions: readonly RtpExtension[], end: number): void {
  bytes.writeUInt16BE(ONE_BYTE, FIXED)
  bytes.writeUInt16BE((end - FIXED - 4) / 4, FIXED + 2)
  let at = FIXED + 4
  for (const { id, data } of extensions) {
    bytes[at] = (id << 4) | (data.length - 1)
    data.copy(bytes, at + 1)
    at += 1 + data.length
  }
  bytes.fill(0, at, end)
}
