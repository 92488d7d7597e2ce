/**
 * The operator tree between KQL and SQL. Every operator names its complete output, so later phases can prune
 * and push without looking back at the query.
 *
 * KQL's row order is data here: `Relation.order` says how the rows are sorted at this point, and only what needs
 * an order (take, row_number, make_list, the end) makes the engine sort. A key that is no longer a visible column
 * travels as a hidden one.
 */
import type { Column, KqlType } from '../types.ts'
import type { OrderKey, Scalar } from './scalar.ts'

export interface NamedScalar {
  readonly name: string
  readonly expr: Scalar
}

export interface RelationColumn extends Column {
  readonly nullable: boolean
  /** Resolvable by name or needed for order, but not part of `*`. */
  readonly hidden?: boolean
}

export type JoinKind =
  | 'inner'
  | 'left'
  | 'right'
  | 'full'
  | 'leftsemi'
  | 'rightsemi'
  | 'leftanti'
  | 'rightanti'
  | 'cross'

export type Operator =
  | {
      readonly kind: 'scan'
      readonly database: string
      readonly table: string
      readonly columns: readonly RelationColumn[]
    }
  /** One row without columns. */
  | { readonly kind: 'unit' }
  | {
      readonly kind: 'values'
      readonly columns: readonly RelationColumn[]
      readonly rows: readonly (readonly Scalar[])[]
    }
  /** 0, 1, … count - 1 in the column `number`. */
  | { readonly kind: 'numbers'; readonly count: Scalar }
  | { readonly kind: 'filter'; readonly input: Operator; readonly predicate: Scalar }
  | {
      readonly kind: 'project'
      readonly input: Operator
      readonly columns: readonly NamedScalar[]
      /** Its rows come in the order of this key by themselves, each value once. */
      readonly comesSorted?: OrderKey
    }
  | {
      readonly kind: 'aggregate'
      readonly input: Operator
      readonly keys: readonly NamedScalar[]
      readonly aggregates: readonly NamedScalar[]
    }
  | {
      readonly kind: 'limit'
      readonly input: Operator
      readonly order: readonly OrderKey[]
      readonly count?: Scalar
      readonly by?: readonly Scalar[]
      /** Which rows stay is open: the planner may choose among those that are asked for later. */
      readonly isOpen?: boolean
    }
  | {
      readonly kind: 'join'
      readonly join: JoinKind
      readonly left: Operator
      readonly right: Operator
      readonly on: Scalar
      readonly columns: readonly NamedScalar[]
    }
  | { readonly kind: 'union'; readonly inputs: readonly Operator[]; readonly columns: readonly string[] }
  /** One row for each element; all arrays of a row have the same length. Outputs the input's columns and the elements. */
  | { readonly kind: 'unnest'; readonly input: Operator; readonly arrays: readonly NamedScalar[] }
  /** A relation evaluated once under this name. */
  | {
      readonly kind: 'shared'
      readonly name: string
      readonly input: Operator
      readonly columns: readonly string[]
    }

export interface Relation {
  readonly node: Operator
  readonly columns: readonly RelationColumn[]
  readonly order: readonly OrderKey[]
  /** Rows have a meaningful order (sort, top, range, serialize), as row_number() and prev() require. */
  readonly serialized: boolean
  /** Hidden columns that cut the rows into groups which the operators must not mix (mv-apply, partition). */
  readonly partition?: readonly string[]
  /** All groups there are, also those whose rows were filtered away: a total over none of them is still a row. */
  readonly groups?: Operator
  /** Has columns the binder can't know (bag_unpack, pivot). */
  readonly dataDependent?: boolean
}

export const visible = (relation: Relation): readonly RelationColumn[] =>
  relation.columns.filter(one => !one.hidden)

export function columnOf(one: { name: string; type: KqlType; nullable: boolean }): Scalar {
  return { kind: 'column', name: one.name, type: one.type, nullable: one.nullable }
}

/** Names of an operator's output columns, in order. */
export function outputsOf(node: Operator): readonly string[] {
  switch (node.kind) {
    case 'scan':
    case 'values':
      return node.columns.map(one => one.name)
    case 'unit':
      return []
    case 'numbers':
      return ['number']
    case 'filter':
    case 'limit':
      return outputsOf(node.input)
    case 'project':
    case 'join':
      return node.columns.map(one => one.name)
    case 'aggregate':
      return [...node.keys, ...node.aggregates].map(one => one.name)
    case 'union':
    case 'shared':
      return node.columns
    case 'unnest':
      return [...outputsOf(node.input), ...node.arrays.map(one => one.name)]
  }
}
