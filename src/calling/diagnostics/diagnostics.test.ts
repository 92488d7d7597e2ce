import { expect, test } from 'vitest'
import { manualClock, seededIds } from '#base'
import { type Operation, OperationsLog } from '../operations/operations-log.ts'
import type { Sample, StreamSample } from '../statistics/sample.ts'
import { Quality } from './catalogue.ts'
import { Diagnostics } from './diagnostics.ts'
import { judgeNetwork, SteadyQuality } from './judge-network.ts'
import { watchSamples } from './watch-samples.ts'

const aStream = (more: Partial<StreamSample>): StreamSample => ({
  key: 'k',
  ssrc: 1,
  connection: 'main',
  mid: '0',
  kind: 'audio',
  direction: 'Inbound',
  layer: 0,
  at: 0,
  transport: 'UDP',
  transportId: 'main/T',
  gauges: {},
  totals: { packets: 1 },
  delta: { packets: 50 },
  seconds: 1,
  isOn: true,
  ...more,
})

const aSample = (...streams: Partial<StreamSample>[]): Sample => ({
  at: 0,
  streams: streams.map(aStream),
  transports: [],
  paths: [],
})

test.each([
  ['nothing lost, no delay', { pathRoundTrip: 0.05 }, Quality.Good],
  ['4 % lost', { delta: { packets: 96, lost: 4 } }, Quality.Poor],
  ['20 % lost', { delta: { packets: 80, lost: 20 } }, Quality.Bad],
  ['300 ms there and back', { pathRoundTrip: 0.3 }, Quality.Poor],
  ['600 ms there and back', { pathRoundTrip: 0.6 }, Quality.Bad],
  ['40 ms of jitter', { gauges: { jitter: 0.04 } }, Quality.Poor],
])('the network inwards with %s', (_, stream, quality) => {
  expect(judgeNetwork(aSample(stream), 'Inbound')).toBe(quality)
})

test('a second in which nothing was carried says nothing of the network', () => {
  expect(judgeNetwork(aSample({ delta: { packets: 0 } }), 'Inbound')).toBeUndefined()
  expect(judgeNetwork(aSample({}), 'Outbound')).toBeUndefined()
})

test('the worst stream of a direction counts', () => {
  const sample = aSample({}, { kind: 'video', delta: { packets: 80, lost: 20 } })
  expect(judgeNetwork(sample, 'Inbound')).toBe(Quality.Bad)
})

test('one bad second changes nothing, three of five do', () => {
  const steady = new SteadyQuality()
  const grades = [3, 1, 3, 3, 1, 1, 1].map(grade => steady.add(grade as Quality))
  expect(grades).toEqual([1, 1, 1, 3, 3, 1, 1])
})

const heard = (diagnostics: Diagnostics) => {
  const changes: unknown[] = []
  diagnostics.events.on('changed', ({ name, value }) => changes.push([name, value]))
  return changes
}

test('a camera without a picture for five seconds is frozen, and no longer so with the next picture', () => {
  const diagnostics = new Diagnostics()
  const changes = heard(diagnostics)
  const watch = watchSamples(diagnostics)
  const camera = (framesEncoded: number) =>
    aSample({ kind: 'video', direction: 'Outbound', delta: { framesEncoded } })
  for (let i = 0; i < 4; i++) watch(camera(0))
  expect(changes).toEqual([])
  watch(camera(0))
  watch(camera(15))
  expect(changes).toEqual([
    ['cameraFreeze', true],
    ['cameraFreeze', false],
  ])
})

test('a camera that is off does not freeze; a microphone that is off is not silent', () => {
  const diagnostics = new Diagnostics()
  const watch = watchSamples(diagnostics)
  const off = { direction: 'Outbound', isOn: false, delta: {} } as const
  for (let i = 0; i < 20; i++)
    watch(aSample({ ...off, kind: 'video' }, { ...off, gauges: { audioLevel: 0 } }))
  expect(diagnostics.latest.size).toBe(0)
})

test('trouble and its end are two operations of one id, named as the log names them', () => {
  const clock = manualClock()
  const log = new OperationsLog({ clock, ids: seededIds(1) })
  const sent: Operation[] = []
  log.sendTo(operations => sent.push(...operations))
  const diagnostics = new Diagnostics(log)
  diagnostics.grade('networkReconnect', Quality.Poor)
  diagnostics.grade('networkReconnect', Quality.Poor)
  diagnostics.grade('networkReconnect', Quality.Good)
  clock.advance(2000)
  expect(sent.map(({ name, payload }) => [name, payload])).toEqual([
    ['UserFacingDiagnostics', { DiagnosticChanged: 'networkReconnect', DiagnosticQuality: 'Poor' }],
    ['UserFacingDiagnostics', { DiagnosticChanged: 'networkReconnect', DiagnosticQuality: 'Good' }],
  ])
  expect(new Set(sent.map(({ operationId }) => operationId)).size).toBe(1)
})
