import { expect, test } from 'vitest'
import type { StreamSample } from '#calling'
import { shapeNetwork } from './shape-network.ts'

const stream = (more: Partial<StreamSample>): StreamSample => ({
  key: 'k',
  ssrc: 1,
  connection: 'main',
  mid: '0',
  kind: 'audio',
  direction: 'Inbound',
  layer: 0,
  at: 0,
  transport: 'UDP',
  transportId: 't',
  seconds: 1,
  delta: { packets: 50 },
  totals: { packets: 50 },
  gauges: {},
  isOn: true,
  ...more,
})
const shaped = (...streams: readonly StreamSample[]) =>
  shapeNetwork({ at: 0, streams, transports: [], paths: [] }, id => `<${id}>`)

test('the own streams come first, those that carry nothing not at all', () => {
  const rows = shaped(
    stream({ key: '1', remoteParticipantId: 'ada' }),
    stream({ key: '2', delta: { packets: 0 } }),
    stream({ key: '3', direction: 'Outbound', kind: 'video' }),
  )
  expect(rows.map(({ title }) => title)).toEqual(['Camera', '<ada>, voice'])
})

test('packets that were sent again do not hide the loss', () => {
  const [row] = shaped(stream({ delta: { packets: 100, retransmitted: 20, lost: 20 } }))
  expect(row?.loss).toBe(0.2)
})

test('a loss that was not measured is unknown, not none', () => {
  expect(shaped(stream({}))[0]?.loss).toBeUndefined()
  expect(shaped(stream({ delta: { packets: 50, lost: 0 } }))[0]?.loss).toBe(0)
})

test('voices that are heard have a score, which falls with the loss', () => {
  const heard = (lost: number) =>
    shaped(
      stream({
        pathRoundTrip: 0.04,
        delta: { packets: 100 - lost, lost, jitterBufferDelay: 2, jitterBufferEmitted: 50 },
      }),
    )[0]?.score
  expect(heard(0)).toBeGreaterThan(heard(10) ?? 9)
  expect(shaped(stream({ direction: 'Outbound' }))[0]?.score).toBeUndefined()
})
