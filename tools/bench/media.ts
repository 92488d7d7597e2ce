/**
 * Budget of the media plane: processor time of its process for a call of four, each sending speech and a camera of
 * 600 kbit/s, so that 24 streams are forwarded. The measure beside it is a process that does nothing but hand the
 * same datagrams on, unencrypted: what the machine takes for the packets alone.
 */
import { fork } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { preciseClock, silentLog } from '#base'
import { type MediaLibrary, mediaPlane } from '#sources/media'
import { audioPacket, videoPacket } from '../../src/sources/media/testing/a-room.ts'
import { joinSynthetic } from '../../src/sources/media/testing/synthetic-client.ts'
import type { BenchResult } from './result.ts'
import { atMost } from './statistics.ts'

const PARTIES = 4
/** Each of four hears and sees three others. */
const FORWARDED = PARTIES * (PARTIES - 1) * 2
const WARM_UP_MS = 3000
const MEASURE_MS = 15_000
const TICK_MS = 20
/** 15 frames a second, each of five packets of 1000 bytes. */
const FRAME_MS = 66
const PACKETS_A_FRAME = 5
const PACKET_BYTES = 1000

interface Forwarder {
  readonly pid: number
  readonly senders: readonly ((packet: Buffer | ReturnType<typeof speech>) => void)[]
  received(): number
  stop(): Promise<void>
}

export async function benchMedia(): Promise<BenchResult[]> {
  if (process.platform !== 'linux') throw new Error('processor time of another process is read from /proc')
  const plain = await measure(await plainForwarder())
  const plane = await measure(await aPlane('node-datachannel'))
  const werift = await measure(await aPlane('werift'))
  const beside = (run: Run) =>
    `${Math.round(run.perSecond)} packets/s arrived, ${Math.round((run.share / run.perSecond) * 10_000)} µs each, ${(run.share / plain.share).toFixed(1)} × plain UDP`
  return [
    atMost(0.35, {
      name: `media: processor per forwarded stream, ${FORWARDED} streams`,
      measured: plane.share / FORWARDED,
      unit: '% core',
      note: beside(plane),
    }),
    atMost(12, {
      name: 'media: call of four',
      measured: plane.share,
      unit: '% core',
      note: `by werift ${werift.share.toFixed(1)} %: ${beside(werift)}`,
    }),
  ]
}

interface Run {
  /** Percent of one core. */
  readonly share: number
  readonly perSecond: number
}

async function measure(forwarder: Forwarder): Promise<Run> {
  const stopping = new AbortController()
  const traffic = send(forwarder, stopping.signal)
  await pause(WARM_UP_MS)
  const before = { used: processorMs(forwarder.pid), received: forwarder.received(), at: performance.now() }
  await pause(MEASURE_MS)
  const elapsed = performance.now() - before.at
  const used = processorMs(forwarder.pid) - before.used
  const received = forwarder.received() - before.received
  stopping.abort()
  await traffic
  await forwarder.stop()
  return { share: (100 * used) / elapsed, perSecond: (1000 * received) / elapsed }
}

/** User and system time of a process, in ms, from the kernel's ticks of 10 ms. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return 10 * (Number(fields[11]) + Number(fields[12]))
}

const speech = (ssrc: number, number: number) => ({
  marker: false,
  payloadType: 111,
  sequenceNumber: 0,
  timestamp: 0,
  ssrc: 0,
  extensions: [],
  ...audioPacket(ssrc, number),
  payload: Buffer.alloc(80, 1),
})

/** One packet of a frame: the first begins it, the last has the marker; a key frame each two seconds. */
function camera(ssrc: number, number: number): ReturnType<typeof speech> {
  const frame = Math.floor(number / PACKETS_A_FRAME)
  const part = number % PACKETS_A_FRAME
  const first = videoPacket({
    ssrc,
    sequenceNumber: number & 0xffff,
    pictureId: frame & 0x7fff,
    isKey: part === 0 && frame % 30 === 0,
  })
  const head = first.payload ?? Buffer.alloc(0)
  const payload = Buffer.concat([head, Buffer.alloc(PACKET_BYTES - head.length, 7)])
  if (part !== 0) payload[0] = 0x80
  return {
    ...speech(ssrc, number),
    ...first,
    timestamp: frame * 6000,
    marker: part === PACKETS_A_FRAME - 1,
    payload,
  }
}

async function send({ senders }: Forwarder, stopping: AbortSignal): Promise<void> {
  const started = performance.now()
  let ticks = 0
  let frames = 0
  while (!stopping.aborted) {
    const elapsed = performance.now() - started
    for (; ticks * TICK_MS < elapsed; ticks++) {
      for (const [index, sender] of senders.entries()) sender(speech(100 + index, ticks))
    }
    for (; frames * FRAME_MS < elapsed; frames++) {
      for (const [index, sender] of senders.entries()) {
        for (let part = 0; part < PACKETS_A_FRAME; part++) {
          sender(camera(200 + index, frames * PACKETS_A_FRAME + part))
        }
      }
    }
    await pause(5)
  }
}

async function aPlane(library: MediaLibrary): Promise<Forwarder> {
  const plane = mediaPlane({ clock: preciseClock, log: silentLog, library })
  const names = Array.from({ length: PARTIES }, (_, index) => `guest ${index}`)
  const clients = await Promise.all(
    names.map(participantId => joinSynthetic(plane, { callId: 'call', participantId })),
  )
  let received = 0
  const count = () => {
    for (const client of clients) received += client.media.splice(0).length
    return received
  }
  const emptying = setInterval(count, 1000)
  return {
    pid: plane.condition().pid ?? 0,
    senders: clients.map(client => packet => client.send(packet)),
    received: count,
    stop: async () => {
      clearInterval(emptying)
      for (const client of clients) await client.leave()
      await plane.stop()
    },
  }
}

/** The same datagrams through `udp-forwarder.ts`. */
async function plainForwarder(): Promise<Forwarder> {
  const child = fork(fileURLToPath(new URL('./udp-forwarder.ts', import.meta.url)))
  const port = await new Promise<number>(resolve =>
    child.once('message', message => resolve(Number(message))),
  )
  const sockets: Socket[] = Array.from({ length: PARTIES }, () => createSocket('udp4'))
  let received = 0
  for (const socket of sockets) {
    await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
    socket.on('message', () => received++)
    socket.send('here', port, '127.0.0.1')
  }
  return {
    pid: child.pid ?? 0,
    senders: sockets.map(socket => packet => {
      const bytes = Buffer.isBuffer(packet) ? packet : packet.payload
      socket.send(bytes, port, '127.0.0.1')
    }),
    received: () => received,
    stop: async () => {
      for (const socket of sockets) socket.close()
      const ended = new Promise(resolve => child.once('exit', resolve))
      child.kill()
      await ended
    },
  }
}
