/** A stream's figures under the names of its columns: what rules judge and rows hold. */
import type { Leg, Stream, StreamQuality } from '#records'
import { degradationOf, networkMosOf } from '../estimates.ts'
import type { JudgedStream } from './classify.ts'

/** Column ← figure. Degradation, NetworkMos and FecUsed are computed. */
export const FIGURES = {
  RoundTrip: 'roundTripTimeAvg',
  RoundTripMax: 'roundTripTimeMax',
  Jitter: 'jitterAvg',
  JitterMax: 'jitterMax',
  PacketLossRate: 'packetLossRateAvg',
  PacketLossRateMax: 'packetLossRateMax',
  PacketUtilization: 'packetUtilization',
  ConcealedRatio: 'healedDataRatioAvg',
  ConcealedRatioMax: 'healedDataRatioMax',
  StretchedRatio: 'stretchedRatioAvg',
  HealerPacketDropRatio: 'packetDropRatio',
  HealerFecUsedRatio: 'fecUsedRatio',
  JitterBufferAvg: 'jitterBufferSizeAvg',
  JitterBufferMax: 'jitterBufferSizeMax',
  JitterBufferMin: 'jitterBufferSizeMin',
  NetworkJitterAvg: 'networkJitterAvg',
  NetworkJitterMax: 'networkJitterMax',
  NetworkJitterMin: 'networkJitterMin',
  FrameLossPercentage: 'frameLossPercentage',
  FrameRate: 'videoFrameRateAvg',
  RecvFrameRate: 'recvFrameRateAvg',
  LowFrameRatePercent: 'lowFrameRatePercent',
  DynamicCapabilityPercent: 'cpuLimitedPercent',
} as const satisfies Readonly<Record<string, keyof StreamQuality>>

export type FigureColumn =
  | keyof typeof FIGURES
  | 'AudioPostFecLoss'
  | 'VideoPostFecLoss'
  | 'BitRate'
  | 'Degradation'
  | 'NetworkMos'

/** Figures that were measured or can be estimated; others are absent. */
export function figuresOf({ mediaType, quality }: Stream): {
  readonly [Name in FigureColumn]?: number | undefined
} {
  const isAudio = mediaType === 'Audio'
  const measured = Object.entries(FIGURES).map(([column, figure]) => [column, quality[figure]])
  return {
    ...Object.fromEntries(measured),
    [isAudio ? 'AudioPostFecLoss' : 'VideoPostFecLoss']: quality.postFecLossRate,
    BitRate: quality.bitRateAvg ?? quality.videoBitRateAvg,
    ...(isAudio && { Degradation: degradationOf(quality), NetworkMos: networkMosOf(quality) }),
  }
}

/** The stream as rules look at it; of a connection whose checks failed there is nothing to judge. */
export function judgedOf(stream: Stream, leg: Leg, reportedBy: JudgedStream['reportedBy']): JudgedStream {
  return {
    mediaType: stream.mediaType,
    codec: stream.codec,
    reportedBy,
    iceFailed: leg.network?.iceFailed === true,
    figures: figuresOf(stream),
  }
}
