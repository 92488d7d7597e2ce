/** One call: whose packets go to whom. */
import type { MediaKind, PeerKey, PlaneEvent, PlaneStreamReport, Shows, SlotState, Want } from '../port.ts'
import { assign } from './assign.ts'
import { chooseLayer } from './choose-layer.ts'
import type { Peer } from './peer.ts'
import type { Slot } from './slot.ts'
import { Speakers } from './speakers.ts'
import type { Uplink, UplinkPacket } from './uplink.ts'

const KINDS: readonly MediaKind[] = ['audio', 'video', 'screen']

export interface RoomSetting {
  readonly callId: string
  /** The connection's name in what is told of slots. */
  readonly connection: string
  emit(event: PlaneEvent): void
}

export class Room {
  readonly #setting: RoomSetting
  readonly #peers = new Map<PeerKey, Peer>()
  readonly #speakers = new Speakers()
  /** Which slots a participant is in: looked up for each packet. */
  #audience = new Map<PeerKey, readonly Slot[]>()
  readonly #told = new Map<PeerKey, string>()

  constructor(setting: RoomSetting) {
    this.#setting = setting
  }

  get isEmpty(): boolean {
    return this.#peers.size === 0
  }

  get peers(): readonly Peer[] {
    return [...this.#peers.values()]
  }

  join(peer: Peer, now: number): void {
    this.#peers.set(peer.participantId, peer)
    this.assign(now)
  }

  leave(participantId: PeerKey, now: number): readonly PlaneStreamReport[] {
    const peer = this.#peers.get(participantId)
    this.#peers.delete(participantId)
    this.#told.delete(participantId)
    this.#speakers.left(participantId)
    this.assign(now)
    return peer?.takeReports(now) ?? []
  }

  shows(peer: Peer, shows: Shows, now: number): void {
    peer.shown = shows
    if (shows.muted) this.#speakers.muted(peer.participantId)
    this.assign(now)
  }

  subscribe(peer: Peer, wanted: readonly Want[], now: number): void {
    peer.wanted = wanted
    this.assign(now)
  }

  /** A peer's connection is there (again): it has to be told of its slots. */
  connected(peer: Peer, now: number): void {
    peer.isConnected = true
    this.#told.delete(peer.participantId)
    for (const slot of peer.slots) slot.restart()
    this.assign(now)
  }

  forward(uplink: Uplink, packet: UplinkPacket, now: number): void {
    if (uplink.kind === 'audio') this.#hear(uplink)
    for (const slot of this.#audience.get(uplink.participantId) ?? []) {
      if (slot.kind === uplink.kind) slot.forward(uplink, packet, now)
    }
  }

  #hear({ participantId, level }: Uplink): void {
    if (this.#peers.get(participantId)?.shown?.muted) return
    this.#speakers.heard(participantId, level)
  }

  /** Twice a second. */
  speak(now: number): void {
    const speaking = this.#speakers.tick(now)
    if (speaking) this.#setting.emit({ type: 'speaking', callId: this.#setting.callId, ...speaking })
  }

  takeReports(now: number): readonly PlaneStreamReport[] {
    return this.peers.flatMap(peer => peer.takeReports(now))
  }

  /** Once a second, and when somebody came, went or changed: who is in which slot, and by which layer. */
  assign(now: number): void {
    const audience = new Map<PeerKey, Slot[]>()
    for (const peer of this.#peers.values()) {
      for (const kind of KINDS) this.#assignKind(peer, kind, now)
      for (const slot of peer.slots) {
        if (slot.participantId === null) continue
        this.#aim(slot, now)
        const slots = audience.get(slot.participantId)
        if (slots) slots.push(slot)
        else audience.set(slot.participantId, [slot])
      }
      this.#tell(peer)
    }
    this.#audience = audience
  }

  #assignKind(peer: Peer, kind: MediaKind, now: number): void {
    const slots = peer.slots.filter(slot => slot.kind === kind)
    const holders = assign(
      slots.map(slot => slot.participantId),
      this.#ranked(peer, kind, now),
    )
    for (const [index, slot] of slots.entries()) {
      slot.hold(holders[index] ?? null)
      slot.height = peer.wanted?.find(
        want => want.kind === kind && want.participantId === slot.participantId,
      )?.height
    }
  }

  /** Whom a peer is to get of a kind, best first. */
  #ranked(peer: Peer, kind: MediaKind, now: number): readonly PeerKey[] {
    const others = this.peers.filter(other => other !== peer)
    const bySpeech = others
      .map(({ participantId }) => participantId)
      .sort((a, b) => this.#speakers.lastSpoke(b) - this.#speakers.lastSpoke(a))
    const isShown = (participantId: PeerKey) => this.#peers.get(participantId)?.shows(kind, now) === true
    // Somebody muted keeps a free audio slot, so that his first word is heard.
    if (kind === 'audio') return [...bySpeech.filter(isShown), ...bySpeech.filter(one => !isShown(one))]
    const wanted = peer.wanted
      ?.filter(want => want.kind === kind && want.participantId !== peer.participantId)
      .map(({ participantId }) => participantId)
    return (wanted ?? bySpeech).filter(isShown)
  }

  #aim(slot: Slot, now: number): void {
    const layers = this.#peers.get(slot.participantId ?? '')?.layers(slot.kind) ?? []
    const index = chooseLayer(
      layers.map(layer => layer.state(now)),
      { height: slot.height, step: slot.loss.step },
    )
    // Where nothing flows for the moment the layer stays, and goes on by itself.
    if (index !== undefined) slot.aim(layers[index])
    else if (layers.length === 1) slot.aim(layers[0])
  }

  #tell(peer: Peer): void {
    if (!peer.isConnected) return
    const slots: readonly SlotState[] = peer.slots.map(({ streams, kind, participantId }) => ({
      connection: this.#setting.connection,
      mid: streams.line.mid,
      kind,
      participantId,
    }))
    const told = JSON.stringify(slots.map(slot => slot.participantId))
    if (this.#told.get(peer.participantId) === told) return
    this.#told.set(peer.participantId, told)
    this.#setting.emit({ type: 'slots', participantId: peer.participantId, slots })
  }
}
