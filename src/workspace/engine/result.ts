/** What both transports share: the settings of one query, and reading its answer. */
import type { QueryOptions, QueryResult } from './engine.ts'

export type Settings = Readonly<Record<string, string | number>>

/** The format every query is answered in. */
export const RESULT_FORMAT = 'JSONCompact'

/** Moving a factor out of an aggregate fails where the factor is a literal null (engine 26.7). */
const WAYS_ROUND: Settings = { optimize_arithmetic_operations_in_aggregate_functions: 0 }

/** Cells that JavaScript numbers cannot hold come as text, and only what needs escaping is escaped. */
const CELL_SETTINGS: Settings = {
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_decimals: 1,
  output_format_json_quote_denormals: 1,
  output_format_json_escape_forward_slashes: 0,
}

/**
 * Every setting a query may change, always all of them: a session keeps what the query before it has set.
 * One row more than `maxRows` is asked for, which tells whether there were more.
 */
export function settingsOf(options: QueryOptions, defaultMemoryBytes: number): Settings {
  const memory = options.maxMemoryBytes ?? defaultMemoryBytes
  return {
    ...CELL_SETTINGS,
    ...WAYS_ROUND,
    limit: options.maxRows === undefined ? 0 : options.maxRows + 1,
    max_result_bytes: options.maxBytes ?? 0,
    result_overflow_mode: 'break',
    // Which granules can hold a look-up's rows is worked out at once; a query that may stop early asks as it reads.
    use_skip_indexes_on_data_read: options.weight === 'light' ? 0 : 1,
    max_memory_usage: memory,
    max_bytes_before_external_group_by: Math.floor(memory / 2),
    max_bytes_before_external_sort: Math.floor(memory / 2),
  }
}

interface JsonCompact {
  readonly meta: readonly { readonly name: string; readonly type: string }[]
  readonly data: readonly (readonly unknown[])[]
  readonly statistics: { readonly elapsed: number; readonly rows_read: number; readonly bytes_read: number }
}

/** Reads a JSONCompact answer; `resultBytes` is the size the engine counted against `maxBytes`. */
export function readResult(text: string, options: QueryOptions, resultBytes: number): QueryResult {
  // The engine wrote it in a fixed format: a shape other than this would be a fault of the engine.
  const answer = JSON.parse(text) as JsonCompact
  const { maxRows = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY } = options
  const tooMany = answer.data.length > maxRows
  return {
    columns: answer.meta,
    rows: tooMany ? answer.data.slice(0, maxRows) : answer.data,
    truncated: tooMany || resultBytes >= maxBytes,
    statistics: {
      elapsedMs: answer.statistics.elapsed * 1000,
      rowsRead: answer.statistics.rows_read,
      bytesRead: answer.statistics.bytes_read,
    },
  }
}
