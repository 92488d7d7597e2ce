import { fork } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test, vi } from 'vitest'
import { manualClock, preciseClock, silentLog } from '#base'
import type { PlaneEvent } from '../port.ts'
import { audioPacket } from '../testing/a-room.ts'
import { joinSynthetic } from '../testing/synthetic-client.ts'
import { type MediaPlaneOptions, mediaPlane, type RemotePlane } from './remote-plane.ts'

const planes: RemotePlane[] = []

afterEach(async () => {
  for (const plane of planes.splice(0)) await plane.stop()
})

function aPlane(options: Partial<MediaPlaneOptions> = {}): RemotePlane {
  const plane = mediaPlane({ clock: preciseClock, log: silentLog, ...options })
  planes.push(plane)
  return plane
}

const next = <Type extends PlaneEvent['type']>(plane: RemotePlane, type: Type): Promise<PlaneEvent> =>
  new Promise(resolve => {
    const stop = plane.on(event => {
      if (event.type !== type) return
      stop()
      resolve(event)
    })
  })

const isAlive = (pid: number | undefined): boolean => {
  if (pid === undefined) return false
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('no process runs before the first participant; it ends with the plane', async () => {
  const plane = aPlane()
  expect(plane.condition()).toMatchObject({ state: 'idle', pid: undefined })
  plane.shows('nobody', { muted: true, camera: false, screen: false })
  expect(await plane.close('nobody')).toEqual([])
  const offer = next(plane, 'offer')
  await plane.open({ callId: 'call', participantId: 'alice' })
  expect(await offer).toMatchObject({ participantId: 'alice', generation: 1 })
  const { pid } = plane.condition()
  expect(isAlive(pid)).toBe(true)
  await plane.stop()
  expect(isAlive(pid)).toBe(false)
  await expect(plane.open({ callId: 'call', participantId: 'bob' })).rejects.toThrow(/stopped/)
})

test('when the process is killed everybody is told, the server lives, and the next participant gets a new one', async () => {
  const plane = aPlane()
  const before = await joinSynthetic(plane, { callId: 'call', participantId: 'alice' })
  const { pid = 0 } = plane.condition()
  const crashed = next(plane, 'crashed')
  process.kill(pid, 'SIGSEGV')
  expect(await crashed).toEqual({ type: 'crashed', reason: 'SIGSEGV' })
  expect(plane.condition()).toMatchObject({ state: 'idle', crashes: 1 })
  await before.leave()
  const again = await joinSynthetic(plane, { callId: 'call', participantId: 'alice' })
  expect(plane.condition().pid).not.toBe(pid)
  await again.leave()
})

test('a process that hangs is ended after three beats, and told as a crash', async () => {
  const clock = manualClock()
  const plane = aPlane({ clock })
  await plane.open({ callId: 'call', participantId: 'alice' })
  const { pid = 0 } = plane.condition()
  for (let beat = 0; beat < 6; beat++) {
    clock.advance(2000)
    // Answered after the beat: the channel keeps the order.
    await plane.close('nobody')
  }
  expect(plane.condition().crashes).toBe(0)
  const crashed = next(plane, 'crashed')
  process.kill(pid, 'SIGSTOP')
  for (let beat = 0; beat < 4; beat++) clock.advance(2000)
  expect(await crashed).toEqual({ type: 'crashed', reason: 'SIGKILL' })
})

test('a process that does not keep up is not asked for more and more', async () => {
  const plane = aPlane()
  await plane.open({ callId: 'call', participantId: 'alice' })
  const { pid = 0 } = plane.condition()
  process.kill(pid, 'SIGSTOP')
  const candidate = { connection: 'main', candidate: '' }
  const asked = Array.from({ length: 1001 }, () => plane.candidate('alice', candidate))
  const all = Promise.allSettled(asked)
  await expect(asked.at(-1)).rejects.toThrow(/overloaded/)
  process.kill(pid, 'SIGCONT')
  expect((await all).filter(({ status }) => status === 'rejected')).toHaveLength(1)
})

test('a server that is killed takes the media process with it', async () => {
  const server = fork(fileURLToPath(new URL('../testing/doomed-server.ts', import.meta.url)))
  const pid = await new Promise<number>(resolve =>
    server.once('message', message => resolve(Number(message))),
  )
  expect(isAlive(pid)).toBe(true)
  server.kill('SIGKILL')
  await vi.waitUntil(() => !isAlive(pid), { timeout: 20_000 })
})

test('what is refused over there is refused here, with its reason', async () => {
  const plane = aPlane()
  await plane.open({ callId: 'call', participantId: 'alice' })
  await expect(plane.open({ callId: 'call', participantId: 'alice' })).rejects.toThrow(/open already/)
  const answer = { connection: 'main', generation: 1 }
  await expect(plane.answer('alice', { ...answer, sdp: 'v=0' })).rejects.toThrow(/ICE and DTLS/)
  await expect(plane.answer('alice', { ...answer, sdp: 'x'.repeat(200_000) })).rejects.toThrow(/at most/)
})

test('a port that is taken is said at once, not as a connection without candidates', async () => {
  const first = aPlane()
  const offer = next(first, 'offer')
  await first.open({ callId: 'call', participantId: 'alice' })
  const event = await offer
  const port = event.type === 'offer' ? Number(/candidate:\S+ 1 \S+ \d+ \S+ (\d+)/.exec(event.sdp)?.[1]) : 0
  const second = aPlane({ port })
  await expect(second.open({ callId: 'call', participantId: 'bob' })).rejects.toThrow(/while it started/)
})

test('all connections share one port of the machine', async () => {
  const plane = aPlane()
  const ports = new Set<string>()
  plane.on(event => {
    if (event.type !== 'offer') return
    for (const [, port] of event.sdp.matchAll(/candidate:\S+ 1 \S+ \d+ \S+ (\d+)/g)) ports.add(port ?? '')
  })
  for (const participantId of ['alice', 'bob', 'carol'])
    await joinSynthetic(plane, { callId: 'call', participantId })
  expect(ports.size).toBe(1)
})

/** Resident memory in MB, by the kernel. */
const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

const filesOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length

test.skipIf(process.platform !== 'linux')(
  'fifty joins and leaves with media leave no file, no memory and no line behind',
  async () => {
    const plane = aPlane()
    const host = await joinSynthetic(plane, { callId: 'call', participantId: 'host' })
    const cycle = async (round: number) => {
      const participantId = `guest ${round}`
      const guest = await joinSynthetic(plane, { callId: 'call', participantId })
      let number = 0
      const timer = setInterval(() => guest.send({ ...SILENCE, ...audioPacket(round + 1, ++number) }), 20)
      const before = host.media.length
      await host.until(() => host.media.length > before + 5)
      clearInterval(timer)
      await guest.leave()
    }
    const cycles = async (from: number, to: number) => {
      for (let round = from; round < to; round += 5) {
        await Promise.all([0, 1, 2, 3, 4].map(index => cycle(round + index)))
      }
    }
    // The first ones load code and fill pools.
    await cycles(0, 10)
    const { pid = 0 } = plane.condition()
    const before = { files: filesOf(pid), memory: memoryOf(pid) }
    await cycles(10, 60)
    expect(filesOf(pid)).toBeLessThanOrEqual(before.files + 2)
    expect(memoryOf(pid) - before.memory).toBeLessThan(60)
    expect(plane.condition().pid).toBe(pid)
  },
)

const SILENCE = {
  marker: false,
  payloadType: 111,
  sequenceNumber: 1,
  timestamp: 0,
  ssrc: 1,
  extensions: [],
  payload: Buffer.from([0xfc, 1]),
}
