/** What the simulated clients tell of themselves: seeded, plausible operations, troubles, samples and surveys. Pure. */
import { type Instant, toIso } from '#base'
import type { MediaType, StreamDirection, StreamQuality } from '#records'
import type { SignalClient } from '#sources/meetings'
import { MEDIA, type NetworkName, qualityOf } from './networks.ts'
import type { GuestPlan } from './plan.ts'

type Message = Parameters<SignalClient['request']>[0]
type MessageOf<Type extends Message['type']> = Extract<Message, { type: Type }>
export type Operation = MessageOf<'clientOperations'>['operations'][number]
export type Series = MessageOf<'mediaStats'>['series'][number]
export type Ratings = Pick<MessageOf<'survey'>, 'overall' | 'audio' | 'video' | 'screenshare'>

export type Random = () => number

/** How much longer everything takes there. */
const SLOWNESS: Readonly<Record<NetworkName, number>> = { fibre: 1, wifi: 1.2, mobile: 1.8, congested: 3 }

/** Milliseconds on a good day, and how often in a hundred it fails and as what. */
const CALLS = {
  CallAgentInit: { least: 300, most: 1200, failures: 1, subCode: 40_104, signature: 408 },
  Join: { least: 700, most: 2600, failures: 3, subCode: 3100, signature: 410 },
  StartVideo: { least: 350, most: 2200, failures: 4, subCode: 41_048, signature: 410 },
  StopVideo: { least: 40, most: 400, failures: 0, subCode: 0, signature: 200 },
  StartScreenShare: { least: 200, most: 1500, failures: 2, subCode: 41_033, signature: 500 },
  CreateView: { least: 60, most: 800, failures: 2, subCode: 43_200, signature: 500 },
  Hangup: { least: 80, most: 500, failures: 0, subCode: 0, signature: 200 },
} as const

export type CallName = keyof typeof CALLS

export interface Happening {
  readonly network: NetworkName
  readonly at: Instant
  readonly random: Random
  readonly payload?: Operation['payload']
}

/** A call of the SDK with its duration and outcome. */
export function callOfSdk(name: CallName, { network, at, random, payload }: Happening): Operation {
  const { least, most, failures, subCode, signature } = CALLS[name]
  const durationMs = Math.round((least + random() ** 2 * (most - least)) * SLOWNESS[network])
  const fails = random() * 100 < failures * SLOWNESS[network]
  const outcome = fails
    ? { resultType: 'UnexpectedClientError', resultSignature: signature, subCode }
    : { resultType: 'Succeeded', resultSignature: 200 }
  return { name, at: toIso(at), durationMs, ...outcome, ...(payload && { payload }) }
}

/** Refused in the lobby, or left there: as meant, so no failure. */
export const turnedAway = (at: Instant, subCode: number): Operation => ({
  name: 'Join',
  at: toIso(at),
  resultType: 'ExpectedError',
  resultSignature: 403,
  subCode,
})

export const stateChanged = (at: Instant, NewState: string): Operation => ({
  name: 'StateChanged',
  at: toIso(at),
  resultType: 'Succeeded',
  resultSignature: 200,
  payload: { NewState },
})

interface Trouble {
  readonly name: string
  /** Of a visit to have it, and of it to go away again. */
  readonly chance: number
  readonly recovers: number
  readonly needs?: MediaType
}

const EVERYWHERE: readonly Trouble[] = [
  { name: 'speakingWhileMicrophoneIsMuted', chance: 0.12, recovers: 1 },
  { name: 'microphoneMuteUnexpectedly', chance: 0.04, recovers: 0.8 },
  { name: 'cameraFreeze', chance: 0.06, recovers: 0.7, needs: 'Video' },
  { name: 'noSpeakerDevicesEnumerated', chance: 0.01, recovers: 0.3 },
]

const TROUBLES: Readonly<Record<NetworkName, readonly Trouble[]>> = {
  fibre: EVERYWHERE,
  wifi: [{ name: 'networkReceiveQuality', chance: 0.12, recovers: 0.9 }, ...EVERYWHERE],
  mobile: [
    { name: 'networkReconnect', chance: 0.35, recovers: 0.9 },
    { name: 'networkReceiveQuality', chance: 0.25, recovers: 0.8 },
    ...EVERYWHERE,
  ],
  congested: [
    { name: 'networkReceiveQuality', chance: 0.9, recovers: 0.6 },
    { name: 'networkSendQuality', chance: 0.6, recovers: 0.6 },
    { name: 'networkReconnect', chance: 0.3, recovers: 0.7 },
    ...EVERYWHERE,
  ],
}

export interface Stay {
  readonly from: Instant
  readonly to: Instant
  readonly random: Random
}

/** User facing diagnostics of a stay: each a trouble, and mostly its end, under one id. */
export function troublesOf(
  { network, media }: Pick<GuestPlan, 'network' | 'media'>,
  { from, to, random }: Stay,
  newId: () => string,
): readonly Operation[] {
  return TROUBLES[network]
    .filter(({ needs, chance }) => random() < chance && (needs === undefined || media.includes(needs)))
    .flatMap(({ name, recovers }) => {
      const operationId = newId()
      const begins = from + random() * 0.6 * (to - from)
      const ends = begins + random() * 0.9 * (to - begins)
      const said = (quality: string, at: Instant): Operation => ({
        operationId,
        name: 'UserFacingDiagnostics',
        at: toIso(at),
        resultType: 'Succeeded',
        resultSignature: 200,
        payload: { DiagnosticChanged: name, DiagnosticQuality: quality },
      })
      return random() < recovers ? [said('Bad', begins), said('Good', ends)] : [said('Bad', begins)]
    })
}

/** A real client tells of each ten seconds; these tell of a few of them, so that a day stays small. */
const MOST_WINDOWS = 6

const TYPES: Partial<Record<MediaType, Series['mediaType']>> = {
  Audio: 'audio',
  Video: 'video',
  VBSS: 'screen',
}

type Figure = (quality: StreamQuality, media: MediaType) => number | undefined

const FIGURES: Readonly<Record<StreamDirection, Readonly<Record<string, Figure>>>> = {
  Outbound: {
    Bitrate: (quality, media) => quality.videoBitRateAvg ?? MEDIA[media].bitRate,
    JitterInMs: quality => quality.jitterAvg,
    RttInMs: quality => quality.roundTripTimeAvg,
    PacketsPerSecond: (_, media) => MEDIA[media].packetsPerSecond,
    FrameRateSent: quality => quality.videoFrameRateAvg,
  },
  Inbound: {
    Bitrate: (quality, media) => quality.videoBitRateAvg ?? MEDIA[media].bitRate,
    JitterInMs: quality => quality.jitterAvg,
    PacketsLostPerSecond: ({ packetLossRateAvg = 0 }, media) =>
      packetLossRateAvg * MEDIA[media].packetsPerSecond,
    JitterBufferDelayInMs: quality => quality.jitterBufferSizeAvg,
    HealedRatio: quality => quality.healedDataRatioAvg,
    FrameRateDecoded: quality => quality.videoFrameRateAvg,
    FrameHeightReceived: quality => quality.recvResolutionHeight,
  },
}

export interface Streams {
  readonly guest: Pick<GuestPlan, 'network' | 'media'>
  /** Whose media come in. */
  readonly remote: string
}

/** Figures of ten seconds each, spread over a stay. */
export function seriesOf({ guest, remote }: Streams, { from, to, random }: Stay): readonly Series[] {
  const windows = Math.max(1, Math.min(MOST_WINDOWS, Math.floor((to - from) / 10_000)))
  const starts = Array.from({ length: windows }, (_, i) => from + (i * (to - from)) / windows)
  return starts.flatMap(at =>
    guest.media.flatMap(media =>
      (['Outbound', 'Inbound'] as const).flatMap(direction => {
        const setting = { network: guest.network, mediaType: media, direction, seconds: 10 }
        const quality = qualityOf(setting, random)
        return Object.entries(FIGURES[direction]).flatMap(([metric, figure]) => {
          const value = figure(quality, media)
          const mediaType = TYPES[media]
          if (value === undefined || mediaType === undefined) return []
          return [
            {
              mediaStreamId: `${media}-${direction}`,
              mediaType,
              direction: direction === 'Outbound' ? ('send' as const) : ('recv' as const),
              metric,
              codec: MEDIA[media].codec,
              at: toIso(at),
              intervalSeconds: 1,
              ...samplesAround(value, random),
              ...(direction === 'Inbound' && { remoteParticipantId: remote }),
            },
          ]
        })
      }),
    ),
  )
}

function samplesAround(value: number, random: Random) {
  const spread = 0.1 + 0.3 * random()
  return {
    count: 10,
    sum: value * 10,
    average: value,
    minimum: value * (1 - spread),
    maximum: value * (1 + spread),
  }
}

/** Scores that people give to such a network, and what they complain about. */
const OPINIONS: Readonly<Record<NetworkName, { readonly worst: number; readonly best: number }>> = {
  fibre: { worst: 4, best: 5 },
  wifi: { worst: 3, best: 5 },
  mobile: { worst: 2, best: 4 },
  congested: { worst: 1, best: 3 },
}

const COMPLAINTS = {
  overall: ['HadToRejoin', 'CallEndedUnexpectedly', 'OtherIssues'],
  audio: ['DistortedSpeech', 'AudioInterruption', 'AudioNoise', 'Echo'],
  video: ['Freezes', 'LowQuality', 'AudioVideoOutOfSync'],
} as const

/** What somebody answers after the call; most do not. */
export function surveyOf(
  { network, media }: Pick<GuestPlan, 'network' | 'media'>,
  random: Random,
): Ratings | undefined {
  if (random() > 0.4) return undefined
  const { worst, best } = OPINIONS[network]
  const rated = (subject: keyof typeof COMPLAINTS) => {
    const score = worst + Math.floor(random() * (best - worst + 1))
    const complaint = COMPLAINTS[subject][Math.floor(random() * COMPLAINTS[subject].length)]
    return { score, ...(score <= 2 && complaint && { issues: [complaint] }) }
  }
  return {
    overall: rated('overall'),
    audio: rated('audio'),
    ...(media.includes('Video') && { video: rated('video') }),
  }
}
