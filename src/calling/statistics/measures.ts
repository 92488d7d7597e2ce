/**
 * The figures of one stream in one second, under the names of the calling SDK's media statistics; the log has the same
 * names with a capital. One row a figure. ms, bit/s, frames/s; ratios 0..1; audio levels 0..65535.
 */
import type { MediaKind } from '#sources/meetings/client'
import type { Direction } from './read-streams.ts'
import type { StreamSample } from './sample.ts'

export interface MeasureRow {
  readonly name: string
  readonly kinds: readonly MediaKind[]
  readonly directions: readonly Direction[]
  readonly of: (sample: StreamSample) => number | undefined
}

const ALL: readonly MediaKind[] = ['audio', 'video', 'screen']
const SEEN: readonly MediaKind[] = ['video', 'screen']
const BOTH: readonly Direction[] = ['Inbound', 'Outbound']
const IN: readonly Direction[] = ['Inbound']
const OUT: readonly Direction[] = ['Outbound']

const ms = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000)
const ratio = (part: number | undefined, whole: number | undefined) =>
  part === undefined || !whole ? undefined : part / whole
const perSecond = (count: number | undefined, { seconds }: StreamSample) =>
  count === undefined ? undefined : count / seconds

/** Packets that came or went for the first time: retransmissions would hide losses (measured at 20 % loss). */
export const firstPackets = ({ delta }: Pick<StreamSample, 'delta'>): number =>
  Math.max(0, (delta.packets ?? 0) - (delta.retransmitted ?? 0))

/** Concealed without the silence that the sender left out on purpose. */
export const healed = ({ delta }: Pick<StreamSample, 'delta'>): number | undefined =>
  delta.concealed === undefined ? undefined : Math.max(0, delta.concealed - (delta.silentlyConcealed ?? 0))

/** Seconds: the other end's reports for own streams, else the path's, which Chromium has for both directions. */
export const roundTripOf = ({ direction, delta, pathRoundTrip }: StreamSample): number | undefined =>
  direction === 'Outbound' ? (ratio(delta.roundTripTotal, delta.roundTrips) ?? undefined) : pathRoundTrip

export const MEASURES: readonly MeasureRow[] = [
  { name: 'bitrate', kinds: ALL, directions: BOTH, of: s => perSecond(bits(s.delta.bytes), s) },
  { name: 'jitterInMs', kinds: ALL, directions: BOTH, of: s => ms(s.gauges.jitter) },
  { name: 'packets', kinds: ALL, directions: BOTH, of: s => s.totals.packets },
  { name: 'packetsPerSecond', kinds: ALL, directions: BOTH, of: s => perSecond(s.delta.packets, s) },
  { name: 'packetsLost', kinds: ALL, directions: BOTH, of: s => s.totals.lost },
  { name: 'packetsLostPerSecond', kinds: ALL, directions: BOTH, of: s => perSecond(s.delta.lost, s) },
  { name: 'rttInMs', kinds: ALL, directions: BOTH, of: s => ms(s.gauges.roundTrip ?? s.pathRoundTrip) },
  { name: 'audioInputLevel', kinds: ['audio'], directions: OUT, of: s => level(s.gauges.audioLevel) },
  { name: 'audioOutputLevel', kinds: ['audio'], directions: IN, of: s => level(s.gauges.audioLevel) },
  {
    name: 'jitterBufferDelayInMs',
    kinds: ALL,
    directions: IN,
    of: ({ delta }) => ms(ratio(delta.jitterBufferDelay, delta.jitterBufferEmitted)),
  },
  { name: 'healedRatio', kinds: ['audio'], directions: IN, of: s => ratio(healed(s), s.delta.samples) },
  { name: 'frameRateInput', kinds: SEEN, directions: OUT, of: s => s.gauges.inputRate },
  { name: 'frameWidthInput', kinds: SEEN, directions: OUT, of: s => s.gauges.inputWidth },
  { name: 'frameHeightInput', kinds: SEEN, directions: OUT, of: s => s.gauges.inputHeight },
  { name: 'framesEncoded', kinds: SEEN, directions: OUT, of: s => s.totals.framesEncoded },
  { name: 'frameRateEncoded', kinds: SEEN, directions: OUT, of: s => perSecond(s.delta.framesEncoded, s) },
  { name: 'framesSent', kinds: SEEN, directions: OUT, of: s => s.totals.framesSent },
  { name: 'frameRateSent', kinds: SEEN, directions: OUT, of: s => perSecond(s.delta.framesSent, s) },
  { name: 'frameWidthSent', kinds: SEEN, directions: OUT, of: s => s.gauges.width },
  { name: 'frameHeightSent', kinds: SEEN, directions: OUT, of: s => s.gauges.height },
  { name: 'keyFramesEncoded', kinds: SEEN, directions: OUT, of: s => s.totals.keyFrames },
  { name: 'frameRateDecoded', kinds: SEEN, directions: IN, of: s => perSecond(s.delta.framesDecoded, s) },
  { name: 'frameRateReceived', kinds: SEEN, directions: IN, of: s => perSecond(s.delta.framesReceived, s) },
  { name: 'frameWidthReceived', kinds: SEEN, directions: IN, of: s => s.gauges.width },
  { name: 'frameHeightReceived', kinds: SEEN, directions: IN, of: s => s.gauges.height },
  { name: 'longestFreezeDurationInMs', kinds: SEEN, directions: IN, of: s => ms(s.delta.frozen) },
  { name: 'totalFreezeDurationInMs', kinds: SEEN, directions: IN, of: s => ms(s.totals.frozen) },
  { name: 'framesReceived', kinds: SEEN, directions: IN, of: s => s.totals.framesReceived },
  { name: 'framesDropped', kinds: SEEN, directions: IN, of: s => s.totals.framesDropped },
  { name: 'framesDecoded', kinds: SEEN, directions: IN, of: s => s.totals.framesDecoded },
  { name: 'keyFramesDecoded', kinds: SEEN, directions: IN, of: s => s.totals.keyFrames },
]

const bits = (bytes: number | undefined) => (bytes === undefined ? undefined : bytes * 8)
const level = (share: number | undefined) => (share === undefined ? undefined : Math.round(share * 65_535))

/** What of it was measured. */
export function measuresOf(sample: StreamSample): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const { name, kinds, directions, of } of MEASURES) {
    if (!kinds.includes(sample.kind) || !directions.includes(sample.direction)) continue
    const value = of(sample)
    if (value !== undefined && Number.isFinite(value)) found.set(name, value)
  }
  return found
}
