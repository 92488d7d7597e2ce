/** One stream that a client sends us: one kind, and one layer of it where there are several. */
import type { MediaKind, PlaneWindow } from '../port.ts'
import { MissingPackets } from '../rtp/missing.ts'
import { middleOf, shortDelay } from '../rtp/ntp.ts'
import { extensionOf, type RtpPacket } from '../rtp/packet.ts'
import { type Counters, lossRatio, ReceiveStatistics, since } from '../rtp/receive-statistics.ts'
import type { ReportBlock, SenderReport } from '../rtp/rtcp.ts'
import { readVp8, type Vp8 } from '../rtp/vp8.ts'
import { CODECS, EXTENSIONS } from '../sdp/lines.ts'
import type { LayerState } from './choose-layer.ts'
import { levelOf } from './speakers.ts'
import { Witness } from './witness.ts'

/** Without a packet for that long a stream counts as paused. */
const FLOWS_MS = 2000
/** A key frame is large: asked for once in that time, until one comes. */
const KEY_FRAME_PAUSE_MS = 400

export interface UplinkName {
  readonly participantId: string
  readonly kind: MediaKind
  readonly ssrc: number
  /** Of its layer; absent without simulcast. */
  readonly rid?: string | undefined
}

/** A packet as slots take it: its number with cycles, and what it says of its picture. */
export interface UplinkPacket {
  readonly packet: RtpPacket
  readonly extended: number
  readonly vp8?: Vp8 | undefined
}

export class Uplink implements UplinkName {
  readonly participantId: string
  readonly kind: MediaKind
  readonly ssrc: number
  readonly rid: string | undefined
  /** The stream of its retransmissions, once known. */
  retransmission: number | undefined
  /** Linear 0..1 of the last packet; only audio. */
  level = 0
  height: number | undefined
  readonly #statistics: ReceiveStatistics
  readonly #missing = new MissingPackets()
  readonly #witness: Witness
  /** A stream that was only announced does not flow. */
  #lastPacket = Number.NEGATIVE_INFINITY
  #lastSender: { readonly echo: number; readonly at: number } | undefined
  #reported: Counters = { expected: 0, received: 0 }
  #windowed: Counters = { expected: 0, received: 0 }
  #wantsKeyFrame = false
  #askedKeyFrame = Number.NEGATIVE_INFINITY

  constructor(name: UplinkName, now: number) {
    this.participantId = name.participantId
    this.kind = name.kind
    this.ssrc = name.ssrc
    this.rid = name.rid
    this.#statistics = new ReceiveStatistics(CODECS[name.kind].clockRate)
    this.#witness = new Witness(name.kind, now)
  }

  /** Takes a packet in; `isRepair` when it came by retransmission. */
  take(packet: RtpPacket, now: number, isRepair: boolean): UplinkPacket {
    const { sequenceNumber, timestamp } = packet
    const extended = isRepair
      ? this.#statistics.place(sequenceNumber)
      : this.#statistics.arrived({ sequenceNumber, timestamp, at: now })
    this.#lastPacket = now
    if (this.kind === 'audio') {
      const level = extensionOf(packet, EXTENSIONS.audioLevel)?.[0]
      if (level !== undefined) this.level = levelOf(level & 0x7f)
      if (!isRepair) this.#witness.packet(packet.payload.length, false)
      return { packet, extended }
    }
    this.#missing.arrived(extended, now)
    if (!isRepair) this.#witness.packet(packet.payload.length, packet.marker)
    const vp8 = readVp8(packet.payload)
    if (vp8?.height !== undefined) {
      this.height = vp8.height
      this.#witness.sized(vp8.height)
    }
    return { packet, extended, vp8 }
  }

  state(now: number): LayerState {
    return { isFlowing: now - this.#lastPacket < FLOWS_MS, height: this.height }
  }

  onSenderReport({ time }: Pick<SenderReport, 'time'>, now: number): void {
    this.#lastSender = { echo: middleOf(time), at: now }
  }

  onRoundTrip(ms: number): void {
    this.#witness.roundTrips.add(ms)
  }

  wantKeyFrame(): void {
    this.#wantsKeyFrame = true
  }

  /** A key frame was forwarded: everybody who waited for one has it. */
  servedKeyFrame(): void {
    this.#wantsKeyFrame = false
  }

  /** True when a key frame is to be asked for now. */
  takeKeyFrameRequest(now: number): boolean {
    if (this.#missing.takeGivenUp()) this.#wantsKeyFrame = true
    if (!this.#wantsKeyFrame || now - this.#askedKeyFrame < KEY_FRAME_PAUSE_MS) return false
    // Nobody answers while the camera is off; its first frame will be a key frame anyway.
    if (!this.state(now).isFlowing) return false
    this.#askedKeyFrame = now
    return true
  }

  /** The 16-bit numbers to ask for again now; audio is not repaired. */
  takeLost(now: number, roundTripMs: number): readonly number[] {
    return this.#missing.due(now, roundTripMs)
  }

  /** Once a second: the block about this stream, closing the interval its fraction is of; none before it flowed. */
  reportBlock(now: number): ReportBlock | undefined {
    const counters = this.#statistics.counters
    if (counters.received === 0) return undefined
    const fraction = lossRatio(since(this.#reported, counters))
    this.#reported = counters
    this.#witness.second(now)
    this.#witness.jitters.add(this.#statistics.jitterMs)
    const lost = counters.expected - counters.received
    return {
      ssrc: this.ssrc,
      fractionLost: Math.min(255, Math.floor(fraction * 256)),
      cumulativeLost: Math.max(-0x80_0000, Math.min(0x7f_ffff, lost)),
      highestSequence: this.#statistics.highestSequence,
      jitter: this.#statistics.jitter,
      lastSenderReport: this.#lastSender?.echo ?? 0,
      delaySinceLastSenderReport: this.#lastSender ? shortDelay(now - this.#lastSender.at) : 0,
    }
  }

  takeWindow(now: number): PlaneWindow | undefined {
    const counters = this.#statistics.counters
    const window = this.#witness.take(now, since(this.#windowed, counters))
    this.#windowed = counters
    return window
  }
}
