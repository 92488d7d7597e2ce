/**
 * The engine's own process: opens the store, runs what the server asks, dies with the server.
 * It holds no state worth saving: an acknowledged insert is on disk, everything else can be asked again.
 */
import { Socket } from 'node:net'
import { messageOf } from '#base'
import { type Frame, framed, frameReader } from '../frames.ts'
import { disableSignalHandlers } from './disable-signal-handlers.ts'
import { CHANNEL, type ChildReply, type ChildRequest, type ChildStart } from './protocol.ts'

type ChdbSession = import('chdb').Session
const DRY = Buffer.alloc(0)

const channel = new Socket({ fd: CHANNEL, readable: true, writable: true })

function reply(header: ChildReply, payload: Buffer = DRY): void {
  for (const bytes of framed(header, payload)) if (bytes.length > 0) channel.write(bytes)
}

/** The server is gone: leave at once. An orderly exit would wait for running queries (up to their end). */
function dieWithServer(): void {
  process.kill(process.pid, 'SIGKILL')
}

async function openSessions(start: ChildStart): Promise<readonly ChdbSession[]> {
  disableSignalHandlers()
  // Loaded after the handlers are off: loading the binding starts the engine's first threads.
  const { Session } = await import('chdb')
  const sessions = Array.from(
    { length: start.sessions },
    () => new Session(start.path, { connectionArgs: start.engineArguments }),
  )
  for (const session of sessions) {
    for (const sql of start.preparation) await session.queryAsync(sql)
  }
  return sessions
}

async function run(
  sessions: readonly ChdbSession[],
  { header, payload }: Frame<ChildRequest>,
): Promise<void> {
  if (header.kind === 'close') return close(sessions, header.id)
  if (header.kind === 'ping') return reply({ kind: 'done', id: header.id, resultBytes: 0 })
  const session = sessions[header.session]
  if (!session) return reply({ kind: 'failed', id: header.id, message: `no session ${header.session}` })
  try {
    if (header.kind === 'insert') {
      const { table, columns } = header
      await session.insert({ table, columns, values: payload, format: 'TSV' })
      return reply({ kind: 'done', id: header.id, resultBytes: 0 })
    }
    const result = await session.queryAsync(header.sql, { format: header.format })
    reply({ kind: 'done', id: header.id, resultBytes: result.bytesRead }, bufferOf(result.bytes()))
  } catch (thrown) {
    await dropRest(session)
    reply({ kind: 'failed', id: header.id, message: messageOf(thrown) })
  }
}

/**
 * A session keeps what a failed query had already printed and puts it before the answer of the next query. One
 * statement whose answer nobody reads takes it away.
 */
async function dropRest(session: ChdbSession): Promise<void> {
  await session.queryAsync('SELECT 1', { format: 'Null' }).catch(() => {})
}

function close(sessions: readonly ChdbSession[], id: number): void {
  for (const session of sessions) session.close()
  reply({ kind: 'done', id, resultBytes: 0 })
  channel.end(() => process.exit(0))
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

async function serve(): Promise<void> {
  // Written by the server that started this process.
  const start = JSON.parse(process.argv[2] ?? '') as ChildStart
  const sessions = await openSessions(start)
  channel.on(
    'data',
    frameReader<ChildRequest>(frame => void run(sessions, frame)),
  )
  reply({ kind: 'ready' })
}

channel.on('close', dieWithServer)
channel.on('error', dieWithServer)
channel.on('end', dieWithServer)
try {
  await serve()
} catch (thrown) {
  reply({ kind: 'refused', message: messageOf(thrown) })
  channel.end(() => process.exit(1))
}
