/** Devices, tracks and refused permissions → diagnostics. */
import type { MediaKind } from '#sources/meetings/client'
import type { FlagName } from './catalogue.ts'
import type { Diagnostics } from './diagnostics.ts'

/** Which diagnostic an error of getUserMedia or getDisplayMedia is, by the name of the error. */
const CAPTURE_ERRORS: Readonly<Record<MediaKind, Readonly<Record<string, FlagName>>>> = {
  audio: {
    NotAllowedError: 'microphonePermissionDenied',
    NotFoundError: 'noMicrophoneDevicesEnumerated',
    NotReadableError: 'microphoneNotFunctioning',
    AbortError: 'microphoneNotFunctioning',
  },
  video: {
    NotAllowedError: 'cameraPermissionDenied',
    NotFoundError: 'cameraStartFailed',
    NotReadableError: 'cameraStartFailed',
    OverconstrainedError: 'cameraStartFailed',
    AbortError: 'cameraStartTimedOut',
  },
  // A user who closes the picker denies nothing; only the system's own refusal is a diagnostic (see below).
  screen: { NotReadableError: 'capturerStartFailed', AbortError: 'capturerStartFailed' },
}

export function captureFailed(diagnostics: Diagnostics, kind: MediaKind, error: unknown): void {
  if (!(error instanceof DOMException)) return
  if (kind === 'screen' && error.name === 'NotAllowedError' && /system/i.test(error.message)) {
    diagnostics.raise('screenshareRecordingDisabled', true)
  }
  const name = CAPTURE_ERRORS[kind][error.name]
  if (name) diagnostics.raise(name, true)
}

/** A device works again: what was said of it before no longer holds. */
export function captureWorks(diagnostics: Diagnostics, kind: MediaKind): void {
  for (const name of new Set([...Object.values(CAPTURE_ERRORS[kind]), STOPPED[kind]])) {
    diagnostics.raise(name, false)
  }
  if (kind === 'screen') diagnostics.raise('screenshareRecordingDisabled', false)
}

const STOPPED: Readonly<Record<MediaKind, FlagName>> = {
  audio: 'microphoneNotFunctioning',
  video: 'cameraStoppedUnexpectedly',
  screen: 'capturerStoppedUnexpectedly',
}

/** `ended` and `mute` come only when the app did not cause them. Gives the function that ends the watching. */
export function watchTrack(diagnostics: Diagnostics, kind: MediaKind, track: MediaStreamTrack): () => void {
  captureWorks(diagnostics, kind)
  const ended = () => diagnostics.raise(STOPPED[kind], true)
  const muted = () => {
    if (kind === 'audio') diagnostics.raise('microphoneMuteUnexpectedly', track.muted)
  }
  track.addEventListener('ended', ended)
  track.addEventListener('mute', muted)
  track.addEventListener('unmute', muted)
  return () => {
    track.removeEventListener('ended', ended)
    track.removeEventListener('mute', muted)
    track.removeEventListener('unmute', muted)
  }
}

/** Looks which devices there are, now and at each change. Gives the function that ends the watching. */
export function watchDevices(diagnostics: Diagnostics, devices: MediaDevices): () => void {
  const look = async () => {
    const found = new Set((await devices.enumerateDevices()).map(({ kind }) => kind))
    diagnostics.raise('noMicrophoneDevicesEnumerated', !found.has('audioinput'))
    // Browsers that can't choose a speaker list none.
    if ('setSinkId' in HTMLMediaElement.prototype) {
      diagnostics.raise('noSpeakerDevicesEnumerated', !found.has('audiooutput'))
    }
  }
  const changed = () => void look()
  changed()
  devices.addEventListener('devicechange', changed)
  return () => devices.removeEventListener('devicechange', changed)
}
