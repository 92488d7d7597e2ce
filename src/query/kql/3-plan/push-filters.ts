/** Filters move below projections that only pass their columns on, into every branch of a union and the sides of a join. */
import type { NamedScalar, Operator } from '../2-lower/operators.ts'
import type { Scalar } from '../2-lower/scalar.ts'
import { and } from '../2-lower/scalar.ts'
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
  if (input.kind === 'join') return pushAside(input, predicate) ?? stay
  if (input.kind === 'limit' && input.isOpen) return { ...input, input: push(input.input, predicate) }
  return stay
}

type Join = Extract<Operator, { kind: 'join' }>

/** Sides whose rows are all there is of them in the result: nothing is filled in for them. */
const WHOLE_SIDES: Readonly<Record<Join['join'], readonly ('l' | 'r')[]>> = {
  inner: ['l', 'r'],
  cross: ['l', 'r'],
  left: ['l'],
  leftsemi: ['l'],
  leftanti: ['l'],
  right: ['r'],
  rightsemi: ['r'],
  rightanti: ['r'],
  full: [],
}

/** The conditions that read one side only go there; the others stay above. */
function pushAside(join: Join, predicate: Scalar): Operator | undefined {
  const conditions = predicate.kind === 'call' && predicate.fn === 'and' ? predicate.args : [predicate]
  const sides = conditions.map(one => WHOLE_SIDES[join.join].find(side => readsOnly(join, side, one)))
  if (sides.every(side => side === undefined)) return undefined
  const below = (side: 'l' | 'r', input: Operator): Operator => {
    const own = conditions.filter((_, index) => sides[index] === side)
    return own.length > 0 ? push(input, toSide(join, and(...own))) : input
  }
  const moved: Operator = { ...join, left: below('l', join.left), right: below('r', join.right) }
  const rest = conditions.filter((_, index) => sides[index] === undefined)
  return rest.length > 0 ? { kind: 'filter', input: moved, predicate: and(...rest) } : moved
}

const sourceIn = (join: Join, name: string): Scalar | undefined =>
  join.columns.find(one => one.name === name)?.expr

function readsOnly(join: Join, side: 'l' | 'r', condition: Scalar): boolean {
  const read = new Set<string>()
  collectColumns(condition, read)
  const sources = [...read].map(name => sourceIn(join, name))
  return sources.length > 0 && sources.every(one => one?.kind === 'column' && one.side === side)
}

/** The side's own columns carry no side there. */
const toSide = (join: Join, predicate: Scalar): Scalar =>
  mapScalar(predicate, one => {
    const source = one.kind === 'column' ? sourceIn(join, one.name) : undefined
    if (source?.kind !== 'column') return one
    const { side: _, ...own } = source
    return own
  })

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
