import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { estimateDegradation, estimateMos } from '#records'
import type { MediaKind } from '#sources/meetings/client'
import { HeardReports } from './heard-reports.ts'
import { measuresOf } from './measures.ts'
import { readStreams, type Snapshot, type StatsRow } from './read-streams.ts'
import { type Sample, type StreamSample, sampleBetween } from './sample.ts'
import { reportOf, seriesOf } from './window.ts'

/** Two readings of both ends of a connection, a second apart, as Chromium 156 gave them. */
interface Recorded {
  readonly kinds: readonly (readonly [string, MediaKind])[]
  readonly first: Readonly<Record<End, readonly StatsRow[]>>
  readonly second: Readonly<Record<End, readonly StatsRow[]>>
}
type End = 'sender' | 'receiver'

const recorded = JSON.parse(
  readFileSync(new URL('./fixtures/chromium-156.json', import.meta.url), 'utf8'),
) as Recorded

const reading = { connection: 'main', kinds: new Map(recorded.kinds) }
const describe = () => ({ isOn: true, remoteParticipantId: 'somebody' })

const recordedSample = (end: End): Sample =>
  sampleBetween(
    readStreams(recorded.first[end], reading),
    readStreams(recorded.second[end], reading),
    describe,
  )

const streamOf = ({ streams }: Sample, kind: MediaKind): StreamSample => {
  const found = streams.find(stream => stream.kind === kind)
  if (!found) throw new Error(`no ${kind}`)
  return found
}

test('a reading of Chromium names codec, transport, direction and number of each stream', () => {
  const { streams } = readStreams(recorded.first.sender, reading)
  expect(
    streams.map(({ kind, direction, codec, transport, ssrc }) => [kind, direction, codec, transport, ssrc]),
  ).toEqual([
    ['audio', 'Outbound', 'OPUS', 'UDP', 1_258_396_612],
    ['video', 'Outbound', 'VP8', 'UDP', 926_382_274],
  ])
})

test('what was sent: rates per second of the statistics, RTT and jitter from the reports of the other end', () => {
  const sample = recordedSample('sender')
  // 1002.147 ms; 3147 bytes and 50 packets of audio, 17036 bytes, 21 packets and 15 frames of video, 2 reports of 1 ms.
  const audio = measuresOf(streamOf(sample, 'audio'))
  expect(audio.get('bitrate')).toBeCloseTo((8 * 3147) / 1.002147, 1)
  expect(audio.get('packetsPerSecond')).toBeCloseTo(50 / 1.002147, 4)
  expect(audio.get('audioInputLevel')).toBe(64_609)
  const video = measuresOf(streamOf(sample, 'video'))
  expect(video.get('frameRateSent')).toBeCloseTo(15 / 1.002147, 4)
  expect(video.get('frameHeightInput')).toBe(180)
  const window = reportOf([streamOf(sample, 'video')])?.window
  expect(window?.roundTripTime?.avg).toBeCloseTo(1, 9)
  expect(window?.jitter?.avg).toBeCloseTo(0.544, 9)
  expect(window?.videoBitRate?.avg).toBeCloseTo((8 * 17_036) / 1.002147, 1)
  expect(window).not.toHaveProperty('recvResolutionHeight')
})

test('what was received: jitter buffer and healing by the samples in between, RTT from the path', () => {
  const sample = recordedSample('receiver')
  // 1440 s of waiting over 48000 samples; 0.099051 s over 15 frames; the pair's RTT read 0.
  const audio = reportOf([streamOf(sample, 'audio')])
  expect(audio).toMatchObject({ mediaType: 'Audio', direction: 'Inbound', codec: 'OPUS', transport: 'UDP' })
  expect(audio?.window?.jitterBufferSize?.avg).toBeCloseTo(30, 6)
  expect(audio?.window?.healedDataRatio).toBe(0)
  expect(audio?.window?.packets).toBe(50)
  expect(audio?.window?.roundTripTime?.avg).toBe(0)
  const video = reportOf([streamOf(sample, 'video')])
  expect(video?.window?.jitterBufferSize?.avg).toBeCloseTo(6.6034, 4)
  expect(video?.window?.recvResolutionHeight).toBe(180)
  expect(video?.window?.videoFrameRate).toBeCloseTo(15 / 1.001816, 4)
})

const aStream = (more: Partial<StreamSample> = {}): StreamSample => ({
  key: 'main/Inbound/1',
  ssrc: 1,
  connection: 'main',
  mid: '1',
  kind: 'video',
  direction: 'Inbound',
  layer: 0,
  at: 1_000_000,
  transport: 'UDP',
  transportId: 'main/T',
  gauges: {},
  totals: { packets: 1000 },
  delta: {},
  seconds: 1,
  isOn: true,
  ...more,
})

test('loss of video: retransmissions that came are no packets of their own (20 % induced must read 20 %)', () => {
  // 100 were sent and 20 of them lost; 15 of these were sent again and came: 95 received, still 20 lost.
  const window = reportOf([aStream({ delta: { packets: 95, retransmitted: 15, lost: 20 } })])?.window
  expect(window).toMatchObject({ packetLossRate: 0.2, packetsExpected: 100 })
})

/** Of a microphone, 50 packets a second of which a fifth is lost; a report comes at each of the given instants (s). */
function spoken(seconds: number, reports: readonly number[]): readonly StreamSample[] {
  const heard = new HeardReports()
  return Array.from({ length: seconds }, (_, index) => {
    const until = index + 1
    const known = reports.filter(at => at <= until)
    const lost = (at: number | undefined) => 10 * (at ?? 0)
    const sample = aStream({
      kind: 'audio',
      direction: 'Outbound',
      at: 1000 * until,
      gauges: known.length > 0 ? { reportedAt: 1000 * (known.at(-1) ?? 0) } : {},
      totals: { packets: 50 * until, lost: lost(known.at(-1)), roundTrips: known.length },
      delta: { packets: 50, roundTrips: known.filter(at => at > index).length },
    })
    return { ...sample, reported: heard.since(sample) }
  })
}

test.each([
  ['each second', [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5], 475],
  ['each second, a third of them lost', [0.5, 2.5, 3.5, 5.5, 6.5, 8.5], 425],
  ['every five seconds, as browsers do among themselves', [4.2, 9.2], 460],
])(
  'loss of a voice that was sent, with reports %s: of what had been sent when they came',
  (_, reports, of) => {
    const window = reportOf(spoken(10, reports))?.window
    expect(window?.packetLossRate).toBeCloseTo(0.2, 9)
    expect(window?.packetsExpected).toBeCloseTo(of, 6)
  },
)

test('a window without a report says nothing of the loss of what was sent', () => {
  expect(reportOf(spoken(10, []))?.window).not.toHaveProperty('packetLossRate')
})

test('loss of pictures that were sent: as the reports of the other end say, where probes inflate what was sent', () => {
  const second = (roundTrips: number, fractionLost: number) =>
    aStream({
      direction: 'Outbound',
      delta: { packets: 60, lost: 2, roundTrips },
      totals: { packets: 60, framesSent: 10 },
      gauges: { fractionLost },
    })
  // The second one repeats a report that was counted before.
  const window = reportOf([second(1, 0.1), second(0, 0.1), second(1, 0.3)])?.window
  expect(window?.packetLossRate).toBeCloseTo(0.2, 9)
})

test('a line that only carried probes has no row', () => {
  const probed = {
    direction: 'Outbound',
    delta: { packets: 1 },
    totals: { packets: 1, framesSent: 0 },
  } as const
  expect(reportOf([aStream(probed)])).toBeUndefined()
})

test('losses that were taken back do not make a rate below zero', () => {
  const samples = [
    aStream({ delta: { packets: 50, lost: -3 } }),
    aStream({ delta: { packets: 50, lost: 1 } }),
  ]
  expect(reportOf(samples)?.window?.packetLossRate).toBe(0)
})

test('healed audio leaves out the silence that the sender did not send', () => {
  const delta = { packets: 50, samples: 48_000, concealed: 9600, silentlyConcealed: 4800 }
  expect(reportOf([aStream({ kind: 'audio', delta })])?.window?.healedDataRatio).toBeCloseTo(0.1, 9)
})

test('frozen: freezes always, pauses only while the sender has its camera on', () => {
  const delta = { packets: 10, frozen: 0.5, paused: 3 }
  expect(reportOf([aStream({ delta })])?.window?.recvFreezeDuration).toBe(3500)
  expect(reportOf([aStream({ delta, isOn: false })])?.window?.recvFreezeDuration).toBe(500)
})

test('the height is weighted by time', () => {
  const samples = [
    aStream({ seconds: 3, gauges: { height: 180 }, delta: { packets: 1 } }),
    aStream({ seconds: 1, gauges: { height: 360 }, delta: { packets: 1 } }),
  ]
  expect(reportOf(samples)?.window?.recvResolutionHeight).toBe(225)
})

test('a stream that is off and silent has no row; one that should come and does not has one', () => {
  const silent = { delta: { packets: 0 } }
  expect(reportOf([aStream({ ...silent, isOn: false })])).toBeUndefined()
  expect(reportOf([aStream(silent)])?.window?.packets).toBe(0)
  expect(reportOf([aStream({ ...silent, totals: {} })])).toBeUndefined()
})

test('a series has one row a figure with what its seconds add up to', () => {
  const samples = [10, 25].map((ms, i) =>
    aStream({ kind: 'audio', at: 5000 + 1000 * i, gauges: { jitter: ms / 1000 }, delta: { packets: 50 } }),
  )
  const rows = seriesOf(samples.map(sample => ({ ...sample, remoteParticipantId: 'p' })))
  expect(rows.find(({ metric }) => metric === 'JitterInMs')).toEqual({
    mediaStreamId: '1',
    mediaType: 'audio',
    direction: 'recv',
    metric: 'JitterInMs',
    at: '1970-01-01T00:00:04.000Z',
    intervalSeconds: 1,
    count: 2,
    sum: 35,
    average: 17.5,
    minimum: 10,
    maximum: 25,
    remoteParticipantId: 'p',
  })
})

test('layers of a simulcast sender are one stream by the poorest: bytes add up, the picture is the largest', () => {
  const layer = (ssrc: number, frameHeight: number, encodingIndex: number): StatsRow => ({
    type: 'outbound-rtp',
    encodingIndex,
    id: `O${ssrc}`,
    timestamp: 1,
    ssrc,
    mid: '0',
    bytesSent: 100,
    frameHeight,
  })
  const kinds = new Map([['0', 'video' as const]])
  const { streams } = readStreams([layer(1, 360, 1), layer(2, 90, 0)], {
    connection: 'video',
    kinds,
  }) as Snapshot
  expect(streams).toHaveLength(1)
  expect(streams[0]).toMatchObject({ ssrc: 2, counters: { bytes: 200 }, gauges: { height: 360 } })
})

test('a stream through a relay has the transport of the way to the relay', () => {
  const rows: StatsRow[] = [
    { type: 'transport', id: 'T', timestamp: 1, selectedCandidatePairId: 'P' },
    { type: 'candidate-pair', id: 'P', timestamp: 1, localCandidateId: 'L', currentRoundTripTime: 0.08 },
    { type: 'local-candidate', id: 'L', timestamp: 1, protocol: 'udp', relayProtocol: 'tls' },
  ]
  const [transport] = readStreams(rows, { connection: 'main', kinds: new Map() }).transports
  expect(transport).toMatchObject({ id: 'main/T', transport: 'TCP', roundTrip: 0.08 })
})

test('E-model: a clean path is 4.4, and each figure by hand', () => {
  // d = 20: Id = 0.48, R = 92.72. MOS = 1 + 3.2452 + 7e-6 · 92.72 · 32.72 · 7.28
  expect(estimateMos({ roundTrip: 0, jitterBuffer: 0, lossRatio: 0 })).toBeCloseTo(4.3998, 3)
  // d = 220: Id = 5.28 + 4.697; 20 % loss with Bpl 20: 47.5. R = 35.723
  expect(estimateMos({ roundTrip: 300, jitterBuffer: 50, lossRatio: 0.2 })).toBeCloseTo(1.8601, 3)
  expect(estimateDegradation({ roundTrip: 40, jitterBuffer: 0, lossRatio: 0 })).toBe(0)
})

test('a fresh connection in place of another counts from 0: nothing is lost of it, and nothing below zero', () => {
  const snapshot = (at: number, counters: Snapshot['streams'][number]['counters']): Snapshot => {
    const [stream] = readStreams(recorded.first.receiver, reading).streams
    if (!stream) throw new Error('no stream')
    return { streams: [{ ...stream, at, counters }], transports: [], paths: [] }
  }
  const before = snapshot(1000, { packets: 5000, lost: 80, samples: 9e6, concealed: 400 })
  const after = snapshot(2000, { packets: 40, lost: 2, samples: 48_000, concealed: 0 })
  const [sample] = sampleBetween(before, after, describe).streams
  expect(sample?.delta).toEqual({ packets: 40, lost: 2, samples: 48_000, concealed: 0 })
})
