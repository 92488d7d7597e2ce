/** Function calls in scalar position: built-in rows, window functions, the user's own functions. */
import { invariant } from '#base'
import type { Bound } from '../1-read/bound.ts'
import { lowerBody } from './bodies.ts'
import { type Query, refuseScalar, type Scope } from './context.ts'
import { asString, convert } from './conversions.ts'
import { lowerScalar, typeOf } from './expressions.ts'
import { isAggregateName } from './functions/aggregates.ts'
import { functionsByName } from './functions/index.ts'
import type { FunctionRow } from './functions/row.ts'
import { windowFunctions } from './functions/windows.ts'
import { columnOf, visible } from './operators.ts'
import { literal, nullOf, type Scalar, textOf } from './scalar.ts'
import { lowerTabular } from './tabular.ts'

export function lowerCall(node: Bound, query: Query, scope: Scope): Scalar {
  const name = node.kind === 'NameReference' ? node.name : node.part('Name').name
  if (scope.aggregate && isAggregateName(name)) return scope.aggregate(node)
  const user = scope.names.get(name)
  if (user?.kind === 'function') {
    const value = lowerBody(node, query, scope)
    return value.kind === 'scalar'
      ? value.expr
      : refuseScalar(query, node, `'${name}' gives a table where a value is needed`)
  }
  if (name === 'column_ifexists' || name === 'columnifexists') return columnIfExists(node, query, scope)
  if (name === 'column_names_of') return columnNamesOf(node, query, scope)
  const row = functionsByName.get(name) ?? windowFunctions.get(name)
  if (!row) return refuseScalar(query, node, `the function '${name}' is not supported`, typeOf(node))
  return callRow(row, node, query, scope)
}

function callRow(row: FunctionRow, node: Bound, query: Query, scope: Scope): Scalar {
  const args = node
    .part('ArgumentList')
    .list('Expressions')
    .filter(one => one.kind !== 'StarExpression' && one.kind !== 'TypeOfLiteralExpression')
    .map(one => lowerScalar(one, query, scope))
  const type = typeOf(node)
  const refuse = (message: string) => refuseScalar(query, node, message, type)
  return row.translate({
    node,
    args,
    type,
    query,
    scope,
    refuse,
    arg: index => args[index] ?? refuse(`${row.name}() needs argument ${index + 1}`),
  })
}

/** The names of a table's columns, known before the query runs. */
function columnNamesOf(node: Bound, query: Query, scope: Scope): Scalar {
  const { row: _, ...outer } = scope
  const [source] = node.part('ArgumentList').list('Expressions')
  invariant(source, 'the binder checks the number of arguments')
  const names = visible(lowerTabular(source, query, outer)).map(one => one.name)
  return literal('dynamic', JSON.stringify(names))
}

function columnIfExists(node: Bound, query: Query, scope: Scope): Scalar {
  const [nameNode, fallback] = node.part('ArgumentList').list('Expressions')
  invariant(nameNode && fallback, 'the binder checks the number of arguments')
  const name = textOf(lowerScalar(nameNode, query, scope))
  const found = scope.row?.columns.find(one => one.name === name)
  if (!found) return lowerScalar(fallback, query, scope)
  const type = typeOf(node)
  const value = columnOf(found)
  if (value.type === type) return value
  return type === 'string' ? asString(value) : (convert(value, type) ?? nullOf(type))
}
