/** Figures of a stream: columns of AnteroomTeamsStreams_CL ⇄ properties of Graph's mediaStream, one row each. */
import { parseDuration } from '#base'

export interface Figure {
  readonly column: string
  readonly property: string
  /** `ms`: an ISO duration there; `percent`: a ratio there. */
  readonly as: 'ms' | 'number' | 'percent' | 'bool'
  /** Only streams of that medium have the property. */
  readonly of?: 'Audio' | 'Video'
}

const row = (column: string, property: string, as: Figure['as'], of?: Figure['of']): Figure => ({
  column,
  property,
  as,
  ...(of && { of }),
})

export const GRAPH_FIGURES: readonly Figure[] = [
  row('RoundTrip', 'averageRoundTripTime', 'ms'),
  row('RoundTripMax', 'maxRoundTripTime', 'ms'),
  row('Jitter', 'averageJitter', 'ms'),
  row('JitterMax', 'maxJitter', 'ms'),
  row('PacketLossRate', 'averagePacketLossRate', 'number'),
  row('PacketLossRateMax', 'maxPacketLossRate', 'number'),
  row('PacketUtilization', 'packetUtilization', 'number'),
  row('ConcealedRatio', 'averageRatioOfConcealedSamples', 'number'),
  row('ConcealedRatioMax', 'maxRatioOfConcealedSamples', 'number'),
  row('NetworkJitterAvg', 'averageAudioNetworkJitter', 'ms', 'Audio'),
  row('NetworkJitterMax', 'maxAudioNetworkJitter', 'ms', 'Audio'),
  row('Degradation', 'averageAudioDegradation', 'number', 'Audio'),
  row('BandwidthEstimate', 'averageBandwidthEstimate', 'number'),
  row('FecUsed', 'isAudioForwardErrorCorrectionUsed', 'bool', 'Audio'),
  row('VideoPostFecLoss', 'postForwardErrorCorrectionPacketLossRate', 'number', 'Video'),
  row('FrameLossPercentage', 'averageVideoFrameLossPercentage', 'number', 'Video'),
  row('FrameRate', 'averageVideoFrameRate', 'number', 'Video'),
  row('RecvFrameRate', 'averageReceivedFrameRate', 'number', 'Video'),
  row('LowFrameRatePercent', 'lowFrameRateRatio', 'percent', 'Video'),
  row('DynamicCapabilityPercent', 'lowVideoProcessingCapabilityRatio', 'percent', 'Video'),
]

/** Screens count as video, as Graph has it. */
export const hasFigure = ({ of }: Figure, mediaType: string): boolean =>
  of === undefined || (of === 'Audio') === (mediaType === 'Audio')

type Value = string | number | boolean | null

/** A column's value as Graph prints it; null where nothing was measured. */
export function toGraph({ as }: Figure, value: unknown): Value {
  if (as === 'bool') return typeof value === 'boolean' ? value : null
  if (typeof value !== 'number') return null
  if (as === 'ms') return durationText(value)
  return as === 'percent' ? value / 100 : value
}

/** Undefined for what is no figure of that kind. */
export function fromGraph({ as }: Figure, value: unknown): number | boolean | undefined {
  if (as === 'bool') return typeof value === 'boolean' ? value : undefined
  if (as === 'ms') return typeof value === 'string' ? parseDuration(value) : undefined
  if (typeof value !== 'number') return undefined
  return as === 'percent' ? value * 100 : value
}

/** `PT0.016S`: seconds, as call records print durations; to the tenth of a microsecond. */
export const durationText = (ms: number): string =>
  `PT${(Math.round(ms * 10_000) / 10_000_000).toFixed(7).replace(/\.?0+$/, '')}S`
