/** The others of a call, and their pictures. */
import type { EndOfLeg, RosterEntry } from '#sources/meetings/client'
import { Emitter } from '../emitter.ts'
import type { RemoteMedia } from '../media/remote.ts'
import type { OperationsLog } from '../operations/operations-log.ts'
import { type IdentifierKind, identifierOf } from './identifiers.ts'
import { type ParticipantRole, roleOf } from './roles.ts'
import { Views } from './views.ts'

export interface StreamSize {
  readonly width: number
  readonly height: number
}

interface RemoteVideoStreamEvents {
  isAvailableChanged: undefined
  isReceivingChanged: undefined
  sizeChanged: undefined
  /** Ours: renderers follow. */
  streamChanged: MediaStream | undefined
}

// Members are private by the compiler only: the UI library reads them through proxies, which `#` forbids.
export class RemoteVideoStream {
  readonly id: number
  readonly mediaStreamType: 'Video' | 'ScreenSharing'
  /** Ours; see `streamChanged`. */
  readonly changes = new Emitter<RemoteVideoStreamEvents>()
  /** Ours: who sends it. */
  readonly participantId: string
  /** Ours. */
  readonly views = new Views()
  /** Ours: where its renderers write down how they fared. */
  readonly log: OperationsLog | undefined
  private _isAvailable = false
  private _isReceiving = false
  private _size: StreamSize = { width: 0, height: 0 }
  private _stream: MediaStream | undefined

  constructor(
    participantId: string,
    mediaStreamType: RemoteVideoStream['mediaStreamType'],
    log: OperationsLog | undefined,
  ) {
    this.participantId = participantId
    this.log = log
    this.mediaStreamType = mediaStreamType
    this.id = mediaStreamType === 'Video' ? 1 : 2
  }

  get isAvailable(): boolean {
    return this._isAvailable
  }

  get isReceiving(): boolean {
    return this._isReceiving
  }

  get size(): StreamSize {
    return { ...this._size }
  }

  /** Ours: undefined while nothing comes. */
  get stream(): MediaStream | undefined {
    return this._stream
  }

  /** Waits until there is one. */
  getMediaStream(): Promise<MediaStream> {
    if (this._stream) return Promise.resolve(this._stream)
    return new Promise(resolve => {
      const stop = this.changes.on('streamChanged', stream => {
        if (!stream) return
        stop()
        resolve(stream)
      })
    })
  }

  /** Ours: as the roster and the media session have it. */
  update(isAvailable: boolean, stream: MediaStream | undefined): void {
    const isOther = isAvailable !== this._isAvailable
    this._isAvailable = isAvailable
    if (isOther) this.changes.emit('isAvailableChanged', undefined)
    const shown = isAvailable ? stream : undefined
    const isReceiving = shown !== undefined
    if (shown !== this._stream) {
      this._stream = shown
      this.changes.emit('streamChanged', shown)
    }
    if (isReceiving === this._isReceiving) return
    this._isReceiving = isReceiving
    this.changes.emit('isReceivingChanged', undefined)
  }

  /** Ours: as a renderer sees it. */
  resize(size: StreamSize): void {
    if (size.width === this._size.width && size.height === this._size.height) return
    this._size = size
    this.changes.emit('sizeChanged', undefined)
  }

  on(name: keyof RemoteVideoStreamEvents, listener: () => void): void {
    this.changes.on(name, listener)
  }

  off(name: keyof RemoteVideoStreamEvents, listener: () => void): void {
    this.changes.off(name, listener)
  }
}

export type RemoteParticipantState =
  | 'Idle'
  | 'Connecting'
  | 'Ringing'
  | 'Connected'
  | 'Hold'
  | 'InLobby'
  | 'Disconnected'

interface RemoteParticipantEvents {
  stateChanged: undefined
  isMutedChanged: undefined
  displayNameChanged: undefined
  isSpeakingChanged: undefined
  roleChanged: undefined
  videoStreamsUpdated: { added: readonly RemoteVideoStream[]; removed: readonly RemoteVideoStream[] }
}

export interface CallEndReason {
  readonly code: number
  readonly subCode: number
  readonly message: string
  readonly resultCategories: readonly string[]
}

export const endReasonOf = ({ code, subCode, message, resultCategory }: EndOfLeg): CallEndReason => ({
  code,
  subCode,
  message,
  resultCategories: [resultCategory ?? 'ExpectedError'],
})

export class RemoteParticipant {
  readonly identifier: IdentifierKind
  /** Ours: of the protocol. */
  readonly participantId: string
  readonly rawId: string
  readonly videoStreams: readonly RemoteVideoStream[]
  private readonly _events = new Emitter<RemoteParticipantEvents>()
  private _entry: RosterEntry
  private _state: RemoteParticipantState
  private _end: CallEndReason | undefined
  private _isSpeaking = false

  constructor(entry: RosterEntry, state: RemoteParticipantState, log?: OperationsLog) {
    this._entry = entry
    this._state = state
    this.participantId = entry.participantId
    this.rawId = entry.rawId
    this.identifier = identifierOf(entry.rawId)
    this.videoStreams = [
      new RemoteVideoStream(entry.participantId, 'Video', log),
      new RemoteVideoStream(entry.participantId, 'ScreenSharing', log),
    ]
    this._showStreams(entry, {})
  }

  get displayName(): string | undefined {
    return this._entry.displayName
  }

  get state(): RemoteParticipantState {
    return this._state
  }

  get callEndReason(): CallEndReason | undefined {
    return this._end
  }

  get isMuted(): boolean {
    return this._entry.muted
  }

  get isSpeaking(): boolean {
    return this._isSpeaking
  }

  get role(): ParticipantRole {
    return roleOf(this._entry)
  }

  get endpointDetails(): readonly { readonly participantId: string }[] {
    return [{ participantId: this.participantId }]
  }

  /** Ours: the roster has news of them. */
  update(entry: RosterEntry, media: RemoteMedia): void {
    const before = this._entry
    this._entry = entry
    if (before.displayName !== entry.displayName) this._events.emit('displayNameChanged', undefined)
    if (before.muted !== entry.muted) this._events.emit('isMutedChanged', undefined)
    if (before.role !== entry.role) this._events.emit('roleChanged', undefined)
    this._showStreams(entry, media)
  }

  /** Ours. */
  become(state: RemoteParticipantState, end?: EndOfLeg): void {
    if (state === this._state) return
    this._state = state
    if (end) this._end = endReasonOf(end)
    this._events.emit('stateChanged', undefined)
  }

  /** Ours. */
  speak(isSpeaking: boolean): void {
    if (isSpeaking === this._isSpeaking) return
    this._isSpeaking = isSpeaking
    this._events.emit('isSpeakingChanged', undefined)
  }

  on<Name extends keyof RemoteParticipantEvents>(
    name: Name,
    listener: (event: RemoteParticipantEvents[Name]) => void,
  ): void {
    this._events.on(name, listener)
  }

  off<Name extends keyof RemoteParticipantEvents>(
    name: Name,
    listener: (event: RemoteParticipantEvents[Name]) => void,
  ): void {
    this._events.off(name, listener)
  }

  private _showStreams(entry: RosterEntry, media: RemoteMedia): void {
    for (const stream of this.videoStreams) {
      const isVideo = stream.mediaStreamType === 'Video'
      stream.update(isVideo ? entry.camera : entry.screen, isVideo ? media.video : media.screen)
    }
  }
}
