/** How much a plan asks of the engine: a look-up has a lane of its own and is answered beside heavy queries. */
import { RARE_COLUMNS } from '#records'
import type { NamedScalar, Operator } from '../2-lower/operators.ts'
import type { Scalar } from '../2-lower/scalar.ts'
import { someScalar } from '../2-lower/walk.ts'

type Weight = 'light' | 'heavy'

/** Values that one look-up may name: more of them are in more granules than a look-up should read. */
const MOST_VALUES = 50

/** Light where every table is cut down to a few values of a rare column, and nothing makes rows of its own. */
export const weigh = (node: Operator): Weight => (isLight(node, false) ? 'light' : 'heavy')

/** `isCut`: a filter right above, where the planner has pushed it, leaves few rows. */
function isLight(node: Operator, isCut: boolean): boolean {
  switch (node.kind) {
    case 'scan':
      return isCut
    case 'unit':
      return true
    case 'values':
      return node.rows.every(row => row.every(isPlain))
    case 'filter':
      return isPlain(node.predicate) && isLight(node.input, isCut || isCutting(node.predicate))
    case 'project':
      return arePlain(node.columns) && isLight(node.input, false)
    case 'aggregate':
      return arePlain([...node.keys, ...node.aggregates]) && isLight(node.input, false)
    case 'limit':
    case 'shared':
      return isLight(node.input, false)
    case 'join':
      return node.join !== 'cross' && [node.left, node.right].every(one => isLight(one, false))
    case 'union':
      return node.inputs.every(one => isLight(one, false))
    // As many rows as somebody writes down.
    case 'numbers':
    case 'unnest':
      return false
  }
}

const arePlain = (columns: readonly NamedScalar[]): boolean => columns.every(one => isPlain(one.expr))

const isPlain = (expr: Scalar): boolean => !someScalar(expr, one => one.kind === 'subquery')

function isCutting(expr: Scalar): boolean {
  if (expr.kind !== 'call') return false
  if (expr.fn === 'and') return expr.args.some(isCutting)
  const [left, right] = expr.args
  if (left?.kind !== 'column' || !RARE_COLUMNS.has(left.name) || !right) return false
  if (expr.fn === 'equals') return right.kind === 'literal'
  return expr.fn === 'in' && right.kind === 'call' && right.args.length <= MOST_VALUES
}
