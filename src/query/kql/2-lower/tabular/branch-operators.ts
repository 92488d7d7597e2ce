/** fork and facet: several tables in one answer, each of them a query of its own over the piped rows. */
import type { Bound } from '../../1-read/bound.ts'
import { type Query, type Scope, withRow } from '../context.ts'
import { lowerScalar } from '../expressions.ts'
import type { Relation } from '../operators.ts'
import { call, castTo } from '../scalar.ts'
import { lowerTabular, type OperatorLowering } from '../tabular.ts'
import { aggregateOf } from './aggregate-operators.ts'

const fork: OperatorLowering = (node, input, query, scope) => {
  for (const one of node.list('Expressions')) {
    const branch = one.part('Expression')
    const name = one.maybe('NameEquals')?.part('Name').name ?? nameGiven(branch)
    const relation = lowerTabular(branch, query, { ...scope, contextual: input })
    query.branches.push({ relation, ...(name === undefined ? {} : { name }) })
  }
  return input
}

/** The table of the `with` clause first, then the values of each column with their counts. */
const facet: OperatorLowering = (node, input, query, scope) => {
  const rest = node.maybe('WithClause')?.maybe('Expression') ?? node.maybe('WithClause')?.maybe('Operator')
  if (rest) query.branches.push({ relation: lowerTabular(rest, query, { ...scope, contextual: input }) })
  for (const one of node.list('Expressions'))
    query.branches.push({ relation: counted(one, input, query, scope) })
  return input
}

function counted(node: Bound, input: Relation, query: Query, scope: Scope): Relation {
  const key = lowerScalar(node, query, withRow(scope, input))
  const count = castTo('long', call('count', 'long', [], { nullable: false }))
  const name = node.name
  return aggregateOf(input, [{ name, expr: key }], [{ name: `count_${name}`, expr: count }], query)
}

/** The name that `as` gives at the end of a pipe. */
export function nameGiven(node: Bound): string | undefined {
  if (node.kind !== 'PipeExpression') return undefined
  const last = node.part('Operator')
  if (last.kind === 'AsOperator') return last.part('Name').name
  return last.kind === 'RenderOperator' ? nameGiven(node.part('Expression')) : undefined
}

export const branchOperators: Readonly<Record<string, OperatorLowering>> = {
  ForkOperator: fork,
  FacetOperator: facet,
}
