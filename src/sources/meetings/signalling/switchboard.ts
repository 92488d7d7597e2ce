/** Which socket speaks for which participant, and who can be rung. Kept in memory: sockets don't outlive the server. */
import type { ParticipantId } from '#records'
import type { Tell } from './announce.ts'
import type { ServerMessage } from './server-messages.ts'

/** A socket that has said who it is. */
export interface Line {
  readonly rawId: string
  send(message: ServerMessage): void
  /** The participant it spoke for is out of the call, or speaks through another socket now. */
  unseated(participant: ParticipantId): void
}

/** The place of one participant in one call. */
export interface Seat {
  readonly participant: ParticipantId
  /** Desk of the call. */
  readonly desk: string
  readonly resumeKey: string
  readonly rawId: string
  line: Line | undefined
}

/** Seats remembered after their people have left; the oldest are forgotten. */
const MOST_FORMER = 5000

export class Switchboard {
  readonly #seats = new Map<ParticipantId, Seat>()
  readonly #byResumeKey = new Map<string, Seat>()
  readonly #lines = new Map<string, Set<Line>>()
  readonly #former = new Map<string, Seat>()

  open(line: Line): void {
    const lines = this.#lines.get(line.rawId) ?? new Set()
    this.#lines.set(line.rawId, lines.add(line))
  }

  close(line: Line): void {
    const lines = this.#lines.get(line.rawId)
    lines?.delete(line)
    if (lines?.size === 0) this.#lines.delete(line.rawId)
  }

  /** Every socket on which that user can be rung. */
  linesOf(rawId: string): readonly Line[] {
    return [...(this.#lines.get(rawId) ?? [])]
  }

  seat(seat: Seat): void {
    this.#seats.set(seat.participant, seat)
    this.#byResumeKey.set(seat.resumeKey, seat)
  }

  seatOf(participant: ParticipantId): Seat | undefined {
    return this.#seats.get(participant)
  }

  seatByResumeKey(resumeKey: string): Seat | undefined {
    return this.#byResumeKey.get(resumeKey)
  }

  free(participant: ParticipantId): void {
    const seat = this.#seats.get(participant)
    if (!seat) return
    this.#seats.delete(participant)
    this.#byResumeKey.delete(seat.resumeKey)
    this.#remember(seat)
    seat.line?.unseated(participant)
  }

  /** Also of somebody who is out already: for last words. */
  seatForLastWords(resumeKey: string): Seat | undefined {
    return this.#byResumeKey.get(resumeKey) ?? this.#former.get(resumeKey)
  }

  #remember(seat: Seat): void {
    this.#former.set(seat.resumeKey, seat)
    const [oldest] = this.#former.keys()
    if (oldest !== undefined && this.#former.size > MOST_FORMER) this.#former.delete(oldest)
  }

  /** Phones and bots have no socket; a client that is away hears all when it comes back. */
  tell(tells: readonly Tell[]): void {
    for (const { to, message } of tells) {
      this.#seats.get(to)?.line?.send(message)
      if (message.type === 'state' && message.state === 'Disconnected') this.free(to)
    }
  }
}
