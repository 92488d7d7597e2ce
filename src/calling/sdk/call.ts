/** The SDK's `Call`: the public face of a call session. */

import { CallSession, type SessionOptions, type SessionState } from '../call/call-session.ts'
import { Emitter } from '../emitter.ts'
import type { MediaSession } from '../media/open-media.ts'
import type { OperationsLog } from '../operations/operations-log.ts'
import { notSupported, toCallError } from './call-error.ts'
import { CallInfo } from './call-info.ts'
import { type DeviceManager, noteDevices } from './device-manager.ts'
import { type Feature, type FeatureFactory, FeatureShelf } from './features/feature.ts'
import { type Identifier, type IdentifierKind, rawIdOf } from './identifiers.ts'
import { Lobby } from './lobby.ts'
import { LocalMedia } from './local-media.ts'
import type { LocalVideoStream } from './local-video-stream.ts'
import { Participants, type Updated } from './participants.ts'
import { RemoteAudio } from './remote-audio.ts'
import { type CallEndReason, endReasonOf, type RemoteParticipant } from './remote-participant.ts'
import { type ParticipantRole, roleOf } from './roles.ts'

export type CallState = SessionState | 'LocalHold' | 'RemoteHold' | 'EarlyMedia'

export interface JoinCallOptions {
  readonly audioOptions?: { readonly muted?: boolean }
  readonly videoOptions?: { readonly localVideoStreams?: readonly LocalVideoStream[] }
}

export interface CallEvents {
  stateChanged: undefined
  idChanged: undefined
  isMutedChanged: undefined
  isIncomingAudioMutedChanged: undefined
  isScreenSharingOnChanged: undefined
  isLocalVideoStartedChanged: undefined
  remoteParticipantsUpdated: Updated<RemoteParticipant>
  localVideoStreamsUpdated: Updated<LocalVideoStream>
  localAudioStreamsUpdated: Updated<never>
  remoteAudioStreamsUpdated: Updated<never>
  roleChanged: undefined
  mutedByOthers: undefined
  callerInfoChanged: undefined
  transferorInfoChanged: undefined
}

export interface CallerInfo {
  readonly identifier: IdentifierKind | undefined
  readonly displayName?: string | undefined
}

export interface CallOptions {
  readonly session: SessionOptions
  /** Until the server has named the call. */
  readonly id: string
  readonly direction: 'Incoming' | 'Outgoing'
  readonly callerInfo: CallerInfo
  readonly devices: DeviceManager
  readonly options: JoinCallOptions
}

// Members are private by the compiler only: the UI library reads them through proxies, which `#` forbids.
export class Call {
  readonly kind = 'Call'
  readonly direction: 'Incoming' | 'Outgoing'
  readonly callerInfo: CallerInfo
  readonly info: CallInfo
  readonly lobby: Lobby
  readonly localAudioStreams: readonly never[] = []
  readonly remoteAudioStreams: readonly never[] = []
  /** Ours: what features build on. */
  readonly session: CallSession
  readonly participants: Participants
  readonly log: OperationsLog
  private readonly _events = new Emitter<CallEvents>()
  private readonly _features = new FeatureShelf<Call>()
  private readonly _local: LocalMedia
  private readonly _sound: RemoteAudio
  private readonly _options: JoinCallOptions
  private _id: string
  private readonly _noted: () => void
  private _role: ParticipantRole = 'Unknown'
  private _isOnHold = false
  private _isHeldByOther = false
  private _isIncomingAudioMuted = false

  constructor({ session, id, direction, callerInfo, devices, options }: CallOptions) {
    this._options = options
    this._id = id
    this.direction = direction
    this.callerInfo = callerInfo
    this.session = new CallSession(session)
    this.log = session.log
    this.participants = new Participants(session.log)
    this.info = new CallInfo(this.session)
    this.lobby = new Lobby(this.session, this.participants)
    this._local = new LocalMedia(devices, options.audioOptions?.muted === true)
    this._noted = noteDevices(devices, session.log)
    this._sound = new RemoteAudio(devices)
    this._follow()
  }

  get id(): string {
    return this._id
  }

  get state(): CallState {
    if (this.session.state !== 'Connected') return this.session.state
    if (this._isOnHold) return 'LocalHold'
    return this._isHeldByOther ? 'RemoteHold' : 'Connected'
  }

  get callEndReason(): CallEndReason | undefined {
    const { end } = this.session
    return end && endReasonOf(end)
  }

  get isMuted(): boolean {
    return this._local.isMuted
  }

  get isIncomingAudioMuted(): boolean {
    return this._isIncomingAudioMuted
  }

  get isScreenSharingOn(): boolean {
    return this._local.screen !== undefined
  }

  get isLocalVideoStarted(): boolean {
    return this._local.camera !== undefined
  }

  get localVideoStreams(): readonly LocalVideoStream[] {
    return this._local.streams
  }

  get remoteParticipants(): readonly RemoteParticipant[] {
    return this.participants.all
  }

  get role(): ParticipantRole {
    return this._role
  }

  feature<Built extends object>(factory: FeatureFactory<Call, Built>): Built & Feature {
    return this._features.get(factory, this)
  }

  /** Ours: opens what the app wants to show, then lets the session begin. Devices that fail stay off. */
  async start(operation: Parameters<CallSession['start']>[0]): Promise<void> {
    const opened = this._openDevices()
    await this.session.start(operation)
    await opened
  }

  /** Ours: what the others see of it from the beginning. */
  get shows(): { readonly muted: boolean; readonly camera: boolean; readonly screen: boolean } {
    const camera = (this._options.videoOptions?.localVideoStreams ?? []).length > 0
    return { muted: this._local.isMuted, camera, screen: false }
  }

  async hangUp({ forEveryone = false }: { forEveryone?: boolean } = {}): Promise<void> {
    await this.log.run('Hangup', () => this.session.hangUp(forEveryone), { ForEveryone: forEveryone })
    this.log.flush()
  }

  async mute(): Promise<void> {
    if (this._local.isMuted) return
    await this._local.mute()
    await this._mutedChanged()
  }

  async unmute(): Promise<void> {
    if (!this._local.isMuted) return
    await this._local.unmute()
    await this._mutedChanged()
  }

  async muteIncomingAudio(): Promise<void> {
    this._muteIncoming(true)
  }

  async unmuteIncomingAudio(): Promise<void> {
    this._muteIncoming(false)
  }

  async startVideo(stream: LocalVideoStream): Promise<void> {
    stream.log = this.log
    await this.log.run('StartVideo', () => this._local.showCamera(stream))
    await this._tellMedia()
  }

  async stopVideo(stream: LocalVideoStream): Promise<void> {
    if (this._local.camera !== stream) return
    await this.log.run('StopVideo', () => this._local.hideCamera())
    await this._tellMedia()
  }

  /** Rejects when the user closes the picker, or the meeting lets others only present. */
  async startScreenSharing(stream?: LocalVideoStream): Promise<void> {
    await this.log.run('StartScreenSharing', async () => {
      await this._local.showScreen(stream)
      try {
        await this.session.request({ type: 'media', screen: true })
      } catch (error) {
        await this._local.hideScreen()
        throw toCallError(error)
      }
    })
  }

  async stopScreenSharing(): Promise<void> {
    if (!this._local.screen) return
    await this.log.run('StopScreenSharing', () => this._local.hideScreen())
    await this._tellMedia()
  }

  /** The others see it, and neither hear nor see this side until it comes back. */
  async hold(): Promise<void> {
    await this._hold(true)
  }

  async resume(): Promise<void> {
    await this._hold(false)
  }

  addParticipant(identifier: Identifier): RemoteParticipant {
    const rawId = rawIdOf(identifier)
    const participant = this.participants.invite(rawId)
    this.session.request({ type: 'add', user: rawId }).catch(() => this.participants.uninvite(rawId))
    return participant
  }

  async removeParticipant(identifier: Identifier): Promise<void> {
    const participant = this.participants.byRawId(rawIdOf(identifier))
    if (!participant) throw notSupported('Removing somebody who is not in the call')
    const { participantId } = participant
    await this._request({ type: 'remove', participantId })
  }

  async muteAllRemoteParticipants(): Promise<void> {
    throw notSupported('Muting others')
  }

  async sendDtmf(_tone: string): Promise<void> {
    throw notSupported('Sending tones')
  }

  async setConstraints(_constraints: object): Promise<void> {
    // Advice about bandwidth that nothing here needs; apps set it in passing.
  }

  on<Name extends keyof CallEvents>(name: Name, listener: (event: CallEvents[Name]) => void): void {
    this._events.on(name, listener)
  }

  off<Name extends keyof CallEvents>(name: Name, listener: (event: CallEvents[Name]) => void): void {
    this._events.off(name, listener)
  }

  /** Ours: the agent is being disposed. */
  async close(): Promise<void> {
    await this.session.hangUp(false)
    this.session.close()
  }

  private async _openDevices(): Promise<void> {
    const [camera] = this._options.videoOptions?.localVideoStreams ?? []
    const openings = [
      ...(this._local.isMuted ? [] : [this._local.unmute()]),
      ...(camera ? [this._local.showCamera(camera)] : []),
    ]
    if (camera) camera.log = this.log
    const outcomes = await Promise.allSettled(openings)
    if (!this._local.isMuted && outcomes[0]?.status === 'rejected') await this.mute()
    await this._tellMedia()
  }

  private _follow(): void {
    const { events } = this.session
    events.on('state', state => {
      if (state === 'Connected') void this._tellMedia()
      if (state === 'Disconnected') void this._ended()
      this._events.emit('stateChanged', undefined)
    })
    events.on('info', ({ callId, role }) => {
      this._rename(callId)
      this._become(roleOf({ role }))
    })
    events.on('roster', ({ gone }) => this._followRoster(gone))
    events.on('lobby', waiting => this.participants.wait(waiting))
    events.on('media', media => this._followMedia(media))
    this.participants.events.on('participants', change =>
      this._events.emit('remoteParticipantsUpdated', change),
    )
    this.participants.events.on('views', () => this._subscribe())
    this._local.events.on('streams', change => {
      this._events.emit('localVideoStreamsUpdated', change)
      const isScreen = [...change.added, ...change.removed].some(
        ({ mediaStreamType }) => mediaStreamType === 'ScreenSharing',
      )
      this._events.emit(isScreen ? 'isScreenSharingOnChanged' : 'isLocalVideoStartedChanged', undefined)
    })
    this._local.events.on('screenEnded', () => void this.stopScreenSharing())
  }

  private _followRoster(gone: Parameters<Participants['follow']>[2]): void {
    const { roster, info } = this.session
    const own = roster.find(({ participantId }) => participantId === info?.participantId)
    if (own) this._become(roleOf(own))
    this.participants.follow(roster, info?.participantId ?? '', gone)
    this._followHold()
  }

  /** Of a call of two: in a larger one somebody who steps out leaves the others talking. */
  private _followHold(): void {
    const { all } = this.participants
    const isOfTwo = all.length === 1 && this.session.info?.scene.kind === 'p2p'
    const before = this.state
    this._isHeldByOther = isOfTwo && all[0]?.state === 'Hold'
    if (this.state !== before) this._events.emit('stateChanged', undefined)
  }

  private _followMedia(media: MediaSession): void {
    void this._local.attach(media)
    media.on('remoteChanged', remote => {
      this.participants.show(remote)
      this._sound.play(remote)
    })
    media.on('speaking', speaking => this.participants.hear(speaking))
  }

  private _rename(callId: string): void {
    if (callId === this._id) return
    this._id = callId
    this._events.emit('idChanged', undefined)
  }

  private _become(role: ParticipantRole): void {
    if (role === this._role) return
    this._role = role
    this._events.emit('roleChanged', undefined)
  }

  private _subscribe(): void {
    const want = this.participants.shown.map(({ participantId, mediaStreamType, views }) => ({
      participantId,
      kind: mediaStreamType === 'Video' ? ('video' as const) : ('screen' as const),
      ...(views.height !== undefined && { height: views.height }),
    }))
    this.session.media?.subscribe(want)
  }

  private async _mutedChanged(): Promise<void> {
    this.log.note('IsMutedChanged', { payload: { IsMuted: this._local.isMuted } })
    this._events.emit('isMutedChanged', undefined)
    await this._tellMedia()
  }

  private _muteIncoming(isMuted: boolean): void {
    this._isIncomingAudioMuted = isMuted
    this._sound.mute(isMuted)
    this._events.emit('isIncomingAudioMutedChanged', undefined)
  }

  private async _hold(isOnHold: boolean): Promise<void> {
    if (isOnHold === this._isOnHold || this.session.state !== 'Connected') return
    await this._request({ type: 'hold', on: isOnHold })
    this._isOnHold = isOnHold
    this._sound.mute(isOnHold || this._isIncomingAudioMuted)
    await this._local.hold(isOnHold)
    this._events.emit('stateChanged', undefined)
  }

  /** Tells the others what they can see and hear; before the call is connected the server learns it by `join`. */
  private async _tellMedia(): Promise<void> {
    if (this.session.state !== 'Connected') return
    const { camera, screen, isMuted } = this._local
    const shows = { muted: isMuted, camera: camera !== undefined, screen: screen !== undefined }
    await this._request({ type: 'media', ...shows })
  }

  private async _request(message: Parameters<CallSession['request']>[0]): Promise<void> {
    try {
      await this.session.request(message)
    } catch (error) {
      throw toCallError(error)
    }
  }

  private async _ended(): Promise<void> {
    this._noted()
    this._sound.close()
    await this._local.close()
  }
}
