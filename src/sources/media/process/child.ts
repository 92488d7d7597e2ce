/**
 * The media process: the plane, told what to do by the server. A crash of native code ends it and nothing else; it
 * holds nothing worth saving, and it leaves as soon as the server is gone.
 */
import { constants, setPriority } from 'node:os'
import { messageOf, preciseClock, randomIds } from '#base'
import { createPlane } from '../plane.ts'
import type { MediaPlane, PlaneEvent } from '../port.ts'
import type { TransportLibrary, TransportOptions } from '../transport/secure-transport.ts'
import { freePort } from './free-port.ts'
import type { ChildStart, FromChild, MediaLibrary, ToChild } from './protocol.ts'

/** Messages the server has not taken yet; above it levels of voices are left out, as the next ones replace them. */
const MOST_WAITING = 200

const outbox = { waiting: 0, dropped: 0 }

const LIBRARIES: Readonly<Record<MediaLibrary, (options: TransportOptions) => Promise<TransportLibrary>>> = {
  'node-datachannel': async options =>
    (await import('../transport/node-datachannel.ts')).nodeDatachannel(options),
  werift: async options => (await import('../transport/werift.ts')).weriftLibrary(options),
}

function tell(message: FromChild): void {
  outbox.waiting++
  process.send?.(message, undefined, undefined, () => outbox.waiting--)
}

function tellEvent(event: PlaneEvent): void {
  if (event.type === 'speaking' && outbox.waiting > MOST_WAITING) outbox.dropped++
  else tell({ kind: 'event', event })
}

async function call(
  plane: MediaPlane,
  { id, method, args }: Extract<ToChild, { kind: 'call' }>,
): Promise<void> {
  try {
    // Written by the server that started this process, from the same types.
    const run = plane[method] as (...given: readonly unknown[]) => unknown
    const value = await run.apply(plane, [...args])
    tell({ kind: 'done', id, value })
  } catch (thrown) {
    tell({ kind: 'failed', id, message: messageOf(thrown) })
  }
}

/** Voices cannot wait for the processor. Where this is not ours to take (no root), all is as without it. */
function comeFirst(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGH)
  } catch {}
}

async function serve(): Promise<void> {
  // Before the first thread of a library: each begins with the priority of the one that makes it.
  comeFirst()
  const start = JSON.parse(process.argv[2] ?? '') as ChildStart
  const port = await freePort(start)
  const plane = createPlane({
    clock: preciseClock,
    ids: randomIds,
    library: await LIBRARIES[start.library]({ address: start.address, port }),
    slots: start.slots,
    bitrateCap: start.bitrateCap,
    address: start.address,
    announce: start.announce,
  })
  plane.on(tellEvent)
  process.on('message', (message: ToChild) => {
    if (message.kind === 'ping') tell({ kind: 'pong', dropped: outbox.dropped })
    else void call(plane, message)
  })
  tell({ kind: 'ready' })
}

process.on('disconnect', () => process.exit(0))
// Signals that the whole group of processes gets are the server's to handle, in its order.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
await serve()
