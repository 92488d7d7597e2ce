/** Every rule by table: each limit on both sides, each missing figure, each codec; and the same in KQL. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '#base'
import { type Row as Cells, TEAMS_STREAMS } from '#records'
import { aWorkspace, type TestWorkspace } from '../../../../tests/teams/a-workspace.ts'
import { classify, type JudgedStream } from './classify.ts'
import { kqlOfClassifier, kqlOfReasons } from './kql-of-classifier.ts'
import { type ClassifierId, classifierOf, classifiers, type StreamFigure } from './rules.ts'

type Figures = { readonly [Name in StreamFigure]?: number }

const stream = (mediaType: string, figures: Figures, more: Partial<JudgedStream> = {}): JudgedStream => ({
  mediaType,
  reportedBy: 'receiver',
  iceFailed: false,
  figures,
  ...more,
})
const audio = (figures: Figures, more: Partial<JudgedStream> = {}) =>
  stream('Audio', { PacketUtilization: 501, ...figures }, more)
const video = (figures: Figures) => stream('Video', figures)
const screen = (figures: Figures, more: Partial<JudgedStream> = {}) => stream('VBSS', figures, more)
const byReceiver = { codec: 'VP8' } as const
const bySender = { codec: 'VP8', reportedBy: 'sender' } as const
const H264S = { codec: 'h264s' } as const

interface Row {
  readonly says: string
  readonly rule: ClassifierId
  readonly version: string
  readonly of: JudgedStream
  /** Reasons make it poor. */
  readonly is: 'Good' | 'Unclassified' | readonly string[]
}

const row = (rule: ClassifierId, version: string, says: string, of: JudgedStream, is: Row['is']): Row => ({
  says,
  rule,
  version,
  of,
  is,
})

const rows: readonly Row[] = [
  row('cqd', '2022', 'connectivity failed', audio({ Jitter: 90 }, { iceFailed: true }), 'Unclassified'),
  row(
    'cqd',
    '2022',
    '500 packets are too few',
    audio({ PacketUtilization: 500, Jitter: 90 }),
    'Unclassified',
  ),
  row('cqd', '2022', 'packets unknown', stream('Audio', { Jitter: 90 }), 'Unclassified'),
  row('cqd', '2022', 'no figure at all', audio({}), 'Unclassified'),
  row('cqd', '2022', 'round trip at the limit', audio({ RoundTrip: 500 }), 'Good'),
  row('cqd', '2022', 'round trip over it', audio({ RoundTrip: 500.1 }), ['Round Trip']),
  row('cqd', '2022', 'loss at the limit', audio({ PacketLossRate: 0.1 }), 'Good'),
  row('cqd', '2022', 'loss over it', audio({ PacketLossRate: 0.11 }), ['Packet Loss']),
  row('cqd', '2022', 'jitter at the limit', audio({ Jitter: 30 }), 'Good'),
  row('cqd', '2022', 'jitter over it', audio({ Jitter: 31 }), ['Jitter']),
  row('cqd', '2022', 'several reasons', audio({ RoundTrip: 900, PacketLossRate: 0.5, Jitter: 99 }), [
    'Round Trip',
    'Packet Loss',
    'Jitter',
  ]),
  row('cqd', '2022', 'one poor figure is enough', audio({ Jitter: 31, RoundTrip: 1 }), ['Jitter']),
  row(
    'cqd',
    '2022',
    'concealment no longer counts',
    audio({ Jitter: 1, ConcealedRatio: 0.5, Degradation: 3 }),
    'Good',
  ),
  row('cqd', '2021', 'no floor of packets', stream('Audio', { Jitter: 31 }), ['Jitter']),
  row('cqd', '2021', 'degradation at the limit', audio({ Degradation: 1 }, { codec: 'opus' }), 'Good'),
  row('cqd', '2021', 'degradation over it', audio({ Degradation: 1.1 }, { codec: 'opus' }), ['Degradation']),
  row('cqd', '2021', 'concealed at the limit', audio({ ConcealedRatio: 0.07 }), 'Good'),
  row('cqd', '2021', 'concealed over it', audio({ ConcealedRatio: 0.08 }), ['Concealed Ratio']),
  row('cqd', '2021', 'not of Satin', audio({ Degradation: 3, Jitter: 3 }, { codec: 'Satin' }), 'Good'),
  row(
    'cqd',
    '2021',
    'Satin with nothing else',
    audio({ ConcealedRatio: 0.5 }, { codec: 'SATIN' }),
    'Unclassified',
  ),
  row('cqd', '2020', 'also of Satin', audio({ Degradation: 3 }, { codec: 'SATIN' }), ['Degradation']),
  row('cqd', '2022', 'frame loss at the limit', video({ FrameLossPercentage: 50 }), 'Good'),
  row('cqd', '2022', 'frame loss over it', video({ FrameLossPercentage: 51 }), [
    'Video Local Frame Loss Percentage Avg',
  ]),
  row('cqd', '2022', 'frame loss decides alone', video({ FrameLossPercentage: 10, FrameRate: 3 }), 'Good'),
  row('cqd', '2022', 'then the frame rate', video({ FrameRate: 6.9 }), ['Video Frame Rate Avg']),
  row('cqd', '2022', 'seven frames are enough', video({ FrameRate: 7, VideoPostFecLoss: 0.9 }), 'Good'),
  row('cqd', '2022', 'then what is left lost', video({ VideoPostFecLoss: 0.16 }), ['Video Post FEC PLR']),
  row('cqd', '2022', 'left lost at the limit', video({ VideoPostFecLoss: 0.15 }), 'Good'),
  row('cqd', '2022', 'a picture without figures', video({}), 'Unclassified'),
  row(
    'cqd',
    '2022',
    'a screen by frame loss',
    screen({ FrameLossPercentage: 51, FrameRate: 9 }, byReceiver),
    ['Video Local Frame Loss Percentage Avg'],
  ),
  row('cqd', '2022', 'a screen seen, rate alone', screen({ FrameRate: 0.5 }, byReceiver), 'Unclassified'),
  row('cqd', '2022', 'a screen sent by its rate', screen({ FrameRate: 0.9 }, bySender), [
    'Video Frame Rate Avg',
  ]),
  row(
    'cqd',
    '2022',
    'one frame a second is enough',
    screen({ FrameRate: 1, FrameLossPercentage: 90 }, bySender),
    'Good',
  ),
  row(
    'cqd',
    '2022',
    'H264S by its rate both ways',
    screen({ FrameRate: 0.9, FrameLossPercentage: 1 }, H264S),
    ['Video Frame Rate Avg'],
  ),
  row('cqd', '2022', 'a screen without figures', screen({}, bySender), 'Unclassified'),
  row('cqd', '2020', 'a screen below two frames', screen({ FrameRate: 1.9 }, bySender), [
    'Video Frame Rate Avg',
  ]),
  row(
    'cqd',
    '2020',
    'a screen, frame loss first',
    screen({ FrameLossPercentage: 1, FrameRate: 1 }, byReceiver),
    'Good',
  ),
  row('cqd', '2020', 'a screen, what is left lost', screen({ VideoPostFecLoss: 0.2 }, bySender), [
    'Video Post FEC PLR',
  ]),
  row('cqd', '2022', 'a data channel', stream('AppSharing', { RoundTrip: 900 }), 'Unclassified'),
  row(
    'callDiagnostics',
    '2024',
    'no floor',
    stream('Audio', { PacketLossRate: 0.12, PacketUtilization: 3 }),
    ['Packet Loss'],
  ),
  row('callDiagnostics', '2024', 'healed over 0.1', audio({ ConcealedRatio: 0.11 }), ['Concealed Ratio']),
  row('callDiagnostics', '2024', 'healed at 0.1', audio({ ConcealedRatio: 0.1 }), 'Good'),
  row('callDiagnostics', '2024', 'nothing reported', stream('Audio', {}), 'Unclassified'),
  row('insights', '2024', 'nothing reported is healthy', stream('Audio', {}), 'Good'),
  row('insights', '2024', 'healing does not count', stream('Audio', { ConcealedRatio: 0.9 }), 'Good'),
  row('insights', '2024', 'jitter does', stream('Audio', { Jitter: 31 }), ['Jitter']),
  row('realTime', '2022', 'jitter from the limit on', stream('Audio', { Jitter: 30 }), ['Jitter']),
  row('realTime', '2022', 'loss from 5 % on', stream('Audio', { PacketLossRate: 0.05 }), ['Packet Loss']),
  row('realTime', '2022', 'round trip from the limit on', stream('Audio', { RoundTrip: 500 }), [
    'Round Trip',
  ]),
  row('realTime', '2022', '24 kbit/s are too few', stream('Audio', { BitRate: 24_000 }), ['Bit Rate']),
  row('realTime', '2022', 'all below', stream('Audio', { Jitter: 29, BitRate: 24_001 }), 'Good'),
  row('realTime', '2022', 'a picture by its round trip', video({ RoundTrip: 500 }), ['Round Trip']),
  row('realTime', '2022', 'a screen by its loss', screen({ PacketLossRate: 0.05 }), ['Packet Loss']),
  row('callAnalytics', '2022', 'degradation counts', audio({ Degradation: 1.1 }), ['Degradation']),
]

const ruleOf = ({ rule, version }: Row) => classifierOf(rule, version) ?? raise(`${rule} ${version}`)
const raise = (what: string): never => {
  throw new Error(`There is no rule ${what}.`)
}
const verdictIn = ({ is }: Row) => (typeof is === 'string' ? is : 'Poor')
const reasonsIn = ({ is }: Row) => (typeof is === 'string' ? [] : is)

test.each(rows)('$rule $version: $says', one => {
  const { verdict, reasons, rule, version } = classify(ruleOf(one), one.of)
  expect({ verdict, reasons }).toEqual({ verdict: verdictIn(one), reasons: reasonsIn(one) })
  expect([rule, version]).toEqual([one.rule, one.version])
})

test('a verdict tells the values it decided on, and no others', () => {
  const rule = classifierOf('cqd') ?? raise('cqd')
  expect(classify(rule, audio({ Jitter: 31, FrameRate: 3 })).values).toEqual({ Jitter: 31 })
})

test('the newest version of each rule comes first, and a version that never was is none', () => {
  expect(classifierOf('cqd')?.version).toBe('2022')
  expect(classifierOf('cqd', '2019')).toBeUndefined()
})

const cellsOf = ({ of }: Row, at: number): Cells => ({
  StreamId: at,
  MediaType: of.mediaType,
  PayloadDescription: of.codec ?? '',
  ReportedBy: of.reportedBy ?? '',
  SecondConnectivityIce: of.iceFailed ? 'FAILED' : 'DIRECT',
  ...of.figures,
})

describe('the same in KQL, on the engine', () => {
  let workspace: TestWorkspace
  beforeAll(async () => {
    workspace = await aWorkspace(systemClock)
    await workspace.put(TEAMS_STREAMS, systemClock.now(), rows.map(cellsOf))
  })
  afterAll(() => workspace?.[Symbol.asyncDispose]())

  test.each(classifiers)('$id $version', async rule => {
    const asked = `${TEAMS_STREAMS} | order by StreamId asc | project Grade = ${kqlOfClassifier(rule)}, Why = ${kqlOfReasons(rule)}`
    const said = rows.map(({ of }) => classify(rule, of))
    expect(await workspace.ask(asked)).toEqual(
      said.map(({ verdict, reasons }) => ({ Grade: verdict, Why: reasons.join(',') })),
    )
  })
})
