/**
 * What a client measured of its streams → the figures of a stream of the finished call. A client reports windows
 * of about 10 s; averages weigh by the window's length (losses by the packets that should have come), maxima are over
 * windows.
 */
import type { Instant } from '#base'
import type { MediaType, Stream, StreamDirection, StreamQuality, TransportType } from '#records'
import { addJitter, figuresOfJitter, type NetworkJitter } from './network-jitter.ts'
import { addShares, figuresOfShares, type StreamShares } from './shares.ts'

/** One stream in one report. */
export interface StreamReport {
  /** Unique with media type and direction within a participant. */
  readonly id: number
  readonly mediaType: MediaType
  readonly direction: StreamDirection
  readonly transport: TransportType
  readonly codec?: string | undefined
  /** Number of the media line in the session description. */
  readonly mediaLine?: number | undefined
  readonly window?: StreamWindow | undefined
  /** Figures of the whole stream, by a client that did the sums itself: they win over the windows. */
  readonly final?: StreamQuality | undefined
}

/** Measures of one window. Times ms, ratios 0..1, rates bit/s and frames/s; what was not measured is absent. */
export interface StreamWindow extends StreamShares {
  readonly seconds: number
  /** Packets sent or received in the window. */
  readonly packets?: number | undefined
  /** Those that `packetLossRate` is of: sent for the first time, as far as the figure knows of them. */
  readonly packetsExpected?: number | undefined
  readonly roundTripTime?: Spread | undefined
  readonly jitter?: Spread | undefined
  readonly packetLossRate?: number | undefined
  readonly healedDataRatio?: number | undefined
  readonly jitterBufferSize?: Spread | undefined
  readonly videoFrameRate?: number | undefined
  readonly videoBitRate?: Spread | undefined
  readonly recvResolutionHeight?: number | undefined
  /** Milliseconds frozen within the window. */
  readonly recvFreezeDuration?: number | undefined
  readonly bitRate?: number | undefined
  /** Frames/s that came, shown or not. */
  readonly recvFrameRate?: number | undefined
  /** Seconds at the window's beginning and end in which nothing was carried. */
  readonly quietBefore?: number | undefined
  readonly quietAfter?: number | undefined
}

export interface Spread {
  readonly avg: number
  readonly max: number
  readonly min?: number | undefined
}

type Measure = Exclude<
  keyof StreamWindow,
  | 'seconds'
  | 'packets'
  | 'packetsExpected'
  | 'recvFreezeDuration'
  | 'quietBefore'
  | 'quietAfter'
  | keyof StreamShares
>

interface Sum {
  readonly weighted: number
  readonly weight: number
  readonly max: number
  readonly min?: number | undefined
}

export interface StreamTally {
  readonly report: Omit<StreamReport, 'window' | 'final'>
  readonly seconds: number
  readonly packets?: number | undefined
  readonly frozenMs?: number | undefined
  readonly sums: { readonly [Name in Measure]?: Sum }
  readonly shares?: StreamShares | undefined
  readonly networkJitter?: NetworkJitter | undefined
  /** When something was carried first and last, by our clock. */
  readonly flowed?: Flow | undefined
  readonly final?: StreamQuality | undefined
  /** The newest window, for those who look on. */
  readonly latest?: { readonly at: Instant; readonly window: StreamWindow } | undefined
}

interface Flow {
  readonly from: Instant
  readonly until: Instant
}

interface FigureRow {
  readonly measure: Measure
  readonly avg: keyof StreamQuality
  readonly max?: keyof StreamQuality
  readonly min?: keyof StreamQuality
  readonly weighs?: 'packets'
  /**
   * Only a receiver measures it. Of what a client sends it knows no more than the reports that reached it, which leave
   * out how many packets they are of; where the server was the receiver its own counts are the figure.
   */
  readonly isReceivers?: true
}

const FIGURES: readonly FigureRow[] = [
  { measure: 'roundTripTime', avg: 'roundTripTimeAvg', max: 'roundTripTimeMax' },
  { measure: 'jitter', avg: 'jitterAvg', max: 'jitterMax', isReceivers: true },
  {
    measure: 'packetLossRate',
    avg: 'packetLossRateAvg',
    max: 'packetLossRateMax',
    weighs: 'packets',
    isReceivers: true,
  },
  { measure: 'healedDataRatio', avg: 'healedDataRatioAvg', max: 'healedDataRatioMax' },
  {
    measure: 'jitterBufferSize',
    avg: 'jitterBufferSizeAvg',
    max: 'jitterBufferSizeMax',
    min: 'jitterBufferSizeMin',
  },
  { measure: 'videoFrameRate', avg: 'videoFrameRateAvg' },
  { measure: 'videoBitRate', avg: 'videoBitRateAvg', max: 'videoBitRateMax' },
  { measure: 'recvResolutionHeight', avg: 'recvResolutionHeight' },
  { measure: 'bitRate', avg: 'bitRateAvg' },
  { measure: 'recvFrameRate', avg: 'recvFrameRateAvg' },
]

/** More than any client has; the rest of a report is dropped so that a call stays bounded. */
export const MOST_STREAMS = 64

type Tallies = Readonly<Record<string, StreamTally>>

/** `at`: when they came. */
function addReports(tallies: Tallies, reports: readonly StreamReport[], at: Instant): Tallies {
  const next: Record<string, StreamTally> = { ...tallies }
  for (const report of reports) {
    const key = `${report.mediaType}/${report.direction}/${report.id}`
    if (!next[key] && Object.keys(next).length >= MOST_STREAMS) continue
    next[key] = addReport(next[key], report, at)
  }
  return next
}

function addReport(
  tally: StreamTally | undefined,
  { window, final, ...report }: StreamReport,
  at: Instant,
): StreamTally {
  const before: StreamTally = tally ?? { report, seconds: 0, sums: {} }
  const named = { ...before, report, ...(final && { final: { ...before.final, ...final } }) }
  if (!window) return named
  return { ...addWindow(named, window), flowed: flowAfter(named.flowed, window, at), latest: { at, window } }
}

function addWindow(tally: StreamTally, window: StreamWindow): StreamTally {
  const sums: { [Name in Measure]?: Sum } = { ...tally.sums }
  for (const { measure, weighs } of FIGURES) {
    const value = window[measure]
    if (value === undefined) continue
    const weight =
      (weighs === 'packets' ? (window.packetsExpected ?? window.packets) : undefined) ?? window.seconds
    sums[measure] = addTo(
      sums[measure],
      typeof value === 'number' ? { avg: value, max: value } : value,
      weight,
    )
  }
  return {
    ...tally,
    seconds: tally.seconds + window.seconds,
    packets: plus(tally.packets, window.packets),
    frozenMs: plus(tally.frozenMs, window.recvFreezeDuration),
    sums,
    shares: addShares(tally.shares, window),
    networkJitter: addJitter(tally.networkJitter, window),
  }
}

/** The client's own clock may be anything: a window ends when it comes. */
function flowAfter(flow: Flow | undefined, window: StreamWindow, at: Instant): Flow | undefined {
  if (!window.packets) return flow
  const { seconds, quietBefore = 0, quietAfter = 0 } = window
  const from = at - 1000 * Math.max(0, seconds - quietBefore)
  const until = Math.max(from, at - 1000 * quietAfter)
  return { from: Math.min(from, flow?.from ?? from), until: Math.max(until, flow?.until ?? until) }
}

function addTo(sum: Sum | undefined, { avg, max, min }: Spread, weight: number): Sum {
  const { weighted, weight: before, max: most } = sum ?? { weighted: 0, weight: 0, max: 0 }
  return {
    weighted: weighted + avg * weight,
    weight: before + weight,
    max: Math.max(most, avg, max),
    min: min === undefined ? sum?.min : Math.min(sum?.min ?? min, min),
  }
}

const plus = (sum: number | undefined, more: number | undefined): number | undefined =>
  more === undefined ? sum : (sum ?? 0) + more

/** What was measured of somebody's media, by whichever witness. */
export interface Measured {
  readonly streams: Tallies
  readonly witnessed?: Tallies | undefined
}

/** The same leg after more reports of one witness. */
export function withReports<Leg extends Measured>(
  leg: Leg,
  by: 'client' | 'server',
  news: { readonly reports: readonly StreamReport[]; readonly at: Instant },
): Leg {
  const { reports, at } = news
  if (by === 'client') return { ...leg, streams: addReports(leg.streams, reports, at) }
  return { ...leg, witnessed: addReports(leg.witnessed ?? {}, reports, at) }
}

/**
 * The client's figures win, but for what only the server could measure; what it never reported (it may have vanished)
 * is the server's view.
 */
export function streamsOf({ streams, witnessed = {} }: Measured): readonly Stream[] {
  const unreported = Object.entries(witnessed).filter(([key]) => !(key in streams))
  return [
    ...Object.entries(streams).map(([key, tally]) => streamOf(asReceived(tally, witnessed[key]))),
    ...unreported.map(([, tally]) => ({ ...streamOf(tally), measuredBy: 'server' as const })),
  ]
}

/** What a client sends, with the figures of its receiver where that was the server. */
function asReceived(tally: StreamTally, witness: StreamTally | undefined): StreamTally {
  if (!witness || tally.report.direction !== 'Outbound') return tally
  const sums: { [Name in Measure]?: Sum } = { ...tally.sums }
  for (const { measure, isReceivers } of FIGURES) {
    const sum = witness.sums[measure]
    if (isReceivers && sum) sums[measure] = sum
  }
  return { ...tally, sums, networkJitter: witness.networkJitter ?? tally.networkJitter }
}

function streamOf(tally: StreamTally): Stream {
  return { ...tally.report, ...tally.flowed, quality: { ...qualityOf(tally), ...tally.final } }
}

function qualityOf({ sums, seconds, packets, frozenMs, ...tally }: StreamTally): StreamQuality {
  const figures: Partial<Record<keyof StreamQuality, number>> = {}
  for (const { measure, avg, max, min } of FIGURES) {
    const sum = sums[measure]
    if (!sum || sum.weight === 0) continue
    figures[avg] = sum.weighted / sum.weight
    if (max) figures[max] = sum.max
    if (min && sum.min !== undefined) figures[min] = sum.min
  }
  if (packets !== undefined) figures.packetUtilization = packets
  if (frozenMs !== undefined && seconds > 0) {
    figures.recvFreezeDurationPerMinuteInMs = (60 * frozenMs) / seconds
  }
  return { ...figures, ...figuresOfShares(tally.shares), ...figuresOfJitter(tally.networkJitter) }
}
