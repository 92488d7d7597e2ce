/**
 * Subqueries that run once for each group of rows (mv-apply, partition): the group's key travels as a hidden
 * column, and aggregates, limits and windows work within it.
 */
import type { Bound } from '../../1-read/bound.ts'
import type { Query } from '../context.ts'
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

/** Operators that keep the groups apart; the others would mix them. */
const BY_GROUP = new Set([
  'AsOperator',
  'AssertSchemaOperator',
  'ConsumeOperator',
  'CountOperator',
  'DistinctOperator',
  'ExtendOperator',
  'FilterOperator',
  'InvokeOperator',
  'JoinOperator',
  'LookupOperator',
  'MakeSeriesOperator',
  'MvApplyOperator',
  'MvExpandOperator',
  'ParseOperator',
  'ParseKvOperator',
  'ParseWhereOperator',
  'ProjectAwayOperator',
  'ProjectByNamesOperator',
  'ProjectKeepOperator',
  'ProjectOperator',
  'ProjectRenameOperator',
  'ProjectReorderOperator',
  'RenderOperator',
  'SampleDistinctOperator',
  'SampleOperator',
  'ScanOperator',
  'SearchOperator',
  'SerializeOperator',
  'SortOperator',
  'SummarizeOperator',
  'TakeOperator',
  'TopHittersOperator',
  'TopNestedOperator',
  'TopOperator',
])

/** Refuses what can't run group by group. */
export function checkByGroup(operator: Bound, word: string, input: Relation, query: Query): void {
  if (input.partition && !BY_GROUP.has(operator.kind))
    query.refuse(operator, `the operator '${word}' inside partition or mv-apply`)
}
