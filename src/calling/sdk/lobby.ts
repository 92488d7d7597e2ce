/** Who waits to be let in; empty for those who may not decide. */

import type { CallSession } from '../call/call-session.ts'
import { toCallError } from './call-error.ts'
import { type Identifier, rawIdOf } from './identifiers.ts'
import type { Participants, Updated } from './participants.ts'
import type { RemoteParticipant } from './remote-participant.ts'

export class Lobby {
  private readonly _session: CallSession
  private readonly _participants: Participants

  constructor(session: CallSession, participants: Participants) {
    this._session = session
    this._participants = participants
  }

  get participants(): readonly RemoteParticipant[] {
    return this._participants.waiting
  }

  /** Rejects when the role does not allow it, or nobody of that identity waits. */
  async admit(identifier: Identifier): Promise<void> {
    await this._decide('admit', identifier)
  }

  async reject(identifier: Identifier): Promise<void> {
    await this._decide('reject', identifier)
  }

  async admitAll(): Promise<{ successCount: number; failureCount: number }> {
    const waiting = this.participants.length
    try {
      await this._session.request({ type: 'admitAll' })
    } catch (error) {
      throw toCallError(error)
    }
    return { successCount: waiting, failureCount: 0 }
  }

  on(_name: 'lobbyParticipantsUpdated', listener: (event: Updated<RemoteParticipant>) => void): void {
    this._participants.events.on('lobby', listener)
  }

  off(_name: 'lobbyParticipantsUpdated', listener: (event: Updated<RemoteParticipant>) => void): void {
    this._participants.events.off('lobby', listener)
  }

  private async _decide(type: 'admit' | 'reject', identifier: Identifier): Promise<void> {
    const participantId = this._participants.waitingByRawId(rawIdOf(identifier))?.participantId ?? 'nobody'
    try {
      await this._session.request({ type, participantId })
    } catch (error) {
      throw toCallError(error)
    }
  }
}
