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
}

export interface KqlQuestion {
  readonly workspace: string
  readonly text: string
  /** ISO 8601 interval or duration over TimeGenerated; absent: all time. */
  readonly timespan?: string | undefined
}

interface Wire {
  readonly tables: readonly [Table, ...Table[]]
  readonly render?: Readonly<Record<string, unknown>>
  readonly error?: unknown
}

/** Rejects with Problem. */
export async function askKql(call: Call, question: KqlQuestion, signal?: AbortSignal): Promise<KqlAnswer> {
  const { workspace, text, timespan } = question
  // Sound: our own server prints this shape, and the call rejected for every other answer.
  const wire = (await call(`/v1/workspaces/${workspace}/query`, {
    audience: 'logs',
    method: 'POST',
    body: { query: text, ...(timespan !== undefined && { timespan }) },
    headers: { prefer: 'include-render=true' },
    signal,
  })) as Wire
  const { columns, rows } = wire.tables[0]
  const partial = wire.error === undefined ? undefined : problemOf(200, { error: wire.error })
  return { columns, rows, render: wire.render, partial }
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
