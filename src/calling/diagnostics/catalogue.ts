/** User-facing diagnostics: the names and values of the calling SDK, as the log has them too. */

/** As the SDK numbers it. */
export const Quality = { Good: 1, Poor: 2, Bad: 3 } as const
export type Quality = (typeof Quality)[keyof typeof Quality]

export type DiagnosticGroup = 'network' | 'media'
export type DiagnosticKind = 'flag' | 'quality'

interface Row {
  readonly group: DiagnosticGroup
  readonly kind: DiagnosticKind
}

const networkFlag = { group: 'network', kind: 'flag' } as const
const networkQuality = { group: 'network', kind: 'quality' } as const
const mediaFlag = { group: 'media', kind: 'flag' } as const

export const DIAGNOSTICS = {
  noNetwork: networkFlag,
  networkRelaysNotReachable: networkFlag,
  networkReconnect: networkQuality,
  networkReceiveQuality: networkQuality,
  networkSendQuality: networkQuality,
  speakingWhileMicrophoneIsMuted: mediaFlag,
  noSpeakerDevicesEnumerated: mediaFlag,
  noMicrophoneDevicesEnumerated: mediaFlag,
  microphoneNotFunctioning: mediaFlag,
  microphoneMuteUnexpectedly: mediaFlag,
  microphonePermissionDenied: mediaFlag,
  microphoneNotMuteButSilent: mediaFlag,
  cameraFreeze: mediaFlag,
  cameraStartFailed: mediaFlag,
  cameraStartTimedOut: mediaFlag,
  cameraStoppedUnexpectedly: mediaFlag,
  cameraPermissionDenied: mediaFlag,
  capturerStartFailed: mediaFlag,
  capturerStoppedUnexpectedly: mediaFlag,
  screenshareRecordingDisabled: mediaFlag,
} as const satisfies Record<string, Row>

export type DiagnosticName = keyof typeof DIAGNOSTICS
export type FlagName = {
  [Name in DiagnosticName]: (typeof DIAGNOSTICS)[Name]['kind'] extends 'flag' ? Name : never
}[DiagnosticName]
export type QualityName = Exclude<DiagnosticName, FlagName>
