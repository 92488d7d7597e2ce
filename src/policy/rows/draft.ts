/** A row before it has a category, a number and an owner. */
import type { Field, RuleId } from '#records'

export interface RowDraft {
  readonly fields: Readonly<Record<string, Field>>
  /** What made or shaped the row, besides the rules that admitted its participant. */
  readonly rules: readonly RuleId[]
}

/** The rows of one participant in one category. */
export interface Drafts {
  readonly rows: readonly RowDraft[]
  /** Why there is none, or not one for every stream. */
  readonly missing: readonly RuleId[]
}

/** Whole seconds of a span of milliseconds, cut off (R43). */
export const wholeSeconds = (from: number, to: number): number => Math.max(0, Math.floor((to - from) / 1000))
