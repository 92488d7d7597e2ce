/** What an app can learn of a call beyond its state: the meeting's chat thread above all. */
import type { CallSession } from '../call/call-session.ts'

// A class, not a plain object: the UI library's store freezes plain objects, and these values come later.
export class CallInfo {
  private readonly _session: CallSession

  constructor(session: CallSession) {
    this._session = session
  }

  /** Of the meeting; known from the first state on. */
  get threadId(): string | undefined {
    return this._session.info?.scene.threadId
  }

  get groupId(): string | undefined {
    return this._session.info?.scene.groupId
  }

  get participantId(): string {
    return this._session.info?.participantId ?? ''
  }

  /** Opaque to apps; here the id under which the call is in the logs. */
  async getServerCallId(): Promise<string> {
    const { info } = this._session
    if (!info) throw new Error('The call has no server call id before it is connected.')
    return btoa(info.callId)
  }

  onCallInfoChanged(_event: 'callInfoChanged', listener: () => void): void {
    this._session.events.on('info', listener)
  }

  offCallInfoChanged(_event: 'callInfoChanged', listener: () => void): void {
    this._session.events.off('info', listener)
  }
}
