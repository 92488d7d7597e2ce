/** Roster, lobby and streams of one call → the remote participants of the SDK. */
import type { EndOfLeg, RosterEntry } from '#sources/meetings/client'
import { Emitter } from '../emitter.ts'
import type { Remote } from '../media/remote.ts'
import type { Speaking } from '../media/session.ts'
import type { OperationsLog } from '../operations/operations-log.ts'
import { RemoteParticipant, type RemoteVideoStream } from './remote-participant.ts'

export interface Updated<Item> {
  readonly added: readonly Item[]
  readonly removed: readonly Item[]
}

interface ParticipantsEvents {
  participants: Updated<RemoteParticipant>
  lobby: Updated<RemoteParticipant>
  /** Another picture is on the page, or one no longer is. */
  views: undefined
}

const NOBODY_YET = {
  isOrganizer: false,
  muted: true,
  camera: false,
  screen: false,
  handRaised: false,
  onHold: false,
}

/** Below that it is the room, not a voice. */
const SPEAKS_AT = 0.01

export class Participants {
  readonly events = new Emitter<ParticipantsEvents>()
  #remote = new Map<string, RemoteParticipant>()
  readonly #log: OperationsLog
  readonly #invited = new Map<string, RemoteParticipant>()
  #waiting = new Map<string, RemoteParticipant>()
  #media: Remote = new Map()
  #roster: readonly RosterEntry[] = []

  constructor(log: OperationsLog) {
    this.#log = log
  }

  get all(): readonly RemoteParticipant[] {
    return [...this.#remote.values(), ...this.#invited.values()]
  }

  get waiting(): readonly RemoteParticipant[] {
    return [...this.#waiting.values()]
  }

  /** `own` is left out; `gone` says why somebody left. */
  follow(roster: readonly RosterEntry[], own: string, gone: ReadonlyMap<string, EndOfLeg>): void {
    this.#roster = roster.filter(({ participantId }) => participantId !== own)
    const present = new Set(this.#roster.map(({ participantId }) => participantId))
    for (const { rawId } of this.#roster) this.uninvite(rawId)
    const removed = [...this.#remote.values()].filter(({ participantId }) => !present.has(participantId))
    for (const participant of removed) {
      this.#remote.delete(participant.participantId)
      participant.become('Disconnected', gone.get(participant.participantId))
    }
    const added = this.#roster
      .filter(({ participantId }) => !this.#remote.has(participantId))
      .map(entry => this.#add(entry))
    if (added.length + removed.length > 0) this.events.emit('participants', { added, removed })
    this.#update()
  }

  wait(entries: readonly RosterEntry[]): void {
    const before = this.#waiting
    this.#waiting = new Map(
      entries.map(entry => {
        const { participantId } = entry
        return [participantId, before.get(participantId) ?? new RemoteParticipant(entry, 'InLobby')]
      }),
    )
    const added = this.waiting.filter(({ participantId }) => !before.has(participantId))
    const removed = [...before.values()].filter(({ participantId }) => !this.#waiting.has(participantId))
    if (added.length + removed.length > 0) this.events.emit('lobby', { added, removed })
  }

  show(media: Remote): void {
    this.#media = media
    this.#update()
  }

  hear({ levels, dominant }: Speaking): void {
    const loud = new Set(
      levels.filter(({ level }) => level > SPEAKS_AT).map(({ participantId }) => participantId),
    )
    for (const participant of this.all) {
      const { participantId } = participant
      participant.speak(!participant.isMuted && (loud.has(participantId) || dominant === participantId))
    }
  }

  /** Somebody whom the app rings into the call; the roster's entry takes the place of this one. */
  invite(rawId: string): RemoteParticipant {
    const entry = { ...NOBODY_YET, participantId: `invited ${rawId}`, rawId }
    const participant = new RemoteParticipant(entry, 'Ringing')
    this.#invited.set(rawId, participant)
    this.events.emit('participants', { added: [participant], removed: [] })
    return participant
  }

  uninvite(rawId: string): void {
    const participant = this.#invited.get(rawId)
    if (!participant) return
    this.#invited.delete(rawId)
    participant.become('Disconnected')
    this.events.emit('participants', { added: [], removed: [participant] })
  }

  byRawId(rawId: string): RemoteParticipant | undefined {
    return this.all.find(participant => participant.rawId === rawId)
  }

  waitingByRawId(rawId: string): RemoteParticipant | undefined {
    return this.waiting.find(participant => participant.rawId === rawId)
  }

  byParticipantId(participantId: string): RemoteParticipant | undefined {
    return this.#remote.get(participantId)
  }

  /** Pictures that are on the page, the highest first. */
  get shown(): readonly RemoteVideoStream[] {
    const streams = this.all.flatMap(({ videoStreams }) => videoStreams).filter(({ views }) => views.isShown)
    return streams.toSorted((a, b) => (b.views.height ?? 0) - (a.views.height ?? 0))
  }

  #add(entry: RosterEntry): RemoteParticipant {
    const participant = new RemoteParticipant(entry, 'Connected', this.#log)
    for (const { views } of participant.videoStreams) {
      views.events.on('changed', () => this.events.emit('views', undefined))
    }
    this.#remote.set(entry.participantId, participant)
    return participant
  }

  #update(): void {
    for (const entry of this.#roster) {
      const participant = this.#remote.get(entry.participantId)
      participant?.update(entry, this.#media.get(entry.participantId) ?? {})
      participant?.become(entry.onHold ? 'Hold' : 'Connected')
    }
  }
}
