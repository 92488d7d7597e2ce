/** Phase 4: operator tree → SQL text, by way of the SQL tree. */
import type { Operator } from '../2-lower/operators.ts'
import { rewrite } from '../3-plan/rewrite.ts'
import { statementToSql } from './print.ts'
import type { Statement } from './select.ts'
import { toSelect } from './to-select.ts'

export function toSql(node: Operator): string {
  return statementToSql({ shared: sharedOf(node), select: toSelect(node) })
}

/** Relations evaluated once, inner ones first, each name once. */
function sharedOf(node: Operator): Statement['shared'] {
  const found = new Map<string, Operator>()
  rewrite(node, one => {
    if (one.kind === 'shared' && !found.has(one.name)) found.set(one.name, one.input)
    return one
  })
  return [...found].map(([name, input]) => ({ name, select: toSelect(input) }))
}
