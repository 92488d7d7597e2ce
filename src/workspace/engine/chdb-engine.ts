/** The embedded engine: chDB in a child process, several sessions on one store (docs/adr/0003-engine-child-process.md). */
import { type Clock, type Log, sleep } from '#base'
import { assignments, textLiteral } from '../sql-text.ts'
import type { Engine, EngineHealth, InsertTarget, QueryOptions, QueryResult } from './engine.ts'
import { EngineError } from './engine.ts'
import type { EngineProcess } from './engine-process.ts'
import { Lanes, type Traffic } from './lanes.ts'
import { RESULT_FORMAT, readResult, settingsOf } from './result.ts'
import { stopSignal, unlessStopped } from './stop-signal.ts'
import { Supervisor } from './supervisor.ts'

export interface ChdbOptions {
  /** Directory of the store; one process owns it. */
  readonly path: string
  /** Sessions in all: one writes, one stops queries, one is kept for look-ups, the rest run heavy queries. At least 4. */
  readonly sessions?: number
  /** What the engine may take in all; one query gets half of it unless it says otherwise. Default 2 GiB. */
  readonly memoryBytes?: number
  /** Statements of each traffic that may wait for a session; the next is refused as `busy`. Default 64. */
  readonly maxWaiting?: number
  /** Milliseconds between two heartbeats. Default 2,000. */
  readonly heartbeatMs?: number
  readonly clock: Clock
  readonly log: Log
}

const MIB = 1024 * 1024
const DEFAULTS = { sessions: 6, memoryBytes: 2048 * MIB, maxWaiting: 64, heartbeatMs: 2000 }
const MARK_CACHE_BYTES = 64 * MIB
const STOP_EVERY_MS = 200
/** A query that lives on so long after it was told to stop is stuck in native code: only the process can be ended. */
const STUCK_MS = 20_000
const CLOSE_MS = 10_000

/** Set once per session. Statements of ours can be long lists of ids; asynchronous inserts do not coalesce here. */
const PREPARATION = [
  'SET max_query_size = 16777216, max_ast_elements = 1000000, max_expanded_ast_elements = 5000000, async_insert = 0',
]

/** Opens (or creates) the store at `path`. Throws EngineError `storage` when it cannot. */
export async function openChdbEngine(options: ChdbOptions): Promise<Engine> {
  const all = { ...DEFAULTS, ...options }
  const start = {
    path: all.path,
    sessions: all.sessions,
    preparation: PREPARATION,
    engineArguments: [
      `--max_server_memory_usage=${all.memoryBytes}`,
      `--mark_cache_size=${MARK_CACHE_BYTES}`,
      `--index_mark_cache_size=${MARK_CACHE_BYTES}`,
    ],
  }
  const supervisor = new Supervisor({ start, clock: all.clock, log: all.log, heartbeatMs: all.heartbeatMs })
  await supervisor.open()
  return new ChdbEngine(supervisor, all)
}

class ChdbEngine implements Engine {
  readonly #supervisor: Supervisor
  readonly #clock: Clock
  readonly #lanes: Lanes
  readonly #control: number
  readonly #queryMemoryBytes: number
  readonly #closing = new AbortController()
  #queries = 0

  constructor(supervisor: Supervisor, options: Required<ChdbOptions>) {
    this.#supervisor = supervisor
    this.#clock = options.clock
    this.#control = options.sessions - 1
    this.#queryMemoryBytes = Math.floor(options.memoryBytes / 2)
    this.#lanes = new Lanes({ kinds: laneKinds(options.sessions - 1), maxWaiting: options.maxWaiting })
  }

  async query(sql: string, options: QueryOptions = {}): Promise<QueryResult> {
    this.#refuseWhenClosed()
    const stop = stopSignal(
      { ...options, signal: AbortSignal.any([this.#closing.signal, ...signalsOf(options)]) },
      this.#clock,
    )
    try {
      const work = this.#lanes.run(
        options.weight ?? 'heavy',
        session => this.#runQuery(session, sql, { options, signal: stop.signal }),
        stop.signal,
      )
      return await unlessStopped(stop.signal, work)
    } finally {
      stop.release()
    }
  }

  async command(sql: string): Promise<void> {
    this.#refuseWhenClosed()
    await this.#lanes.run('write', async session => {
      const engine = await this.#supervisor.process()
      await engine.request({ kind: 'query', session, sql, format: RESULT_FORMAT })
    })
  }

  async insert(target: InsertTarget, payload: Buffer): Promise<void> {
    this.#refuseWhenClosed()
    const table = `${target.database}.${target.table}`
    await this.#lanes.run('write', async session => {
      const engine = await this.#supervisor.process()
      await engine.request({ kind: 'insert', session, table, columns: target.columns }, payload)
    })
  }

  health(): EngineHealth {
    const { state, restarts } = this.#supervisor
    return { state, restarts, running: this.#lanes.running, waiting: this.#lanes.waiting }
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return
    this.#closing.abort()
    const patience = new AbortController()
    await Promise.race([this.#lanes.idle(), sleep(this.#clock, CLOSE_MS, patience.signal)])
    patience.abort()
    await this.#supervisor.close(CLOSE_MS)
  }

  /** Holds its session until the engine has let go of the query, however soon its caller was answered. */
  async #runQuery(
    session: number,
    sql: string,
    { options, signal }: { options: QueryOptions; signal: AbortSignal },
  ): Promise<QueryResult> {
    const engine = await unlessStopped(signal, this.#supervisor.process())
    const tag = `query-${++this.#queries}`
    const settings = { ...settingsOf(options, this.#queryMemoryBytes), log_comment: tag }
    const over = new AbortController()
    const onStop = () => void this.#stopQuery(engine, tag, over.signal)
    signal.addEventListener('abort', onStop, { once: true })
    try {
      const statement = `SET ${assignments(settings)}; ${sql}`
      const answer = await engine.request({ kind: 'query', session, sql: statement, format: RESULT_FORMAT })
      return readResult(answer.payload.toString('utf8'), options, answer.resultBytes)
    } finally {
      over.abort()
      signal.removeEventListener('abort', onStop)
    }
  }

  /** Repeats the order: one that comes before the engine has registered the query finds nothing to stop. */
  async #stopQuery(engine: EngineProcess, tag: string, over: AbortSignal): Promise<void> {
    const sql = `KILL QUERY WHERE Settings['log_comment'] = ${textLiteral(tag)} ASYNC`
    for (let waited = 0; !over.aborted; waited += STOP_EVERY_MS) {
      if (waited >= STUCK_MS) return engine.kill('a stopped query did not end')
      // Not awaited: a stuck engine would not answer this either. The query's own end says whether it worked.
      engine.request({ kind: 'query', session: this.#control, sql, format: RESULT_FORMAT }).catch(() => {})
      await sleep(this.#clock, STOP_EVERY_MS, over)
    }
  }

  #refuseWhenClosed(): void {
    if (!this.#closing.signal.aborted) return
    throw new EngineError({ code: 'unavailable', message: 'The engine is closed.' })
  }
}

const signalsOf = ({ signal }: QueryOptions): readonly AbortSignal[] => (signal ? [signal] : [])

/** One writes, one is kept for look-ups, the rest take heavy queries. */
function laneKinds(count: number): readonly Traffic[] {
  const special: readonly Traffic[] = ['write', 'light']
  return Array.from({ length: count }, (_, i) => special[i] ?? 'heavy')
}
