import { expect, test } from 'vitest'
import type { LegNetwork } from '#records'
import { networkOf, type SeenPair, type Surroundings } from './environment.ts'

const BROWSER = { userAgent: 'Mozilla/5.0' }
const inCall = { kind: 'ended', end: 'hungUp' }
const seen: SeenPair = {
  address: '198.51.100.7',
  port: 50_001,
  type: 'prflx',
  own: { address: '203.0.113.2', port: 3479, type: 'host' },
}
const known = (surroundings: Partial<Surroundings>) =>
  networkOf({ device: BROWSER, phase: inCall, ...surroundings })
const told = (network: LegNetwork) => ({ told: { network } })

test('of a client that told nothing and was seen nowhere nothing is known', () => {
  expect(known({})).toBeUndefined()
})

test.each([
  [
    'what the client tells',
    { ...told({ reflexiveAddress: '192.0.2.1' }), sighted: { socket: '192.0.2.2', pair: seen } },
    '192.0.2.1',
  ],
  ['else what media come from', { sighted: { socket: '192.0.2.2', pair: seen } }, '198.51.100.7'],
  ['else what the socket comes from', { sighted: { socket: '192.0.2.2' } }, '192.0.2.2'],
  [
    'never the relay',
    { ...told({ localType: 'relay' }), sighted: { socket: '192.0.2.2', pair: seen } },
    '192.0.2.2',
  ],
  [
    'nor what is known to be one',
    { sighted: { socket: '192.0.2.2', pair: { ...seen, type: 'relay' } } },
    '192.0.2.2',
  ],
] as const)('the reflexive address is %s', (_, surroundings, expected) => {
  expect(known(surroundings)?.reflexiveAddress).toBe(expected)
})

test.each([
  ['of a browser the reflexive one', { sighted: { socket: '192.0.2.77' } }, '192.0.2.0'],
  ['what the client tells', told({ subnet: '10.1.2.0', reflexiveAddress: '192.0.2.77' }), '10.1.2.0'],
  ['none for IPv6', { sighted: { socket: '2001:db8::7' } }, undefined],
  ['none for what is no browser', { sighted: { socket: '192.0.2.77' }, device: {} }, undefined],
] as const)('subnet: %s', (_, surroundings, expected) => {
  expect(known(surroundings)?.subnet).toBe(expected)
})

test('a client that vanished has the view of the server, from its own end', () => {
  expect(known({ sighted: { socket: '192.0.2.2', pair: seen } })).toEqual({
    protocol: 'udp',
    localType: 'prflx',
    remoteAddress: '203.0.113.2',
    remotePort: 3479,
    remoteType: 'host',
    reflexiveAddress: '198.51.100.7',
    subnet: '198.51.100.0',
  })
})

test('the pair that a client tells stays whole', () => {
  const own = {
    localType: 'host',
    localPort: 4,
    protocol: 'udp',
    remoteAddress: '192.0.2.9',
    roamings: 1,
  } as const
  expect(known({ ...told(own), sighted: { pair: seen } })).toMatchObject(own)
  expect(known({ ...told(own), sighted: { pair: seen } })).not.toHaveProperty('remotePort')
})

test('media that never came: connectivity failed, unless the client had a pair', () => {
  const phase = { kind: 'ended', end: 'mediaNeverCame' }
  expect(known({ phase })).toEqual({ iceFailed: true })
  expect(known({ phase, ...told({ protocol: 'udp' }) })).not.toHaveProperty('iceFailed')
})
