/** KQL over the logs API: what every number of the portal comes from. */
import type { Call } from './call.ts'
import { type Problem, problemOf } from './problem.ts'

/** A cell as the API prints it: datetimes, timespans, guids and dynamics are texts, null is unknown. */
export type Cell = string | number | boolean | null

export interface Column {
  readonly name: string
  /** KQL's type: string, long, real, datetime, dynamic … */
  readonly type: string
}

export interface Table {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
}

export interface KqlAnswer extends Table {
  /** What `render` asked for, with its properties; absent without one. */
  readonly render?: Readonly<Record<string, unknown>> | undefined
  /** The answer was cut or stopped midway: rows are there, but not all of them. */
  readonly partial?: Problem | undefined
  /** Further tables, of `fork` and of several statements. */
  readonly more: readonly Table[]
  readonly statistics?: KqlStatistics | undefined
  /** The compiler's phases, plan, SQL and warnings, when asked for. */
  readonly explain?: KqlExplanation | undefined
}

export interface KqlStatistics {
  readonly seconds: number
  /** Rows that were looked at. */
  readonly rowsRead: number
}

export interface KqlExplanation {
  readonly bound: string
  readonly operators: string
  readonly plan: string
  readonly sql: string
  readonly warnings: readonly { readonly message: string }[]
}

export interface KqlQuestion {
  readonly workspace: string
  readonly text: string
  /** ISO 8601 interval or duration over TimeGenerated; absent: all time. */
  readonly timespan?: string | undefined
  readonly explain?: boolean
}

interface Wire {
  readonly tables: readonly [Table, ...Table[]]
  readonly render?: Readonly<Record<string, unknown>>
  readonly error?: unknown
  readonly explain?: KqlExplanation
  readonly statistics?: {
    readonly query: {
      readonly executionTime: number
      readonly inputDatasetStatistics: { readonly extents: { readonly rows: number } }
    }
  }
}

/** Rejects with Problem. */
export async function askKql(call: Call, question: KqlQuestion, signal?: AbortSignal): Promise<KqlAnswer> {
  const { workspace, text, timespan, explain = false } = question
  const prefer = `include-render=true,include-statistics=true${explain ? ',include-explain=true' : ''}`
  // Sound: our own server prints this shape, and the call rejected for every other answer.
  const wire = (await call(`/v1/workspaces/${workspace}/query`, {
    audience: 'logs',
    method: 'POST',
    body: { query: text, ...(timespan !== undefined && { timespan }) },
    headers: { prefer },
    signal,
  })) as Wire
  const [{ columns, rows }, ...more] = wire.tables
  const { query } = wire.statistics ?? {}
  return {
    columns,
    rows,
    more,
    render: wire.render,
    explain: wire.explain,
    partial: wire.error === undefined ? undefined : problemOf(200, { error: wire.error }),
    statistics: query && {
      seconds: query.executionTime,
      rowsRead: query.inputDatasetStatistics.extents.rows,
    },
  }
}

/** Rows as objects under their columns' names. */
export function recordsOf({ columns, rows }: Table): readonly Readonly<Record<string, Cell>>[] {
  const names = columns.map(({ name }) => name)
  return rows.map(row => Object.fromEntries(names.map((name, i) => [name, row[i] ?? null])))
}

/** A KQL string literal. */
export const kqlText = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** A KQL list of string literals for `in (…)`. */
export const kqlTexts = (values: readonly string[]): string => values.map(kqlText).join(', ')
