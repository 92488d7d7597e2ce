import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '#base'
import { asAcs, startService } from '../../sources/meetings/testing/service.ts'
import { type ConnectionNews, openSteadySignal, type SteadySignal } from './steady-signal.ts'

const GROUP = { groupId: 'a0000000-0000-4000-8000-0000000000aa' }

/** A line to the server that can be cut, and stays cut until it is mended. */
async function aLine(to: URL) {
  const open = new Set<Socket>()
  let isCut = false
  const server = createServer(near => {
    if (isCut) return near.destroy()
    const far = connect(Number(to.port), to.hostname)
    for (const socket of [near, far]) {
      open.add(socket)
      socket
        .on('error', () => undefined)
        .on('close', () => {
          near.destroy()
          far.destroy()
        })
    }
    near.pipe(far).pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: Object.assign(new URL(to), { port: String((server.address() as AddressInfo).port) }).href,
    cut: () => {
      isCut = true
      for (const socket of open) socket.destroy()
      open.clear()
    },
    mend: () => {
      isCut = false
    },
    close: () => {
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function aCall() {
  const service = await startService()
  const line = await aLine(new URL(service.url))
  let identity = asAcs('ada')
  const signal: SteadySignal = await openSteadySignal({
    url: line.url,
    identity: async () => identity,
    clock: systemClock,
  })
  ends.push(
    () => service.kill(),
    line.close,
    () => signal.close(),
  )
  const news: ConnectionNews[] = []
  signal.onConnection(one => news.push(one))
  const participantId = await signal.join(GROUP, { displayName: 'Ada' })
  await signal.waitFor('Connected')
  const becomes = (last: ConnectionNews) => expect.poll(() => news.at(-1), { timeout: 10_000 }).toBe(last)
  return {
    service,
    line,
    signal,
    news,
    participantId,
    becomes,
    identifyAs: (other: typeof identity) => {
      identity = other
    },
  }
}

test('a socket that breaks in a call comes back into the same place', async () => {
  const { line, signal, participantId, becomes, news } = await aCall()
  line.cut()
  await becomes('reconnecting')
  line.mend()
  await becomes('connected')
  expect(news).toEqual(['reconnecting', 'connected'])
  expect(signal.state).toMatchObject({ state: 'Connected', participantId })
  expect(signal.roster.map(entry => entry.participantId)).toEqual([participantId])
})

test('a listener goes on hearing what the new socket brings', async () => {
  const { line, signal, becomes, service } = await aCall()
  const names: (string | undefined)[] = []
  signal.onMessage(message => {
    if (message.type === 'roster') names.push(...message.joined.map(entry => entry.displayName))
  })
  line.cut()
  await becomes('reconnecting')
  line.mend()
  await becomes('connected')
  const other = await service.connect(asAcs('bob'))
  await other.join(GROUP, { displayName: 'Bob' })
  await expect.poll(() => names).toContain('Bob')
  other.close()
})

test('496/7: a place that was given up meanwhile is lost, and so is the call', async () => {
  const { line, service, becomes } = await aCall()
  line.cut()
  await becomes('reconnecting')
  const graceIsOver = () => {
    service.clock.advance(60_000)
    return service.finishedCalls().length
  }
  await expect.poll(graceIsOver).toBe(1)
  line.mend()
  await becomes('lost')
})

test('a token that is no longer good ends the attempts', async () => {
  const { line, becomes, identifyAs } = await aCall()
  line.cut()
  await becomes('reconnecting')
  identifyAs({ kind: 'token', token: 'expired' })
  line.mend()
  await becomes('refused')
})
