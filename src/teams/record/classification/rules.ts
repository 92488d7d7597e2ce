/**
 * When media was poor, by each system that judges it: rules as data, versioned, because they disagree and changed over
 * the years. A verdict names its rule and version, so that trends can be told from changes of the rule.
 */

/** A figure of a stream, as AnteroomTeamsStreams_CL names its column. ms, ratios 0..1, percentages, frames/s, bit/s. */
export type StreamFigure =
  | 'RoundTrip'
  | 'Jitter'
  | 'PacketLossRate'
  | 'PacketUtilization'
  | 'ConcealedRatio'
  | 'Degradation'
  | 'FrameLossPercentage'
  | 'FrameRate'
  | 'VideoPostFecLoss'
  | 'BitRate'

export type Comparison = 'above' | 'atLeast' | 'below' | 'atMost'

export interface Limit {
  readonly figure: StreamFigure
  readonly is: Comparison
  readonly limit: number
  /** The name of the branch in `PoorReasons`. */
  readonly reason: string
  /** Streams of this codec are not judged by it. */
  readonly unlessCodec?: string
}

export type Judgement =
  /** Poor when any limit is passed; a figure that is missing passes none. Good needs one figure at least. */
  | { readonly kind: 'anyOf'; readonly limits: readonly Limit[] }
  /** The first figure that is there decides alone. */
  | { readonly kind: 'firstPresent'; readonly limits: readonly Limit[] }

export interface Case {
  readonly mediaType: 'Audio' | 'Video' | 'VBSS'
  /** Only streams of these codecs, or none of them. */
  readonly codec?: { readonly is?: string; readonly isNot?: string }
  /** Only streams with figures of this end. */
  readonly reportedBy?: 'receiver' | 'sender'
  /** Streams with so many packets or fewer, or unknown ones, stay unclassified. */
  readonly morePacketsThan?: number
  readonly judgement: Judgement
}

export type ClassifierId = 'cqd' | 'callDiagnostics' | 'insights' | 'realTime' | 'callAnalytics'

export interface Classifier {
  readonly id: ClassifierId
  readonly version: string
  /** Whose rule it is, in words. */
  readonly title: string
  /** True: where connectivity failed nothing is judged. */
  readonly heedsIce: boolean
  /** Of a stream without figures. */
  readonly withoutFigures: 'Unclassified' | 'Good'
  /** The first case that fits a stream judges it; what fits none is unclassified. */
  readonly cases: readonly Case[]
}

/** What a figure's branch is called in `Poor Reason`. */
const REASONS: Readonly<Record<Exclude<StreamFigure, 'PacketUtilization'>, string>> = {
  RoundTrip: 'Round Trip',
  Jitter: 'Jitter',
  PacketLossRate: 'Packet Loss',
  ConcealedRatio: 'Concealed Ratio',
  Degradation: 'Degradation',
  FrameLossPercentage: 'Video Local Frame Loss Percentage Avg',
  FrameRate: 'Video Frame Rate Avg',
  VideoPostFecLoss: 'Video Post FEC PLR',
  BitRate: 'Bit Rate',
}

const when = (figure: keyof typeof REASONS, is: Comparison, limit: number): Limit => ({
  figure,
  is,
  limit,
  reason: REASONS[figure],
})

const NETWORK = [
  when('RoundTrip', 'above', 500),
  when('PacketLossRate', 'above', 0.1),
  when('Jitter', 'above', 30),
]
const HEARD = [when('Degradation', 'above', 1), when('ConcealedRatio', 'above', 0.07)]
const PICTURE = [
  when('FrameLossPercentage', 'above', 50),
  when('FrameRate', 'below', 7),
  when('VideoPostFecLoss', 'above', 0.15),
]
const video: Case = { mediaType: 'Video', judgement: { kind: 'firstPresent', limits: PICTURE } }
const screens: readonly Case[] = [
  {
    mediaType: 'VBSS',
    codec: { isNot: 'H264S' },
    reportedBy: 'receiver',
    judgement: { kind: 'firstPresent', limits: [when('FrameLossPercentage', 'above', 50)] },
  },
  { mediaType: 'VBSS', judgement: { kind: 'firstPresent', limits: [when('FrameRate', 'below', 1)] } },
]
const quality = {
  id: 'cqd',
  title: 'Call Quality Dashboard',
  heedsIce: true,
  withoutFigures: 'Unclassified',
} as const

const audioByAny = (limits: readonly Limit[], morePacketsThan?: number): Case => ({
  mediaType: 'Audio',
  ...(morePacketsThan !== undefined && { morePacketsThan }),
  judgement: { kind: 'anyOf', limits },
})

/** Every rule in every version, the newest of each first. */
export const classifiers: readonly Classifier[] = [
  { ...quality, version: '2022', cases: [audioByAny(NETWORK, 500), video, ...screens] },
  {
    ...quality,
    version: '2021',
    cases: [
      audioByAny([...NETWORK, ...HEARD.map(limit => ({ ...limit, unlessCodec: 'SATIN' }))]),
      video,
      ...screens,
    ],
  },
  {
    ...quality,
    version: '2020',
    cases: [
      audioByAny([...NETWORK, ...HEARD]),
      video,
      {
        mediaType: 'VBSS',
        judgement: {
          kind: 'firstPresent',
          limits: [
            when('FrameLossPercentage', 'above', 50),
            when('FrameRate', 'below', 2),
            when('VideoPostFecLoss', 'above', 0.15),
          ],
        },
      },
    ],
  },
  {
    id: 'callDiagnostics',
    version: '2024',
    title: 'Call Diagnostics of Communication Services',
    heedsIce: false,
    withoutFigures: 'Unclassified',
    cases: [audioByAny([...NETWORK, when('ConcealedRatio', 'above', 0.1)])],
  },
  {
    id: 'insights',
    version: '2024',
    title: 'Voice and video insights of Communication Services',
    heedsIce: false,
    withoutFigures: 'Good',
    cases: [audioByAny(NETWORK)],
  },
  {
    id: 'realTime',
    version: '2022',
    title: 'Real-time analytics of the Teams admin center',
    heedsIce: false,
    withoutFigures: 'Unclassified',
    cases: [
      audioByAny([
        when('RoundTrip', 'atLeast', 500),
        when('PacketLossRate', 'atLeast', 0.05),
        when('Jitter', 'atLeast', 30),
        when('BitRate', 'atMost', 24_000),
      ]),
      { mediaType: 'Video', judgement: { kind: 'anyOf', limits: [when('RoundTrip', 'atLeast', 500)] } },
      {
        mediaType: 'VBSS',
        judgement: {
          kind: 'anyOf',
          limits: [when('PacketLossRate', 'atLeast', 0.05), when('RoundTrip', 'atLeast', 500)],
        },
      },
    ],
  },
  {
    id: 'callAnalytics',
    version: '2022',
    title: 'Call analytics of the Teams admin center',
    heedsIce: false,
    withoutFigures: 'Unclassified',
    cases: [audioByAny([...NETWORK, ...HEARD])],
  },
]

/** The rule in that version, or in its newest. Undefined for a version that never was. */
export const classifierOf = (id: ClassifierId, version?: string): Classifier | undefined =>
  classifiers.find(rule => rule.id === id && (version === undefined || rule.version === version))
