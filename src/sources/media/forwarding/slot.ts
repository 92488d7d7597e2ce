/**
 * A receive slot: one stream towards one client whose SSRC never changes, whoever is in it. Numbers, time stamps and
 * picture ids go on when the person or the layer changes, so that the browser sees one stream.
 */
import type { MediaKind, PeerKey, PlaneStreamReport } from '../port.ts'
import { ntpOf, roundTripOf } from '../rtp/ntp.ts'
import { type RtpExtension, writeRtp } from '../rtp/packet.ts'
import type { Interval } from '../rtp/receive-statistics.ts'
import { wrapRetransmission } from '../rtp/retransmission.ts'
import type { ReportBlock, SenderReport } from '../rtp/rtcp.ts'
import { KNOWN_PACKETS, SentPackets } from '../rtp/sent-packets.ts'
import { plus32 } from '../rtp/sequence.ts'
import { type PictureShift, shiftPictures } from '../rtp/vp8.ts'
import { CODECS, EXTENSIONS, type SlotStreams } from '../sdp/lines.ts'
import { LossSteps } from './choose-layer.ts'
import type { Uplink, UplinkPacket } from './uplink.ts'
import { reportOf, Witness } from './witness.ts'

/** What receivers may know; the others name lines and numbers of the sender's own connection. */
const FORWARDED: readonly number[] = [EXTENSIONS.audioLevel, EXTENSIONS.videoOrientation]

/** How the numbers of the present uplink become the slot's. */
interface Mapping {
  /** Packets before it belong to the time before the switch. */
  readonly from: number
  readonly sequence: number
  readonly timestamp: number
  readonly pictures: PictureShift
}

interface Sent {
  readonly extended: number
  readonly timestamp: number
  readonly at: number
  readonly pictureId: number
  readonly temporalZeroIndex: number
}

export interface SlotSetting {
  readonly streams: SlotStreams
  readonly receiver: PeerKey
  /** Sends to the receiver's connection. */
  send(packet: Buffer): boolean
}

export class Slot {
  readonly streams: SlotStreams
  readonly kind: MediaKind
  readonly #receiver: PeerKey
  readonly #send: (packet: Buffer) => boolean
  readonly #sentPackets = new SentPackets()
  readonly #witness: Witness
  readonly loss = new LossSteps()
  /** Who is in it. */
  participantId: PeerKey | null = null
  /** Pixels the receiver's tile is high. */
  height: number | undefined
  #uplink: Uplink | undefined
  #target: Uplink | undefined
  #mapping: Mapping | undefined
  #last: Sent | undefined
  #packets = 0
  #octets = 0
  #repeats = 0
  #reported: ReportBlock | undefined
  #interval: Interval = { expected: 0, received: 0 }

  constructor({ streams, receiver, send }: SlotSetting, now: number) {
    this.streams = streams
    this.kind = streams.line.kind
    this.#receiver = receiver
    this.#send = send
    this.#witness = new Witness(this.kind, now)
  }

  /** Gives the slot to somebody; what he sends comes by `aim`. */
  hold(participantId: PeerKey | null): void {
    if (participantId === this.participantId) return
    this.participantId = participantId
    this.#uplink = undefined
    this.#target = undefined
    this.#mapping = undefined
  }

  /** The uplink that is to be forwarded; video changes over at its next key frame, which is asked for. */
  aim(uplink: Uplink | undefined): void {
    if (uplink === this.#target) return
    this.#target = uplink
    if (uplink && uplink !== this.#uplink && this.kind !== 'audio') uplink.wantKeyFrame()
  }

  /** A connection was made anew: its receiver begins with a key frame. */
  restart(): void {
    if (this.#uplink && this.kind !== 'audio') this.#uplink.wantKeyFrame()
    this.#reported = undefined
  }

  /** Forwards a packet of an uplink of the person in the slot, if it is the one to be seen. */
  forward(uplink: Uplink, incoming: UplinkPacket, now: number): void {
    if (uplink !== this.#uplink) {
      if (uplink !== this.#target || !this.#maySwitch(incoming)) return
      this.#switchTo(uplink, incoming, now)
    }
    const mapping = this.#mapping
    if (!mapping || incoming.extended < mapping.from) return
    const extended = incoming.extended + mapping.sequence
    if (this.#sentPackets.has(extended)) return
    const bytes = this.#rewritten(incoming, mapping, extended)
    if (!this.#send(bytes)) return
    this.#sentPackets.sent(extended, this.kind === 'audio' ? undefined : bytes)
    this.#count(incoming, { mapping, extended, now })
  }

  #maySwitch({ vp8 }: UplinkPacket): boolean {
    return this.kind === 'audio' || vp8?.isKeyFrame === true
  }

  #switchTo(uplink: Uplink, { packet, extended, vp8 }: UplinkPacket, now: number): void {
    const last = this.#last
    this.#uplink = uplink
    if (!last) {
      // The first ever: numbers pass unchanged.
      this.#mapping = { from: extended, sequence: 0, timestamp: 0, pictures: NO_SHIFT }
      return
    }
    const { clockRate } = CODECS[this.kind]
    const elapsed = Math.max(1, Math.round(((now - last.at) * clockRate) / 1000))
    this.#mapping = {
      from: extended,
      sequence: last.extended + 1 - extended,
      timestamp: (last.timestamp + elapsed - packet.timestamp) >>> 0,
      pictures: {
        pictureId: last.pictureId + 1 - (vp8?.pictureId?.value ?? 0),
        temporalZeroIndex: last.temporalZeroIndex + 1 - (vp8?.temporalZeroIndex?.value ?? 0),
      },
    }
  }

  #rewritten({ packet, vp8 }: UplinkPacket, mapping: Mapping, extended: number): Buffer {
    const bytes = writeRtp({
      marker: packet.marker,
      payloadType: packet.payloadType,
      sequenceNumber: extended & 0xffff,
      timestamp: plus32(packet.timestamp, mapping.timestamp),
      ssrc: this.streams.ssrc,
      extensions: packet.extensions.length === 0 ? NO_EXTENSIONS : packet.extensions.filter(isForwarded),
      payload: packet.payload,
    })
    if (vp8) shiftPictures(bytes.subarray(bytes.length - packet.payload.length), vp8, mapping.pictures)
    return bytes
  }

  #count(
    { packet, vp8 }: UplinkPacket,
    { mapping, extended, now }: { mapping: Mapping; extended: number; now: number },
  ): void {
    this.#packets++
    this.#octets += packet.payload.length
    this.#witness.packet(packet.payload.length, packet.marker)
    if (vp8?.height !== undefined) this.#witness.sized(vp8.height)
    if (this.#last && extended <= this.#last.extended) return
    this.#last = {
      extended,
      timestamp: plus32(packet.timestamp, mapping.timestamp),
      at: now,
      pictureId: (vp8?.pictureId?.value ?? 0) + mapping.pictures.pictureId,
      temporalZeroIndex: (vp8?.temporalZeroIndex?.value ?? 0) + mapping.pictures.temporalZeroIndex,
    }
  }

  /** Sends again what the receiver misses, as far as it is kept. */
  repeat(lost: readonly number[]): void {
    const { retransmission } = this.streams
    const codec = CODECS[this.kind]
    if (retransmission === undefined || !('retransmission' in codec) || !this.#last) return
    for (const number of lost) {
      const sent = this.#sentPackets.find(this.#extend(number))
      const packet =
        sent &&
        wrapRetransmission(sent, {
          ssrc: retransmission,
          payloadType: codec.retransmission,
          sequenceNumber: this.#repeats++ & 0xffff,
        })
      if (packet) this.#send(packet)
    }
  }

  /** The nearest of our numbers at or below the last one. */
  #extend(number: number): number {
    const last = this.#last?.extended ?? 0
    return last - ((last - number) & 0xffff)
  }

  /** The receiver cannot go on without a key frame. */
  wantKeyFrame(): void {
    this.#uplink?.wantKeyFrame()
  }

  /** What the receiver reports; gives the round trip in ms where it can be told. */
  onReport(block: ReportBlock, now: number): number | undefined {
    const { clockRate } = CODECS[this.kind]
    this.#witness.jitters.add((1000 * block.jitter) / clockRate)
    this.#addLoss(block)
    const roundTrip = roundTripOf(now, block.lastSenderReport, block.delaySinceLastSenderReport)
    if (roundTrip !== undefined) this.#witness.roundTrips.add(roundTrip)
    return roundTrip
  }

  /** Loss of this hop: what we sent less what came. A packet that never reached us was lost on the way to us. */
  #addLoss(block: ReportBlock): void {
    const before = this.#reported
    this.#reported = block
    if (!before || !this.#last) return
    const upTo = this.#extend(block.highestSequence & 0xffff)
    const span = (block.highestSequence - before.highestSequence) >>> 0
    // Longer ago than we remember, or not forward at all.
    if (span >= KNOWN_PACKETS) return
    const sent = this.#sentPackets.count(upTo - span, upTo)
    const received = span - (block.cumulativeLost - before.cumulativeLost)
    this.#interval = {
      expected: this.#interval.expected + sent,
      received: this.#interval.received + received,
    }
    if (sent > 0) this.loss.reported((sent - received) / sent)
  }

  /** Once a second, while somebody sends by it. */
  senderReport(now: number): SenderReport | undefined {
    this.#witness.second(now)
    const last = this.#last
    if (!last || !this.#uplink) return undefined
    const { clockRate } = CODECS[this.kind]
    return {
      ssrc: this.streams.ssrc,
      time: ntpOf(now),
      timestamp: plus32(last.timestamp, Math.round(((now - last.at) * clockRate) / 1000)),
      packets: this.#packets,
      octets: this.#octets,
    }
  }

  takeReport(now: number): PlaneStreamReport | undefined {
    const window = this.#witness.take(now, this.#interval)
    this.#interval = { expected: 0, received: 0 }
    const stream = { participantId: this.#receiver, id: this.streams.ssrc, kind: this.kind }
    return window && reportOf(stream, 'Inbound', window)
  }
}

const NO_SHIFT: PictureShift = { pictureId: 0, temporalZeroIndex: 0 }
const NO_EXTENSIONS: readonly RtpExtension[] = []
/** A client may have written longer ones than our form can hold. */
const isForwarded = ({ id, data }: RtpExtension): boolean =>
  FORWARDED.includes(id) && data.length >= 1 && data.length <= 16
