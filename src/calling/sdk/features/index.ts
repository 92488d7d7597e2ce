/** `Features`: every name of the SDK. Those without a builder are quiet: there, and nothing happens in them. */
import type { Call } from '../call.ts'
import type { CallClient } from '../call-client.ts'
import { capabilities } from './capabilities.ts'
import { debugInfo } from './debug-info.ts'
import { diagnosticsFeature } from './diagnostics.ts'
import { type FeatureFactory, type Quiet, type QuietName, quietFeature } from './feature.ts'
import { mediaStats } from './media-stats.ts'
import { raiseHand } from './raise-hand.ts'
import { dominantSpeakers, optimalVideoCount } from './speakers.ts'
import { survey } from './survey.ts'

const quiet = <Name extends QuietName>(name: Name): FeatureFactory<never, Quiet<Name>> => ({
  name,
  build: () => quietFeature(name),
})
const ofCall = <Built extends object>(
  name: string,
  build: (call: Call) => Built,
): FeatureFactory<Call, Built> => ({ name, build })
const ofClient = <Built extends object>(
  name: string,
  build: (client: CallClient) => Built,
): FeatureFactory<CallClient, Built> => ({ name, build })

export const Features = {
  AudioEffects: quiet('AudioEffects'),
  BreakoutRooms: quiet('BreakoutRooms'),
  CallSurvey: ofCall('CallSurvey', survey),
  Capabilities: ofCall('Capabilities', capabilities),
  Captions: quiet('Captions'),
  DataChannel: quiet('DataChannel'),
  DebugInfo: ofClient('DebugInfo', debugInfo),
  DominantSpeakers: ofCall('DominantSpeakers', dominantSpeakers),
  MediaAccess: quiet('MediaAccess'),
  MediaStats: ofCall('MediaStats', mediaStats),
  OptimalVideoCount: ofCall('OptimalVideoCount', optimalVideoCount),
  PPTLive: quiet('PPTLive'),
  RaiseHand: ofCall('RaiseHand', raiseHand),
  Reaction: quiet('Reaction'),
  RealTimeText: quiet('RealTimeText'),
  Recording: quiet('Recording'),
  Spotlight: quiet('Spotlight'),
  TeamsMeetingAudioConferencing: quiet('TeamsMeetingAudioConferencing'),
  TogetherMode: quiet('TogetherMode'),
  Transcription: quiet('Transcription'),
  Transfer: quiet('Transfer'),
  UserFacingDiagnostics: ofCall('UserFacingDiagnostics', diagnosticsFeature),
  VideoEffects: quiet('VideoEffects'),
} as const
