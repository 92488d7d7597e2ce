/** What a network does to a stream: seeded, plausible figures for the simulated fleet. Times ms, ratios 0..1. */
import type { MediaType, StreamDirection, StreamQuality } from '#records'

export type NetworkName = 'fibre' | 'wifi' | 'mobile' | 'congested'

interface NetworkProfile {
  readonly roundTrip: number
  readonly jitter: number
  readonly loss: number
  /** How far the worst window lies above the mean. */
  readonly worst: number
}

const NETWORKS: Readonly<Record<NetworkName, NetworkProfile>> = {
  fibre: { roundTrip: 24, jitter: 2, loss: 0.0002, worst: 1.4 },
  wifi: { roundTrip: 48, jitter: 6, loss: 0.004, worst: 2.2 },
  mobile: { roundTrip: 110, jitter: 14, loss: 0.015, worst: 2.6 },
  congested: { roundTrip: 420, jitter: 48, loss: 0.13, worst: 1.9 },
}

interface MediaShape {
  readonly codec: string
  readonly packetsPerSecond: number
  readonly bitRate: number
  readonly frameRate?: number
  readonly height?: number
}

export const MEDIA: Readonly<Record<MediaType, MediaShape>> = {
  Audio: { codec: 'OPUS', packetsPerSecond: 50, bitRate: 36_000 },
  Video: { codec: 'H264', packetsPerSecond: 140, bitRate: 1_200_000, frameRate: 29, height: 720 },
  VBSS: { codec: 'H264', packetsPerSecond: 90, bitRate: 900_000, frameRate: 12, height: 1080 },
  AppSharing: { codec: 'DATA', packetsPerSecond: 4, bitRate: 8_000 },
}

export interface StreamSetting {
  readonly network: NetworkName
  readonly mediaType: MediaType
  readonly direction: StreamDirection
  readonly seconds: number
}

/** The figures of one stream; `random` gives numbers in [0, 1). */
export function qualityOf(setting: StreamSetting, random: () => number): StreamQuality {
  const network = NETWORKS[setting.network]
  const around = (value: number) => value * (0.75 + random() * 0.5)
  const roundTripTimeAvg = Math.round(around(network.roundTrip))
  const jitterAvg = Math.round(around(network.jitter))
  const packetLossRateAvg = round(around(network.loss))
  return {
    roundTripTimeAvg,
    roundTripTimeMax: Math.round(roundTripTimeAvg * network.worst),
    jitterAvg,
    jitterMax: Math.round(jitterAvg * network.worst) + 1,
    packetLossRateAvg,
    packetLossRateMax: round(Math.min(1, packetLossRateAvg * network.worst)),
    packetUtilization: Math.round(MEDIA[setting.mediaType].packetsPerSecond * setting.seconds),
    ...networkJitterOf(jitterAvg, network.worst),
    ...(setting.direction === 'Inbound' && receivedOf(setting.mediaType, jitterAvg, packetLossRateAvg)),
    ...framesOf(setting, packetLossRateAvg, around),
  }
}

/** Windows of 20 s smooth what a single one of 10 s shows. */
const networkJitterOf = (jitter: number, worst: number): StreamQuality => ({
  networkJitterAvg: jitter,
  networkJitterMax: round(jitter * (1 + (worst - 1) * 0.7)),
  networkJitterMin: round(jitter * 0.6),
})

/** Only a receiver knows its jitter buffer and what it had to conceal. */
function receivedOf(mediaType: MediaType, jitter: number, loss: number): StreamQuality {
  const buffer = 40 + 3 * jitter
  const buffered = {
    jitterBufferSizeAvg: buffer,
    jitterBufferSizeMax: buffer * 2,
    jitterBufferSizeMin: round(buffer * 0.6),
    packetDropRatio: round(Math.min(0.2, jitter / 2000)),
  }
  if (mediaType === 'Audio') {
    return {
      ...buffered,
      stretchedRatioAvg: round(Math.min(0.3, 0.002 + jitter / 500)),
      // The copy in the next packet saves what is lost alone.
      fecUsedRatio: round(Math.min(0.9, loss)),
      postFecLossRate: round(loss * loss + loss * 0.2),
      healedDataRatioAvg: round(loss * 0.8),
      healedDataRatioMax: round(Math.min(1, loss * 1.6)),
    }
  }
  const height = MEDIA[mediaType].height
  if (!height) return buffered
  return {
    ...buffered,
    postFecLossRate: round(loss * 0.15),
    frameLossPercentage: round(Math.min(100, 100 * loss * 0.8)),
    recvResolutionHeight: loss > 0.05 ? 180 : height,
    recvFreezeDurationPerMinuteInMs: Math.round(loss * 60_000),
  }
}

function framesOf(
  { mediaType, direction }: StreamSetting,
  loss: number,
  around: (value: number) => number,
): StreamQuality {
  const { frameRate, bitRate } = MEDIA[mediaType]
  if (!frameRate) return { bitRateAvg: Math.round(around(bitRate)) }
  const kept = 1 - Math.min(0.8, loss * 5)
  const videoBitRateAvg = Math.round(around(bitRate) * kept)
  return {
    videoFrameRateAvg: round(frameRate * kept),
    videoBitRateAvg,
    videoBitRateMax: Math.round(videoBitRateAvg * 1.3),
    bitRateAvg: videoBitRateAvg,
    // The fewer frames on the whole, the more often there are hardly any.
    lowFrameRatePercent: round(100 * Math.max(0, 1 - kept) ** 2),
    ...(direction === 'Inbound'
      ? { recvFrameRateAvg: round(frameRate * Math.min(1, kept + 0.03)) }
      : { cpuLimitedPercent: round(Math.max(0, around(8) - 6)) }),
  }
}

const round = (value: number) => Math.round(value * 1e6) / 1e6
