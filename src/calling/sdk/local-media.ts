/** What this side shows in one call: microphone, camera, screen; opened, muted, replaced and let go. */
import type { MediaKind } from '#sources/meetings/client'
import { Emitter } from '../emitter.ts'
import type { MediaSession } from '../media/open-media.ts'
import { type DeviceManager, deviceIdOf } from './device-manager.ts'
import { LocalVideoStream } from './local-video-stream.ts'

interface LocalMediaEvents {
  /** A picture was added or taken away. */
  streams: { readonly added: readonly LocalVideoStream[]; readonly removed: readonly LocalVideoStream[] }
  /** The user ended the screen sharing by the browser's own button. */
  screenEnded: undefined
}

const SPEECH = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }

export class LocalMedia {
  readonly events = new Emitter<LocalMediaEvents>()
  readonly #devices: DeviceManager
  #media: MediaSession | undefined
  #microphone: MediaStreamTrack | undefined
  #isMuted: boolean
  #camera: LocalVideoStream | undefined
  #screen: LocalVideoStream | undefined
  #ends: (() => void)[] = []
  readonly #microphoneChanged = () => void this.#replaceMicrophone()
  readonly #speakerChanged = () => void this.#nameSpeaker()

  /** `isMuted`: as the app wants to begin; opening the microphone is another step. */
  constructor(devices: DeviceManager, isMuted: boolean) {
    this.#devices = devices
    this.#isMuted = isMuted
    devices.on('selectedMicrophoneChanged', this.#microphoneChanged)
    devices.on('selectedSpeakerChanged', this.#speakerChanged)
  }

  get streams(): readonly LocalVideoStream[] {
    return [this.#camera, this.#screen].flatMap(stream => stream ?? [])
  }

  get camera(): LocalVideoStream | undefined {
    return this.#camera
  }

  get screen(): LocalVideoStream | undefined {
    return this.#screen
  }

  get isMuted(): boolean {
    return this.#isMuted
  }

  /** What is open goes onto the session, which is there only once the call connects. */
  async attach(media: MediaSession): Promise<void> {
    this.#media = media
    await Promise.all([
      media.setMicrophone(this.#microphone ?? null, this.#isMuted),
      this.#camera && this.#show('video', this.#camera),
      this.#screen && this.#show('screen', this.#screen),
      this.#nameSpeaker(),
    ])
  }

  async #nameSpeaker(): Promise<void> {
    const { selectedSpeaker } = this.#devices
    await this.#media?.setSpeaker(selectedSpeaker && deviceIdOf(selectedSpeaker))
  }

  /** Rejects when the microphone can't be opened. */
  async unmute(): Promise<void> {
    if (!this.#microphone) await this.#openMicrophone()
    this.#isMuted = false
    await this.#media?.setMicrophone(this.#microphone ?? null, false)
  }

  async mute(): Promise<void> {
    this.#isMuted = true
    await this.#media?.setMicrophone(this.#microphone ?? null, true)
  }

  async showCamera(stream: LocalVideoStream): Promise<void> {
    if (this.#camera === stream) return
    if (this.#camera) await this.hideCamera()
    await this.#capture('video', () => stream.use())
    this.#camera = stream
    this.#ends.push(stream.changes.on('streamChanged', () => void this.#show('video', stream)))
    await this.#show('video', stream)
    this.events.emit('streams', { added: [stream], removed: [] })
  }

  async hideCamera(): Promise<void> {
    const stream = this.#camera
    if (!stream) return
    this.#camera = undefined
    await this.#media?.setCamera(null)
    await stream.endUse()
    this.events.emit('streams', { added: [], removed: [stream] })
  }

  /** Rejects when the user closes the picker. */
  async showScreen(given?: LocalVideoStream): Promise<void> {
    const stream =
      given ??
      new LocalVideoStream(
        await this.#capture('screen', () => navigator.mediaDevices.getDisplayMedia({ video: true })),
        'ScreenSharing',
      )
    const [track] = (await stream.use()).getVideoTracks()
    this.#screen = stream
    track?.addEventListener('ended', () => this.events.emit('screenEnded', undefined), { once: true })
    await this.#show('screen', stream)
    this.events.emit('streams', { added: [stream], removed: [] })
  }

  async hideScreen(): Promise<void> {
    const stream = this.#screen
    if (!stream) return
    this.#screen = undefined
    await this.#media?.setScreen(null)
    for (const track of (await stream.getMediaStream()).getTracks()) track.stop()
    this.events.emit('streams', { added: [], removed: [stream] })
  }

  /** Nothing is sent while on hold; everything stays open. */
  async hold(isOnHold: boolean): Promise<void> {
    if (!this.#media) return
    if (!isOnHold) return this.attach(this.#media)
    await this.#media.setMicrophone(this.#microphone ?? null, true)
    await this.#media.setCamera(null)
    await this.#media.setScreen(null)
  }

  async close(): Promise<void> {
    this.#devices.off('selectedMicrophoneChanged', this.#microphoneChanged)
    this.#devices.off('selectedSpeakerChanged', this.#speakerChanged)
    for (const end of this.#ends.splice(0)) end()
    this.#microphone?.stop()
    this.#microphone = undefined
    await this.hideScreen()
    await this.hideCamera()
    this.#media = undefined
  }

  async #show(kind: 'video' | 'screen', stream: LocalVideoStream): Promise<void> {
    const [track = null] = (await stream.getMediaStream()).getVideoTracks()
    if (kind === 'video') await this.#media?.setCamera(track)
    else await this.#media?.setScreen(track)
  }

  async #openMicrophone(): Promise<void> {
    const selected = this.#devices.selectedMicrophone
    const deviceId = selected && { exact: deviceIdOf(selected) }
    const stream = await this.#capture('audio', () =>
      navigator.mediaDevices.getUserMedia({ audio: { ...SPEECH, ...(deviceId && { deviceId }) } }),
    )
    this.#microphone = stream.getAudioTracks()[0]
  }

  async #replaceMicrophone(): Promise<void> {
    if (!this.#microphone) return
    this.#microphone.stop()
    this.#microphone = undefined
    try {
      await this.#openMicrophone()
    } catch {
      // Told by a diagnostic already; without a microphone the call goes on.
    }
    await this.#media?.setMicrophone(this.#microphone ?? null, this.#isMuted)
  }

  async #capture<Result>(kind: MediaKind, open: () => Promise<Result>): Promise<Result> {
    try {
      return await open()
    } catch (error) {
      this.#media?.captureFailed(kind, error)
      throw error
    }
  }
}
