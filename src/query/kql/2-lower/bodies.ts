/**
 * `let` statements and the user's functions. A call is expanded by Microsoft's binder, which gives the body bound
 * with the arguments of that very call, so `(T:(*))` parameters need no binder of ours.
 */
import type { Bound } from '../1-read/bound.ts'
import { type Meaning, type Query, refuseScalar, type Scope, withName } from './context.ts'
import { convert } from './conversions.ts'
import { lowerScalar } from './expressions.ts'
import { lowerTabular } from './tabular.ts'
import { declaredType } from './type-words.ts'

/** The scope after a `let`. */
export function lowerLet(statement: Bound, query: Query, scope: Scope): Scope {
  const name = statement.part('Name').name
  const value = statement.part('Expression')
  return withName(scope, name, meaningOf(value, query, scope))
}

function meaningOf(value: Bound, query: Query, scope: Scope): Meaning {
  if (value.kind === 'FunctionDeclaration') {
    const isView = /^view\b/.test(value.text)
    return { kind: 'function', scope, isView, declaration: value }
  }
  if (value.type.kind === 'table') return { kind: 'table', relation: lowerTabular(value, query, scope) }
  return { kind: 'scalar', expr: lowerScalar(value, query, scope) }
}

/** What a call of a user's function gives; its arguments become names in the function's own scope. */
export function lowerBody(call: Bound, query: Query, scope: Scope): Meaning {
  const name = call.kind === 'NameReference' ? call.name : call.part('Name').name
  const meaning = scope.names.get(name)
  const body = call.calledBody()
  if (meaning?.kind !== 'function' || !body)
    return { kind: 'scalar', expr: refuseScalar(query, call, `the function '${name}' can't be expanded`) }
  let inner = bindArguments(call, meaning, query, scope)
  for (const statement of body.list('Statements')) inner = lowerStatement(statement, query, inner)
  const result = body.maybe('Expression')
  if (!result)
    return { kind: 'scalar', expr: refuseScalar(query, call, `the function '${name}' has no result`) }
  return result.type.kind === 'table'
    ? { kind: 'table', relation: lowerTabular(result, query, inner) }
    : { kind: 'scalar', expr: lowerScalar(result, query, inner) }
}

function lowerStatement(statement: Bound, query: Query, scope: Scope): Scope {
  if (statement.kind === 'LetStatement') return lowerLet(statement, query, scope)
  query.refuse(statement, `'${statement.kind}' inside a function is not supported`)
  return scope
}

type UserFunction = Extract<Meaning, { kind: 'function' }>

function bindArguments(call: Bound, meaning: UserFunction, query: Query, scope: Scope): Scope {
  const parameters = meaning.declaration.maybe('Parameters')?.list('Parameters') ?? []
  const given = call.kind === 'NameReference' ? [] : call.part('ArgumentList').list('Expressions')
  const named = new Map(given.filter(isNamed).map(one => [one.part('Name').name, one.part('Expression')]))
  const piped = scope.piped && parameters.length > 0
  const positional = placed(given, parameters, piped ? 1 : 0)
  let inner: Scope = { ...meaning.scope }
  parameters.forEach((parameter, index) => {
    const name = parameter.part('NameAndType').part('Name').name
    if (piped && index === 0 && scope.piped) {
      inner = withName(inner, name, { kind: 'table', relation: scope.piped })
      return
    }
    const value = named.get(name) ?? positional.get(name) ?? parameter.maybe('DefaultValue')?.part('Value')
    if (!value) return
    inner = withName(
      inner,
      name,
      argumentMeaning(value, parameter, query, { ...scope, ...(scope.row ? { row: scope.row } : {}) }),
    )
  })
  return inner
}

/** Arguments without a name go to the parameters that no argument names, in order. */
function placed(given: readonly Bound[], parameters: readonly Bound[], skipped: number): Map<string, Bound> {
  const taken = new Set(given.filter(isNamed).map(one => one.part('Name').name))
  const free = parameters
    .slice(skipped)
    .map(one => one.part('NameAndType').part('Name').name)
    .filter(name => !taken.has(name))
  const values = given.filter(one => !isNamed(one))
  return new Map(
    free.flatMap((name, index): [string, Bound][] => {
      const value = values[index]
      return value ? [[name, value]] : []
    }),
  )
}

const isNamed = (node: Bound): boolean => node.kind === 'SimpleNamedExpression'

function argumentMeaning(value: Bound, parameter: Bound, query: Query, scope: Scope): Meaning {
  const { piped: _, ...outer } = scope
  if (value.type.kind === 'table') return { kind: 'table', relation: lowerTabular(value, query, outer) }
  const expr = lowerScalar(value, query, outer)
  const wanted = declaredType(parameter.part('NameAndType').maybe('Type'))
  const converted = wanted && wanted !== expr.type ? convert(expr, wanted) : expr
  return { kind: 'scalar', expr: converted }
}
