/**
 * Samples of up to ten seconds → one row a stream for the call's diagnostics (docs/signalling.md, statistics) and one
 * row a stream and figure for the client media statistics.
 */
import type { MediaKind, StreamReport } from '#sources/meetings/client'
import { callQualityOf } from './call-quality.ts'
import { firstPackets, healed, measuresOf, roundTripOf } from './measures.ts'
import type { TransportSnapshot } from './read-streams.ts'
import type { StreamSample } from './sample.ts'

export const WINDOW_SECONDS = 10

type Window = NonNullable<StreamReport['window']>
type Spread = NonNullable<Window['jitter']>

/** Samples of one figure of one stream, put together (docs/signalling.md, mediaStats). */
export interface Series {
  readonly mediaStreamId: string
  readonly mediaType: MediaKind | 'transport'
  readonly direction: 'recv' | 'send'
  readonly metric: string
  readonly codec?: string
  /** When the first sample began. */
  readonly at: string
  readonly intervalSeconds: number
  readonly count: number
  readonly sum: number
  readonly average: number
  readonly minimum: number
  readonly maximum: number
  readonly remoteParticipantId?: string
}

const MEDIA_TYPES = { audio: 'Audio', video: 'Video', screen: 'VBSS' } as const satisfies Record<
  MediaKind,
  string
>

/** Undefined for a stream that carried nothing and was not expected to: a free slot, a muted microphone. */
export function reportOf(samples: readonly StreamSample[]): StreamReport | undefined {
  const last = samples.at(-1)
  const packets = sumOf(samples, sample => sample.delta.packets)
  if (!last || isUnused(last)) return undefined
  if (!packets && !samples.some(({ isOn, totals }) => isOn && totals.packets)) return undefined
  return {
    id: last.ssrc,
    mediaType: MEDIA_TYPES[last.kind],
    direction: last.direction,
    transport: last.transport,
    ...(last.codec !== undefined && { codec: last.codec }),
    ...(last.line !== undefined && { mediaLine: last.line }),
    window: {
      ...callQualityOf(samples),
      ...network(samples),
      ...(last.kind === 'audio' ? sound(samples) : picture(samples)),
    },
  }
}

/** Chromium probes the bandwidth on lines that never had a picture, too. */
const isUnused = ({ direction, totals }: StreamSample): boolean =>
  direction === 'Outbound' && totals.framesSent === 0

function network(samples: readonly StreamSample[]): Window {
  const measured = samples
    .map(roundTripOf)
    .flatMap(seconds => (seconds === undefined ? [] : [seconds * 1000]))
  const jitters = valuesOf(samples, ({ gauges, delta }) =>
    delta.packets && gauges.jitter !== undefined ? gauges.jitter * 1000 : undefined,
  )
  return withoutUnknown({
    seconds: secondsOf(samples),
    packets: sumOf(samples, ({ delta }) => delta.packets),
    roundTripTime: spreadOf(measured),
    jitter: spreadOf(jitters),
    ...lossOf(samples),
  })
}

type Loss = Pick<Window, 'packetLossRate' | 'packetsExpected'>

/** Of the packets sent for the first time. */
function lossOf(samples: readonly StreamSample[]): Loss {
  const [first] = samples
  if (first?.direction !== 'Outbound') return lossIn(samples)
  return first.kind === 'audio' ? lossOfVoice(samples) : { packetLossRate: lossOfPictures(samples) }
}

function lossIn(samples: readonly StreamSample[]): Loss {
  const lost = sumOf(samples, ({ delta }) => delta.lost)
  const came = samples.reduce((sum, sample) => sum + firstPackets(sample), 0)
  return lost === undefined ? {} : ratioOf(lost, Math.max(0, lost) + came)
}

function lossOfVoice(samples: readonly StreamSample[]): Loss {
  const lost = sumOf(samples, ({ reported }) => reported?.lost)
  const sent = sumOf(samples, ({ reported }) => reported?.sent)
  return lost === undefined || sent === undefined ? {} : ratioOf(lost, sent)
}

/** The losses can fall in a second, as packets that were given up come late: clamped over the window. */
const ratioOf = (lost: number, packetsExpected: number): Loss =>
  packetsExpected <= 0
    ? {}
    : { packetLossRate: Math.min(1, Math.max(0, lost / packetsExpected)), packetsExpected }

/**
 * Of pictures nobody but the receiver knows how many packets went: Chromium counts its probes (padding, and old packets
 * instead of padding) among those sent, which made 20 % read 8 %. What is left is the mean of the fractions that
 * reports tell, each of its own interval, however many packets that had. Through the server its own counts replace it.
 */
const lossOfPictures = (samples: readonly StreamSample[]): number | undefined =>
  spreadOf(valuesOf(samples, ({ delta, gauges }) => (delta.roundTrips ? gauges.fractionLost : undefined)))
    ?.avg

function sound(samples: readonly StreamSample[]): Partial<Window> {
  if (samples[0]?.direction === 'Outbound') return {}
  const all = sumOf(samples, ({ delta }) => delta.samples)
  const mended = sumOf(samples, healed)
  return withoutUnknown({
    healedDataRatio: all && mended !== undefined ? Math.min(1, mended / all) : undefined,
    jitterBufferSize: jitterBufferOf(samples),
  })
}

function picture(samples: readonly StreamSample[]): Partial<Window> {
  const seconds = secondsOf(samples)
  const isInbound = samples[0]?.direction === 'Inbound'
  const frames = sumOf(samples, ({ delta }) => (isInbound ? delta.framesDecoded : delta.framesSent))
  const rates = samples.map(sample => (8 * (sample.delta.bytes ?? 0)) / sample.seconds)
  const bits = 8 * (sumOf(samples, ({ delta }) => delta.bytes) ?? 0)
  return withoutUnknown({
    videoFrameRate: frames === undefined ? undefined : frames / seconds,
    videoBitRate: { avg: bits / seconds, max: Math.max(...rates) },
    ...(isInbound && {
      jitterBufferSize: jitterBufferOf(samples),
      recvResolutionHeight: heightOf(samples),
      recvFreezeDuration: frozenOf(samples),
    }),
  })
}

function jitterBufferOf(samples: readonly StreamSample[]): Spread | undefined {
  const delay = sumOf(samples, ({ delta }) => delta.jitterBufferDelay)
  const emitted = sumOf(samples, ({ delta }) => delta.jitterBufferEmitted)
  if (delay === undefined || !emitted) return undefined
  const each = valuesOf(samples, ({ delta }) =>
    delta.jitterBufferEmitted
      ? (1000 * (delta.jitterBufferDelay ?? 0)) / delta.jitterBufferEmitted
      : undefined,
  )
  return { avg: (1000 * delay) / emitted, max: Math.max(...each), min: Math.min(...each) }
}

/** Weighted by time; a stream that shows nothing yet has no height. */
function heightOf(samples: readonly StreamSample[]): number | undefined {
  const shown = samples.filter(({ gauges }) => gauges.height)
  const seconds = secondsOf(shown)
  if (seconds === 0) return undefined
  return shown.reduce((sum, { gauges, seconds: weight }) => sum + (gauges.height ?? 0) * weight, 0) / seconds
}

/** Chromium calls a gap of 3 s a freeze and one of 10 s a pause; a camera that is off is neither. */
function frozenOf(samples: readonly StreamSample[]): number | undefined {
  if (!samples.some(({ delta }) => delta.frozen !== undefined)) return undefined
  const stood = ({ delta, isOn }: StreamSample) => (delta.frozen ?? 0) + (isOn ? (delta.paused ?? 0) : 0)
  return 1000 * samples.reduce((sum, sample) => sum + stood(sample), 0)
}

const DIRECTIONS = { Inbound: 'recv', Outbound: 'send' } as const

/** One row a figure. */
export function seriesOf(samples: readonly StreamSample[]): readonly Series[] {
  const [first] = samples
  const last = samples.at(-1)
  if (!first || !last || !reportOf(samples)) return []
  const at = new Date(first.at - 1000 * first.seconds).toISOString()
  const values = new Map<string, number[]>()
  for (const sample of samples) {
    for (const [name, value] of measuresOf(sample)) values.set(name, [...(values.get(name) ?? []), value])
  }
  return [...values].map(([name, measured]) => ({
    mediaStreamId: String(last.ssrc),
    mediaType: last.kind,
    direction: DIRECTIONS[last.direction],
    metric: capitalised(name),
    ...(last.codec !== undefined && { codec: last.codec }),
    at,
    intervalSeconds: 1,
    ...aggregate(measured),
    ...(typeof last.remoteParticipantId === 'string' && { remoteParticipantId: last.remoteParticipantId }),
  }))
}

interface TransportMeasure {
  readonly metric: string
  readonly direction: 'recv' | 'send'
  readonly of: (transport: TransportSnapshot) => number | undefined
}

const TRANSPORT_MEASURES: readonly TransportMeasure[] = [
  {
    metric: 'RttInMs',
    direction: 'send',
    of: ({ roundTrip }) => (roundTrip === undefined ? undefined : roundTrip * 1000),
  },
  { metric: 'AvailableIncomingBitrate', direction: 'recv', of: ({ availableIncoming }) => availableIncoming },
  { metric: 'AvailableOutgoingBitrate', direction: 'send', of: ({ availableOutgoing }) => availableOutgoing },
]

/** Of one path: a row a figure; `at` is when the first reading was. */
export function transportSeriesOf(readings: readonly TransportSnapshot[], at: number): readonly Series[] {
  const [first] = readings
  if (!first) return []
  return TRANSPORT_MEASURES.flatMap(({ metric, direction, of }) => {
    const values = readings.map(of).filter(value => value !== undefined)
    if (values.length === 0) return []
    const identity = { mediaStreamId: first.id, mediaType: 'transport' as const, direction, metric }
    return [{ ...identity, at: new Date(at).toISOString(), intervalSeconds: 1, ...aggregate(values) }]
  })
}

/** `jitterInMs` → `JitterInMs`. */
const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

function aggregate(values: readonly number[]) {
  const sum = values.reduce((total, value) => total + value, 0)
  return {
    count: values.length,
    sum,
    average: sum / values.length,
    minimum: Math.min(...values),
    maximum: Math.max(...values),
  }
}

const secondsOf = (samples: readonly StreamSample[]): number =>
  samples.reduce((sum, { seconds }) => sum + seconds, 0)

const valuesOf = (
  samples: readonly StreamSample[],
  of: (sample: StreamSample) => number | undefined,
): readonly number[] => samples.map(of).flatMap(value => (value === undefined ? [] : [value]))

/** Undefined where no sample has it. */
function sumOf(samples: readonly StreamSample[], of: (sample: StreamSample) => number | undefined) {
  const values = valuesOf(samples, of)
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0)
}

const spreadOf = (values: readonly number[]): Spread | undefined =>
  values.length === 0
    ? undefined
    : { avg: values.reduce((sum, value) => sum + value, 0) / values.length, max: Math.max(...values) }

const withoutUnknown = <Figures extends object>(figures: Figures): Figures =>
  // Sound: only members that are undefined go, and the wire has none of those.
  Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined)) as Figures
