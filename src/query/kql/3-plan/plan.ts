/**
 * Phase 3: operator tree → better operator tree. Rows stay the same: what the API narrows the query to joins the scans, filters
 * move down to the tables, and columns nobody reads are left out.
 */
import type { Operator, Relation } from '../2-lower/operators.ts'
import { withoutIdleSorts } from './idle-sorts.ts'
import { prune } from './prune.ts'
import { pushFilters } from './push-filters.ts'
import { applyScope, type Scope } from './scope.ts'

/** The relation with its final order and its visible columns only. */
export function plan(relation: Relation, scope: Scope): Operator {
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
  return intoUnion(prune(withoutIdleSorts(pushFilters(applyScope(picked, scope)))))
}

/** A choice of columns at the top moves into the union below it: the engine takes long to see through a wide one. */
function intoUnion(node: Operator): Operator {
  if (node.kind !== 'project' || !node.columns.every(one => one.expr.kind === 'column')) return node
  const input = intoUnion(node.input)
  if (input.kind !== 'union') return node
  const { columns } = node
  return {
    kind: 'union',
    inputs: input.inputs.map(one => ({ kind: 'project', input: one, columns })),
    columns: columns.map(one => one.name),
  }
}

/** A limit at the top has sorted already. */
const isSortedLimit = ({ node, order }: Relation): boolean => node.kind === 'limit' && node.order === order
