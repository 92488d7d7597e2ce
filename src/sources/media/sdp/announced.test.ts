import { expect, test } from 'vitest'
import { withAnnounced } from './announced.ts'

const host = (address: string, port: number, priority = 2_122_317_823) =>
  `candidate:1 1 UDP ${priority} ${address} ${port} typ host`

test('nothing is announced where nothing was said', () => {
  expect(withAnnounced([host('10.0.0.5', 7478)], [])).toEqual([host('10.0.0.5', 7478)])
})

test('a public address comes after the own one, with its port and less preference', () => {
  expect(withAnnounced([host('10.0.0.5', 7478)], ['192.0.2.1', '2001:db8::1'])).toEqual([
    host('10.0.0.5', 7478),
    'candidate:100 1 UDP 2122317822 192.0.2.1 7478 typ host',
    'candidate:101 1 UDP 2122317821 2001:db8::1 7478 typ host',
  ])
})

test('once a port, however many addresses the machine has; what it has itself is not said twice', () => {
  const own = [host('10.0.0.5', 7478), host('10.0.1.5', 7478)]
  const announced = withAnnounced(own, ['192.0.2.1', '10.0.0.5'])
  expect(announced).toHaveLength(3)
  expect(announced[2]).toContain(' 192.0.2.1 7478 ')
})

test('TCP and names have no port to announce', () => {
  const others = [
    'candidate:1 1 TCP 1 10.0.0.5 9 typ host tcptype active',
    'candidate:2 1 UDP 1 a.local 9 typ host',
  ]
  expect(withAnnounced(others, ['192.0.2.1'])).toEqual(others)
})
