/** What a client tells of its network and machine, and what the server sees of it, with real sockets. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Log } from '#base'
import type { Leg } from '#records'
import { FakePlane } from '../testing/fake-plane.ts'
import { comeIn, offered, type Person } from '../testing/people.ts'
import { type Service, startService } from '../testing/service.ts'

let service: Service | undefined

async function start(options: { readonly plane?: FakePlane; readonly log?: Log } = {}): Promise<Service> {
  const { plane: media, log } = options
  service = await startService({
    ...(media && { media }),
    ...(log && { log }),
    settings: { keepAliveMs: 3_600_000 },
  })
  return service
}
afterEach(async () => {
  await service?.kill()
  service = undefined
})

const network = {
  connection: 'wifi',
  vpn: false,
  localType: 'host',
  localPort: 50_000,
  protocol: 'udp',
  remoteAddress: '203.0.113.2',
  remotePort: 3479,
  remoteType: 'host',
  reflexiveAddress: '198.51.100.7',
  bandwidthEstimate: 1.2e6,
  roamings: 0,
} as const
const hardware = { captureDevice: 'Desk microphone', cores: 8, badShares: { cameraFreeze: 0.25 } } as const

const legOf = ({ finishedCalls }: Service, { id }: Person): Leg | undefined =>
  finishedCalls()
    .at(-1)
    ?.legs.find(({ participantId }) => participantId === id)

test('the latest word on each is in the finished call', async () => {
  const host = await start()
  const person = await comeIn(host, 'x')
  await person.client.request({ type: 'environment', network, hardware: { cores: 2 } })
  await person.client.request({ type: 'environment', hardware })
  await person.client.request({ type: 'environment', network: { ...network, roamings: 3 } })
  await person.client.leave()
  expect(legOf(host, person)).toMatchObject({ network: { ...network, roamings: 3 }, hardware })
})

test('a client that tells nothing has the address of its socket, and nothing more', async () => {
  const host = await start()
  const person = await comeIn(host, 'x')
  await person.client.leave()
  expect(legOf(host, person)?.network).toEqual({ reflexiveAddress: '127.0.0.1' })
  expect(legOf(host, person)?.hardware).toBeUndefined()
})

test('a client that vanished has what the media plane saw', async () => {
  const plane = new FakePlane()
  const host = await start({ plane })
  const person = await comeIn(host, 'x')
  await offered(person)
  const own = { address: '203.0.113.2', port: 3479, type: 'host' } as const
  const pair = { address: '198.51.100.9', port: 50_001, type: 'prflx', own } as const
  plane.see({ type: 'peerState', participantId: person.id, state: 'connected', pair })
  await expect.poll(() => host.meetings.snapshot()[0]?.participants[0]?.media?.flow).toBe('flowing')
  person.client.close()
  await expect
    .poll(() => legOf(host, person)?.network)
    .toEqual({
      protocol: 'udp',
      localType: 'prflx',
      remoteAddress: '203.0.113.2',
      remotePort: 3479,
      remoteType: 'host',
      reflexiveAddress: '198.51.100.9',
    })
})

test('what comes after the end makes a higher version of the call', async () => {
  const host = await start()
  const person = await comeIn(host, 'x')
  await person.client.leave()
  const late = person.client.request({ type: 'environment', network, hardware })
  await expect
    .poll(() => {
      host.clock.advance(500)
      return legOf(host, person)?.hardware
    })
    .toEqual(hardware)
  await late
  expect(legOf(host, person)?.network).toEqual(network)
})

describe.each([
  ['a name in place of an address', { localAddress: '6f1c2f0a-0c2a-4a8b-9d6e-4d1f3d2a5b6c.local' }],
  ['a number that is no address', { localAddress: '10.1.2.300' }],
  ['a port out of range', { localPort: 65_536 }],
  ['something unknown', { wifiPassword: 'x' }],
])('%s', (_, wrong) => {
  test('is refused by name', async () => {
    const host = await start()
    const { client } = await comeIn(host, 'x')
    const [member = ''] = Object.keys(wrong)
    await expect(client.request({ type: 'environment', network: wrong as object })).rejects.toMatchObject({
      code: 'BadMessage',
      message: expect.stringContaining(member),
    })
  })
})

test.each([
  '127.0.0.1',
  '255.1.20.0',
  '::1',
  '2001:db8::8a2e:370:7334',
  '2001:db8:0:0:0:8a2e:370:7334',
  '::ffff:10.1.2.3',
])('%s is an address', async localAddress => {
  const { client } = await comeIn(await start(), 'x')
  await expect(client.request({ type: 'environment', network: { localAddress } })).resolves.toMatchObject({
    type: 'ok',
  })
})

test('outside a call nobody has surroundings', async () => {
  const { client } = await comeIn(await start(), 'x', async () => '')
  await expect(client.request({ type: 'environment', hardware })).rejects.toMatchObject({ code: 'NotInCall' })
})

test('addresses go into the call alone: no view, no roster, no report of another, no line of the log', async () => {
  const lines: unknown[] = []
  const note = (...said: readonly unknown[]) => void lines.push(said)
  const host = await start({ log: { info: note, warn: note, error: note } })
  const [one, other] = [await comeIn(host, 'x'), await comeIn(host, 'y')]
  await one.client.request({ type: 'environment', network, hardware })
  await other.client.request({
    type: 'clientOperations',
    operations: [
      {
        name: 'CreateView',
        at: '2026-01-15T09:00:03Z',
        resultType: 'Succeeded',
        payload: { about: one.id },
      },
    ],
  })
  const reports = host.facts().filter(({ kind }) => kind === 'clientReport')
  expect(JSON.stringify(reports)).toContain(one.id)
  const elsewhere = [host.meetings.snapshot(), one.heard, other.heard, other.client.roster, reports, lines]
  for (const text of elsewhere.map(part => JSON.stringify(part))) {
    expect(text).not.toMatch(/198\.51\.100\.7|203\.0\.113\.2|127\.0\.0\.1|Desk microphone/)
  }
})
