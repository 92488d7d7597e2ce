/**
 * Subqueries that run once for each group of rows (mv-apply, partition): the group's key travels as a hidden
 * column, and aggregates, limits and windows work within it.
 */
import { columnOf, type Relation } from '../operators.ts'
import type { Scalar } from '../scalar.ts'

export const partitioned = (relation: Relation, partition: readonly string[]): Relation => ({
  ...relation,
  partition,
})

/** The partition's keys as expressions. */
export function partitionKeys(relation: Relation): readonly Scalar[] {
  return (relation.partition ?? []).flatMap(name => {
    const found = relation.columns.find(one => one.name === name)
    return found ? [columnOf(found)] : []
  })
}
