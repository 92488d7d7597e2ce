/** RTCP: what we understand of compound packets (RFC 3550 §6, 4585, 5104, 3611, REMB) and how we print it. */

export interface ReportBlock {
  /** The stream it is about. */
  readonly ssrc: number
  /** Lost since the last report, in 1/256. */
  readonly fractionLost: number
  /** Signed: duplicates make it fall. */
  readonly cumulativeLost: number
  readonly highestSequence: number
  /** In units of the stream's clock. */
  readonly jitter: number
  /** Middle 32 bits of the NTP time of the last sender report; 0 when there was none. */
  readonly lastSenderReport: number
  /** Since it arrived, in 1/65536 s. */
  readonly delaySinceLastSenderReport: number
}

/** When the RTP time stamp was true, in NTP time. */
export interface NtpTime {
  readonly seconds: number
  readonly fraction: number
}

export interface DelayBlock {
  readonly ssrc: number
  /** Middle 32 bits of our reference time. */
  readonly lastReceiverReport: number
  readonly delaySinceLastReceiverReport: number
}

export type RtcpPart =
  | {
      readonly kind: 'senderReport'
      readonly ssrc: number
      readonly time: NtpTime
      readonly timestamp: number
      readonly packets: number
      readonly octets: number
      readonly blocks: readonly ReportBlock[]
    }
  | { readonly kind: 'receiverReport'; readonly ssrc: number; readonly blocks: readonly ReportBlock[] }
  | { readonly kind: 'nack'; readonly media: number; readonly lost: readonly number[] }
  | { readonly kind: 'keyFrameRequest'; readonly media: number }
  /** RFC 3611: our own reference time comes back in delay blocks, which is how a receiver gets a round trip. */
  | { readonly kind: 'delays'; readonly blocks: readonly DelayBlock[] }

interface Head {
  readonly count: number
  readonly body: Buffer
}

const READERS: Readonly<Record<number, (head: Head) => readonly RtcpPart[]>> = {
  200: readSenderReport,
  201: readReceiverReport,
  205: readTransportFeedback,
  206: readPayloadFeedback,
  207: readExtendedReport,
}

/** The parts of a compound packet that we use; what is cut off or unknown is left out. */
export function readRtcp(bytes: Buffer): readonly RtcpPart[] {
  const parts: RtcpPart[] = []
  for (let at = 0; at + 4 <= bytes.length; ) {
    const end = at + 4 + 4 * bytes.readUInt16BE(at + 2)
    const first = bytes.readUInt8(at)
    if (first >> 6 !== 2 || end > bytes.length) break
    const read = READERS[bytes.readUInt8(at + 1)]
    if (read) parts.push(...read({ count: first & 0x1f, body: bytes.subarray(at + 4, end) }))
    at = end
  }
  return parts
}

const BLOCK = 24

function readSenderReport({ count, body }: Head): readonly RtcpPart[] {
  if (body.length < 24 + BLOCK * count) return []
  return [
    {
      kind: 'senderReport',
      ssrc: body.readUInt32BE(0),
      time: { seconds: body.readUInt32BE(4), fraction: body.readUInt32BE(8) },
      timestamp: body.readUInt32BE(12),
      packets: body.readUInt32BE(16),
      octets: body.readUInt32BE(20),
      blocks: readBlocks(body.subarray(24), count),
    },
  ]
}

function readReceiverReport({ count, body }: Head): readonly RtcpPart[] {
  if (body.length < 4 + BLOCK * count) return []
  return [{ kind: 'receiverReport', ssrc: body.readUInt32BE(0), blocks: readBlocks(body.subarray(4), count) }]
}

const readBlocks = (body: Buffer, count: number): readonly ReportBlock[] =>
  Array.from({ length: count }, (_, index) => {
    const at = index * BLOCK
    return {
      ssrc: body.readUInt32BE(at),
      fractionLost: body.readUInt8(at + 4),
      cumulativeLost: body.readIntBE(at + 5, 3),
      highestSequence: body.readUInt32BE(at + 8),
      jitter: body.readUInt32BE(at + 12),
      lastSenderReport: body.readUInt32BE(at + 16),
      delaySinceLastSenderReport: body.readUInt32BE(at + 20),
    }
  })

/** RFC 4585 §6.2.1: each entry names a packet and, in a mask, any of the sixteen after it. */
function readTransportFeedback({ count, body }: Head): readonly RtcpPart[] {
  if (count !== 1 || body.length < 8) return []
  const lost: number[] = []
  for (let at = 8; at + 4 <= body.length; at += 4) {
    const first = body.readUInt16BE(at)
    const mask = body.readUInt16BE(at + 2)
    lost.push(first)
    for (let bit = 0; bit < 16; bit++) if (mask & (1 << bit)) lost.push((first + bit + 1) & 0xffff)
  }
  return [{ kind: 'nack', media: body.readUInt32BE(4), lost }]
}

/** Picture loss (RFC 4585 §6.3.1) and full intra request (RFC 5104 §4.3.1) ask for the same thing. */
function readPayloadFeedback({ count, body }: Head): readonly RtcpPart[] {
  if (body.length < 8) return []
  if (count === 1) return [{ kind: 'keyFrameRequest', media: body.readUInt32BE(4) }]
  if (count !== 4) return []
  const parts: RtcpPart[] = []
  for (let at = 8; at + 8 <= body.length; at += 8) {
    parts.push({ kind: 'keyFrameRequest', media: body.readUInt32BE(at) })
  }
  return parts
}

const DELAYS = 5

function readExtendedReport({ body }: Head): readonly RtcpPart[] {
  const parts: RtcpPart[] = []
  for (let at = 4; at + 4 <= body.length; ) {
    const end = at + 4 + 4 * body.readUInt16BE(at + 2)
    if (end > body.length) break
    if (body.readUInt8(at) === DELAYS) parts.push({ kind: 'delays', blocks: readDelays(body, at + 4, end) })
    at = end
  }
  return parts
}

function readDelays(body: Buffer, from: number, end: number): readonly DelayBlock[] {
  const blocks: DelayBlock[] = []
  for (let at = from; at + 12 <= end; at += 12) {
    blocks.push({
      ssrc: body.readUInt32BE(at),
      lastReceiverReport: body.readUInt32BE(at + 4),
      delaySinceLastReceiverReport: body.readUInt32BE(at + 8),
    })
  }
  return blocks
}

/** Header and length of one RTCP packet around 32-bit words; `body` is padded to whole words. */
export function rtcpPacket(type: number, count: number, body: Buffer): Buffer {
  const words = Math.ceil(body.length / 4)
  const bytes = Buffer.alloc(4 + 4 * words)
  bytes[0] = 0x80 | count
  bytes[1] = type
  bytes.writeUInt16BE(words, 2)
  body.copy(bytes, 4)
  return bytes
}

export interface SenderReport {
  readonly ssrc: number
  readonly time: NtpTime
  readonly timestamp: number
  readonly packets: number
  readonly octets: number
}

export function writeSenderReport({ ssrc, time, timestamp, packets, octets }: SenderReport): Buffer {
  const body = Buffer.alloc(24)
  body.writeUInt32BE(ssrc, 0)
  body.writeUInt32BE(time.seconds, 4)
  body.writeUInt32BE(time.fraction, 8)
  body.writeUInt32BE(timestamp, 12)
  body.writeUInt32BE(packets >>> 0, 16)
  body.writeUInt32BE(octets >>> 0, 20)
  return rtcpPacket(200, 0, body)
}

/** At most 31 blocks fit one report. */
export function writeReceiverReport(ssrc: number, blocks: readonly ReportBlock[]): Buffer {
  const body = Buffer.alloc(4 + BLOCK * blocks.length)
  body.writeUInt32BE(ssrc, 0)
  for (const [index, block] of blocks.entries()) {
    const at = 4 + BLOCK * index
    body.writeUInt32BE(block.ssrc, at)
    body.writeUInt8(block.fractionLost, at + 4)
    body.writeIntBE(block.cumulativeLost, at + 5, 3)
    body.writeUInt32BE(block.highestSequence, at + 8)
    body.writeUInt32BE(block.jitter, at + 12)
    body.writeUInt32BE(block.lastSenderReport, at + 16)
    body.writeUInt32BE(block.delaySinceLastSenderReport, at + 20)
  }
  return rtcpPacket(201, blocks.length, body)
}

/** One chunk with the canonical name (RFC 3550 §6.5.1); every compound packet needs one. */
export function writeSourceDescription(ssrc: number, name: string): Buffer {
  const text = Buffer.from(name)
  // The chunk ends with at least one zero and at a whole word.
  const body = Buffer.alloc(4 * Math.ceil((4 + 2 + text.length + 1) / 4))
  body.writeUInt32BE(ssrc, 0)
  body[4] = 1
  body[5] = text.length
  text.copy(body, 6)
  return rtcpPacket(202, 1, body)
}

/** RFC 3611 §4.4: our time, which the sender gives back with how long it kept it. */
export function writeReferenceTime(ssrc: number, time: NtpTime): Buffer {
  const body = Buffer.alloc(16)
  body.writeUInt32BE(ssrc, 0)
  body[4] = 4
  body.writeUInt16BE(2, 6)
  body.writeUInt32BE(time.seconds, 8)
  body.writeUInt32BE(time.fraction, 12)
  return rtcpPacket(207, 0, body)
}
