import { expect, test } from 'vitest'
import { addReports, MOST_STREAMS, type StreamReport, type StreamWindow, streamOf } from './statistics.ts'

const audio = { id: 1, mediaType: 'Audio', direction: 'Inbound', transport: 'UDP', codec: 'OPUS' } as const
const report = (window: StreamWindow): StreamReport => ({ ...audio, window })

test('averages weigh by the window, losses by its packets, maxima are over windows', () => {
  const tallies = addReports({}, [
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
  const [stream] = Object.values(tallies).map(streamOf)
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
  const tallies = addReports({}, [
    report({ seconds: 10, jitter: { avg: 5, max: 9 } }),
    { ...audio, final: { jitterAvg: 7 } },
  ])
  expect(Object.values(tallies).map(streamOf)[0]?.quality).toEqual({ jitterAvg: 7, jitterMax: 9 })
})

test('streams are told apart by media type, direction and id, and bounded', () => {
  const many = Array.from({ length: 100 }, (_, id) => ({ ...audio, id, final: {} }))
  expect(Object.keys(addReports({}, many))).toHaveLength(MOST_STREAMS)
  const sameId = [audio, { ...audio, direction: 'Outbound' }, { ...audio, mediaType: 'Video' }] as const
  expect(Object.keys(addReports({}, sameId))).toHaveLength(3)
})
