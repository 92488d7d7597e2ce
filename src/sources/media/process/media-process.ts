/** One life of the media process: start, calls by id, heartbeat, end. It never comes back (see remote-plane). */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Clock, Log, Timer } from '#base'
import type { PlaneEvent } from '../port.ts'
import type { ChildStart, FromChild, RemoteMethod, ToChild } from './protocol.ts'

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))
/** A process that is busy for longer carries no media any more. */
const BEAT_MS = 2000
const MISSED = 3
const STARTING_MS = 30_000
/** Calls that may wait for an answer at a time; a server that asks for more is refused rather than piled up. */
const MOST_PENDING = 1000

export interface ProcessOptions {
  readonly start: ChildStart
  readonly clock: Clock
  readonly log: Log
  onEvent(event: PlaneEvent): void
}

interface Pending {
  resolve(value: unknown): void
  reject(error: Error): void
}

export class MediaProcess {
  /** Resolves when it takes calls; rejects when it ends before. */
  readonly ready: Promise<void>
  /** Resolves with how it ended. */
  readonly ended: Promise<string>
  /** Events that it left out because the server did not keep up. */
  dropped = 0
  readonly #options: ProcessOptions
  readonly #child: ChildProcess
  readonly #pending = new Map<number, Pending>()
  readonly #starting = Promise.withResolvers<void>()
  #nextId = 1
  #missed = 0
  #timer: Timer
  #isGone = false

  constructor(options: ProcessOptions) {
    this.#options = options
    this.#child = forkChild(options.start)
    this.ready = this.#starting.promise
    this.ready.catch(() => {})
    this.ended = new Promise(resolve => {
      this.#child.once('exit', (code, signal) => resolve(this.#onExit(`${signal ?? `exit code ${code}`}`)))
      this.#child.once('error', error => resolve(this.#onExit(error.message)))
    })
    this.#child.on('message', (message: FromChild) => this.#onMessage(message))
    this.#child.stderr?.on('data', bytes =>
      options.log.warn({ media: String(bytes).slice(0, 2000) }, 'media process says'),
    )
    this.#timer = options.clock.after(STARTING_MS, () => this.kill('it did not start in time'))
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** Calls a method of the plane; throws what it threw, and when the process ends before it answers. */
  call(method: RemoteMethod, args: readonly unknown[]): Promise<unknown> {
    if (this.#isGone) return Promise.reject(new Error(GONE))
    if (this.#pending.size >= MOST_PENDING)
      return Promise.reject(new Error('The media process is overloaded.'))
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      this.#send({ kind: 'call', id, method, args })
    })
  }

  kill(reason: string): void {
    this.#options.log.error({ pid: this.pid, reason }, 'media process killed')
    this.#child.kill('SIGKILL')
  }

  /** Ends it in order, or by force after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    const timer = this.#options.clock.after(graceMs, () => this.kill('it did not stop in time'))
    // Its answer or its end, whichever comes first.
    await this.call('stop', []).catch(() => {})
    if (this.#child.connected) this.#child.disconnect()
    await this.ended
    timer.cancel()
  }

  #send(message: ToChild): void {
    // A channel that is gone is followed by the exit, which tells everybody who waits.
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  #onMessage(message: FromChild): void {
    switch (message.kind) {
      case 'ready':
        this.#starting.resolve()
        this.#timer.cancel()
        this.#beat()
        break
      case 'pong':
        this.#missed = 0
        this.dropped = message.dropped
        break
      case 'event':
        this.#options.onEvent(message.event)
        break
      case 'done':
        this.#take(message.id)?.resolve(message.value)
        break
      case 'failed':
        this.#take(message.id)?.reject(new Error(message.message))
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    return pending
  }

  /** Counts unanswered beats rather than time, so that a server that was busy itself does not blame the child. */
  #beat(): void {
    if (this.#isGone) return
    if (this.#missed >= MISSED) {
      this.kill('it does not answer')
      return
    }
    this.#missed++
    this.#send({ kind: 'ping' })
    this.#timer = this.#options.clock.after(BEAT_MS, () => this.#beat())
  }

  #onExit(how: string): string {
    this.#isGone = true
    this.#timer.cancel()
    this.#options.log.info({ pid: this.pid, how }, 'media process ended')
    this.#starting.reject(new Error(`The media process ended while it started: ${how}.`))
    for (const pending of this.#pending.values()) pending.reject(new Error(GONE))
    this.#pending.clear()
    return how
  }
}

const GONE = 'The media process ended before it answered.'

function forkChild(start: ChildStart): ChildProcess {
  // How TypeScript is read where Node does not do it by itself (bin/strip-types.mjs).
  const hooks = process.execArgv.filter(option => option.startsWith('--import='))
  return fork(CHILD, [JSON.stringify(start)], {
    execArgv: [...hooks, '--disable-warning=ExperimentalWarning'],
    env: {},
    // Its own process group: a Ctrl+C at the terminal is the server's to handle.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}
