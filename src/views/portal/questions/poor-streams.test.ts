import { expect, test } from 'vitest'
import { poorFigures, poorKql } from './poor-streams.ts'

const columnsOf = (stream: Record<string, unknown>) => poorFigures(stream).map(({ column }) => column)

test.each([
  ['a figure at its limit is good', { MediaType: 'Audio', JitterAvg: 30, PacketLossRateAvg: 0.1 }, []],
  ['beyond it poor', { MediaType: 'Audio', JitterAvg: 31 }, ['JitterAvg']],
  ['null is never poor', { MediaType: 'Video', VideoFrameRateAvg: null }, []],
  ['video below 7 frames is poor', { MediaType: 'Video', VideoFrameRateAvg: 6 }, ['VideoFrameRateAvg']],
  [
    'a screen may be slow',
    { MediaType: 'VBSS', VideoFrameRateAvg: 6, RecvResolutionHeight: 720 },
    ['RecvResolutionHeight'],
  ],
  ['audio has no frames', { MediaType: 'Audio', VideoFrameRateAvg: 0 }, []],
])('%s', (_, stream, poor) => {
  expect(columnsOf(stream)).toEqual(poor)
})

test('the same limits as one KQL condition', () => {
  expect(poorKql()).toContain('(JitterAvg > 30)')
  expect(poorKql()).toContain(
    '((MediaType in ("Video") and VideoFrameRateAvg < 7) or (MediaType in ("VBSS", "AppSharing") and VideoFrameRateAvg < 1))',
  )
  expect(poorKql()).toContain('((MediaType in ("Video", "VBSS", "AppSharing") and VideoBitRateAvg < 150000))')
})
