/** The media plane within one process: offers and answers, one transport a participant, and the forwarding between. */
import type { Clock, Ids } from '#base'
import { BadNetwork } from './bad-network/bad-network.ts'
import { Peer } from './forwarding/peer.ts'
import { Room } from './forwarding/room.ts'
import { Beat, phaseOf, Schedule } from './forwarding/schedule.ts'
import type {
  Impairments,
  MediaAnswer,
  MediaCandidate,
  MediaPlane,
  PeerCandidate,
  PeerKey,
  PeerOpening,
  PlaneEvent,
  PlaneStreamReport,
  Relayed,
  Shows,
  Want,
} from './port.ts'
import { withAnnounced } from './sdp/announced.ts'
import { readAnswer } from './sdp/answer.ts'
import { receiveLines, type SlotCounts, type SlotStreams, sendLines } from './sdp/lines.ts'
import { writeOffer } from './sdp/offer.ts'
import type { SecureTransport, TransportLibrary } from './transport/secure-transport.ts'

/** The name of the one connection a participant has. */
const CONNECTION = 'main'
/** How often a client is told when its packets arrived, and how often it gets reports. */
const FEEDBACK_MS = 100
const REPORT_MS = 1000
/** Of one connection in a row: a fifth of the packets lost makes one of a dozen handshakes of werift fail. */
const MOST_ATTEMPTS = 5

export interface PlaneOptions {
  readonly clock: Clock
  readonly ids: Ids
  readonly library: TransportLibrary
  readonly slots: SlotCounts
  /** The most one client may send in all, bit/s. */
  readonly bitrateCap: number
  /** Where relays of bad networks listen. */
  readonly address: string
  /** Further addresses that lead to the port of the library, by a NAT. */
  readonly announce?: readonly string[] | undefined
}

interface Member {
  readonly peer: Peer
  readonly room: Room
  readonly simulcast: boolean
  readonly session: number
  readonly slots: readonly SlotStreams[]
  readonly feedback: Beat
  readonly report: Beat
  generation: number
  transport: SecureTransport | undefined
  /** The present offer is. */
  isAnswered: boolean
  isClosed: boolean
}

export function createPlane(options: PlaneOptions): MediaPlane {
  return new InProcessPlane(options)
}

class InProcessPlane implements MediaPlane {
  readonly #options: PlaneOptions
  readonly #members = new Map<PeerKey, Member>()
  readonly #rooms = new Map<string, Room>()
  readonly #listeners = new Set<(event: PlaneEvent) => void>()
  readonly #network: BadNetwork
  readonly #schedule: Schedule
  /** So far, of those who are gone too. */
  #opened = 0

  constructor(options: PlaneOptions) {
    this.#options = options
    this.#network = new BadNetwork({ clock: options.clock, listen: options.address })
    this.#schedule = new Schedule(options.clock, [
      { everyMs: 20, run: () => this.#tendAll() },
      { everyMs: 500, run: now => this.#eachRoom(room => room.speak(now)) },
      { everyMs: 1000, run: now => this.#eachRoom(room => room.assign(now)) },
      { everyMs: 10_000, run: now => this.#report(now) },
    ])
  }

  on(listener: (event: PlaneEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  async open({ callId, participantId, simulcast = false }: PeerOpening): Promise<void> {
    if (this.#members.has(participantId)) throw new Error(`participant ${participantId} is open already`)
    const now = this.#now()
    const room = this.#roomOf(callId)
    const slots = this.#slotStreams()
    const phase = phaseOf(this.#opened++)
    const peer: Peer = new Peer(
      {
        participantId,
        callId,
        ssrc: this.#number(),
        slots,
        bitrateCap: this.#options.bitrateCap,
        send: packet => member.transport?.send(packet) ?? false,
        forward: (uplink, packet, at) => room.forward(uplink, packet, at),
        appeared: () => room.assign(this.#now()),
      },
      now,
    )
    const member: Member = {
      peer,
      room,
      simulcast,
      session: this.#number(),
      slots,
      feedback: new Beat(FEEDBACK_MS, now + phase * FEEDBACK_MS),
      report: new Beat(REPORT_MS, now + phase * REPORT_MS),
      generation: 0,
      transport: undefined,
      isAnswered: false,
      isClosed: false,
    }
    this.#members.set(participantId, member)
    room.join(peer, now)
    this.#schedule.start()
    await this.#offer(member)
  }

  async answer(key: PeerKey, { connection, generation, sdp }: MediaAnswer): Promise<void> {
    const member = this.#members.get(key)
    if (!member || connection !== CONNECTION || generation !== member.generation || member.isAnswered) return
    const answer = readAnswer(sdp)
    if (!answer) throw new Error('the answer is not a session description with ICE and DTLS parameters')
    member.isAnswered = true
    member.peer.announce(answer.streams, this.#now())
    member.transport?.connect(answer.transport)
  }

  async candidate(key: PeerKey, { connection, candidate }: MediaCandidate): Promise<void> {
    if (connection === CONNECTION) this.#members.get(key)?.transport?.addCandidate(candidate)
  }

  async renegotiate(key: PeerKey, connection: string): Promise<void> {
    const member = this.#members.get(key)
    if (member && connection === CONNECTION) await this.#offer(member)
  }

  shows(key: PeerKey, shows: Shows): void {
    const member = this.#members.get(key)
    member?.room.shows(member.peer, shows, this.#now())
  }

  subscribe(key: PeerKey, want: readonly Want[]): void {
    const member = this.#members.get(key)
    member?.room.subscribe(member.peer, want, this.#now())
  }

  async impair(key: PeerKey, impairments: Impairments): Promise<Relayed> {
    const wasImpaired = this.#network.isImpaired(key)
    const relayed = this.#network.impair(key, impairments)
    const member = this.#members.get(key)
    if (member && !wasImpaired) await this.#offer(member)
    return relayed
  }

  peerCandidate(candidate: PeerCandidate): Promise<string> {
    return this.#network.peerCandidate(candidate)
  }

  async close(key: PeerKey): Promise<readonly PlaneStreamReport[]> {
    const member = this.#members.get(key)
    await this.#network.forget(key)
    if (!member || member.isClosed) return []
    member.isClosed = true
    this.#members.delete(key)
    const { room, peer } = member
    const reports = room.leave(peer.participantId, this.#now())
    if (room.isEmpty) this.#rooms.delete(peer.callId)
    if (this.#members.size === 0) this.#schedule.stop()
    await member.transport?.close()
    return reports
  }

  async closeCall(callId: string): Promise<void> {
    const peers = this.#rooms.get(callId)?.peers ?? []
    for (const peer of peers) await this.close(peer.participantId)
  }

  async stop(): Promise<void> {
    for (const key of [...this.#members.keys()]) await this.close(key)
    await this.#network.stop()
    this.#schedule.stop()
    this.#listeners.clear()
  }

  /**
   * Makes a fresh transport and offers it; the one before is closed. The library restarts no ICE. One that fails before
   * it ever connected is followed by another: a client need not notice that we gave a handshake up. `attempts` are those
   * still left.
   */
  async #offer(member: Member, attempts = MOST_ATTEMPTS): Promise<void> {
    const generation = ++member.generation
    let hasConnected = false
    const { participantId } = member.peer
    const before = member.transport
    member.isAnswered = false
    member.transport = undefined
    if (before) {
      member.peer.restart(this.#now())
      await before.close()
    }
    const isCurrent = () => !member.isClosed && member.generation === generation
    const transport = await this.#options.library.open({
      packet: bytes => isCurrent() && member.peer.receive(bytes, this.#now()),
      state: state => {
        if (!isCurrent()) return
        if (state === 'connected') {
          hasConnected = true
          member.room.connected(member.peer, this.#now())
        }
        const pair = state === 'connected' ? member.transport?.pair() : undefined
        this.#emit({ type: 'peerState', callId: member.peer.callId, participantId, state, pair })
        // Where no further transport can be opened, the leg ends by the engine's deadline, which says so.
        if (state === 'failed' && !hasConnected && attempts > 1) {
          this.#offer(member, attempts - 1).catch(() => {})
        }
      },
    })
    if (!isCurrent()) return transport.close()
    member.transport = transport
    const candidates = await this.#candidatesFor(participantId, transport)
    if (!isCurrent()) return
    this.#emit({
      type: 'offer',
      participantId,
      connection: CONNECTION,
      generation,
      sdp: writeOffer({
        session: member.session,
        generation,
        transport: { ...transport.local, candidates },
        slots: member.slots,
        simulcast: member.simulcast,
      }),
      sends: sendLines,
      receives: member.slots.map(({ line }) => line),
    })
  }

  /** A relay of a bad network has a port of its own, which no NAT knows. */
  async #candidatesFor(participantId: PeerKey, { local }: SecureTransport): Promise<readonly string[]> {
    return this.#network.isImpaired(participantId)
      ? this.#network.planeCandidates(participantId, local.candidates)
      : withAnnounced(local.candidates, this.#options.announce ?? [])
  }

  #roomOf(callId: string): Room {
    const known = this.#rooms.get(callId)
    if (known) return known
    const room = new Room({ callId, connection: CONNECTION, emit: event => this.#emit(event) })
    this.#rooms.set(callId, room)
    return room
  }

  #slotStreams(): readonly SlotStreams[] {
    return receiveLines(this.#options.slots).map(line => ({
      line,
      ssrc: this.#number(),
      ...(line.kind !== 'audio' && { retransmission: this.#number() }),
    }))
  }

  /** A random 31-bit number above 0: SSRCs and session ids. */
  #number(): number {
    const bytes = Buffer.from(this.#options.ids.bytes(4))
    return (bytes.readUInt32BE(0) & 0x7fff_ffff) | 1
  }

  #report(now: number): void {
    for (const [callId, room] of this.#rooms) {
      const reports = room.takeReports(now)
      if (reports.length > 0) this.#emit({ type: 'reports', callId, reports })
    }
  }

  /**
   * Each has moments of its own (RFC 3550 §6.3.1), and the time at which it is written: reports of all at once wait for
   * each other, here and in browsers of one machine, and that would be taken for the network's delay.
   */
  #tendAll(): void {
    for (const { peer, feedback, report } of this.#members.values()) {
      const now = this.#now()
      peer.repair(now)
      if (feedback.isDue(now)) peer.feedBack()
      if (report.isDue(now)) peer.report(now)
    }
  }

  #eachRoom(run: (room: Room) => void): void {
    for (const room of this.#rooms.values()) run(room)
  }

  #emit(event: PlaneEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  #now(): number {
    return this.#options.clock.now()
  }
}
