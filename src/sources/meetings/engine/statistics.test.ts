import { expect, test } from 'vitest'
import {
  type Measured,
  MOST_STREAMS,
  type StreamReport,
  type StreamWindow,
  streamsOf,
  withReports,
} from './statistics.ts'

const audio = { id: 1, mediaType: 'Audio', direction: 'Inbound', transport: 'UDP', codec: 'OPUS' } as const
const report = (window: StreamWindow): StreamReport => ({ ...audio, window })
const AT = Date.UTC(2026, 0, 15)
const after = (reports: readonly StreamReport[], by: 'client' | 'server' = 'client') =>
  withReports<Measured>({ streams: {} }, by, { reports, at: AT })

test('averages weigh by the window, losses by the packets they are of, maxima are over windows', () => {
  const tallies = after([
    report({
      seconds: 10,
      packets: 1900,
      packetsExpected: 900,
      roundTripTime: { avg: 40, max: 60 },
      packetLossRate: 0.01,
      recvFreezeDuration: 500,
    }),
    report({
      seconds: 5,
      packets: 100,
      roundTripTime: { avg: 100, max: 250 },
      packetLossRate: 0.11,
      recvFreezeDuration: 250,
    }),
  ])
  const [stream] = streamsOf(tallies)
  expect(stream).toMatchObject(audio)
  expect(stream?.quality.packetLossRateAvg).toBeCloseTo(0.02)
  expect(stream?.quality).toMatchObject({
    roundTripTimeAvg: 60,
    roundTripTimeMax: 250,
    packetLossRateMax: 0.11,
    packetUtilization: 2000,
    recvFreezeDurationPerMinuteInMs: 3000,
  })
  expect(stream?.quality).not.toHaveProperty('jitterAvg')
})

test('final figures win over windows', () => {
  const tallies = after([
    report({ seconds: 10, jitter: { avg: 5, max: 9 } }),
    { ...audio, final: { jitterAvg: 7 } },
  ])
  expect(streamsOf(tallies)[0]?.quality).toMatchObject({ jitterAvg: 7, jitterMax: 9, networkJitterMax: 5 })
})

test('streams are told apart by media type, direction and id, and bounded', () => {
  const many = Array.from({ length: 100 }, (_, id) => ({ ...audio, id, final: {} }))
  expect(streamsOf(after(many))).toHaveLength(MOST_STREAMS)
  const sameId = [audio, { ...audio, direction: 'Outbound' }, { ...audio, mediaType: 'Video' }] as const
  expect(streamsOf(after(sameId))).toHaveLength(3)
})

test('the client wins where it reported; the server speaks for what it did not', () => {
  const own = after([report({ seconds: 10, jitter: { avg: 5, max: 9 } })])
  const both = withReports(own, 'server', {
    at: AT,
    reports: [
      report({ seconds: 10, jitter: { avg: 50, max: 90 } }),
      { ...report({ seconds: 10, packets: 500 }), id: 2 },
    ],
  })
  const [first, second, ...others] = streamsOf(both)
  expect(first).toMatchObject({ id: 1, quality: { jitterAvg: 5 } })
  expect(first).not.toHaveProperty('measuredBy')
  expect(second).toMatchObject({ id: 2, quality: { packetUtilization: 500 }, measuredBy: 'server' })
  expect(others).toEqual([])
})

test('what a client sends: loss and jitter as the server counted them, who received it; all else as the client says', () => {
  const sent = { ...audio, direction: 'Outbound' } as const
  const own = after([
    { ...sent, window: { seconds: 10, roundTripTime: { avg: 40, max: 50 }, packetLossRate: 0.14 } },
  ])
  const window = { seconds: 10, jitter: { avg: 4, max: 6 }, roundTripTime: { avg: 1, max: 1 } }
  const both = withReports(own, 'server', {
    at: AT,
    reports: [
      { ...sent, window: { ...window, packetLossRate: 0.25, packetsExpected: 100 } },
      { ...sent, window: { ...window, packetLossRate: 0.19, packetsExpected: 500 } },
    ],
  })
  expect(streamsOf(both)).toEqual([
    {
      ...sent,
      quality: {
        roundTripTimeAvg: 40,
        roundTripTimeMax: 50,
        jitterAvg: 4,
        jitterMax: 6,
        packetLossRateAvg: expect.closeTo(0.2, 9),
        packetLossRateMax: 0.25,
        networkJitterAvg: 4,
        networkJitterMax: 4,
        networkJitterMin: 4,
      },
    },
  ])
})

test('what only the client says of what it sends (between two peers) stays', () => {
  const sent = { ...audio, direction: 'Outbound', window: { seconds: 10, packetLossRate: 0.14 } } as const
  expect(streamsOf(after([sent]))[0]?.quality).toMatchObject({ packetLossRateAvg: 0.14 })
})

test('the newest window is kept for those who look on', () => {
  const windows = [report({ seconds: 10, packets: 1 }), report({ seconds: 10, packets: 2 })]
  expect(Object.values(after(windows).streams)[0]?.latest).toEqual({
    at: AT,
    window: { seconds: 10, packets: 2 },
  })
})

const qualityAfter = (...windows: readonly StreamWindow[]) =>
  streamsOf(after(windows.map(report)))[0]?.quality ?? {}

test.each([
  ['stretched', 'stretchedRatioAvg', 0.25],
  ['packetsDropped', 'packetDropRatio', 0.25],
  ['fecUsed', 'fecUsedRatio', 0.25],
  ['postFecLoss', 'postFecLossRate', 0.25],
  ['framesLost', 'frameLossPercentage', 25],
  ['lowFrameRate', 'lowFrameRatePercent', 25],
  ['cpuLimited', 'cpuLimitedPercent', 25],
] as const)('%s: parts and wholes add up over windows of any length, to %s', (share, figure, expected) => {
  const long = { seconds: 10, [share]: { part: 0, whole: 60 } }
  const short = { seconds: 1, [share]: { part: 20, whole: 20 } }
  expect(qualityAfter(long, { seconds: 10 }, short)[figure]).toBeCloseTo(expected, 9)
  expect(qualityAfter({ seconds: 10, [share]: { part: 0, whole: 0 } })).not.toHaveProperty(figure)
  expect(qualityAfter({ seconds: 10 })).not.toHaveProperty(figure)
  const tooMuch = { seconds: 10, [share]: { part: 9, whole: 3 } }
  expect(qualityAfter(tooMuch)[figure]).toBe(4 * expected)
})

test.each([
  ['nothing', [], undefined],
  ['less than a window', [[3, 12]], [12, 12, 12]],
  [
    'two halves make one',
    [
      [10, 4],
      [10, 8],
    ],
    [6, 6, 6],
  ],
  [
    'and a long rest counts',
    [
      [10, 4],
      [10, 8],
      [10, 30],
    ],
    [18, 30, 6],
  ],
  [
    'a short rest does not',
    [
      [10, 4],
      [10, 8],
      [9, 90],
    ],
    [6, 6, 6],
  ],
  [
    'a longer one of a client is one',
    [
      [30, 5],
      [20, 9],
    ],
    [7, 9, 5],
  ],
] as const)('network jitter in windows of 20 s: %s', (_, windows, expected) => {
  const quality = qualityAfter(
    { seconds: 5 },
    ...windows.map(([seconds, avg]) => ({ seconds, jitter: { avg, max: 99 } })),
  )
  const { networkJitterAvg, networkJitterMax, networkJitterMin } = quality
  const figures =
    networkJitterAvg === undefined ? undefined : [networkJitterAvg, networkJitterMax, networkJitterMin]
  expect(figures).toEqual(expected)
})

test('the least of the jitter buffer is of those windows that told it', () => {
  const buffer = (avg: number, min?: number) => ({
    seconds: 10,
    jitterBufferSize: { avg, max: avg, ...(min !== undefined && { min }) },
  })
  expect(qualityAfter(buffer(40, 30), buffer(20), buffer(60, 55))).toMatchObject({
    jitterBufferSizeAvg: 40,
    jitterBufferSizeMin: 30,
  })
  expect(qualityAfter(buffer(20))).not.toHaveProperty('jitterBufferSizeMin')
})

test('a stream lasts from the first packet to the last, as far as windows tell', () => {
  const windows: readonly StreamWindow[] = [
    { seconds: 10, packets: 0 },
    { seconds: 10, packets: 40, quietBefore: 8 },
    { seconds: 10, packets: 90, quietAfter: 4 },
    { seconds: 10, packets: 0 },
  ]
  const tallies = windows.reduce<Measured>(
    (leg, window, i) => withReports(leg, 'client', { reports: [report(window)], at: AT + 10_000 * (i + 1) }),
    { streams: {} },
  )
  expect(streamsOf(tallies)[0]).toMatchObject({ from: AT + 18_000, until: AT + 26_000 })
  expect(streamsOf(after([report({ seconds: 10, packets: 0 })]))[0]).not.toHaveProperty('from')
})
