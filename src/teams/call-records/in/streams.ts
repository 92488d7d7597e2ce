/** Graph's media of a session → streams of a participant, and what their rows need beyond them. */
import { type Instant, parseIso } from '#base'
import type { MediaType, Stream, StreamQuality } from '#records'
import { annotated, COLUMNS } from '../out/columns.ts'
import { fromGraph, GRAPH_FIGURES, hasFigure } from '../out/figures.ts'
import { transports } from '../out/vocabulary.ts'
import type { Participation } from './ends.ts'
import type { MediaJson, StreamJson } from './schema.ts'

export type Cells = Readonly<Record<string, unknown>>

/** A stream, and the columns of its row that come from the record itself. */
export interface ReadStream {
  readonly stream: Stream
  readonly columns: Cells
}

/** Numbers streams, so that their rows can be told apart; the record's own ids may repeat. */
export interface Numbering {
  next(): number
}

const LABELS: readonly (readonly [pattern: RegExp, mediaType: MediaType])[] = [
  [/^main-audio/i, 'Audio'],
  [/^(main|panoramic)-video/i, 'Video'],
  [/^applicationsharing-video/i, 'VBSS'],
  [/^(data|applicationsharing)/i, 'AppSharing'],
  [/audio/i, 'Audio'],
  [/shar/i, 'VBSS'],
  [/video/i, 'Video'],
]

/** A stream of an unknown label is what its codec says. */
function mediaTypeOf({ label }: MediaJson, { videoCodec }: StreamJson): MediaType {
  const named = LABELS.find(([pattern]) => pattern.test(label ?? ''))?.[1]
  return named ?? (isKnown(videoCodec) ? 'Video' : 'Audio')
}

const isKnown = (word: string | null | undefined): boolean =>
  Boolean(word) && word !== 'unknown' && word !== 'invalid'

/**
 * In a meeting all streams are of the one participant. In a direct call each end has what it hears: what one sends is
 * what the other hears, and who measured is not said.
 */
export function streamsOf(participation: Participation, numbering: Numbering): readonly ReadStream[] {
  const { session, side, opposite } = participation
  return (session.segments ?? []).flatMap(segment =>
    (segment.media ?? []).flatMap((media, line) =>
      (media.streams ?? []).flatMap((one): ReadStream[] => {
        const isSent = (one.streamDirection === 'callerToCallee') === (side === 'caller')
        if (opposite && isSent) return []
        const mediaType = mediaTypeOf(media, one)
        const network = side === 'caller' ? media.callerNetwork : media.calleeNetwork
        const from = instantOf(one.startDateTime) ?? instantOf(segment.startDateTime)
        const until = instantOf(one.endDateTime) ?? instantOf(segment.endDateTime)
        const transport = transports.fromGraph(network?.networkTransportProtocol ?? '') ?? 'Unrecognized'
        const codec = [one.audioCodec, one.videoCodec].find(isKnown)?.toUpperCase()
        const figures = figuresOf(one, mediaType)
        const stream: Stream = {
          id: numbering.next(),
          mediaType,
          direction: isSent ? 'Outbound' : 'Inbound',
          transport,
          codec,
          quality: qualityOf(figures, mediaType),
          from,
          until,
          mediaLine: line,
        }
        const beyond = {
          Degradation: figures.Degradation,
          BandwidthEstimate: figures.BandwidthEstimate,
          FecUsed: figures.FecUsed,
        }
        const columns = {
          ...beyond,
          StreamId: idOf(one.streamId),
          ...annotated('stream', Reflect.get(one, COLUMNS)),
        }
        return [{ stream, columns: known(columns) }]
      }),
    ),
  )
}

const known = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined))

const instantOf = (text: string | null | undefined): Instant | undefined =>
  text ? parseIso(text) : undefined

/** Ids are texts there and numbers here; what is no number of ours has none. */
function idOf(text: string | null | undefined): number | null {
  const id = Number(text ?? Number.NaN)
  return text && Number.isSafeInteger(id) ? id : null
}

type Figures = Readonly<Record<string, number | boolean | undefined>>

function figuresOf(one: StreamJson, mediaType: MediaType): Figures {
  const told: Record<string, number | boolean | undefined> = {}
  for (const figure of GRAPH_FIGURES) {
    if (hasFigure(figure, mediaType))
      told[figure.column] = fromGraph(figure, Reflect.get(one, figure.property))
  }
  if (mediaType !== 'Audio') told.PacketLossRate ??= one.averageVideoPacketLossRate ?? undefined
  return told
}

/** Columns → figures of a stream; those that a stream has no place for stay with its row. */
const QUALITY: Readonly<Record<string, keyof StreamQuality>> = {
  RoundTrip: 'roundTripTimeAvg',
  RoundTripMax: 'roundTripTimeMax',
  Jitter: 'jitterAvg',
  JitterMax: 'jitterMax',
  PacketLossRate: 'packetLossRateAvg',
  PacketLossRateMax: 'packetLossRateMax',
  PacketUtilization: 'packetUtilization',
  ConcealedRatio: 'healedDataRatioAvg',
  ConcealedRatioMax: 'healedDataRatioMax',
  NetworkJitterAvg: 'networkJitterAvg',
  NetworkJitterMax: 'networkJitterMax',
  VideoPostFecLoss: 'postFecLossRate',
  FrameLossPercentage: 'frameLossPercentage',
  FrameRate: 'videoFrameRateAvg',
  RecvFrameRate: 'recvFrameRateAvg',
  LowFrameRatePercent: 'lowFrameRatePercent',
  DynamicCapabilityPercent: 'cpuLimitedPercent',
}

function qualityOf(figures: Figures, mediaType: MediaType): StreamQuality {
  const told: Partial<Record<keyof StreamQuality, number>> = {}
  for (const [column, name] of Object.entries(QUALITY)) {
    const value = figures[column]
    if (typeof value === 'number' && (column !== 'VideoPostFecLoss' || mediaType !== 'Audio'))
      told[name] = value
  }
  return told
}
