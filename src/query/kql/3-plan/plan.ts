/**
 * Phase 3: operator tree → better operator tree. Rows stay the same: the API's timespan joins the scans, filters
 * move down to the tables, and columns nobody reads are left out.
 */
import type { Operator, Relation } from '../2-lower/operators.ts'
import { prune } from './prune.ts'
import { pushFilters } from './push-filters.ts'
import { applyTimespan } from './timespan.ts'

export interface PlanOptions {
  readonly timespan?: { readonly start: string; readonly end: string }
}

/** The relation with its final order and its visible columns only. */
export function plan(relation: Relation, { timespan }: PlanOptions): Operator {
  const names = relation.columns.filter(one => !one.hidden)
  const sorted: Operator =
    relation.order.length > 0 && relation.serialized && !isSortedLimit(relation)
      ? { kind: 'limit', input: relation.node, order: relation.order }
      : relation.node
  const picked: Operator = {
    kind: 'project',
    input: sorted,
    columns: names.map(({ name, type, nullable }) => ({
      name,
      expr: { kind: 'column', name, type, nullable } as const,
    })),
  }
  const spanned = timespan ? applyTimespan(picked, timespan) : picked
  return prune(pushFilters(spanned))
}

/** A limit at the top has sorted already. */
const isSortedLimit = ({ node, order }: Relation): boolean => node.kind === 'limit' && node.order === order
