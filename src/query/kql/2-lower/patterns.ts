/** `declare pattern`: constant texts in a call, and in the path behind it, choose one of several tables. */
import type { Bound } from '../1-read/bound.ts'
import { lowerLet } from './bodies.ts'
import { emptyRelation, type Query, type Scope, withName } from './context.ts'
import { lowerScalar } from './expressions.ts'
import type { Relation } from './operators.ts'
import { text, textOf } from './scalar.ts'
import { lowerTabular } from './tabular.ts'

export interface Pattern {
  /** Names of the arguments and, last, of the path if there is one. */
  readonly parameters: readonly string[]
  readonly matches: readonly { readonly values: readonly string[]; readonly body: Bound }[]
}

/** The scope after `declare pattern`; without a definition every call of it is refused. */
export function lowerPattern(statement: Bound, query: Query, scope: Scope): Scope {
  const declaration = statement.maybe('Pattern')
  const path = declaration?.maybe('PathParameter')?.part('Parameter')
  const parameters = [...(declaration?.list('Parameters') ?? []), ...(path ? [path] : [])]
  const constant = (node: Bound): string => textOf(lowerScalar(node, query, scope)) ?? ''
  const matches = (declaration?.list('Patterns') ?? []).map(one => {
    const last = one.maybe('PathValue')?.part('Value')
    const values = [...one.part('ParameterValues').list('Expressions'), ...(last ? [last] : [])]
    return { values: values.map(constant), body: one.part('Body') }
  })
  const pattern: Pattern = { parameters: parameters.map(one => one.part('Name').name), matches }
  return withName(scope, statement.part('Name').name, { kind: 'pattern', pattern, scope })
}

/** `p('a').b` or `p('a')`, where p is a pattern; undefined where it is something else. */
export function patternCall(node: Bound, query: Query, scope: Scope): Relation | undefined {
  const call = node.kind === 'PathExpression' ? node.part('Expression') : node
  if (call.kind !== 'FunctionCallExpression') return undefined
  const meaning = scope.names.get(call.part('Name').name)
  if (meaning?.kind !== 'pattern') return undefined
  const given = call.part('ArgumentList').list('Expressions')
  const path = node.kind === 'PathExpression' ? [node.part('Selector').name] : []
  const values = [...given.map(one => textOf(lowerScalar(one, query, scope)) ?? ''), ...path]
  const { parameters, matches } = meaning.pattern
  const found = matches.find(
    one => one.values.length === values.length && one.values.every((value, index) => value === values[index]),
  )
  if (!found) {
    query.refuse(node, `the pattern '${node.text.slice(0, 60)}' has no definition`)
    return emptyRelation([])
  }
  const named = parameters.reduce(
    (inner, name, index) => withName(inner, name, { kind: 'scalar', expr: text(values[index] ?? '') }),
    meaning.scope,
  )
  const inside = found.body.list('Statements').reduce((inner, one) => lowerLet(one, query, inner), named)
  return lowerTabular(found.body.part('Expression'), query, inside)
}
