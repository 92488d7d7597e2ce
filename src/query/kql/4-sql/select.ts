/** The SQL tree: one SELECT with its clauses, over sources that are tables or other SELECTs. */
import type { JoinKind, NamedScalar } from '../2-lower/operators.ts'
import type { OrderKey, Scalar } from '../2-lower/scalar.ts'

export type Source =
  | { readonly kind: 'table'; readonly database: string; readonly table: string }
  | { readonly kind: 'values'; readonly structure: string; readonly rows: readonly (readonly Scalar[])[] }
  | { readonly kind: 'numbers'; readonly count: Scalar }
  | { readonly kind: 'select'; readonly select: Select }
  | { readonly kind: 'union'; readonly selects: readonly Select[] }
  | { readonly kind: 'shared'; readonly name: string }
  | {
      readonly kind: 'join'
      readonly join: JoinKind
      readonly left: Select
      readonly right: Select
      readonly on: Scalar
    }

export interface Select {
  /** undefined: every column of the source. */
  readonly columns?: readonly NamedScalar[]
  readonly from?: Source
  readonly arrayJoin?: readonly NamedScalar[]
  readonly where?: readonly Scalar[]
  readonly groupBy?: readonly Scalar[]
  readonly orderBy?: readonly OrderKey[]
  readonly limitBy?: readonly Scalar[]
  readonly limit?: Scalar
}

export interface Statement {
  /** Relations evaluated once, in the order of their first use. */
  readonly shared: readonly { readonly name: string; readonly select: Select }[]
  readonly select: Select
}
