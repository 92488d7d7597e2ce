/**
 * Who may use which session of the engine: a session runs one statement at a time, so sessions are lanes.
 * Inserts never wait for queries, look-ups never wait for heavy queries, and nobody waits in an endless queue.
 */
import { EngineError } from './engine.ts'

export type Traffic = 'write' | 'light' | 'heavy'

/** Which traffic a free lane of each kind takes; look-ups may use the others' room, never the reverse. */
const TAKES: Readonly<Record<Traffic, readonly Traffic[]>> = {
  write: ['write'],
  light: ['light'],
  heavy: ['heavy', 'light'],
}

interface Lane {
  readonly session: number
  readonly kind: Traffic
}

interface Waiting {
  readonly traffic: Traffic
  readonly enter: (lane: Lane) => void
}

export interface LaneOptions {
  /** The kind of each lane; its place in the list is the session it stands for. */
  readonly kinds: readonly Traffic[]
  /** How many of each traffic may wait; the next one is refused as `busy`. */
  readonly maxWaiting: number
}

export class Lanes {
  readonly #maxWaiting: number
  readonly #free: Lane[]
  readonly #count: number
  #waiting: Waiting[] = []
  #idle: (() => void)[] = []

  constructor({ kinds, maxWaiting }: LaneOptions) {
    this.#maxWaiting = maxWaiting
    this.#free = kinds.map((kind, session) => ({ kind, session }))
    this.#count = kinds.length
  }

  get running(): number {
    return this.#count - this.#free.length
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** Runs `work` on a session as soon as one is free. Throws `busy`, or the reason of `signal` while waiting. */
  async run<T>(traffic: Traffic, work: (session: number) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted()
    const lane = this.#takeFree(traffic) ?? (await this.#waitFor(traffic, signal))
    try {
      return await work(lane.session)
    } finally {
      this.#release(lane)
    }
  }

  /** Resolves when nothing runs and nothing waits. */
  async idle(): Promise<void> {
    if (this.running > 0 || this.waiting > 0) await new Promise<void>(resolve => this.#idle.push(resolve))
  }

  /** Own lanes first: what is kept for look-ups is of no use to others. */
  #takeFree(traffic: Traffic): Lane | undefined {
    const own = this.#free.findIndex(lane => lane.kind === traffic)
    const index = own >= 0 ? own : this.#free.findIndex(lane => TAKES[lane.kind].includes(traffic))
    return index >= 0 ? this.#free.splice(index, 1)[0] : undefined
  }

  #waitFor(traffic: Traffic, signal: AbortSignal | undefined): Promise<Lane> {
    if (this.#waiting.filter(other => other.traffic === traffic).length >= this.#maxWaiting) {
      const message = 'The engine has as much waiting as it takes; try again later.'
      throw new EngineError({ code: 'busy', message, retryable: true })
    }
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiting = this.#waiting.filter(other => other !== entry)
        reject(signal?.reason)
        this.#tellIdle()
      }
      const enter = (lane: Lane) => {
        signal?.removeEventListener('abort', giveUp)
        resolve(lane)
      }
      const entry = { traffic, enter }
      this.#waiting.push(entry)
      signal?.addEventListener('abort', giveUp, { once: true })
    })
  }

  #release(lane: Lane): void {
    const next = this.#waiting.find(entry => TAKES[lane.kind].includes(entry.traffic))
    if (next) {
      this.#waiting = this.#waiting.filter(entry => entry !== next)
      next.enter(lane)
    } else {
      this.#free.push(lane)
      this.#tellIdle()
    }
  }

  #tellIdle(): void {
    if (this.running > 0 || this.waiting > 0) return
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}
