/** What a row of the function tables says. Documentation, completion and the compiler read the same rows. */
import type { Bound } from '../../1-read/bound.ts'
import type { KqlType } from '../../types.ts'
import type { Query, Scope } from '../context.ts'
import type { Scalar } from '../scalar.ts'

export interface FunctionCall {
  readonly node: Bound
  readonly args: readonly Scalar[]
  /** The binder's result type. */
  readonly type: KqlType
  readonly query: Query
  readonly scope: Scope
  /** Argument by position; refused with a clear message where it is missing. */
  arg(index: number): Scalar
  /** Refuses the call; gives the null that stands in for it. */
  refuse(message: string): Scalar
}

export interface FunctionRow {
  readonly name: string
  readonly aliases?: readonly string[]
  /** `propagate`: null if an argument is null; `never`: never null; otherwise what the doc says. */
  readonly nulls: 'propagate' | 'never' | 'special'
  readonly doc: string
  readonly example: string
  readonly translate: (call: FunctionCall) => Scalar
}

type Translate = FunctionRow['translate']

const rowWith =
  (nulls: FunctionRow['nulls']) =>
  (
    name: string,
    doc: string,
    example: string,
    translate: Translate,
    aliases: readonly string[] = [],
  ): FunctionRow => ({ name, aliases, nulls, doc, example, translate })

/** A row whose nulls are told by its doc. */
export const row = rowWith('special')

/** A row that is null where an argument is. */
export const propagating = rowWith('propagate')
