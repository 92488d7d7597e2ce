/**
 * Errors of the binder that are none: its catalogue knows fewer arguments of some plugins than the service takes.
 * Lowering reads these arguments itself and says what is wrong with them.
 */
import type { Diagnostic, Span } from '../types.ts'
import type { Bound } from './bound.ts'

/** Plugins with arguments the catalogue does not know: bag_unpack has ignoredProperties. */
const RICHER = new Set(['bag_unpack'])
/** The number of arguments, or the type of one. */
const ABOUT_ARGUMENTS = new Set(['SEM0219', 'SEM0001'])

export function isTolerated(one: Diagnostic, tree: Bound): boolean {
  return ABOUT_ARGUMENTS.has(one.code) && isInside(one.span, tree)
}

function isInside(span: Span, node: Bound): boolean {
  const { start, length } = node.span
  if (span.start < start || span.start + span.length > start + length) return false
  if (node.kind === 'EvaluateOperator' && RICHER.has(node.part('FunctionCall').part('Name').name)) return true
  return node.children.some(child => isInside(span, child))
}
