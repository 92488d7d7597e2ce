/** The same engine as a server elsewhere: ClickHouse by URL, for when one machine is not enough. */
import { Readable } from 'node:stream'
import {
  type ClickHouseClient,
  ClickHouseError,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client'
import { type Clock, type Ids, messageOf, randomIds } from '#base'
import { identifier, qualified, textLiteral } from '../sql-text.ts'
import { type Engine, type EngineCondition, EngineError } from './engine.ts'
import { translateEngineError } from './engine-errors.ts'
import { LanedEngine } from './laned-engine.ts'
import { RESULT_FORMAT } from './result.ts'
import type { QueryAsk, RawResult, Transport } from './transport.ts'

export interface ClickHouseOptions {
  /** `http(s)://host:port` of the HTTP interface. */
  readonly url: string
  readonly username?: string
  readonly password?: string
  /** Statements at the same time. Default 16. */
  readonly lanes?: number
  readonly maxWaiting?: number
  /** What one query may take unless it says otherwise. Default 4 GiB. */
  readonly queryMemoryBytes?: number
  readonly clock: Clock
  readonly ids?: Ids
}

const DEFAULTS = { lanes: 16, maxWaiting: 256, queryMemoryBytes: 4 * 1024 ** 3, ids: randomIds }
/** Longer than any query may run: time-outs are ours to keep, not the HTTP client's. */
const REQUEST_MS = 3_600_000

/** As the embedded sessions are prepared; and answers only when complete, so that an error is never half a result. */
const SETTINGS: ClickHouseSettings = {
  max_query_size: '16777216',
  max_ast_elements: '1000000',
  max_expanded_ast_elements: '5000000',
  async_insert: 0,
  wait_end_of_query: 1,
}

/** Throws EngineError `unavailable` when the server does not answer or refuses the credentials. */
export async function openClickHouseEngine(options: ClickHouseOptions): Promise<Engine> {
  const { url, username, password, ...rest } = options
  const settings = { ...DEFAULTS, ...rest }
  const client = createClient({
    url,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    request_timeout: REQUEST_MS,
    // Errors reach the caller; the client would print them with the statement besides.
    log: { level: ClickHouseLogLevel.OFF },
    max_open_connections: settings.lanes + 1,
    clickhouse_settings: SETTINGS,
  })
  const ping = await client.ping({ select: true })
  if (!ping.success) {
    await client.close()
    throw engineErrorOf(ping.error)
  }
  return new LanedEngine(clickHouseTransport(client, settings.ids), settings)
}

function clickHouseTransport(client: ClickHouseClient, ids: Ids): Transport {
  const running = new Map<string, AbortController>()
  const inserting = new Set<string>()
  let state: EngineCondition['state'] = 'ready'

  /** Runs one request and remembers whether the server was there. */
  const asking = async <T>(request: Promise<T>): Promise<T> => {
    try {
      const answer = await request
      state = 'ready'
      return answer
    } catch (thrown) {
      const error = engineErrorOf(thrown)
      state = error.code === 'unavailable' ? 'down' : 'ready'
      throw error
    }
  }

  return {
    query: async (ask: QueryAsk): Promise<RawResult> => {
      const abandoned = new AbortController()
      running.set(ask.tag, abandoned)
      try {
        return await asking(runQuery(client, ask, abandoned.signal))
      } finally {
        running.delete(ask.tag)
      }
    },
    command: async (_, query) => {
      await asking(client.command({ query }))
    },
    insert: async (_, { database, table, columns }, payload) => {
      const [first, ...others] = columns.map(identifier)
      if (first === undefined) return
      const values = Readable.from([payload], { objectMode: false })
      const target = {
        table: qualified(database, table),
        columns: [first, ...others] as [string, ...string[]],
      }
      const query_id = `${insertsInto(database)}${ids.uuid()}`
      inserting.add(query_id)
      try {
        await asking(client.insert({ ...target, values, format: 'TabSeparated', query_id }))
      } finally {
        inserting.delete(query_id)
      }
    },
    settleInserts: async database => {
      const awaited = [...inserting].map(textLiteral).join(', ')
      const others = awaited === '' ? '' : ` AND query_id NOT IN (${awaited})`
      const abandoned = `startsWith(query_id, ${textLiteral(insertsInto(database))})${others}`
      await asking(client.command({ query: `KILL QUERY WHERE ${abandoned} SYNC` }))
    },
    stop: tag => {
      const query = `KILL QUERY WHERE query_id = ${textLiteral(tag)} ASYNC`
      // Not awaited: the query's own end says whether it worked.
      client.command({ query }).catch(() => {})
    },
    abandon: tag => running.get(tag)?.abort(),
    condition: () => ({ state, restarts: 0, pid: undefined }),
    close: async () => {
      state = 'closed'
      await client.close()
    },
  }
}

/** How the ids of inserts begin: a database belongs to one workspace, so what goes on there is ours. */
const insertsInto = (database: string): string => `insert-${database}-`

async function runQuery(client: ClickHouseClient, ask: QueryAsk, abandoned: AbortSignal): Promise<RawResult> {
  const result = await client.query({
    query: ask.sql,
    format: RESULT_FORMAT,
    query_id: ask.tag,
    clickhouse_settings: ask.settings,
    abort_signal: abandoned,
  })
  return {
    text: await result.text(),
    resultBytes: resultBytesIn(result.response_headers['x-clickhouse-summary']),
  }
}

/** The summary is complete because the server answers at the end of the query. */
function resultBytesIn(summary: unknown): number {
  if (typeof summary !== 'string') return 0
  // Written by ClickHouse: numbers as text, the one we want may be absent in old versions.
  const { result_bytes = '0' } = JSON.parse(summary) as { result_bytes?: string }
  return Number(result_bytes)
}

function engineErrorOf(thrown: unknown): EngineError {
  if (thrown instanceof ClickHouseError) return translateEngineError(thrown.message, Number(thrown.code))
  const message = 'The engine cannot be reached.'
  return new EngineError({ code: 'unavailable', message, retryable: true, cause: messageOf(thrown) })
}
