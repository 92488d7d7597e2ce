/** Keeps one engine process alive: replaces it after a crash or a hang, with growing pauses when that does not help. */
import { type Clock, type Log, sleep } from '#base'
import { type EngineCondition, EngineError } from './engine.ts'
import { type EngineProcess, type ProcessOptions, startEngineProcess } from './engine-process.ts'

/** Milliseconds before the n-th start in a row that was not followed by HEALTHY_MS of life; the last one repeats. */
const PAUSES = [0, 250, 500, 1000, 2000, 5000, 10_000]
const HEALTHY_MS = 30_000
/**
 * Tries of the first start: the previous owner of the store ends itself when its server dies, which a new server may
 * come too early for. The engine does not say why it refuses, so every refusal is tried again.
 */
const FIRST_STARTS = 4

export class Supervisor {
  readonly #options: ProcessOptions
  readonly #clock: Clock
  readonly #log: Log
  readonly #closing = new AbortController()
  #life: EngineProcess | undefined
  #comesUp = Promise.withResolvers<EngineProcess>()
  #state: EngineCondition['state'] = 'starting'
  #restarts = 0
  #failures = 0
  #watching: Promise<void> = Promise.resolve()

  constructor(options: ProcessOptions) {
    this.#options = options
    this.#clock = options.clock
    this.#log = options.log
    this.#comesUp.promise.catch(() => {})
  }

  condition(): EngineCondition {
    return { state: this.#state, restarts: this.#restarts, pid: this.#life?.pid }
  }

  /** Starts the first process. Throws EngineError when the store cannot be opened. */
  async open(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        this.#adopt(await startEngineProcess(this.#options))
        break
      } catch (thrown) {
        if (attempt === FIRST_STARTS) throw thrown
        await sleep(this.#clock, pauseBefore(attempt))
      }
    }
    this.#watching = this.#watch()
  }

  /** The living process, or the next one while it is being replaced. Throws `unavailable` when that keeps failing. */
  async process(): Promise<EngineProcess> {
    if (this.#state === 'down') throw unavailable(DOES_NOT_START, true)
    return this.#life ?? this.#comesUp.promise
  }

  /** Ends the living process at once; the next one takes its place. */
  kill(reason: string): void {
    this.#life?.kill(reason)
  }

  /** Ends the process in order, or by force after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    this.#state = 'closed'
    this.#closing.abort()
    const life = this.#life
    this.#refuse('The engine is closed.', false)
    if (life) {
      // Its answer or its end, whichever comes first; a hung one is ended by the timer.
      const timer = this.#clock.after(graceMs, () => life.kill('it did not close in time'))
      await life.request({ kind: 'close' }).catch(() => {})
      await life.ended
      timer.cancel()
    }
    await this.#watching
  }

  async #watch(): Promise<void> {
    for (let life = this.#life; life; life = this.#life) {
      const since = this.#clock.now()
      await life.ended
      this.#life = undefined
      if (!this.#closing.signal.aborted) this.#state = 'starting'
      if (this.#clock.now() - since >= HEALTHY_MS) this.#failures = 0
      await this.#replace()
    }
  }

  async #replace(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      await sleep(this.#clock, pauseBefore(this.#failures++), this.#closing.signal)
      if (this.#closing.signal.aborted) return
      try {
        const life = await startEngineProcess(this.#options)
        if (this.#closing.signal.aborted) {
          life.kill('closed while it was starting')
          return await life.ended
        }
        this.#restarts++
        this.#log.warn({ pid: life.pid, restarts: this.#restarts }, 'engine replaced')
        return this.#adopt(life)
      } catch (thrown) {
        if (this.#closing.signal.aborted) return
        this.#state = 'down'
        this.#log.error({ error: String(thrown), failures: this.#failures }, 'engine does not start')
        this.#refuse(DOES_NOT_START, true)
      }
    }
  }

  #adopt(life: EngineProcess): void {
    this.#life = life
    this.#state = 'ready'
    this.#comesUp.resolve(life)
    this.#expectNext()
  }

  #refuse(message: string, retryable: boolean): void {
    this.#comesUp.reject(unavailable(message, retryable))
    if (retryable) this.#expectNext()
  }

  #expectNext(): void {
    this.#comesUp = Promise.withResolvers<EngineProcess>()
    // Nobody may be waiting when it is refused.
    this.#comesUp.promise.catch(() => {})
  }
}

const DOES_NOT_START = 'The engine does not start.'

const unavailable = (message: string, retryable: boolean): EngineError =>
  new EngineError({ code: 'unavailable', message, retryable })

const pauseBefore = (attempt: number): number => PAUSES[Math.min(attempt, PAUSES.length - 1)] ?? 0
