/** The own microphone, camera and screen: opened before a call, kept through it, let go after it. */
import type { MediaSession } from '#calling'
import { Store } from '../store.ts'

export type Source = 'microphone' | 'camera' | 'screen'

export interface LocalView {
  readonly microphone: MediaStreamTrack | undefined
  readonly camera: MediaStreamTrack | undefined
  readonly screen: MediaStreamTrack | undefined
  readonly isMuted: boolean
  /** Wished, also while the camera is still being opened. */
  readonly wantsCamera: boolean
  readonly devices: readonly MediaDeviceInfo[]
  /** Name of the error of the last attempt, as browsers have it; absent once it worked. */
  readonly problems: Readonly<Partial<Record<Source, string>>>
  /** Device ids; absent: the browser's own choice. */
  readonly chosen: Readonly<Partial<Record<'microphone' | 'camera' | 'speaker', string>>>
}

const SPEECH = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } }

const NOTHING: LocalView = {
  microphone: undefined,
  camera: undefined,
  screen: undefined,
  isMuted: false,
  wantsCamera: true,
  devices: [],
  problems: {},
  chosen: {},
}

export class LocalMedia {
  readonly view = new Store<LocalView>(NOTHING)
  #media: MediaSession | undefined
  #isClosed = true
  readonly #devicesChanged = () => void this.#listDevices()

  /** Asks for what was wished last; each alone, so that one refusal does not take the other along. */
  async open(): Promise<void> {
    this.#isClosed = false
    mediaDevices()?.addEventListener('devicechange', this.#devicesChanged)
    const { wantsCamera } = this.view.get()
    await Promise.all([this.openMicrophone(), wantsCamera ? this.openCamera() : undefined])
    await this.#listDevices()
  }

  close(): void {
    this.#isClosed = true
    this.#media = undefined
    mediaDevices()?.removeEventListener('devicechange', this.#devicesChanged)
    const { microphone, camera, screen } = this.view.get()
    for (const track of [microphone, camera, screen]) track?.stop()
    this.view.change({ microphone: undefined, camera: undefined, screen: undefined })
  }

  /** From now on everything goes into that call. */
  async attach(media: MediaSession): Promise<void> {
    this.#media = media
    const { microphone, camera, isMuted, chosen } = this.view.get()
    await Promise.all([
      media.setMicrophone(microphone ?? null, isMuted),
      media.setCamera(camera ?? null),
      media.setSpeaker(chosen.speaker),
    ])
  }

  async openMicrophone(): Promise<void> {
    const audio = { ...SPEECH, ...exactly(this.view.get().chosen.microphone) }
    const track = await this.#capture('microphone', devices => devices.getUserMedia({ audio }))
    if (!track) return
    this.view.get().microphone?.stop()
    this.view.change({ microphone: track })
    await this.#media?.setMicrophone(track, this.view.get().isMuted)
  }

  async openCamera(): Promise<void> {
    this.view.change({ wantsCamera: true })
    const video = { ...PICTURE, ...exactly(this.view.get().chosen.camera) }
    const track = await this.#capture('camera', devices => devices.getUserMedia({ video }))
    if (!track) return this.view.change({ wantsCamera: false })
    this.view.get().camera?.stop()
    // Switched off again while it was opening.
    if (!this.view.get().wantsCamera) return track.stop()
    this.view.change({ camera: track })
    await this.#media?.setCamera(track)
  }

  async closeCamera(): Promise<void> {
    const { camera } = this.view.get()
    this.view.change({ wantsCamera: false, camera: undefined })
    await this.#media?.setCamera(null)
    camera?.stop()
  }

  async setMuted(isMuted: boolean): Promise<void> {
    this.view.change({ isMuted })
    if (!isMuted && !this.view.get().microphone) await this.openMicrophone()
    await this.#media?.setMicrophone(this.view.get().microphone ?? null, isMuted)
  }

  /** `ended`: the browser's own button ended it. Resolves without a screen when the user closed the picker. */
  async openScreen(ended: () => void): Promise<void> {
    const track = await this.#capture('screen', devices => devices.getDisplayMedia({ video: true }))
    if (!track) return
    track.addEventListener('ended', ended, { once: true })
    this.view.change({ screen: track })
    await this.#media?.setScreen(track)
  }

  async closeScreen(): Promise<void> {
    const { screen } = this.view.get()
    this.view.change({ screen: undefined })
    await this.#media?.setScreen(null)
    screen?.stop()
  }

  /** What is in use is opened anew; what is off stays off. */
  async choose(kind: keyof LocalView['chosen'], deviceId: string): Promise<void> {
    const { chosen, microphone, wantsCamera } = this.view.get()
    this.view.change({ chosen: { ...chosen, [kind]: deviceId } })
    if (kind === 'microphone' && microphone) await this.openMicrophone()
    if (kind === 'camera' && wantsCamera) await this.openCamera()
    if (kind === 'speaker') await this.#media?.setSpeaker(deviceId)
  }

  async #capture(
    source: Source,
    open: (devices: MediaDevices) => Promise<MediaStream>,
  ): Promise<MediaStreamTrack | undefined> {
    const devices = mediaDevices()
    try {
      if (!devices) throw new DOMException('This page has no devices.', 'SecurityError')
      const [track] = (await open(devices)).getTracks()
      this.#report(source, undefined)
      // The page was left while the browser asked.
      if (!this.#isClosed) return track
      track?.stop()
    } catch (error) {
      const kind = KINDS[source]
      this.#media?.captureFailed(kind, error)
      this.#report(source, error instanceof Error ? error.name : 'Error')
    }
    return undefined
  }

  /** Of one source alone: the others are being opened at the same time. */
  #report(source: Source, problem: string | undefined): void {
    const { [source]: _, ...others } = this.view.get().problems
    this.view.change({ problems: problem === undefined ? others : { ...others, [source]: problem } })
  }

  /** Labels are there only after a permission. */
  async #listDevices(): Promise<void> {
    const devices = await mediaDevices()?.enumerateDevices()
    if (devices) this.view.change({ devices: devices.filter(({ deviceId }) => deviceId !== '') })
  }
}

const KINDS = { microphone: 'audio', camera: 'video', screen: 'screen' } as const

const exactly = (deviceId: string | undefined) => deviceId !== undefined && { deviceId: { exact: deviceId } }

/** Absent on pages that are not secure, whatever the types say. */
const mediaDevices = (): MediaDevices | undefined => navigator.mediaDevices
