/** User-facing diagnostics in words for the user they are about. */
import type { DiagnosticName } from '#calling'

/** The first one that is there is shown: one trouble at a time, the worst first. */
const WORDS: readonly (readonly [DiagnosticName, string])[] = [
  ['noNetwork', 'There is no network.'],
  ['microphonePermissionDenied', 'The microphone is blocked for this page: nobody can hear you.'],
  ['noMicrophoneDevicesEnumerated', 'No microphone was found: nobody can hear you.'],
  ['microphoneNotFunctioning', 'The microphone stopped working: nobody can hear you.'],
  ['microphoneMuteUnexpectedly', 'The system has muted the microphone.'],
  ['speakingWhileMicrophoneIsMuted', 'You are muted, and seem to be speaking.'],
  ['microphoneNotMuteButSilent', 'Nothing comes from the microphone: is it the right one?'],
  ['noSpeakerDevicesEnumerated', 'No loudspeaker was found: you may hear nobody.'],
  ['cameraPermissionDenied', 'The camera is blocked for this page.'],
  ['cameraStartFailed', 'The camera did not start: another app may use it.'],
  ['cameraStartTimedOut', 'The camera took too long to start.'],
  ['cameraStoppedUnexpectedly', 'The camera stopped.'],
  ['cameraFreeze', 'The picture of your camera stands still.'],
  ['capturerStartFailed', 'The screen could not be captured.'],
  ['capturerStoppedUnexpectedly', 'Sharing the screen stopped.'],
  ['screenshareRecordingDisabled', 'The system does not allow capturing the screen: look into its settings.'],
  [
    'networkRelaysNotReachable',
    'The relay servers could not be reached: calls may not get through a firewall.',
  ],
]

export function troubleText(troubles: ReadonlyMap<DiagnosticName, unknown>): string | undefined {
  return WORDS.find(([name]) => troubles.has(name))?.[1]
}
