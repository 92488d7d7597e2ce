import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { MediaKind } from '#sources/meetings/client'
import { callQualityOf } from './call-quality.ts'
import { readStreams, type StatsRow } from './read-streams.ts'
import { type StreamSample, sampleBetween } from './sample.ts'
import { reportOf } from './window.ts'

const aSample = (more: Partial<StreamSample>): StreamSample => ({
  key: 'k',
  ssrc: 1,
  connection: 'main',
  mid: '0',
  kind: 'video',
  direction: 'Inbound',
  at: 0,
  transport: 'UDP',
  transportId: 'main/T',
  gauges: {},
  totals: { packets: 1 },
  delta: {},
  seconds: 1,
  isOn: true,
  ...more,
})
const sound = (delta: StreamSample['delta']) => aSample({ kind: 'audio', delta })
const picture = (delta: StreamSample['delta']) => aSample({ delta })
const sent = (delta: StreamSample['delta']) => aSample({ direction: 'Outbound', delta })

test.each([
  [
    'samples put in',
    'stretched',
    [sound({ stretched: 480, samples: 48_000 }), sound({ stretched: 0, samples: 48_000 })],
    [480, 96_000],
  ],
  [
    'packets thrown away',
    'packetsDropped',
    [sound({ discarded: 3, packets: 50 }), sound({ discarded: 0, packets: 50 })],
    [3, 100],
  ],
  ['none thrown away', 'packetsDropped', [sound({ discarded: 0, packets: 50 })], [0, 50]],
  ['a browser that does not count it', 'packetsDropped', [picture({ packets: 50 })], undefined],
  ['error correction', 'fecUsed', [sound({ fecReceived: 20, fecDiscarded: 15 })], [5, 20]],
  ['error correction that never came', 'fecUsed', [sound({ fecReceived: 0, fecDiscarded: 0 })], undefined],
  [
    'loss that error correction mended',
    'postFecLoss',
    [sound({ lost: 6, packets: 94, fecReceived: 50, fecDiscarded: 46 })],
    [2, 100],
  ],
  [
    'loss that was sent again',
    'postFecLoss',
    [picture({ lost: 10, packets: 90 }), picture({ lost: 0, packets: 98, retransmitted: 8 })],
    [2, 190],
  ],
  ['mended a window later', 'postFecLoss', [picture({ lost: 0, packets: 98, retransmitted: 8 })], [-8, 90]],
  ['nothing came', 'postFecLoss', [picture({ lost: 0, packets: 0 })], undefined],
  ['frames', 'framesLost', [picture({ framesReceived: 27, framesDropped: 3 })], [3, 30]],
  ['no frame at all', 'framesLost', [picture({ framesReceived: 0, framesDropped: 0 })], undefined],
  ['no picture', 'framesLost', [sound({ packets: 50 })], undefined],
  [
    'seconds of few frames',
    'lowFrameRate',
    [picture({ framesDecoded: 7 }), picture({ framesDecoded: 8 }), picture({ framesDecoded: 0 })],
    [2, 3],
  ],
  ['frames sent', 'lowFrameRate', [sent({ framesSent: 3 })], [1, 1]],
  ['a camera that is off', 'lowFrameRate', [{ ...picture({ framesDecoded: 0 }), isOn: false }], undefined],
  [
    'the sender’s machine',
    'cpuLimited',
    [
      sent({ cpuLimited: 0.5, unlimited: 0.5, bandwidthLimited: 0, otherwiseLimited: 0 }),
      sent({ unlimited: 1 }),
    ],
    [0.5, 1],
  ],
  ['of whom receives it is unknown', 'cpuLimited', [picture({ cpuLimited: 1, unlimited: 0 })], undefined],
] as const)('%s: %s', (_, name, samples, expected) => {
  const found = callQualityOf(samples)[name]
  expect(found && [found.part, found.whole]).toEqual(expected)
})

test('rates are of the seconds in which they were counted', () => {
  const samples = [picture({ bytes: 1000, framesReceived: 20 }), { ...picture({ bytes: 500 }), seconds: 2 }]
  expect(callQualityOf(samples)).toMatchObject({ bitRate: 4000, recvFrameRate: 20 })
  expect(callQualityOf([sound({})])).not.toHaveProperty('bitRate')
  expect(callQualityOf([sent({ framesReceived: 20 })])).not.toHaveProperty('recvFrameRate')
  expect(callQualityOf([])).toEqual({})
})

test('the quiet ends of a window are told, not its pauses', () => {
  const carried = [0, 0, 5, 0, 9, 0].map(packets => sound({ packets }))
  expect(callQualityOf(carried)).toMatchObject({ quietBefore: 2, quietAfter: 1 })
  expect(callQualityOf([sound({ packets: 1 })])).not.toHaveProperty('quietBefore')
  expect(callQualityOf([sound({ packets: 0 })])).not.toHaveProperty('quietAfter')
})

test('the least of the jitter buffer leaves out seconds in which nothing was played', () => {
  const played = [
    sound({ packets: 50, jitterBufferDelay: 2, jitterBufferEmitted: 50 }),
    sound({ packets: 0, jitterBufferDelay: 0, jitterBufferEmitted: 0 }),
    sound({ packets: 50, jitterBufferDelay: 4, jitterBufferEmitted: 50 }),
  ]
  expect(reportOf(played)?.window?.jitterBufferSize).toEqual({ avg: 60, max: 80, min: 40 })
})

test('as Chromium counts: two readings of both ends, a second apart', () => {
  const { kinds, first, second } = JSON.parse(
    readFileSync(new URL('./fixtures/chromium-156.json', import.meta.url), 'utf8'),
  ) as Record<'first' | 'second', Record<'sender' | 'receiver', readonly StatsRow[]>> & {
    readonly kinds: readonly (readonly [string, MediaKind])[]
  }
  const reading = { connection: 'main', kinds: new Map(kinds) }
  const reports = (['sender', 'receiver'] as const).flatMap(end =>
    sampleBetween(readStreams(first[end], reading), readStreams(second[end], reading), () => ({
      isOn: true,
    })).streams.map(sample => reportOf([sample])),
  )
  const [voice, camera, heard, shown] = reports
  expect(voice).toMatchObject({ mediaLine: 0, window: { bitRate: expect.closeTo((8 * 3147) / 1.002147, 1) } })
  expect(camera).toMatchObject({
    mediaLine: 1,
    window: { cpuLimited: { part: 0, whole: expect.any(Number) }, lowFrameRate: { part: 0 } },
  })
  expect(heard?.window).toMatchObject({
    stretched: { whole: 48_000 },
    packetsDropped: { part: 0, whole: 50 },
    postFecLoss: { part: 0, whole: 50 },
  })
  expect(heard?.window).not.toHaveProperty('fecUsed')
  expect(shown?.window).toMatchObject({
    framesLost: { part: 0, whole: 15 },
    recvFrameRate: expect.closeTo(15 / 1.002, 1),
  })
})
