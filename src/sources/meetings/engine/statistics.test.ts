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

test('averages weigh by the window, losses by its packets, maxima are over windows', () => {
  const tallies = after([
    report({
      seconds: 10,
      packets: 900,
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
    packetUtilization: 1000,
    recvFreezeDurationPerMinuteInMs: 3000,
  })
  expect(stream?.quality).not.toHaveProperty('jitterAvg')
})

test('final figures win over windows', () => {
  const tallies = after([
    report({ seconds: 10, jitter: { avg: 5, max: 9 } }),
    { ...audio, final: { jitterAvg: 7 } },
  ])
  expect(streamsOf(tallies)[0]?.quality).toEqual({ jitterAvg: 7, jitterMax: 9 })
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

test('the newest window is kept for those who look on', () => {
  const windows = [report({ seconds: 10, packets: 1 }), report({ seconds: 10, packets: 2 })]
  expect(Object.values(after(windows).streams)[0]?.latest).toEqual({
    at: AT,
    window: { seconds: 10, packets: 2 },
  })
})
