import { createSocket, type Socket } from 'node:dgram'
import { afterEach, expect, test } from 'vitest'
import { preciseClock } from '#base'
import { BadNetwork } from './bad-network.ts'
import { addressOf } from './candidate.ts'
import { Pipe } from './pipe.ts'

/** Whatever it says. */
const WORD = Buffer.alloc(2)

const sockets: Socket[] = []
const networks: BadNetwork[] = []

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close()
  for (const network of networks.splice(0)) await network.stop()
})

/** A socket on loopback, and a candidate that points to it. */
async function endpoint(): Promise<{ socket: Socket; candidate: string }> {
  const socket = createSocket('udp4')
  sockets.push(socket)
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
  return { socket, candidate: `candidate:1 1 udp 1 127.0.0.1 ${socket.address().port} typ host` }
}

function network(): BadNetwork {
  const made = new BadNetwork({ clock: preciseClock, listen: '127.0.0.1' })
  networks.push(made)
  return made
}

const next = (socket: Socket): Promise<{ text: string; port: number }> =>
  new Promise(resolve => socket.once('message', (bytes, { port }) => resolve({ text: String(bytes), port })))

test('a participant without impairments reaches the plane and his peer directly', async () => {
  const { candidate } = await endpoint()
  const good = network()
  expect(await good.planeCandidates('alice', [candidate])).toEqual([candidate])
  expect(await good.peerCandidate({ from: 'alice', to: 'bob', candidate })).toBe(candidate)
})

test('packets to the plane and its answers pass the relay, each sender by a port of his own', async () => {
  const plane = await endpoint()
  const bad = network()
  bad.impair('alice', { up: { delayMs: 5 } })
  const [routed = ''] = await bad.planeCandidates('alice', [plane.candidate])
  const { port } = addressOf(routed) ?? { port: 0 }
  expect(port).not.toBe(addressOf(plane.candidate)?.port)
  const phone = await endpoint()
  phone.socket.send('hello', port, '127.0.0.1')
  const arrived = await next(plane.socket)
  expect(arrived.text).toBe('hello')
  plane.socket.send('welcome', arrived.port, '127.0.0.1')
  expect(await next(phone.socket)).toEqual({ text: 'welcome', port })
})

test('between two peers both networks count: what one sends passes his way up and the other one’s way down', async () => {
  const alice = await endpoint()
  const bob = await endpoint()
  const bad = network()
  const [up, down] = [
    { seed: 3, lossRatio: 0.3 },
    { seed: 4, lossRatio: 0.3 },
  ]
  bad.impair('alice', { up })
  bad.impair('bob', { down })
  const routed = await bad.peerCandidate({ from: 'alice', to: 'bob', candidate: alice.candidate })
  bob.socket.send('to alice', addressOf(routed)?.port ?? 0, '127.0.0.1')
  const arrived = await next(alice.socket)
  expect(arrived.text).toBe('to alice')

  const [first, second] = [new Pipe(up), new Pipe(down)]
  const sent = Array.from({ length: 40 }, (_, index) => String(index))
  const expected = sent.filter(() => first.pass(0, WORD) !== undefined && second.pass(0, WORD) !== undefined)
  const heard: string[] = []
  const all = new Promise<void>(resolve =>
    bob.socket.on('message', bytes => heard.push(String(bytes)) === expected.length && resolve()),
  )
  for (const text of sent) alice.socket.send(text, arrived.port, '127.0.0.1')
  await all
  expect(heard).toEqual(expected)
  expect(expected.length).toBeLessThan(30)
})

test('a relay ends with its participant', async () => {
  const plane = await endpoint()
  const bad = network()
  bad.impair('alice', {})
  const before = await bad.planeCandidates('alice', [plane.candidate])
  await bad.forget('alice')
  expect(bad.isImpaired('alice')).toBe(false)
  const port = addressOf(before[0] ?? '')?.port ?? 0
  const again = createSocket('udp4')
  sockets.push(again)
  await new Promise<void>((resolve, reject) => {
    again.once('error', reject)
    again.bind(port, '127.0.0.1', resolve)
  })
})

test('a candidate without an address stays as it is, whatever the network', async () => {
  const bad = network()
  bad.impair('alice', { up: { lossRatio: 1 } })
  const candidate = 'candidate:1 1 udp 1 0d3c.local 50000 typ host'
  expect(await bad.peerCandidate({ from: 'alice', to: 'bob', candidate })).toBe(candidate)
})
