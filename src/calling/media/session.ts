/**
 * The media of one call, whichever way it goes: peer to peer while two are in a dialled call, through the SFU else.
 * The server decides the path (docs/signalling.md, media) and offers; this side answers, keeps the old path until
 * the new one has media, says when the peer cannot be reached (then the server is the path), asks for a fresh connection when one has failed, and tells whose streams there are.
 */
import type { Clock, Timer } from '#base'
import type {
  MediaKind,
  ServerMessage,
  ServerMessageOf,
  ServerOffer,
  SlotNews,
  WantedStream,
} from '#sources/meetings/client'
import { Emitter } from '../emitter.ts'
import {
  type MediaPath,
  type MediaSignal,
  type PeerCandidate,
  type PeerDescription,
  readPayload,
  toRtcIceServers,
} from '../signal/media-messages.ts'
import { answerSfu, type Connection, connectPeer, type Heard, type PeerConnection } from './connection.ts'
import { LocalTracks } from './local-tracks.ts'
import { GIVE_UP_AFTER_MS, type MediaState, mediaStateOf, PEERS_MEET_MS, remedyFor } from './recovery.ts'
import { isSameRemote, type Remote, remoteOf, StreamsOfTracks, trackOf } from './remote.ts'

export interface NetworkView {
  readonly path: MediaPath['path']
  readonly media: MediaState
}

export type Speaking = Pick<ServerMessageOf<'speaking'>, 'levels' | 'dominant'>

export interface MediaEvents {
  remoteChanged: Remote
  speaking: Speaking
  network: NetworkView
  relayUnreachable: undefined
  /** No media for GIVE_UP_AFTER_MS: time to leave with the reason `mediaLost`. */
  lost: undefined
}

export interface MediaOptions {
  readonly signal: MediaSignal
  readonly clock: Clock
}

/** How long the old path is kept when nobody's packets show that the new one works. */
const HANDOVER_MS = 3000

const SFU = 'sfu'

export class MediaConnections {
  readonly events = new Emitter<MediaEvents>()
  readonly #signal: MediaSignal
  readonly #clock: Clock
  readonly #tracks = new LocalTracks()
  readonly #streams = new StreamsOfTracks()
  readonly #sfu = new Map<string, Connection>()
  #p2p: { readonly connection: PeerConnection; readonly peer: string } | undefined
  #path: Omit<MediaPath, 'type'> = { path: 'none', iceServers: [], generation: 0 }
  #slots: readonly SlotNews[] = []
  #remote: Remote = new Map()
  #network: NetworkView = { path: 'none', media: 'new' }
  #work: Promise<void> = Promise.resolve()
  #handover: Timer | undefined
  #meeting: Timer | undefined
  #givingUp: Timer | undefined
  #stopHearing: () => void
  #isClosed = false

  constructor({ signal, clock }: MediaOptions) {
    this.#signal = signal
    this.#clock = clock
    this.#stopHearing = signal.onMessage(message => this.#hear(message))
  }

  get remote(): Remote {
    return this.#remote
  }

  get network(): NetworkView {
    return this.#network
  }

  get slots(): readonly SlotNews[] {
    return this.#slots
  }

  /** At the other end of the connection to a peer. */
  get peer(): string | undefined {
    return this.#p2p?.peer
  }

  get connections(): readonly Connection[] {
    return [...this.#sfu.values(), ...(this.#p2p ? [this.#p2p.connection] : [])]
  }

  localTrack(kind: MediaKind): MediaStreamTrack | undefined {
    return this.#tracks.get(kind)
  }

  setTrack(kind: MediaKind, track: MediaStreamTrack | null): Promise<void> {
    return this.#tracks.set(kind, track)
  }

  subscribe(want: readonly WantedStream[]): void {
    this.#signal.say({ type: 'subscribe', want: [...want] })
  }

  /** The signalling is back: what was asked for in between was not heard. */
  healAll(): void {
    for (const { name } of this.connections) this.#heal(name)
  }

  close(): void {
    this.#isClosed = true
    this.#stopHearing()
    this.#handover?.cancel()
    this.#givingUp?.cancel()
    this.#closeSfu()
    this.#closePeer()
    this.events.clear()
  }

  #hear(message: ServerMessage): void {
    if (message.type === 'mediaPath') this.#enqueue(() => this.#follow(message))
    else if (message.type === 'offer' || message.type === 'answer' || message.type === 'ice') {
      this.#enqueue(() => this.#hearDescription(message))
    } else if (message.type === 'slots') {
      this.#slots = message.slots
      this.#show()
    } else if (message.type === 'speaking') this.events.emit('speaking', message)
    else if (message.type === 'roster') this.#show()
  }

  /** Descriptions are taken one after the other: the browser's own steps in between are asynchronous. */
  #enqueue(step: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#isClosed) return
      try {
        await step()
      } catch (error) {
        reportError(error)
      }
      this.#show()
    })
  }

  async #follow(path: MediaPath): Promise<void> {
    if (path.generation <= this.#path.generation) return
    this.#path = path
    if (path.path === 'p2p' && path.peer !== undefined) {
      this.#closeSfu()
      this.#closePeer()
      await this.#connectTo(path.peer, path)
    } else if (path.path === 'none') {
      this.#closeSfu()
      this.#closePeer()
    } else this.#handOver()
    this.#showNetwork()
  }

  async #connectTo(peer: string, path: MediaPath): Promise<void> {
    const send = (type: 'offer' | 'answer' | 'ice', payload: PeerDescription | PeerCandidate) =>
      this.#signal.say({ type, to: peer, payload: JSON.stringify(payload) })
    const connection = connectPeer({
      path,
      send,
      iceServers: toRtcIceServers(path.iceServers),
      ...this.#shared,
    })
    this.#p2p = { connection, peer }
    this.#meeting = this.#clock.after(PEERS_MEET_MS, () => {
      // Browsers without a single address of the other one to try would wait forever.
      if (connection.pc.connectionState !== 'connected') this.#tell('failed')
    })
    if (path.initiator) await connection.offer()
  }

  async #hearDescription(message: { type: 'offer' | 'answer' | 'ice'; from: string; payload: string }) {
    const { type, from } = message
    if (from === SFU) {
      if (type === 'offer') await this.#answer(readPayload<ServerOffer>(message.payload))
      return
    }
    const payload = readPayload<PeerDescription | PeerCandidate>(message.payload)
    if (from !== this.#p2p?.peer || payload.generation !== this.#p2p.connection.generation) return
    await this.#p2p.connection.hear(type, payload)
  }

  /** An offer always means a fresh connection: the SFU restarts none. */
  async #answer(offer: ServerOffer): Promise<void> {
    const before = this.#sfu.get(offer.connection)
    if (before && offer.generation <= before.generation) return
    const iceServers = toRtcIceServers(this.#path.iceServers)
    const [connection, sdp] = await answerSfu({ offer, iceServers, ...this.#shared })
    if (this.#isClosed) return connection.close()
    before?.close()
    this.#sfu.set(offer.connection, connection)
    const payload = { generation: offer.generation, connection: offer.connection, sdp }
    this.#signal.say({ type: 'answer', to: SFU, payload: JSON.stringify(payload) })
  }

  get #shared(): { readonly tracks: LocalTracks; readonly heard: Heard } {
    const heard = {
      tracksChanged: () => {
        this.#handOver()
        this.#show()
      },
      stateChanged: ({ name }: Connection) => this.#heal(name),
      relayUnreachable: () => this.events.emit('relayUnreachable', undefined),
    }
    return { tracks: this.#tracks, heard }
  }

  #heal(name: string): void {
    const connection = this.connections.find(one => one.name === name)
    if (!connection) return
    // A connection to the peer that only waits for its successor is not worth mending.
    const path = name === 'p2p' ? this.#path.path : 'sfu'
    const remedy = remedyFor(connection.pc.connectionState, path, this.#path.initiator === true)
    if (remedy === 'renegotiate' && name !== 'p2p') {
      this.#signal.say({ type: 'renegotiate', connection: name, reason: 'failed' })
    }
    if (remedy === 'restartIce') this.#enqueue(async () => this.#p2p?.connection.offer())
    this.#handOver()
    this.#showNetwork()
  }

  /** Closes the connection to the peer once the SFU has media, or could have it and nobody sends any. */
  #handOver(): void {
    if (!this.#p2p || this.#path.path !== 'sfu') return
    const main = this.#sfu.get('main')
    if (main?.pc.connectionState !== 'connected') return
    if (this.#slots.some(slot => this.#carries(slot))) this.#closePeer()
    else
      this.#handover ??= this.#clock.after(HANDOVER_MS, () => {
        this.#closePeer()
        this.#show()
      })
  }

  #carries({ connection, mid, participantId }: SlotNews): boolean {
    if (participantId !== this.#p2p?.peer) return false
    const pc = this.#sfu.get(connection)?.pc
    const track = pc && trackOf(pc, mid)
    return track !== undefined && !track.muted
  }

  #closePeer(): void {
    this.#handover?.cancel()
    this.#handover = undefined
    this.#meeting?.cancel()
    this.#p2p?.connection.close()
    this.#p2p = undefined
  }

  #closeSfu(): void {
    for (const connection of this.#sfu.values()) connection.close()
    this.#sfu.clear()
    this.#slots = []
  }

  #show(): void {
    if (this.#isClosed) return
    const { roster } = this.#signal
    const shows = (participantId: string, kind: MediaKind) => {
      const entry = roster.find(one => one.participantId === participantId)
      return kind === 'screen' ? entry?.screen === true : entry?.camera === true
    }
    const view = { sfu: this.#sfu, slots: this.#slots, p2p: this.#p2p, streams: this.#streams, shows }
    const remote = remoteOf(view)
    if (isSameRemote(remote, this.#remote)) return
    this.#remote = remote
    this.events.emit('remoteChanged', remote)
  }

  #showNetwork(): void {
    const { path } = this.#path
    const relevant = path === 'p2p' && this.#p2p ? [this.#p2p.connection] : [...this.#sfu.values()]
    const media = mediaStateOf(relevant.map(({ pc }) => pc.connectionState))
    if (path === this.#network.path && media === this.#network.media) return
    this.#network = { path, media }
    this.#watchLoss(media)
    if (media === 'connected' || media === 'disconnected' || media === 'failed') this.#tell(media)
    this.events.emit('network', this.#network)
  }

  #tell(state: 'connected' | 'disconnected' | 'failed'): void {
    const { path } = this.#path
    if (path !== 'none') this.#signal.say({ type: 'mediaState', path, state })
  }

  /** From the first trouble until all is well again, however many attempts lie in between. */
  #watchLoss(media: MediaState): void {
    if (media === 'connected' || this.#path.path === 'none') {
      this.#givingUp?.cancel()
      this.#givingUp = undefined
    } else if (media === 'disconnected' || media === 'failed') {
      this.#givingUp ??= this.#clock.after(GIVE_UP_AFTER_MS, () => this.events.emit('lost', undefined))
    }
  }
}
