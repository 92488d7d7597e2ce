/** Filters move below projections that only pass their columns on, and into every branch of a union. */
import type { NamedScalar, Operator } from '../2-lower/operators.ts'
import type { Scalar } from '../2-lower/scalar.ts'
import { collectColumns, isVolatile, mapScalar, someScalar } from '../2-lower/walk.ts'
import { rewrite } from './rewrite.ts'

export const pushFilters = (node: Operator): Operator =>
  rewrite(node, one => (one.kind === 'filter' ? push(one.input, one.predicate) : one))

function push(input: Operator, predicate: Scalar): Operator {
  const stay: Operator = { kind: 'filter', input, predicate }
  if (isVolatile(predicate) || someScalar(predicate, one => one.kind === 'call' && one.over !== undefined))
    return stay
  if (input.kind === 'project') return pushBelow(input, predicate) ?? stay
  if (input.kind === 'union') return { ...input, inputs: input.inputs.map(one => push(one, predicate)) }
  return stay
}

type Project = Extract<Operator, { kind: 'project' }>

/** Only where the columns it reads are passed on as they are, and no window function sees fewer rows. */
function pushBelow(project: Project, predicate: Scalar): Operator | undefined {
  if (project.columns.some(hasWindow)) return undefined
  const sources = new Map(project.columns.map(one => [one.name, one.expr]))
  const read = new Set<string>()
  collectColumns(predicate, read)
  if (![...read].every(name => sources.get(name)?.kind === 'column')) return undefined
  const moved = mapScalar(predicate, one => (one.kind === 'column' ? (sources.get(one.name) ?? one) : one))
  return { ...project, input: push(project.input, moved) }
}

const hasWindow = ({ expr }: NamedScalar): boolean =>
  someScalar(expr, one => one.kind === 'call' && one.over !== undefined)
