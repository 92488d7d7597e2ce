/** Plays what the others say. Elements follow streams, not people: a receive slot changes its speaker unheard. */
import type { Remote } from '../media/remote.ts'
import type { AudioDeviceInfo, DeviceManager } from './device-manager.ts'
import { deviceIdOf } from './device-manager.ts'

export class RemoteAudio {
  readonly #devices: DeviceManager
  readonly #elements = new Map<MediaStream, HTMLAudioElement>()
  readonly #speakerChanged = () => this.#route()
  #isMuted = false

  constructor(devices: DeviceManager) {
    this.#devices = devices
    devices.on('selectedSpeakerChanged', this.#speakerChanged)
  }

  play(remote: Remote): void {
    const wanted = new Set([...remote.values()].flatMap(({ audio }) => audio ?? []))
    for (const [stream, element] of this.#elements) {
      if (wanted.has(stream)) continue
      element.srcObject = null
      this.#elements.delete(stream)
    }
    for (const stream of wanted) if (!this.#elements.has(stream)) this.#add(stream)
  }

  mute(isMuted: boolean): void {
    this.#isMuted = isMuted
    for (const element of this.#elements.values()) element.muted = isMuted
  }

  close(): void {
    this.#devices.off('selectedSpeakerChanged', this.#speakerChanged)
    this.play(new Map())
  }

  #add(stream: MediaStream): void {
    const element = new Audio()
    element.srcObject = stream
    element.muted = this.#isMuted
    this.#elements.set(stream, element)
    toSpeaker(element, this.#devices.selectedSpeaker)
    // Refused until the user has touched the page; browsers then play it with the first touch.
    element.play().catch(() => addEventListener('pointerdown', () => void element.play(), { once: true }))
  }

  #route(): void {
    for (const element of this.#elements.values()) toSpeaker(element, this.#devices.selectedSpeaker)
  }
}

function toSpeaker(element: HTMLAudioElement, speaker: AudioDeviceInfo | undefined): void {
  if (!speaker || !('setSinkId' in element)) return
  // A speaker that has just gone: the browser stays with the one it has.
  element.setSinkId(deviceIdOf(speaker)).catch(() => undefined)
}
