/** The embedded engine: chDB in a child process, several sessions on one store (docs/adr/0003-engine-child-process.md). */
import { type Clock, type Ids, type Log, randomIds } from '#base'
import { assignments, textLiteral } from '../sql-text.ts'
import type { Engine, InsertTarget } from './engine.ts'
import { LanedEngine } from './laned-engine.ts'
import { RESULT_FORMAT } from './result.ts'
import { Supervisor } from './supervisor.ts'
import type { QueryAsk, RawResult, Transport } from './transport.ts'

export interface ChdbOptions {
  /** Directory of the store; one process owns it. */
  readonly path: string
  /** Sessions in all, at least 4: two write, one is kept for look-ups, one stops queries, the rest run heavy queries. */
  readonly sessions?: number
  /** What the engine may take in all; one query gets half of it unless it says otherwise. Default 2 GiB. */
  readonly memoryBytes?: number
  /** Statements of each traffic that may wait for a session; the next is refused as `busy`. Default 64. */
  readonly maxWaiting?: number
  /** Milliseconds between two heartbeats. Default 2,000. */
  readonly heartbeatMs?: number
  readonly clock: Clock
  readonly log: Log
  readonly ids?: Ids
}

const MIB = 1024 * 1024
const DEFAULTS = { sessions: 7, memoryBytes: 2048 * MIB, maxWaiting: 64, heartbeatMs: 2000, ids: randomIds }
const MARK_CACHE_BYTES = 64 * MIB
const CLOSE_MS = 10_000

/** Set once per session. Statements of ours can be long lists of ids; asynchronous inserts do not coalesce here. */
const PREPARATION = [
  'SET max_query_size = 16777216, max_ast_elements = 1000000, max_expanded_ast_elements = 5000000, async_insert = 0',
]

/** Opens (or creates) the store at `path`. Throws EngineError `storage` when it cannot. */
export async function openChdbEngine(options: ChdbOptions): Promise<Engine> {
  const { path, sessions, memoryBytes, maxWaiting, heartbeatMs, clock, log, ids } = {
    ...DEFAULTS,
    ...options,
  }
  const engineArguments = [
    `--max_server_memory_usage=${memoryBytes}`,
    `--mark_cache_size=${MARK_CACHE_BYTES}`,
    `--index_mark_cache_size=${MARK_CACHE_BYTES}`,
  ]
  const start = { path, sessions, preparation: PREPARATION, engineArguments }
  const supervisor = new Supervisor({ start, clock, log, heartbeatMs })
  await supervisor.open()
  const lanes = sessions - 1
  const queryMemoryBytes = Math.floor(memoryBytes / 2)
  return new LanedEngine(chdbTransport(supervisor, lanes), {
    lanes,
    maxWaiting,
    queryMemoryBytes,
    clock,
    ids,
  })
}

/** `control` is the session that no lane uses, so an order to stop never waits. */
function chdbTransport(supervisor: Supervisor, control: number): Transport {
  const run = async (session: number, sql: string) =>
    (await supervisor.process()).request({ kind: 'query', session, sql, format: RESULT_FORMAT })
  return {
    query: async ({ session, tag, sql, settings, unwanted }: QueryAsk): Promise<RawResult> => {
      await supervisor.process()
      unwanted.throwIfAborted()
      // The embedded engine takes no query id; a comment among the settings is found as well.
      const answer = await run(session, `SET ${assignments({ ...settings, log_comment: tag })}; ${sql}`)
      return { text: answer.payload.toString('utf8'), resultBytes: answer.resultBytes }
    },
    command: async (session, sql) => {
      await run(session, sql)
    },
    insert: async (session, { database, table, columns }: InsertTarget, payload) => {
      const engine = await supervisor.process()
      await engine.request({ kind: 'insert', session, table: `${database}.${table}`, columns }, payload)
    },
    // An insert that failed here ended with its process, or was refused by the engine.
    settleInserts: async () => {},
    stop: tag => {
      const sql = `KILL QUERY WHERE Settings['log_comment'] = ${textLiteral(tag)} ASYNC`
      // Not awaited: a stuck engine would not answer this either. The query's own end says whether it worked.
      run(control, sql).catch(() => {})
    },
    abandon: () => supervisor.kill('a stopped query did not end'),
    condition: () => supervisor.condition(),
    close: () => supervisor.close(CLOSE_MS),
  }
}
