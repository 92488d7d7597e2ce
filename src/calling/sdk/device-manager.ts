/** Cameras, microphones and speakers of the machine. One for all clients of a page, as the UI library expects. */
import { Emitter } from '../emitter.ts'
import type { OperationsLog } from '../operations/operations-log.ts'

type DeviceKind = 'Camera' | 'Microphone' | 'Speaker'

export interface VideoDeviceInfo {
  readonly name: string
  readonly id: string
  readonly deviceType: 'Unknown' | 'UsbCamera' | 'CaptureAdapter' | 'Virtual' | 'ScreenSharing'
}

export interface AudioDeviceInfo {
  readonly name: string
  readonly id: string
  readonly isSystemDefault: boolean
  readonly deviceType: 'Microphone' | 'Speaker' | 'CompositeAudioDevice' | 'Virtual'
}

interface Updated<Item> {
  readonly added: readonly Item[]
  readonly removed: readonly Item[]
}

export interface DeviceManagerEvents {
  videoDevicesUpdated: Updated<VideoDeviceInfo>
  audioDevicesUpdated: Updated<AudioDeviceInfo>
  selectedMicrophoneChanged: undefined
  selectedSpeakerChanged: undefined
}

const KINDS: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  videoinput: 'Camera',
  audioinput: 'Microphone',
  audiooutput: 'Speaker',
}

/** `camera:<id>` → `<id>`, as getUserMedia wants it. */
export const deviceIdOf = ({ id }: Pick<VideoDeviceInfo, 'id'>): string => id.slice(id.indexOf(':') + 1)

// Members are private by the compiler only: the UI library reads them through proxies, which `#` forbids.
export class DeviceManager {
  private readonly _events = new Emitter<DeviceManagerEvents>()
  private _cameras: readonly VideoDeviceInfo[] = []
  private _audio: readonly AudioDeviceInfo[] = []
  private _microphone: AudioDeviceInfo | undefined
  private _speaker: AudioDeviceInfo | undefined

  constructor() {
    navigator.mediaDevices.addEventListener('devicechange', () => void this._look())
  }

  get isSpeakerSelectionAvailable(): boolean {
    return 'setSinkId' in HTMLMediaElement.prototype
  }

  get selectedMicrophone(): AudioDeviceInfo | undefined {
    return this._microphone
  }

  get selectedSpeaker(): AudioDeviceInfo | undefined {
    return this._speaker
  }

  async getCameras(): Promise<VideoDeviceInfo[]> {
    await this._look()
    return [...this._cameras]
  }

  async getMicrophones(): Promise<AudioDeviceInfo[]> {
    await this._look()
    return this._audio.filter(({ deviceType }) => deviceType === 'Microphone')
  }

  async getSpeakers(): Promise<AudioDeviceInfo[]> {
    await this._look()
    return this._audio.filter(({ deviceType }) => deviceType === 'Speaker')
  }

  async selectMicrophone(device: AudioDeviceInfo): Promise<void> {
    if (device.id === this._microphone?.id) return
    this._microphone = device
    this._events.emit('selectedMicrophoneChanged', undefined)
  }

  async selectSpeaker(device: AudioDeviceInfo): Promise<void> {
    if (device.id === this._speaker?.id) return
    this._speaker = device
    this._events.emit('selectedSpeakerChanged', undefined)
  }

  /** Asks for what is wanted, together and then one by one, since one refusal would hide the other's consent. */
  async askDevicePermission(wanted: {
    audio?: boolean
    video?: boolean
  }): Promise<{ audio: boolean; video: boolean }> {
    const { audio = false, video = false } = wanted
    const ask = async (constraints: MediaStreamConstraints) => {
      try {
        const stream = await navigator.mediaDevices.getUserMedia(constraints)
        for (const track of stream.getTracks()) track.stop()
        return true
      } catch {
        return false
      }
    }
    const isBoth = audio && video && (await ask({ audio, video }))
    const granted = {
      audio: isBoth || (audio && (await ask({ audio: true }))),
      video: isBoth || (video && (await ask({ video: true }))),
    }
    await this._look()
    return granted
  }

  on<Name extends keyof DeviceManagerEvents>(
    name: Name,
    listener: (event: DeviceManagerEvents[Name]) => void,
  ): void {
    this._events.on(name, listener)
  }

  off<Name extends keyof DeviceManagerEvents>(
    name: Name,
    listener: (event: DeviceManagerEvents[Name]) => void,
  ): void {
    this._events.off(name, listener)
  }

  private async _look(): Promise<void> {
    const found = (await navigator.mediaDevices.enumerateDevices()).filter(({ deviceId }) => deviceId !== '')
    const camerasBefore = this._cameras
    const audioBefore = this._audio
    this._cameras = keepSame(camerasBefore, found.filter(isCamera).map(cameraOf))
    this._audio = keepSame(audioBefore, found.filter(device => !isCamera(device)).map(audioDeviceOf))
    this._chooseAudio()
    const videoNews = changesOf(camerasBefore, this._cameras)
    const audioNews = changesOf(audioBefore, this._audio)
    if (videoNews) this._events.emit('videoDevicesUpdated', videoNews)
    if (audioNews) this._events.emit('audioDevicesUpdated', audioNews)
  }

  /** A device that is gone is replaced by the system's choice. */
  private _chooseAudio(): void {
    const choose = (kind: DeviceKind, selected: AudioDeviceInfo | undefined) => {
      const all = this._audio.filter(({ deviceType }) => deviceType === kind)
      return all.find(({ id }) => id === selected?.id) ?? all.find(one => one.isSystemDefault) ?? all[0]
    }
    const microphone = choose('Microphone', this._microphone)
    const speaker = choose('Speaker', this._speaker)
    const isOther = { microphone: microphone !== this._microphone, speaker: speaker !== this._speaker }
    this._microphone = microphone
    this._speaker = speaker
    if (isOther.microphone) this._events.emit('selectedMicrophoneChanged', undefined)
    if (isOther.speaker) this._events.emit('selectedSpeakerChanged', undefined)
  }
}

/** Writes down which device was chosen; gives the function that ends it. */
export function noteDevices(devices: DeviceManager, log: OperationsLog): () => void {
  const microphone = () => void log.note('SelectedMicrophoneChanged')
  const speaker = () => void log.note('SelectedSpeakerChanged')
  devices.on('selectedMicrophoneChanged', microphone)
  devices.on('selectedSpeakerChanged', speaker)
  return () => {
    devices.off('selectedMicrophoneChanged', microphone)
    devices.off('selectedSpeakerChanged', speaker)
  }
}

const isCamera = ({ kind }: MediaDeviceInfo): boolean => kind === 'videoinput'

const idOf = ({ kind, deviceId }: MediaDeviceInfo): string => `${KINDS[kind].toLowerCase()}:${deviceId}`

const cameraOf = (device: MediaDeviceInfo): VideoDeviceInfo => ({
  id: idOf(device),
  name: device.label,
  deviceType: 'UsbCamera',
})

const audioDeviceOf = (device: MediaDeviceInfo): AudioDeviceInfo => ({
  id: idOf(device),
  name: device.label,
  isSystemDefault: device.deviceId === 'default',
  deviceType: device.kind === 'audioinput' ? 'Microphone' : 'Speaker',
})

interface Device {
  readonly id: string
  readonly name: string
}

/** A device that is still there stays the same object: apps compare them. */
function keepSame<Item extends Device>(before: readonly Item[], after: readonly Item[]): readonly Item[] {
  return after.map(one => before.find(({ id, name }) => id === one.id && name === one.name) ?? one)
}

function changesOf<Item extends Device>(before: readonly Item[], after: readonly Item[]) {
  const added = after.filter(one => !before.includes(one))
  const removed = before.filter(one => !after.includes(one))
  return added.length + removed.length > 0 ? { added, removed } : undefined
}
