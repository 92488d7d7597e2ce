/** The engine as its callers see it, over either transport: lanes, time-outs, cancellation, orderly end. */
import { type Clock, type Ids, sleep } from '#base'
import type { Engine, EngineHealth, InsertTarget, QueryOptions, QueryResult } from './engine.ts'
import { EngineError } from './engine.ts'
import { Lanes, type Traffic } from './lanes.ts'
import { readResult, settingsOf } from './result.ts'
import { stopSignal, unlessStopped } from './stop-signal.ts'
import type { Transport } from './transport.ts'

export interface LaneSettings {
  /** Statements at the same time, at least 3; what each is for says FIRST_LANES. */
  readonly lanes: number
  /** Statements of each traffic that may wait; the next is refused as `busy`. */
  readonly maxWaiting: number
  /** What one query may take unless it says otherwise. */
  readonly queryMemoryBytes: number
  readonly clock: Clock
  readonly ids: Ids
}

const STOP_EVERY_MS = 200
/** A query that lives on so long after it was told to stop is stuck in native code. */
const STUCK_MS = 20_000
const CLOSE_MS = 10_000

export class LanedEngine implements Engine {
  readonly #transport: Transport
  readonly #settings: LaneSettings
  readonly #lanes: Lanes
  readonly #closing = new AbortController()

  constructor(transport: Transport, settings: LaneSettings) {
    this.#transport = transport
    this.#settings = settings
    this.#lanes = new Lanes({ kinds: laneKinds(settings.lanes), maxWaiting: settings.maxWaiting })
  }

  async query(sql: string, options: QueryOptions = {}): Promise<QueryResult> {
    this.#refuseWhenClosed()
    const stop = stopSignal(options, { clock: this.#settings.clock, closing: this.#closing.signal })
    try {
      const work = (session: number) => this.#runQuery(session, sql, { options, stop: stop.signal })
      return await unlessStopped(stop.signal, this.#lanes.run(options.weight ?? 'heavy', work, stop.signal))
    } finally {
      stop.release()
    }
  }

  async command(sql: string): Promise<void> {
    this.#refuseWhenClosed()
    await this.#lanes.run('write', session => this.#transport.command(session, sql))
  }

  async insert(target: InsertTarget, payload: Buffer): Promise<void> {
    this.#refuseWhenClosed()
    await this.#lanes.run('write', session => this.#transport.insert(session, target, payload))
  }

  async settleInserts(database: string): Promise<void> {
    this.#refuseWhenClosed()
    await this.#transport.settleInserts(database)
  }

  health(): EngineHealth {
    return { ...this.#transport.condition(), running: this.#lanes.running, waiting: this.#lanes.waiting }
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return
    this.#closing.abort()
    const patience = new AbortController()
    await Promise.race([this.#lanes.idle(), sleep(this.#settings.clock, CLOSE_MS, patience.signal)])
    patience.abort()
    await this.#transport.close()
  }

  /** Holds its session until the engine has let go of the query, however soon its caller was answered. */
  async #runQuery(
    session: number,
    sql: string,
    { options, stop }: { options: QueryOptions; stop: AbortSignal },
  ): Promise<QueryResult> {
    const tag = this.#settings.ids.uuid()
    const over = new AbortController()
    const onStop = () => void this.#stopQuery(tag, over.signal)
    stop.addEventListener('abort', onStop, { once: true })
    try {
      const settings = settingsOf(options, this.#settings.queryMemoryBytes)
      const { text, resultBytes } = await this.#transport.query({
        session,
        tag,
        sql,
        settings,
        unwanted: stop,
      })
      return readResult(text, options, resultBytes)
    } finally {
      over.abort()
      stop.removeEventListener('abort', onStop)
    }
  }

  /** Repeats the order: one that comes before the engine has registered the query finds nothing to stop. */
  async #stopQuery(tag: string, over: AbortSignal): Promise<void> {
    for (let waited = 0; !over.aborted && waited < STUCK_MS; waited += STOP_EVERY_MS) {
      this.#transport.stop(tag)
      await sleep(this.#settings.clock, STOP_EVERY_MS, over)
    }
    if (!over.aborted) this.#transport.abandon(tag)
  }

  #refuseWhenClosed(): void {
    if (!this.#closing.signal.aborted) return
    throw new EngineError({ code: 'unavailable', message: 'The engine is closed.' })
  }
}

/** The first three every engine has; a second writer lets one insert wait for the disk while the next is read. */
const FIRST_LANES: readonly Traffic[] = ['write', 'light', 'heavy', 'write']

const laneKinds = (count: number): readonly Traffic[] =>
  Array.from({ length: count }, (_, i) => FIRST_LANES[i] ?? 'heavy')
