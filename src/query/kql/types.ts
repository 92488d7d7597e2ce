/** The words of the door: what goes into a compilation and what comes out. */
import type { KqlType } from '#records'

export type { KqlType }

export interface Column {
  readonly name: string
  readonly type: KqlType
}

export interface TableSchema {
  readonly name: string
  /** Hidden columns can be named in a query but are not part of `*` or of the table's own columns. */
  readonly columns: readonly (Column & { readonly hidden?: boolean })[]
}

/** A place in the query text, in UTF-16 units from 0. */
export interface Span {
  readonly start: number
  readonly length: number
}

/**
 * What a query author has to know. `code` is the service's (SYN0002, SEM0100, …) or one of ours (UNS…: refused
 * because not supported). `line` and `pos` count from 1, as the logs API prints them.
 */
export interface Diagnostic {
  readonly code: string
  readonly kind: 'syntax' | 'semantic' | 'unsupported' | 'limit'
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly span: Span
  readonly line: number
  readonly pos: number
  /** The text at the span, shortened. */
  readonly token: string
}

/** How the query asks to be drawn; rows never depend on it. */
export interface Render {
  readonly visualization: string
  readonly properties: Readonly<Record<string, string | number | boolean>>
}

export interface CompileInput {
  readonly text: string
  readonly tables: readonly TableSchema[]
  /** The engine's database of the default workspace. */
  readonly database: string
  /** The one "now" of the query, ISO 8601 in UTC. */
  readonly now: string
  /** Applies to every table that has TimeGenerated; start inclusive, end exclusive. ISO 8601. */
  readonly timespan?: { readonly start: string; readonly end: string }
  /** Only rows of these resources (ARM ids, lower case), in every table that has _ResourceId. */
  readonly resources?: readonly string[]
  /** Values for `declare query_parameters`. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>
  /** `workspace('name or id')` → the engine's database. */
  readonly workspaces?: Readonly<Record<string, string>>
  /** Also tells how the query was understood (`Compiled.phases`). */
  readonly explain?: boolean
  /** Answers to earlier probes, by probe id (see `Compilation`). */
  readonly observed?: Readonly<Record<string, readonly (readonly unknown[])[]>>
}

/** One table of an answer. */
export interface ResultTable {
  /** Given by `as` or by `fork`. */
  readonly name?: string
  readonly sql: string
  /** `light`: finds few rows by their index, so it need not wait behind heavy queries. */
  readonly weight: 'light' | 'heavy'
  readonly columns: readonly Column[]
  readonly render?: Render
}

export interface Compiled extends ResultTable {
  readonly kind: 'compiled'
  /** The tables after the first, where a query gives several: fork, facet, several statements. */
  readonly more?: readonly ResultTable[]
  readonly warnings: readonly Diagnostic[]
  /** The plan, one operator a line, indented by depth. */
  readonly plan: string
  /** Where asked for: the bound tree of the text, and our operators before they were planned; one node a line. */
  readonly phases?: { readonly bound: string; readonly operators: string }
}

/**
 * `probe`: the result's columns depend on the data (bag_unpack, pivot). Run each probe's SQL and compile again
 * with its rows in `observed`.
 */
export type Compilation =
  | Compiled
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'probe'; readonly probes: readonly { readonly id: string; readonly sql: string }[] }
