/**
 * One row of the table of dimensions: how it is computed from a stream's row and what is looked up beside it, or why it
 * can't be. What is said of First holds for Second, so such a pair is one row.
 */
import type { RangeScale } from '../catalogue/entries.ts'

/** `Own`: the end whose connection the stream belongs to. */
export type End = 'First' | 'Second' | 'Own'

export type DetailType = 'string' | 'long' | 'real' | 'bool' | 'datetime'

/**
 * Where a dimension is read: gives names of columns, and notes what has to be looked up for them. `column` is one of
 * the stream's own for this end, the others come from tables beside it.
 */
export interface At {
  /** StreamDirection of what this end sends. */
  readonly sends: string
  column(name: string): string
  /** From the bag of what is known of the connection. */
  detail(name: string, type?: DetailType): string
  /** What names or locates the person of this end. */
  person(name: string): string
  feedback(name: string): string
  /** From the building file in use, by the subnet of this end. */
  network(name: string): string
  /** From the endpoint file in use, by the machine's name of this end. */
  machine(name: string): string
  /** Whether the call of the stream had audio and video. */
  audioAndVideo(): string
  end(end: End): At
}

export interface ComputedDimension {
  readonly kind: 'computed'
  readonly name: string
  /** KQL of what rows are grouped by. */
  readonly key: (at: At) => string
  /** Which end it is read at. */
  readonly end: End
  /** KQL that shows a key; absent: the key itself. Only groups are shown, so it costs nothing a row. */
  readonly show?: (key: string) => string
  /** KQL that holds where the key is that text, cheaper than making the text of each row. */
  readonly equals?: (at: At, text: string) => string
  /** Keys are instants that begin spans of time: equality is then a range of end times. */
  readonly span?: 'day' | 'week' | 'month' | 'year'
  readonly scale?: RangeScale
  /** What is to be known of it, beyond its name. */
  readonly note?: string
}

export interface MissingDimension {
  readonly kind: 'missing'
  readonly name: string
  readonly reason: string
}

export type DimensionRow = ComputedDimension | MissingDimension

type Extra = Pick<ComputedDimension, 'show' | 'span' | 'scale' | 'note' | 'equals'>

export const one = (name: string, key: (at: At) => string, extra: Extra = {}): readonly DimensionRow[] => [
  { kind: 'computed', name, key, end: 'Own', ...extra },
]

/** `First …` and `Second …`. */
export const both = (name: string, key: (at: At) => string, extra: Extra = {}): readonly DimensionRow[] =>
  (['First', 'Second'] as const).map(end => ({
    kind: 'computed',
    name: `${end} ${name}`,
    key,
    end,
    ...extra,
  }))

export const column =
  (name: string) =>
  (at: At): string =>
    at.column(name)

export const detail =
  (name: string, type?: DetailType) =>
  (at: At): string =>
    at.detail(name, type)

export const person =
  (name: string) =>
  (at: At): string =>
    at.person(name)

/** One reason for several names; `~` stands for First and for Second. */
export const missing = (reason: string, names: readonly string[]): readonly DimensionRow[] =>
  names
    .flatMap(name => (name.startsWith('~ ') ? ['First', 'Second'].map(end => end + name.slice(1)) : [name]))
    .map(name => ({ kind: 'missing', name, reason }))
