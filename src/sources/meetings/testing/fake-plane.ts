/** A media plane without media: it notes what it is told and says what a test wants it to have seen. */
import type { Directions, MediaPlane, PlaneEvent, PlaneStreamReport } from '../media/plane-port.ts'
import type { WantedStream } from '../signalling/media-messages.ts'
import type { Relayed } from '../signalling/server-messages.ts'

type WithoutOffer = Exclude<PlaneEvent, { type: 'offer' }>

export class FakePlane implements MediaPlane {
  readonly open_ = new Map<string, string>()
  readonly notes: string[] = []
  readonly shown = new Map<string, object>()
  readonly wanted = new Map<string, readonly WantedStream[]>()
  readonly impaired = new Map<string, Directions>()
  /** What `close` gives for a peer. */
  readonly lastWords = new Map<string, readonly PlaneStreamReport[]>()
  readonly #listeners = new Set<(event: PlaneEvent) => void>()
  #offers = 0

  async open({ callId, participantId }: { callId: string; participantId: string }): Promise<void> {
    this.open_.set(participantId, callId)
    this.#offer(participantId, 'main')
  }

  async answer(peer: string, answer: { connection: string; generation: number; sdp: string }): Promise<void> {
    this.notes.push(`answer ${peer} ${answer.connection} ${answer.generation} ${answer.sdp}`)
  }

  async candidate(peer: string, { candidate }: { candidate: string }): Promise<void> {
    this.notes.push(`candidate ${peer} ${candidate}`)
  }

  async renegotiate(peer: string, connection: string): Promise<void> {
    this.#offer(peer, connection)
  }

  shows(peer: string, { muted, camera, screen }: { muted: boolean; camera: boolean; screen: boolean }): void {
    this.shown.set(peer, { muted, camera, screen })
  }

  subscribe(peer: string, want: readonly WantedStream[]): void {
    this.wanted.set(peer, want)
  }

  async impair(peer: string, directions: Directions): Promise<Relayed> {
    this.impaired.set(peer, directions)
    return { up: [{ id: 7, passed: 4, lost: 1 }], down: [] }
  }

  async peerCandidate({ candidate }: { candidate: string }): Promise<string> {
    return `relayed ${candidate}`
  }

  async close(peer: string): Promise<readonly PlaneStreamReport[]> {
    this.open_.delete(peer)
    return this.lastWords.get(peer) ?? []
  }

  async closeCall(callId: string): Promise<void> {
    for (const [peer, call] of this.open_) if (call === callId) this.open_.delete(peer)
  }

  on(listener: (event: PlaneEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  async stop(): Promise<void> {
    this.#listeners.clear()
  }

  see(event: WithoutOffer): void {
    for (const listen of this.#listeners) listen(event)
  }

  /** Numbers of its own, so that nobody takes them for those of signalling. */
  #offer(participantId: string, connection: string): void {
    this.#offers += 1
    const generation = 1000 + this.#offers
    const lines = {
      sends: [{ mid: '0', kind: 'audio' }],
      receives: [{ mid: '1', kind: 'audio', slot: 0 }],
    } as const
    for (const listen of this.#listeners) {
      listen({ type: 'offer', participantId, connection, generation, sdp: `v=0 ${generation}`, ...lines })
    }
  }
}
