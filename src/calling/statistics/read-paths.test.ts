import { expect, test } from 'vitest'
import { readPaths } from './read-paths.ts'
import type { StatsRow } from './read-streams.ts'

interface Scene {
  readonly local?: object
  readonly remote?: object
  readonly pair?: object
  readonly others?: readonly StatsRow[]
}

const rowsOf = ({ local, remote, pair, others = [] }: Scene): ReadonlyMap<string, StatsRow> => {
  const rows: readonly StatsRow[] = [
    {
      type: 'transport',
      id: 'T',
      timestamp: 1,
      selectedCandidatePairId: 'P',
      selectedCandidatePairChanges: 2,
    },
    { type: 'candidate-pair', id: 'P', timestamp: 1, localCandidateId: 'L', remoteCandidateId: 'R', ...pair },
    { type: 'local-candidate', id: 'L', timestamp: 1, candidateType: 'host', protocol: 'udp', ...local },
    { type: 'remote-candidate', id: 'R', timestamp: 1, candidateType: 'host', protocol: 'udp', ...remote },
    ...others,
  ]
  return new Map(rows.map(row => [row.id, row]))
}
const networkOf = (scene: Scene) => readPaths(rowsOf(scene), 'main')[0]?.network

test('a pair between two hosts', () => {
  const local = { address: '10.1.2.3', port: 50_000, networkType: 'wifi' }
  const remote = { address: '203.0.113.2', port: 3479 }
  expect(readPaths(rowsOf({ local, remote, pair: { availableOutgoingBitrate: 300_000.4 } }), 'main')).toEqual(
    [
      {
        id: 'main/T',
        pair: 'P',
        changes: 2,
        network: {
          connection: 'wifi',
          vpn: false,
          localAddress: '10.1.2.3',
          localPort: 50_000,
          localType: 'host',
          remoteAddress: '203.0.113.2',
          remotePort: 3479,
          remoteType: 'host',
          protocol: 'udp',
          bandwidthEstimate: 300_000,
        },
      },
    ],
  )
})

test.each([
  '6f1c2f0a-0c2a-4a8b-9d6e-4d1f3d2a5b6c.local',
  '',
  '0.0.0.0',
  '::',
  'fe80::1%eth0',
  'turn.example',
])('“%s” is no address of anybody', address => {
  expect(networkOf({ local: { address, relatedAddress: address } })).toEqual({
    localType: 'host',
    remoteType: 'host',
    protocol: 'udp',
  })
})

test('behind a translator: the base is the host, the reflexive address what others see', () => {
  const local = { candidateType: 'srflx', address: '198.51.100.7', relatedAddress: '10.1.2.3' }
  expect(networkOf({ local })).toMatchObject({
    localAddress: '198.51.100.7',
    localType: 'srflx',
    baseAddress: '10.1.2.3',
    reflexiveAddress: '198.51.100.7',
  })
})

test('a reflexive address that was found but is not in use is told all the same, on either side', () => {
  const others = (['local-candidate', 'remote-candidate'] as const).map((type, i) => ({
    type,
    id: `X${i}`,
    timestamp: 1,
    candidateType: 'srflx',
    address: `198.51.100.${i}`,
  }))
  expect(networkOf({ others })).toMatchObject({
    reflexiveAddress: '198.51.100.0',
    remoteReflexiveAddress: '198.51.100.1',
  })
})

test('through a relay: its address, and the protocol of the way to it', () => {
  const local = { candidateType: 'relay', address: '192.0.2.5', port: 49_152, relayProtocol: 'tls' }
  const remote = { candidateType: 'relay', address: '192.0.2.6' }
  expect(networkOf({ local, remote })).toMatchObject({
    localType: 'relay',
    relayAddress: '192.0.2.5',
    relayPort: 49_152,
    remoteRelayAddress: '192.0.2.6',
    protocol: 'tls',
  })
})

test.each([
  ['ethernet', 'wired', false],
  ['cellular', 'mobile', false],
  ['vpn', 'tunnel', true],
  ['bluetooth', undefined, false],
  ['unknown', undefined, undefined],
] as const)('a network of type %s', (networkType, connection, vpn) => {
  const network = networkOf({ local: { networkType } })
  expect([network?.connection, network?.vpn]).toEqual([connection, vpn])
})

test('a browser without transports marks the pair itself', () => {
  const rows = new Map(rowsOf({ pair: { selected: true } }))
  rows.delete('T')
  expect(readPaths(rows, 'main')).toMatchObject([{ id: 'main/', pair: 'P', network: { localType: 'host' } }])
  expect(readPaths(rows, 'main')[0]?.changes).toBeUndefined()
})

test('before a pair is selected there is no path', () => {
  const rows = new Map(rowsOf({}))
  rows.set('T', { type: 'transport', id: 'T', timestamp: 1 })
  expect(readPaths(rows, 'main')).toEqual([])
})
