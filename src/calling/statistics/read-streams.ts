/**
 * One `getStats()` of a connection → its streams, each with what it has counted so far and what it shows now. Which
 * member of the W3C statistics is which figure stands in the two tables; the rest of the statistics is not read.
 */
import type { MediaKind } from '#sources/meetings/client'
import { type PathSnapshot, readPaths } from './read-paths.ts'

/** One object of an RTCStatsReport; members are read by name because browsers differ in which they have. */
export interface StatsRow {
  readonly type: string
  readonly id: string
  /** Milliseconds. */
  readonly timestamp: number
  readonly [member: string]: unknown
}

export type Direction = 'Inbound' | 'Outbound'
export type Transport = 'UDP' | 'TCP' | 'Unrecognized'

/** Counted since the stream began; seconds where the W3C counts seconds. */
export type Counter =
  | 'packets'
  | 'retransmitted'
  | 'bytes'
  | 'lost'
  | 'roundTripTotal'
  | 'roundTrips'
  | 'jitterBufferDelay'
  | 'jitterBufferEmitted'
  | 'samples'
  | 'concealed'
  | 'silentlyConcealed'
  | 'framesEncoded'
  | 'framesSent'
  | 'framesReceived'
  | 'framesDecoded'
  | 'framesDropped'
  | 'keyFrames'
  | 'frozen'
  | 'paused'
  | 'stretched'
  | 'discarded'
  | 'fecReceived'
  | 'fecDiscarded'
  | 'cpuLimited'
  | 'bandwidthLimited'
  | 'otherwiseLimited'
  | 'unlimited'

/** As they are at this moment. */
export type Gauge =
  | 'jitter'
  | 'fractionLost'
  | 'reportedAt'
  | 'roundTrip'
  | 'audioLevel'
  | 'width'
  | 'height'
  | 'inputRate'
  | 'inputWidth'
  | 'inputHeight'

export interface StreamSnapshot {
  /** Tells streams of one call apart. */
  readonly key: string
  readonly ssrc: number
  readonly connection: string
  readonly mid: string
  /** Number of its media line. */
  readonly line?: number | undefined
  readonly kind: MediaKind
  readonly direction: Direction
  /** Of simulcast: 0 is the poorest. */
  readonly layer?: number | undefined
  readonly at: number
  readonly codec?: string | undefined
  readonly transport: Transport
  readonly transportId: string
  readonly counters: Counters
  readonly gauges: Gauges
}

export type Counters = { readonly [Name in Counter]?: number | undefined }
export type Gauges = { readonly [Name in Gauge]?: number | undefined }

export interface TransportSnapshot {
  readonly id: string
  readonly transport: Transport
  /** Seconds, of the last STUN check. */
  readonly roundTrip?: number | undefined
  readonly availableIncoming?: number | undefined
  readonly availableOutgoing?: number | undefined
}

export interface Snapshot {
  readonly streams: readonly StreamSnapshot[]
  readonly transports: readonly TransportSnapshot[]
  readonly paths: readonly PathSnapshot[]
}

type Source = 'own' | 'remote' | 'media'
type Column<Name extends string> = readonly [Name, Source, string]

/** `own` is the stream's row, `remote` what the other end reported of it, `media` the track that feeds it. */
const OUTBOUND: readonly Column<Counter | Gauge>[] = [
  ['packets', 'own', 'packetsSent'],
  ['retransmitted', 'own', 'retransmittedPacketsSent'],
  ['bytes', 'own', 'bytesSent'],
  ['framesEncoded', 'own', 'framesEncoded'],
  ['framesSent', 'own', 'framesSent'],
  ['keyFrames', 'own', 'keyFramesEncoded'],
  ['width', 'own', 'frameWidth'],
  ['height', 'own', 'frameHeight'],
  ['cpuLimited', 'own', 'qualityLimitationDurations.cpu'],
  ['bandwidthLimited', 'own', 'qualityLimitationDurations.bandwidth'],
  ['otherwiseLimited', 'own', 'qualityLimitationDurations.other'],
  ['unlimited', 'own', 'qualityLimitationDurations.none'],
  ['lost', 'remote', 'packetsLost'],
  ['fractionLost', 'remote', 'fractionLost'],
  ['reportedAt', 'remote', 'timestamp'],
  ['roundTripTotal', 'remote', 'totalRoundTripTime'],
  ['roundTrips', 'remote', 'roundTripTimeMeasurements'],
  ['jitter', 'remote', 'jitter'],
  ['roundTrip', 'remote', 'roundTripTime'],
  ['audioLevel', 'media', 'audioLevel'],
  ['inputRate', 'media', 'framesPerSecond'],
  ['inputWidth', 'media', 'width'],
  ['inputHeight', 'media', 'height'],
]

const INBOUND: readonly Column<Counter | Gauge>[] = [
  ['packets', 'own', 'packetsReceived'],
  ['retransmitted', 'own', 'retransmittedPacketsReceived'],
  ['bytes', 'own', 'bytesReceived'],
  ['lost', 'own', 'packetsLost'],
  ['jitterBufferDelay', 'own', 'jitterBufferDelay'],
  ['jitterBufferEmitted', 'own', 'jitterBufferEmittedCount'],
  ['samples', 'own', 'totalSamplesReceived'],
  ['concealed', 'own', 'concealedSamples'],
  ['silentlyConcealed', 'own', 'silentConcealedSamples'],
  ['framesReceived', 'own', 'framesReceived'],
  ['framesDecoded', 'own', 'framesDecoded'],
  ['framesDropped', 'own', 'framesDropped'],
  ['keyFrames', 'own', 'keyFramesDecoded'],
  ['frozen', 'own', 'totalFreezesDuration'],
  ['paused', 'own', 'totalPausesDuration'],
  ['stretched', 'own', 'insertedSamplesForDeceleration'],
  ['discarded', 'own', 'packetsDiscarded'],
  ['fecReceived', 'own', 'fecPacketsReceived'],
  ['fecDiscarded', 'own', 'fecPacketsDiscarded'],
  ['jitter', 'own', 'jitter'],
  ['audioLevel', 'own', 'audioLevel'],
  ['width', 'own', 'frameWidth'],
  ['height', 'own', 'frameHeight'],
]

const GAUGES: readonly string[] = [
  'jitter',
  'fractionLost',
  'reportedAt',
  'roundTrip',
  'audioLevel',
  'width',
  'height',
  'inputRate',
  'inputWidth',
  'inputHeight',
] satisfies readonly Gauge[]

const WAYS = {
  'outbound-rtp': { direction: 'Outbound', columns: OUTBOUND },
  'inbound-rtp': { direction: 'Inbound', columns: INBOUND },
} as const

export interface Reading {
  /** Name of the connection that the rows are of. */
  readonly connection: string
  /** In the order of the media lines. */
  readonly kinds: ReadonlyMap<string, MediaKind>
}

export function readStreams(rows: Iterable<StatsRow>, reading: Reading): Snapshot {
  const byId = new Map([...rows].map(row => [row.id, row]))
  const transports = new Map<string, TransportSnapshot>()
  for (const row of byId.values()) {
    if (row.type === 'transport') transports.set(row.id, transportOf(row, byId, reading.connection))
  }
  const streams = [...byId.values()].flatMap(row => {
    if (row.type !== 'outbound-rtp' && row.type !== 'inbound-rtp') return []
    const stream = streamOf(row, byId, reading)
    const transport = transports.get(text(row, 'transportId') ?? '')
    return stream ? [{ ...stream, transport: transport?.transport ?? ('Unrecognized' as const) }] : []
  })
  return {
    streams: mergeLayers(streams),
    transports: [...transports.values()],
    paths: readPaths(byId, reading.connection),
  }
}

type Rows = ReadonlyMap<string, StatsRow>

function streamOf(row: StatsRow, rows: Rows, { connection, kinds }: Reading) {
  const mid = text(row, 'mid')
  const ssrc = number(row, 'ssrc')
  const kind = mid === undefined ? undefined : kinds.get(mid)
  if (mid === undefined || ssrc === undefined || !kind) return undefined
  const { direction, columns } = WAYS[row.type === 'outbound-rtp' ? 'outbound-rtp' : 'inbound-rtp']
  const sources: Readonly<Record<Source, StatsRow | undefined>> = {
    own: row,
    remote: rows.get(text(row, 'remoteId') ?? ''),
    media: rows.get(text(row, 'mediaSourceId') ?? ''),
  }
  const counters: { [Name in Counter]?: number } = {}
  const gauges: { [Name in Gauge]?: number } = {}
  for (const [name, source, member] of columns) {
    const from = sources[source]
    const value = from && number(from, member)
    if (value === undefined) continue
    if (isGauge(name)) gauges[name] = value
    else counters[name] = value
  }
  const codec = rows.get(text(row, 'codecId') ?? '')
  return {
    key: `${connection}/${direction}/${ssrc}`,
    ssrc,
    connection,
    mid,
    line: lineOf(mid, kinds),
    kind,
    direction,
    layer: number(row, 'encodingIndex') ?? 0,
    at: row.timestamp,
    codec: codec && text(codec, 'mimeType')?.split('/')[1]?.toUpperCase(),
    transportId: `${connection}/${text(row, 'transportId') ?? ''}`,
    counters,
    gauges,
  }
}

const lineOf = (mid: string, kinds: Reading['kinds']): number | undefined => {
  const line = [...kinds.keys()].indexOf(mid)
  return line < 0 ? undefined : line
}

const isGauge = (name: Counter | Gauge): name is Gauge => GAUGES.includes(name)

function transportOf(row: StatsRow, rows: Rows, connection: string): TransportSnapshot {
  const pair = rows.get(text(row, 'selectedCandidatePairId') ?? '')
  const local = pair && rows.get(text(pair, 'localCandidateId') ?? '')
  return {
    id: `${connection}/${row.id}`,
    transport: protocolOf(local),
    roundTrip: pair && number(pair, 'currentRoundTripTime'),
    availableIncoming: pair && number(pair, 'availableIncomingBitrate'),
    availableOutgoing: pair && number(pair, 'availableOutgoingBitrate'),
  }
}

const PROTOCOLS: Readonly<Record<string, Transport>> = { udp: 'UDP', tcp: 'TCP', tls: 'TCP' }

/** Through a relay the way to the relay counts. */
function protocolOf(candidate: StatsRow | undefined): Transport {
  const protocol = candidate && (text(candidate, 'relayProtocol') ?? text(candidate, 'protocol'))
  return PROTOCOLS[protocol ?? ''] ?? 'Unrecognized'
}

/** What a simulcast sender's layers share is not added up: the source's figures, the largest picture. */
const LARGEST: readonly string[] = ['framesEncoded', 'framesSent', ...GAUGES]

/** The layers of one line are one stream, under the number of the poorest, as the server has it. */
function mergeLayers(streams: readonly StreamSnapshot[]): readonly StreamSnapshot[] {
  const merged = new Map<string, StreamSnapshot>()
  for (const stream of [...streams].sort((a, b) => (a.layer ?? 0) - (b.layer ?? 0))) {
    const key = `${stream.connection}/${stream.direction}/${stream.mid}`
    const first = merged.get(key)
    merged.set(key, first ? addLayer(first, stream) : stream)
  }
  return [...merged.values()]
}

function addLayer(first: StreamSnapshot, layer: StreamSnapshot): StreamSnapshot {
  return {
    ...first,
    counters: combine(first.counters, layer.counters),
    gauges: combine(first.gauges, layer.gauges),
  }
}

function combine<Figures extends Counters | Gauges>(one: Figures, other: Figures): Figures {
  const sums: Record<string, number | undefined> = { ...one }
  for (const [name, value] of Object.entries(other)) {
    const before = sums[name]
    if (before === undefined || value === undefined) sums[name] = before ?? value
    else sums[name] = LARGEST.includes(name) ? Math.max(before, value) : before + value
  }
  // Sound: the names are those of the two arguments.
  return sums as Figures
}

/** `member` or `member.inner`. */
const number = (row: StatsRow, member: string): number | undefined => {
  const [outer = '', inner] = member.split('.')
  const value = inner === undefined ? row[outer] : Reflect.get(Object(row[outer]), inner)
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

const text = (row: StatsRow, member: string): string | undefined => {
  const value = row[member]
  return typeof value === 'string' ? value : undefined
}
