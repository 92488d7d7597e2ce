import { expect, test } from 'vitest'
import { manualClock } from '#base'
import { Quality } from '../diagnostics/catalogue.ts'
import type { PathSnapshot } from '../statistics/read-paths.ts'
import { BadTime } from './bad-time.ts'
import { Environment } from './environment.ts'
import { labelOf } from './machine.ts'
import { PathHistory } from './path-history.ts'

const aPath = (more: Partial<PathSnapshot> = {}): PathSnapshot => ({
  id: 'main/T',
  pair: 'P1',
  changes: 1,
  network: { localType: 'host', protocol: 'udp' },
  ...more,
})

test.each([
  ['one path', [aPath(), aPath()], 0],
  ['the choosing at the beginning', [aPath({ changes: 3 })], 0],
  ['another pair', [aPath(), aPath({ pair: 'P2', changes: 2 })], 1],
  ['there and back within a second', [aPath(), aPath({ changes: 3 })], 2],
  [
    'a browser that does not count',
    [aPath({ changes: undefined }), aPath({ pair: 'P2', changes: undefined })],
    1,
  ],
  ['a fresh connection with another pair', [aPath({ changes: 5 }), aPath({ pair: 'P2', changes: 1 })], 1],
  ['the move from a peer to the server', [aPath({ id: 'p2p/T' }), aPath({ id: 'main/T', pair: 'P2' })], 0],
] as const)('roamings: %s', (_, paths, expected) => {
  const history = new PathHistory()
  for (const path of paths) history.add([path])
  expect(history.network?.roamings).toBe(expected)
})

test('the bandwidth is the mean of the call, of the readings that had it', () => {
  const history = new PathHistory()
  for (const bandwidthEstimate of [300_000, undefined, 900_000]) {
    history.add([aPath({ network: { localType: 'host', ...(bandwidthEstimate && { bandwidthEstimate }) } })])
  }
  expect(history.network).toEqual({ localType: 'host', roamings: 0, bandwidthEstimate: 600_000 })
})

test('connectivity failed only where there never was a pair', () => {
  const never = new PathHistory()
  expect(never.network).toBeUndefined()
  never.failed()
  never.add([])
  expect(never.network).toEqual({ iceFailed: true })
  never.add([aPath()])
  expect(never.network).not.toHaveProperty('iceFailed')
})

/** All are told; these were bad. */
const badOf = (shares: Readonly<Record<string, number>> | undefined) => {
  expect(Object.keys(shares ?? {})).toHaveLength(20)
  return Object.fromEntries(Object.entries(shares ?? {}).filter(([, share]) => share > 0))
}

test.each([
  ['never bad', [], {}],
  ['a flag for half the call', [['noNetwork', true, 50]], { noNetwork: 0.5 }],
  [
    'twice',
    [
      ['noNetwork', true, 10],
      ['noNetwork', false, 20],
      ['noNetwork', true, 90],
    ],
    { noNetwork: 0.2 },
  ],
  ['advice is not trouble', [['networkSendQuality', Quality.Poor, 10]], {}],
  [
    'bad, then only poor',
    [
      ['networkSendQuality', Quality.Bad, 10],
      ['networkSendQuality', Quality.Poor, 40],
    ],
    { networkSendQuality: 0.3 },
  ],
  [
    'good again and again',
    [
      ['cameraFreeze', false, 10],
      ['cameraFreeze', false, 20],
    ],
    {},
  ],
] as const)('shares of bad time in a call of 100 s: %s', (_, changes, expected) => {
  const time = new BadTime()
  time.begin(0)
  for (const [name, value, at] of changes) time.changed({ name, value }, at * 1000)
  expect(badOf(time.shares(100_000))).toEqual(expected)
})

test('what was bad before the call counts from its beginning; no call has no shares', () => {
  const time = new BadTime()
  time.changed({ name: 'cameraStartFailed', value: true }, 0)
  time.changed({ name: 'noNetwork', value: true }, 0)
  time.changed({ name: 'noNetwork', value: false }, 60_000)
  expect(time.shares(90_000)).toBeUndefined()
  time.begin(90_000)
  time.begin(95_000)
  expect(time.shares(90_000)).toBeUndefined()
  expect(badOf(time.shares(100_000))).toEqual({ cameraStartFailed: 1 })
})

test('news is what lasts: a bandwidth that moves is told along with it, and at the end', () => {
  const clock = manualClock()
  const environment = new Environment(clock)
  expect(environment.news()).toBeUndefined()
  environment.sampled([aPath({ network: { localType: 'host', bandwidthEstimate: 100 } })])
  environment.uses('captureDevice', 'Desk microphone')
  expect(environment.news()).toMatchObject({
    network: { localType: 'host', bandwidthEstimate: 100, roamings: 0 },
    hardware: { captureDevice: 'Desk microphone' },
  })
  environment.sampled([aPath({ network: { localType: 'host', bandwidthEstimate: 300 } })])
  environment.uses('captureDevice', undefined)
  expect(environment.news()).toBeUndefined()
  environment.connected()
  clock.advance(1000)
  expect(environment.all()).toMatchObject({
    network: { bandwidthEstimate: 200 },
    hardware: { captureDevice: 'Desk microphone', badShares: { noNetwork: 0, cameraFreeze: 0 } },
  })
})

test.each([
  ['chosen', 'b', 'Headset'],
  ['of the system, by its real name', undefined, 'Desk speaker'],
  ['gone', 'z', 'Desk speaker'],
] as const)('the speaker %s', (_, id, expected) => {
  const speakers = [
    { deviceId: 'default', groupId: '1', label: 'Default - Desk speaker' },
    { deviceId: 'b', groupId: '2', label: 'Headset' },
    { deviceId: 'a', groupId: '1', label: 'Desk speaker' },
  ]
  expect(labelOf(speakers, id)).toBe(expected)
})

test('without speakers, or with labels kept back, there is no name', () => {
  expect(labelOf([])).toBeUndefined()
  expect(labelOf([{ deviceId: '', groupId: '', label: '' }])).toBeUndefined()
})
