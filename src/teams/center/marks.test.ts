/** Which figure is out of range, by which limit: every documented limit at, and just beyond, its edge. */
import { expect, test } from 'vitest'
import { markOf, markOfDetail } from './marks.ts'

type Figures = Readonly<Record<string, number>>

const mark = (mediaType: string, figures: Figures, of: string, { codec = '', isInbound = true } = {}) => {
  const figureOf = (figure: string) => figures[figure] ?? null
  const found = markOf(of, { mediaType, codec, isInbound, figureOf }, '')
  return found ? `${found.tone} ${found.rule}` : 'in range'
}

test.each([
  ['Audio', 'Jitter', 30, 'yellow realTime'],
  ['Audio', 'Jitter', 29.9, 'in range'],
  ['Audio', 'Jitter', 30.1, 'red cqd'],
  ['Audio', 'PacketLossRate', 0.049, 'in range'],
  ['Audio', 'PacketLossRate', 0.05, 'yellow realTime'],
  ['Audio', 'PacketLossRate', 0.1, 'yellow realTime'],
  ['Audio', 'PacketLossRate', 0.11, 'red cqd'],
  ['Audio', 'RoundTrip', 499, 'in range'],
  ['Audio', 'RoundTrip', 500, 'yellow realTime'],
  ['Audio', 'RoundTrip', 501, 'red cqd'],
  ['Audio', 'ConcealedRatio', 0.07, 'in range'],
  ['Audio', 'ConcealedRatio', 0.08, 'red callAnalytics'],
  ['Audio', 'Degradation', 1, 'in range'],
  ['Audio', 'Degradation', 1.1, 'red callAnalytics'],
  ['Audio', 'BitRate', 24_000, 'yellow realTime'],
  ['Audio', 'BitRate', 24_001, 'in range'],
  ['Audio', 'NetworkMos', 1, 'in range'],
  ['Video', 'FrameLossPercentage', 50, 'in range'],
  ['Video', 'FrameLossPercentage', 51, 'red cqd'],
  ['Video', 'FrameRate', 7, 'in range'],
  ['Video', 'FrameRate', 6.9, 'red cqd'],
  ['Video', 'VideoPostFecLoss', 0.16, 'red cqd'],
  ['Video', 'RoundTrip', 500, 'yellow realTime'],
  ['VBSS', 'FrameLossPercentage', 51, 'red cqd'],
  ['VBSS', 'PacketLossRate', 0.05, 'yellow realTime'],
  ['AppSharing', 'RoundTrip', 900, 'in range'],
])('%s %s of %d is %s', (mediaType, figure, value, expected) => {
  expect(mark(mediaType, { [figure]: value }, figure)).toBe(expected)
})

test('what was not measured is never out of range', () => {
  expect(mark('Audio', {}, 'Jitter')).toBe('in range')
})

test('where the first figure that is there decides alone, no other is the cause', () => {
  const figures = { FrameLossPercentage: 10, FrameRate: 3 }
  expect(mark('Video', figures, 'FrameRate')).toBe('in range')
  expect(mark('Video', { FrameRate: 3 }, 'FrameRate')).toBe('red cqd')
})

test('screens that are sent, or coded as H264S, are judged by their frame rate', () => {
  const figures = { FrameLossPercentage: 80, FrameRate: 0.5 }
  expect(mark('VBSS', figures, 'FrameLossPercentage', { isInbound: false })).toBe('in range')
  expect(mark('VBSS', figures, 'FrameRate', { isInbound: false })).toBe('red cqd')
  expect(mark('VBSS', figures, 'FrameRate', { codec: 'h264s' })).toBe('red cqd')
})

test.each([
  ['Device Capture Not Functioning Event Ratio', 0.005, 'red'],
  ['Device Capture Not Functioning Event Ratio', 0.004, undefined],
  ['Device Render Not Functioning Event Ratio', 0.2, 'red'],
  ['CPU Number Of Cores', 64, undefined],
  ['Device Render Not Functioning Event Ratio', 'much', undefined],
])('%s of %s is marked %s', (name, value, tone) => {
  expect(markOfDetail(name, value)?.tone).toBe(tone)
})

test('a mark says value, limit, rule and version, so that it can be checked', () => {
  const figureOf = () => 45
  expect(markOf('Jitter', { mediaType: 'Audio', codec: 'OPUS', isInbound: true, figureOf }, 'ms')).toEqual({
    tone: 'red',
    rule: 'cqd',
    version: '2022',
    value: 45,
    is: 'above',
    limit: 30,
    unit: 'ms',
  })
})
