/** What lowering carries along: the names in scope, the query's constants and the findings so far. */
import type { Bound } from '../1-read/bound.ts'
import type { Column, Diagnostic, KqlType, Render, Span, TableSchema } from '../types.ts'
import type { Relation, RelationColumn } from './operators.ts'
import type { Pattern } from './patterns.ts'
import { nullOf, type Scalar } from './scalar.ts'

/** What a name means: a value, a table (lowered once, evaluated at each use), a user's function or a pattern. */
export type Meaning =
  | { readonly kind: 'scalar'; readonly expr: Scalar }
  | { readonly kind: 'table'; readonly relation: Relation }
  | {
      readonly kind: 'function'
      readonly scope: Scope
      readonly isView: boolean
      readonly declaration: Bound
    }
  | { readonly kind: 'pattern'; readonly pattern: Pattern; readonly scope: Scope }

export interface Scope {
  readonly names: ReadonlyMap<string, Meaning>
  /** The row an expression sees; undefined outside of operators. */
  readonly row?: Relation
  /** The left input of `invoke`, a plugin or a contextual subquery. */
  readonly piped?: Relation
  /** What a subquery without a source reads (mv-apply, partition). */
  readonly contextual?: Relation
  /** The source of a subquery that was joined with the values of a partition; it stands for the node of that identity. */
  readonly leading?: { readonly identity: object; readonly relation: Relation }
  /** Aggregates see only the rows that fulfil it (pivot). */
  readonly only?: Scalar
  /** Inside an aggregate expression: how a call of an aggregate is lowered. */
  readonly aggregate?: (node: Bound) => Scalar
}

export interface Query {
  readonly text: string
  readonly database: string
  readonly tables: ReadonlyMap<string, TableSchema>
  readonly workspaces: Readonly<Record<string, string>>
  readonly now: string
  readonly parameters: Readonly<Record<string, string | number | boolean>>
  readonly observed: Readonly<Record<string, readonly (readonly unknown[])[]>>
  readonly findings: Diagnostic[]
  /** Data-dependent schemas that must be asked for before compiling goes on. */
  readonly probes: { id: string; relation: Relation }[]
  /** The tables of a fork or facet. */
  readonly branches: { relation: Relation; name?: string }[]
  /** The last `render` seen. */
  render: Render | undefined
  /** Fresh names for columns the author never sees. */
  fresh(hint: string): string
  refuse(node: { readonly span: Span }, message: string): void
}

/** Refuses an expression by name; the null lets lowering go on and find the rest. */
export function refuseScalar(
  query: Query,
  node: { readonly span: Span },
  message: string,
  type: KqlType = 'dynamic',
): Scalar {
  query.refuse(node, message)
  return nullOf(type)
}

export function emptyRelation(columns: readonly Column[]): Relation {
  const all: RelationColumn[] = columns.map(({ name, type }) => ({ name, type, nullable: type !== 'string' }))
  return { node: { kind: 'values', columns: all, rows: [] }, columns: all, order: [], serialized: false }
}

export const withRow = (scope: Scope, row: Relation): Scope => ({
  names: scope.names,
  row,
  ...(scope.piped ? { piped: scope.piped } : {}),
})

export function withName(scope: Scope, name: string, meaning: Meaning): Scope {
  return { ...scope, names: new Map([...scope.names, [name, meaning]]) }
}
