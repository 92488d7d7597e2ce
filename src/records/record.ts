/** One row of one table, on its way from policy to the destinations. */
import type { Instant, Json } from '#base'
import { cellOf, type Field } from './field.ts'
import type { ArmId, RuleId } from './ids.ts'

/** Cells by column name, without the standard columns that the workspace adds. */
export type Row = Readonly<Record<string, Json>>

export interface LogRecord {
  /** The same on every replay: made from the fact, the viewer, the category and the row's number. */
  readonly id: string
  /** Category of a diagnostic setting, or the name of a table of ours (`AnteroomVerdicts_CL`). */
  readonly category: string
  /** The resource whose log this is. */
  readonly resource: ArmId
  /** Becomes TimeGenerated. */
  readonly time: Instant
  readonly fields: Readonly<Record<string, Field>>
  /** The rules by which this row exists. */
  readonly rules: readonly RuleId[]
}

/** The record's cells; withheld ones read `Redacted`, unknown ones null. */
export function rowOf(record: LogRecord): Row {
  const cells: Record<string, Json> = {}
  for (const [column, field] of Object.entries(record.fields)) cells[column] = cellOf(field)
  return cells
}

/** What the hidden column `_Verdict` holds: the rules of the row, the rule of each withheld cell, the unknown cells. */
export interface RowVerdict {
  readonly rules: readonly string[]
  readonly redacted: Readonly<Record<string, string>>
  readonly absent: readonly string[]
}

export function verdictOf(record: LogRecord): RowVerdict {
  const redacted: Record<string, string> = {}
  const absent: string[] = []
  for (const [column, field] of Object.entries(record.fields)) {
    if (field.kind === 'redacted') redacted[column] = field.by
    if (field.kind === 'absent') absent.push(column)
  }
  return { rules: record.rules, redacted, absent }
}
