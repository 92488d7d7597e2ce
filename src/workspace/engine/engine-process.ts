/** One life of the engine's child process: start, requests by id, heartbeat, end. It never comes back (see Supervisor). */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Clock, Log, Timer } from '#base'
import { CHANNEL, type ChildReply, type ChildRequest, type ChildStart } from './child/protocol.ts'
import { EngineError } from './engine.ts'
import { translateEngineError } from './engine-errors.ts'
import { type Frame, framed, frameReader } from './frames.ts'

export interface ProcessOptions {
  readonly start: ChildStart
  readonly clock: Clock
  readonly log: Log
  /** Milliseconds between two heartbeats; after MISSED unanswered ones the process counts as hung. */
  readonly heartbeatMs: number
}

/** Without the `id`, which the process gives. */
export type Ask = ChildRequest extends infer R ? (R extends ChildRequest ? Omit<R, 'id'> : never) : never

export interface Answer {
  readonly payload: Buffer
  readonly resultBytes: number
}

interface Pending {
  resolve(answer: Answer): void
  reject(error: EngineError): void
}

const MISSED = 3
const OPENING_MS = 60_000
const CHILD = fileURLToPath(new URL('./child/main.ts', import.meta.url))

/** Starts a child and resolves when its store is open. Throws EngineError: `storage` when it cannot be opened. */
export async function startEngineProcess(options: ProcessOptions): Promise<EngineProcess> {
  const life = new EngineProcess(options)
  await life.opened
  return life
}

export class EngineProcess {
  /** Resolves when the store is open. */
  readonly opened: Promise<void>
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>
  readonly #options: ProcessOptions
  readonly #child: ChildProcess
  readonly #channel: Duplex
  readonly #pending = new Map<number, Pending>()
  readonly #opening = Promise.withResolvers<void>()
  #nextId = 1
  #missed = 0
  #timer: Timer
  #isGone = false

  constructor(options: ProcessOptions) {
    this.#options = options
    this.#child = spawnChild(options.start)
    this.#channel = channelOf(this.#child)
    this.opened = this.#opening.promise
    this.ended = new Promise(resolve => {
      this.#child.once('exit', (code, signal) => resolve(this.#onExit(code, signal)))
      this.#child.once('error', error => resolve(this.#onExit(null, error.message)))
    })
    this.#channel.on(
      'data',
      frameReader<ChildReply>(frame => this.#onReply(frame)),
    )
    // A broken pipe is followed by the exit, which tells everybody who waits.
    this.#channel.on('error', () => {})
    this.#child.stderr?.on('data', bytes =>
      options.log.warn({ engine: String(bytes).slice(0, 2000) }, 'engine says'),
    )
    this.#timer = options.clock.after(OPENING_MS, () => this.kill('it did not open its store in time'))
  }

  /** The operating system's id, for the operator and for tests that end it. */
  get pid(): number | undefined {
    return this.#child.pid
  }

  /** Asks the child; throws EngineError, `unavailable` when the process ends before it answers. */
  request(ask: Ask, payload?: Buffer): Promise<Answer> {
    if (this.#isGone) return Promise.reject(stopped())
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      for (const bytes of framed({ ...ask, id }, payload)) if (bytes.length > 0) this.#channel.write(bytes)
    })
  }

  /** Ends the process at once; what is not acknowledged is not there, what is acknowledged is (crash-safe store). */
  kill(reason: string): void {
    this.#options.log.error({ pid: this.pid, reason }, 'engine killed')
    this.#child.kill('SIGKILL')
  }

  #onReply({ header, payload }: Frame<ChildReply>): void {
    if (header.kind === 'ready') this.#onReady()
    else if (header.kind === 'refused') this.#opening.reject(refused(header.message))
    else if (header.kind === 'done')
      this.#take(header.id)?.resolve({ payload, resultBytes: header.resultBytes })
    else this.#take(header.id)?.reject(translateEngineError(header.message))
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    return pending
  }

  #onReady(): void {
    this.#opening.resolve()
    this.#timer.cancel()
    this.#beat()
  }

  /**
   * Counts unanswered beats rather than time: a server that was itself busy for long hears the answer before its
   * next beat, so it does not blame the child.
   */
  #beat(): void {
    if (this.#isGone) return
    if (this.#missed >= MISSED) {
      this.kill('it does not answer')
      return
    }
    this.#missed++
    this.request({ kind: 'ping' }).then(
      () => {
        this.#missed = 0
      },
      // The process ended; its exit is handled in one place.
      () => {},
    )
    this.#timer = this.#options.clock.after(this.#options.heartbeatMs, () => this.#beat())
  }

  #onExit(code: number | null, signal: string | null): void {
    this.#isGone = true
    this.#timer.cancel()
    this.#options.log.info({ pid: this.pid, code, signal }, 'engine process ended')
    this.#opening.reject(stopped())
    for (const pending of this.#pending.values()) pending.reject(stopped())
    this.#pending.clear()
    this.#channel.destroy()
  }
}

function spawnChild(start: ChildStart): ChildProcess {
  // A session holds a thread of libuv's pool while it works; the four others are for files and names.
  const env = { UV_THREADPOOL_SIZE: String(start.sessions + 4), TZ: 'UTC' }
  // How TypeScript is read where Node does not do it by itself (bin/strip-types.mjs).
  const hooks = process.execArgv.filter(option => option.startsWith('--import='))
  const argv = [...hooks, '--disable-warning=ExperimentalWarning', CHILD, JSON.stringify(start)]
  // Its own process group: a Ctrl+C at the terminal is the server's to handle, in its order.
  return spawn(process.execPath, argv, { env, detached: true, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
}

/** The socket made by the fourth `pipe` above; Node types it as one direction only. */
const channelOf = (child: ChildProcess): Duplex => child.stdio[CHANNEL] as Duplex

const stopped = () =>
  new EngineError({ code: 'unavailable', message: 'The engine stopped before it answered.', retryable: true })

const refused = (cause: string) =>
  new EngineError({
    code: 'storage',
    message: 'The store cannot be opened: another process may own it, or its directory cannot be written.',
    cause,
  })
