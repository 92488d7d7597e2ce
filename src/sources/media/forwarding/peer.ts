/** A participant as the forwarding sees it: what it sends, its receive slots, and the RTCP between it and us. */
import type { MediaKind, PeerKey, PlaneStreamReport, Shows, Want } from '../port.ts'
import { writeBitrateCap, writeNack, writePictureLoss } from '../rtp/feedback.ts'
import { ntpOf, roundTripOf } from '../rtp/ntp.ts'
import { extensionOf, isRtcp, type RtpPacket, readRtp } from '../rtp/packet.ts'
import { unwrapRetransmission } from '../rtp/retransmission.ts'
import {
  type DelayBlock,
  type ReportBlock,
  type RtcpPart,
  readRtcp,
  writeReceiverReport,
  writeReferenceTime,
  writeSenderReport,
  writeSourceDescription,
} from '../rtp/rtcp.ts'
import { TransportFeedback } from '../rtp/transport-feedback.ts'
import type { AnnouncedStream } from '../sdp/answer.ts'
import { CODECS, EXTENSIONS, LAYERS, type SlotStreams, sendLines } from '../sdp/lines.ts'
import { CANONICAL_NAME } from '../sdp/offer.ts'
import { Slot } from './slot.ts'
import { Uplink, type UplinkPacket } from './uplink.ts'
import { mergeLayers, reportOf } from './witness.ts'

/** Three kinds, three layers, and some that a client made anew; more is no browser. */
const MOST_UPLINKS = 24
/** Until a round trip was measured. */
const ASSUMED_ROUND_TRIP_MS = 100

export interface PeerSetting {
  readonly participantId: PeerKey
  readonly callId: string
  /** Ours in RTCP towards this peer. */
  readonly ssrc: number
  readonly slots: readonly SlotStreams[]
  /** The most the client may send in all, bit/s. */
  readonly bitrateCap: number
  send(packet: Buffer): boolean
  /** A packet of this peer, to be forwarded to the others. */
  forward(uplink: Uplink, packet: UplinkPacket, now: number): void
  /** A stream began to flow, or flows again. */
  appeared(): void
}

const KIND_OF_MID: ReadonlyMap<string, MediaKind> = new Map(sendLines.map(({ mid, kind }) => [mid, kind]))
const RETRANSMISSION: number = CODECS.video.retransmission

export class Peer {
  readonly participantId: PeerKey
  readonly callId: string
  readonly slots: readonly Slot[]
  /** Absent until the engine says: then what flows counts as shown. */
  shown: Shows | undefined
  /** Absent until the client says: then it gets who spoke last. */
  wanted: readonly Want[] | undefined
  isConnected = false
  readonly #setting: PeerSetting
  #uplinks = new Map<number, Uplink>()
  #repairs = new Map<number, Uplink>()
  #feedback = new TransportFeedback()
  #roundTripMs = ASSUMED_ROUND_TRIP_MS
  /**
   * The least of this second. A browser answers several times (each of its streams by itself), and what an answer
   * waited in a busy machine is not the network's.
   */
  #leastRoundTripMs: number | undefined
  /** The client answers our reference times: a better witness than reports, as it needs nothing to be sent to it. */
  #hasDelays = false
  readonly #ended: PlaneStreamReport[] = []

  constructor(setting: PeerSetting, now: number) {
    this.#setting = setting
    this.participantId = setting.participantId
    this.callId = setting.callId
    this.slots = setting.slots.map(
      streams => new Slot({ streams, receiver: setting.participantId, send: setting.send }, now),
    )
  }

  /** Streams of that kind, poorest layer first. */
  layers(kind: MediaKind): readonly Uplink[] {
    return [...this.#uplinks.values()]
      .filter(uplink => uplink.kind === kind)
      .sort((a, b) => rankOf(a.rid) - rankOf(b.rid))
  }

  /** Whether the others are to see or hear that kind. */
  shows(kind: MediaKind, now: number): boolean {
    if (!this.shown) return this.layers(kind).some(layer => layer.state(now).isFlowing)
    return { audio: !this.shown.muted, video: this.shown.camera, screen: this.shown.screen }[kind]
  }

  /** The streams of an answer, so that the first packets need no name. */
  announce(streams: readonly AnnouncedStream[], now: number): void {
    for (const { mid, ssrc, retransmission } of streams) {
      const kind = KIND_OF_MID.get(mid)
      const uplink = kind && this.#uplinkOf({ ssrc, kind, rid: undefined }, now)
      if (uplink) this.#pair(uplink, retransmission)
    }
  }

  /** A fresh connection: its streams are other ones; slots go on. */
  restart(now: number): void {
    this.isConnected = false
    this.#ended.push(...this.#takeUplinkReports(now))
    this.#uplinks = new Map()
    this.#repairs = new Map()
    this.#feedback = new TransportFeedback()
    for (const slot of this.slots) slot.restart()
  }

  /** Takes a decrypted packet; whatever it is, nothing is thrown. */
  receive(bytes: Buffer, now: number): void {
    if (isRtcp(bytes)) {
      for (const part of readRtcp(bytes)) this.#onRtcp(part, now)
      return
    }
    const packet = readRtp(bytes)
    if (!packet) return
    const sequence = extensionOf(packet, EXTENSIONS.transportSequence)
    if (sequence?.length === 2) this.#feedback.arrived(sequence.readUInt16BE(0), now)
    if (packet.payloadType === RETRANSMISSION) this.#onRepair(packet, now)
    else this.#onMedia(packet, now)
  }

  #onMedia(packet: RtpPacket, now: number): void {
    const uplink = this.#uplinks.get(packet.ssrc) ?? this.#named(packet, now)
    // Another codec was not offered, and nobody could decode it.
    if (!uplink || packet.payloadType !== CODECS[uplink.kind].payloadType) return
    const flowed = uplink.state(now).isFlowing
    const taken = uplink.take(packet, now, false)
    if (!flowed) this.#setting.appeared()
    this.#forward(uplink, taken, now)
  }

  #forward(uplink: Uplink, taken: UplinkPacket, now: number): void {
    this.#setting.forward(uplink, taken, now)
    if (taken.vp8?.isKeyFrame) uplink.servedKeyFrame()
  }

  #named(packet: RtpPacket, now: number): Uplink | undefined {
    const kind = KIND_OF_MID.get(textOf(packet, EXTENSIONS.mid) ?? '')
    return kind && this.#uplinkOf({ ssrc: packet.ssrc, kind, rid: textOf(packet, EXTENSIONS.rid) }, now)
  }

  #uplinkOf(
    name: { ssrc: number; kind: MediaKind; rid: string | undefined },
    now: number,
  ): Uplink | undefined {
    const known = this.#uplinks.get(name.ssrc)
    if (known) return known
    if (this.#uplinks.size >= MOST_UPLINKS) return undefined
    const uplink = new Uplink({ ...name, participantId: this.participantId }, now)
    this.#uplinks.set(name.ssrc, uplink)
    return uplink
  }

  #pair(uplink: Uplink, retransmission: number | undefined): void {
    if (retransmission === undefined || this.#repairs.size >= MOST_UPLINKS) return
    uplink.retransmission = retransmission
    this.#repairs.set(retransmission, uplink)
  }

  #onRepair(packet: RtpPacket, now: number): void {
    const uplink = this.#repairs.get(packet.ssrc) ?? this.#pairedByName(packet)
    if (!uplink) return
    const original = unwrapRetransmission(packet, {
      ssrc: uplink.ssrc,
      payloadType: CODECS.video.payloadType,
    })
    if (original) this.#forward(uplink, uplink.take(original, now, true), now)
  }

  #pairedByName(packet: RtpPacket): Uplink | undefined {
    const rid = textOf(packet, EXTENSIONS.repairedRid)
    if (rid === undefined) return undefined
    const uplink = this.layers('video').find(layer => layer.rid === rid)
    if (uplink) this.#pair(uplink, packet.ssrc)
    return uplink
  }

  #onRtcp(part: RtcpPart, now: number): void {
    switch (part.kind) {
      case 'senderReport':
        this.#uplinks.get(part.ssrc)?.onSenderReport(part, now)
        this.#onBlocks(part.blocks, now)
        break
      case 'receiverReport':
        this.#onBlocks(part.blocks, now)
        break
      case 'nack':
        this.#slotOf(part.media)?.repeat(part.lost)
        break
      case 'keyFrameRequest':
        this.#slotOf(part.media)?.wantKeyFrame()
        break
      case 'delays':
        this.#onDelays(part.blocks, now)
    }
  }

  #onDelays(blocks: readonly DelayBlock[], now: number): void {
    for (const block of blocks) {
      if (block.ssrc !== this.#setting.ssrc) continue
      const ms = roundTripOf(now, block.lastReceiverReport, block.delaySinceLastReceiverReport)
      this.#hasDelays ||= ms !== undefined
      this.#onRoundTrip(ms)
    }
  }

  #onBlocks(blocks: readonly ReportBlock[], now: number): void {
    for (const block of blocks) {
      const roundTrip = this.#slotOf(block.ssrc)?.onReport(block, now)
      if (!this.#hasDelays) this.#onRoundTrip(roundTrip)
    }
  }

  #onRoundTrip(ms: number | undefined): void {
    if (ms !== undefined) this.#leastRoundTripMs = Math.min(ms, this.#leastRoundTripMs ?? ms)
  }

  #closeRoundTrip(): void {
    const ms = this.#leastRoundTripMs
    if (ms === undefined) return
    this.#leastRoundTripMs = undefined
    this.#roundTripMs = ms
    for (const uplink of this.#uplinks.values()) uplink.onRoundTrip(ms)
  }

  #slotOf(ssrc: number): Slot | undefined {
    return this.slots.find(({ streams }) => streams.ssrc === ssrc)
  }

  /** Asks again for what is missing and for key frames; to be called every some 20 ms. */
  repair(now: number): void {
    for (const uplink of this.#uplinks.values()) {
      if (uplink.kind === 'audio') continue
      const about = { from: this.#setting.ssrc, media: uplink.ssrc }
      const lost = uplink.takeLost(now, this.#roundTripMs)
      if (lost.length > 0) this.#setting.send(writeNack(about, lost))
      if (uplink.takeKeyFrameRequest(now)) this.#setting.send(writePictureLoss(about))
    }
  }

  /** Tells the client when its packets arrived; to be called ten times a second. */
  feedBack(): void {
    const [first] = this.#uplinks.keys()
    if (first === undefined) return
    const packet = this.#feedback.take({ from: this.#setting.ssrc, media: first })
    if (packet) this.#setting.send(packet)
  }

  /** Once a second: reports of both directions, our time, and the cap. */
  report(now: number): void {
    if (!this.isConnected) return
    this.#closeRoundTrip()
    const { ssrc, send, bitrateCap } = this.#setting
    const uplinks = [...this.#uplinks.values()]
    const name = writeSourceDescription(ssrc, CANONICAL_NAME)
    const blocks = uplinks.flatMap(uplink => uplink.reportBlock(now) ?? [])
    const video = uplinks.filter(({ kind }) => kind !== 'audio').map(uplink => uplink.ssrc)
    send(
      Buffer.concat([
        writeReceiverReport(ssrc, blocks),
        name,
        ...(uplinks.length > 0 ? [writeReferenceTime(ssrc, ntpOf(now))] : []),
        ...(video.length > 0 ? [writeBitrateCap(ssrc, bitrateCap, video)] : []),
      ]),
    )
    const senders = this.slots.flatMap(slot => slot.senderReport(now) ?? [])
    if (senders.length > 0) send(Buffer.concat([...senders.map(writeSenderReport), name]))
  }

  /** What was measured since the last call, of streams that ended as well. */
  takeReports(now: number): readonly PlaneStreamReport[] {
    this.#closeRoundTrip()
    return [
      ...this.#ended.splice(0),
      ...this.#takeUplinkReports(now),
      ...this.slots.flatMap(slot => slot.takeReport(now) ?? []),
    ]
  }

  #takeUplinkReports(now: number): readonly PlaneStreamReport[] {
    const { participantId } = this
    const streams = Map.groupBy(this.#uplinks.values(), ({ kind, rid, ssrc }) =>
      rid === undefined ? ssrc : kind,
    )
    return [...streams.values()].flatMap(layers => {
      const [poorest] = layers.sort((a, b) => rankOf(a.rid) - rankOf(b.rid))
      const [window, ...others] = layers.flatMap(layer => layer.takeWindow(now) ?? [])
      if (!poorest || !window) return []
      const stream = { participantId, id: poorest.ssrc, kind: poorest.kind }
      return [reportOf(stream, 'Outbound', mergeLayers([window, ...others]))]
    })
  }
}

/** Without a name (no simulcast) a stream is the only layer. */
const rankOf = (rid: string | undefined): number => (LAYERS as readonly (string | undefined)[]).indexOf(rid)

const textOf = (packet: RtpPacket, id: number): string | undefined =>
  extensionOf(packet, id)?.toString('latin1')
