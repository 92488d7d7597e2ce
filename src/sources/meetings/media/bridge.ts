/**
 * Joins live calls to the media plane: whose way is the server gets a connection there, whose way is not loses it; what
 * the plane sees comes back as events of the call and messages to its people.
 */
import { type Clock, type Instant, type Log, messageOf } from '#base'
import { type ParticipantId, participantId } from '#records'
import { isActive, type LiveCall, type LiveLeg, legsOf, visibleOf } from '../engine/live-call.ts'
import type { Desks, NewEvent } from '../live/desks.ts'
import { SFU, type WantedStream } from '../signalling/media-messages.ts'
import type { Relayed, ServerMessage, ServerOffer } from '../signalling/server-messages.ts'
import type { Switchboard } from '../signalling/switchboard.ts'
import type { Directions, MediaPlane, PlaneAnswer, PlaneEvent, PlaneStreamReport } from './plane-port.ts'

export interface BridgeOptions {
  readonly plane: MediaPlane
  readonly desks: Pick<Desks, 'post' | 'calls'>
  readonly switchboard: Switchboard
  readonly clock: Clock
  readonly log: Log
  /** Takes what the plane measured, also of somebody who has left. */
  readonly witness: (
    of: { readonly who: ParticipantId; readonly desk: string },
    reports: readonly PlaneStreamReport[],
  ) => Promise<void>
}

/** Methods about somebody without a connection to the plane do nothing and say so with `false`. */
export interface MediaBridge {
  /** After a change was stored. */
  changed(before: LiveCall | undefined, after: LiveCall): void
  answer(who: ParticipantId, answer: PlaneAnswer): boolean
  candidate(who: ParticipantId, candidate: Omit<PlaneAnswer, 'sdp'> & { readonly candidate: string }): boolean
  renegotiate(who: ParticipantId, connection: string): 'done' | 'tooOften' | 'nobody'
  subscribe(who: ParticipantId, want: readonly WantedStream[]): boolean
  /** Gives what the network that ends with it did. */
  impair(who: ParticipantId, directions: Directions): Promise<Relayed>
  /** Whether candidates between these two must pass `peerCandidate`. */
  isImpaired(...people: readonly ParticipantId[]): boolean
  peerCandidate: MediaPlane['peerCandidate']
  /** Says again what a client that was away may have missed. */
  resumed(who: ParticipantId): void
  /** Waits for what is on its way to the plane. */
  settled(): Promise<void>
  stop(): Promise<void>
}

/** A fresh connection costs a handshake: so often a client may have one. */
const RENEGOTIATE_EVERY_MS = 1000

interface OpenOffer {
  readonly message: ServerMessage
  /** As the client knows it, and as the plane does. */
  readonly generation: number
  readonly planes: number
  isAnswered: boolean
}

/** One participant's connections, as far as signalling knows them. */
interface Peer {
  readonly who: ParticipantId
  readonly desk: string
  generation: number
  readonly offers: Map<string, OpenOffer>
  slots: ServerMessage | undefined
  renegotiated: Instant
  /** What goes to the plane about one peer goes in order. */
  work: Promise<void>
}

export function openBridge(options: BridgeOptions): MediaBridge {
  return new Bridge(options)
}

class Bridge implements MediaBridge {
  readonly #options: BridgeOptions
  readonly #peers = new Map<ParticipantId, Peer>()
  readonly #impaired = new Set<ParticipantId>()
  readonly #leaving = new Set<Promise<void>>()
  readonly #deafen: () => void

  constructor(options: BridgeOptions) {
    this.#options = options
    this.#deafen = options.plane.on(event => this.#hear(event))
  }

  changed(before: LiveCall | undefined, after: LiveCall): void {
    for (const leg of legsOf(after)) this.#follow(after, before?.legs.get(leg.participantId), leg)
  }

  #follow(call: LiveCall, former: LiveLeg | undefined, leg: LiveLeg): void {
    const peer = this.#peers.get(leg.participantId)
    if (!isActive(leg)) this.#impaired.delete(leg.participantId)
    if (!isThroughPlane(leg)) {
      if (peer) this.#close(peer)
      return
    }
    if (!peer) this.#open(call, leg)
    else if (former?.shows !== leg.shows) {
      this.#then(peer, async () => this.#options.plane.shows(peer.who, visibleOf(leg.shows)))
    }
  }

  #open(call: LiveCall, leg: LiveLeg): void {
    const { plane, switchboard, clock } = this.#options
    const who = leg.participantId
    const seat = switchboard.seatOf(who)
    if (!seat) return
    const peer: Peer = {
      who,
      desk: seat.desk,
      generation: leg.media?.path?.generation ?? 0,
      offers: new Map(),
      slots: undefined,
      renegotiated: clock.now(),
      work: Promise.resolve(),
    }
    this.#peers.set(who, peer)
    this.#then(peer, async () => {
      await plane.open({ callId: call.id, participantId: who, simulcast: true })
      plane.shows(who, visibleOf(leg.shows))
    })
  }

  #close(peer: Peer): void {
    const { plane } = this.#options
    this.#peers.delete(peer.who)
    this.#then(peer, async () => {
      const reports = await plane.close(peer.who)
      if (reports.length > 0) this.#witness(peer, reports)
    })
    const leaving = peer.work.finally(() => this.#leaving.delete(leaving))
    this.#leaving.add(leaving)
  }

  #then(peer: Peer, step: () => Promise<void>): void {
    const { log } = this.#options
    peer.work = peer.work.then(step).catch(error => {
      // Whoever gets no media ends by the deadline of the call; nothing else depends on it.
      log.warn({ participant: peer.who, reason: messageOf(error) }, 'the media plane refused')
    })
  }

  answer(who: ParticipantId, { connection, generation, sdp }: PlaneAnswer): boolean {
    const peer = this.#peers.get(who)
    const offer = peer?.offers.get(connection)
    if (!peer || !offer) return false
    // The answer to an offer that another one has replaced.
    if (offer.generation !== generation || offer.isAnswered) return true
    offer.isAnswered = true
    this.#then(peer, () => this.#options.plane.answer(who, { connection, generation: offer.planes, sdp }))
    return true
  }

  candidate(
    who: ParticipantId,
    { connection, generation, candidate }: Parameters<MediaBridge['candidate']>[1],
  ): boolean {
    const peer = this.#peers.get(who)
    if (!peer) return false
    if (peer.offers.get(connection)?.generation === generation) {
      this.#then(peer, () => this.#options.plane.candidate(who, { connection, candidate }))
    }
    return true
  }

  renegotiate(who: ParticipantId, connection: string): 'done' | 'tooOften' | 'nobody' {
    const peer = this.#peers.get(who)
    if (!peer?.offers.has(connection)) return 'nobody'
    const now = this.#options.clock.now()
    if (now - peer.renegotiated < RENEGOTIATE_EVERY_MS) return 'tooOften'
    peer.renegotiated = now
    this.#then(peer, () => this.#options.plane.renegotiate(who, connection))
    return 'done'
  }

  subscribe(who: ParticipantId, want: readonly WantedStream[]): boolean {
    const peer = this.#peers.get(who)
    if (peer) this.#then(peer, async () => this.#options.plane.subscribe(who, want))
    return peer !== undefined
  }

  impair(who: ParticipantId, directions: Directions): Promise<Relayed> {
    this.#impaired.add(who)
    return this.#options.plane.impair(who, directions)
  }

  isImpaired(...people: readonly ParticipantId[]): boolean {
    return people.some(who => this.#impaired.has(who))
  }

  peerCandidate: MediaPlane['peerCandidate'] = candidate => this.#options.plane.peerCandidate(candidate)

  resumed(who: ParticipantId): void {
    const peer = this.#peers.get(who)
    if (!peer) return
    for (const { message, isAnswered } of peer.offers.values()) if (!isAnswered) this.#tell(who, message)
    if (peer.slots) this.#tell(who, peer.slots)
  }

  async settled(): Promise<void> {
    await Promise.all([...[...this.#peers.values()].map(peer => peer.work), ...this.#leaving])
  }

  async stop(): Promise<void> {
    await this.settled()
    this.#deafen()
  }

  #hear(event: PlaneEvent): void {
    const handle = this.#handlers[event.type] as (event: PlaneEvent) => void
    handle(event)
  }

  /** The table gives each type its own handler; TypeScript can't see that key and event belong together. */
  readonly #handlers: { [Type in PlaneEvent['type']]: (event: Extract<PlaneEvent, { type: Type }>) => void } =
    {
      offer: event => this.#offer(event),
      slots: ({ participantId: id, slots }) => {
        const peer = this.#peers.get(participantId(id))
        if (!peer) return
        peer.slots = { type: 'slots', slots }
        this.#tell(peer.who, peer.slots)
      },
      speaking: event => this.#speaking(event),
      reports: ({ reports }) => {
        for (const [who, own] of Map.groupBy(reports, report => report.participantId)) {
          const peer = this.#peers.get(participantId(who))
          if (peer) this.#witness(peer, own)
        }
      },
      peerState: ({ participantId: id, state, pair }) => {
        const peer = this.#peers.get(participantId(id))
        if (!peer) return
        this.#post(peer.desk, { kind: 'flow', who: peer.who, by: 'server', path: 'sfu', state, pair })
      },
      crashed: () => this.#crashed(),
    }

  #offer(event: Extract<PlaneEvent, { type: 'offer' }>): void {
    const { participantId: id, connection, sdp, sends, receives } = event
    const peer = this.#peers.get(participantId(id))
    if (!peer) return
    if (peer.offers.has(connection)) peer.generation += 1
    const { generation } = peer
    const offer: ServerOffer = { generation, connection, sdp, sends, receives }
    const message: ServerMessage = { type: 'offer', from: SFU, payload: JSON.stringify(offer) }
    peer.offers.set(connection, { message, generation, planes: event.generation, isAnswered: false })
    this.#tell(peer.who, message)
  }

  #speaking({ callId, levels, dominant }: Extract<PlaneEvent, { type: 'speaking' }>): void {
    const call = this.#options.desks.calls().find(one => one.id === callId)
    if (!call) return
    const message: ServerMessage = { type: 'speaking', levels, dominant }
    for (const who of call.legs.keys()) if (this.#peers.has(who)) this.#tell(who, message)
  }

  #witness(peer: Peer, reports: readonly PlaneStreamReport[]): void {
    const { witness, log } = this.#options
    witness(peer, reports).catch(error => {
      log.warn({ reason: messageOf(error) }, 'what the media plane measured could not be stored')
    })
  }

  /** Connections are gone for good; whoever waits in the lobby of such a call has nobody to let them in any more. */
  #crashed(): void {
    const desks = new Set([...this.#peers.values()].map(peer => peer.desk))
    this.#peers.clear()
    for (const desk of desks) this.#post(desk, { kind: 'interrupt', end: 'mediaLost' })
  }

  #post(desk: string, event: NewEvent): void {
    const { desks, log } = this.#options
    desks
      .post(desk, event, { insist: true })
      .catch(error => log.error({ kind: event.kind, reason: messageOf(error) }, 'news of media were lost'))
  }

  #tell(to: ParticipantId, message: ServerMessage): void {
    this.#options.switchboard.tell([{ to, message }])
  }
}

const isThroughPlane = (leg: LiveLeg): boolean => isActive(leg) && leg.media?.path?.kind === 'sfu'
