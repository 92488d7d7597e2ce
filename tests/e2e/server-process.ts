/**
 * A real server for whole-system tests and the benchmark: `bin/anteroom.mjs start` as a process of its own, on free
 * ports, which may be killed and started again on the same folder.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { childrenOf } from './process-tree.ts'

export interface ServerProcess extends AsyncDisposable {
  /** `https://localhost:<port>` */
  readonly origin: string
  readonly httpOrigin: string
  /** PEM of the CA that its clients must trust. */
  readonly ca: string
  readonly caPath: string
  readonly pid: number
  /** What it wrote to its standard error so far. */
  readonly errors: string
  /** The engine's process, a child of the server's. */
  enginePid(): Promise<number>
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number | null>
}

const PROGRAM = fileURLToPath(new URL('../../bin/anteroom.mjs', import.meta.url))
const PATIENCE_MS = 40_000

/** Resolves once it serves; rejects with what it said when it ends before. `flags` as on the command line. */
export async function startServer(folder: string, flags: readonly string[] = []): Promise<ServerProcess> {
  const where = ['--data', folder, '--port', '0', '--http-port', '0']
  const child = spawn(process.execPath, [PROGRAM, 'start', ...where, ...flags], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr?.on('data', chunk => {
    errors += chunk
  })
  const note = await noteOf(child, folder, () => errors)
  const ended = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const exit = once(child, 'exit')
    child.kill(signal)
    const [code] = (await exit) as [number | null]
    return code
  }
  return {
    ...note,
    ca: await readFile(note.caPath, 'utf8'),
    get errors() {
      return errors
    },
    enginePid: () => enginePidOf(note.pid),
    kill: async () => void (await ended('SIGKILL')),
    stop: () => ended('SIGTERM'),
    [Symbol.asyncDispose]: async () => void (await ended('SIGKILL')),
  }
}

interface Note {
  readonly origin: string
  readonly httpOrigin: string
  readonly caPath: string
  readonly pid: number
}

/** The note that the server leaves in its folder while it serves; one of an earlier life has another pid. */
async function noteOf(child: ChildProcess, folder: string, said: () => string): Promise<Note> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 10) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${said()}`)
    const note = await readNote(join(folder, 'running.json'))
    if (note?.pid === child.pid && note) return note
    await pause(10)
  }
  child.kill('SIGKILL')
  throw new Error(`the server did not start within ${PATIENCE_MS} ms: ${said()}`)
}

async function readNote(path: string): Promise<Note | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Note
  } catch {
    return undefined
  }
}

async function enginePidOf(server: number): Promise<number> {
  const [engine] = await childrenOf(server)
  if (engine === undefined) throw new Error('the server has no engine process')
  return engine
}
