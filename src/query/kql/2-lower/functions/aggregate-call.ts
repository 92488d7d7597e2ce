/** A call of one of the engine's aggregates. */
import type { KqlType } from '../../types.ts'
import { call, FALSE, ifNull, type Scalar } from '../scalar.ts'
import type { AggregateCall } from './aggregates.ts'

/** The engine's aggregate, with `If` where there is a condition. */
export function aggregate(
  fn: string,
  type: KqlType | 'raw',
  args: readonly Scalar[],
  given: AggregateCall,
  options: { params?: readonly Scalar[]; nullable?: boolean } = {},
): Scalar {
  const { condition } = given
  const name = condition ? `${fn}If` : fn
  const all = condition ? [...args, ifNull(condition, FALSE)] : args
  return call(name, type, all, {
    nullable: options.nullable ?? true,
    ...(options.params ? { params: options.params } : {}),
  })
}
