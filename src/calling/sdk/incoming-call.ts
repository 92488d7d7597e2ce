/** A call that rings. */
import type { EndOfLeg } from '#sources/meetings/client'
import { Emitter } from '../emitter.ts'
import type { Call, CallerInfo, JoinCallOptions } from './call.ts'
import { type CallEndReason, endReasonOf } from './remote-participant.ts'

export interface IncomingCallOptions {
  readonly id: string
  readonly callerInfo: CallerInfo
  readonly accept: (options: JoinCallOptions) => Promise<Call>
  readonly reject: () => Promise<void>
}

interface IncomingCallEvents {
  callEnded: { readonly callEndReason: CallEndReason }
}

export class IncomingCall {
  readonly kind = 'IncomingCall'
  readonly id: string
  readonly callerInfo: CallerInfo
  readonly info: object = {}
  private readonly _options: IncomingCallOptions
  private readonly _events = new Emitter<IncomingCallEvents>()
  private _end: CallEndReason | undefined

  constructor(options: IncomingCallOptions) {
    this._options = options
    this.id = options.id
    this.callerInfo = options.callerInfo
  }

  get callEndReason(): CallEndReason | undefined {
    return this._end
  }

  accept(options: JoinCallOptions = {}): Promise<Call> {
    return this._options.accept(options)
  }

  reject(): Promise<void> {
    return this._options.reject()
  }

  /** Ours: the caller gave up, or somebody else took it. */
  ended(end: EndOfLeg): void {
    this._end = endReasonOf(end)
    this._events.emit('callEnded', { callEndReason: this._end })
  }

  on(name: 'callEnded', listener: (event: IncomingCallEvents['callEnded']) => void): void {
    this._events.on(name, listener)
  }

  off(name: 'callEnded', listener: (event: IncomingCallEvents['callEnded']) => void): void {
    this._events.off(name, listener)
  }
}
