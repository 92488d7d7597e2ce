/** Aggregate expressions inside summarize and its relatives: calls become engine aggregates, the rest stays scalar. */
import type { Bound } from '../../1-read/bound.ts'
import type { KqlType } from '../../types.ts'
import { asPredicate } from '../comparisons.ts'
import { type Query, refuseScalar, type Scope } from '../context.ts'
import { convert } from '../conversions.ts'
import { lowerScalar, typeOf } from '../expressions.ts'
import { aggregatesByName } from '../functions/aggregates.ts'
import { columnOf, visible } from '../operators.ts'
import { and, call, isNotNull, raw, type Scalar, TRUE } from '../scalar.ts'

/** The result columns of one aggregate expression; arg_max and percentiles have several. */
export function lowerAggregate(
  node: Bound,
  query: Query,
  scope: Scope,
  keys: ReadonlySet<string>,
): readonly Scalar[] {
  if (node.kind === 'SimpleNamedExpression')
    return lowerAggregate(node.part('Expression'), query, scope, keys)
  if (node.kind === 'CompoundNamedExpression')
    return lowerAggregate(node.part('Expression'), query, scope, keys)
  if (node.kind === 'ParenthesizedExpression')
    return lowerAggregate(node.part('Expression'), query, scope, keys)
  if (node.kind === 'FunctionCallExpression') {
    const name = node.part('Name').name
    if (name === 'arg_max' || name === 'argmax' || name === 'arg_min' || name === 'argmin')
      return argExtreme(node, query, scope, keys)
    const found = aggregatesByName.get(name)
    if (found) return aggregateCall(node, found.hasPredicate, query, scope)
  }
  return [
    lowerScalar(node, query, {
      ...scope,
      aggregate: inner =>
        lowerAggregate(inner, query, scope, keys)[0] ?? refuseScalar(query, inner, 'this aggregate'),
    }),
  ]
}

function aggregateCall(node: Bound, hasPredicate: boolean, query: Query, scope: Scope): readonly Scalar[] {
  const name = node.part('Name').name
  const row = aggregatesByName.get(name)?.row
  const refuse = (message: string) => refuseScalar(query, node, message, typeOf(node))
  if (!row) return [refuse(`the aggregate '${name}' is not supported`)]
  const nodes = node.part('ArgumentList').list('Expressions')
  const all =
    nodes[0]?.kind === 'StarExpression' && scope.row
      ? visible(scope.row).map(columnOf)
      : nodes.map(one => lowerScalar(one, query, scope))
  const at =
    row.name === 'make_list' || row.name === 'make_set' || row.name === 'make_bag' ? 1 : all.length - 1
  const predicate = hasPredicate ? all[at === 1 ? 1 : predicateIndex(row.name, all)] : undefined
  const args = predicate ? all.filter(one => one !== predicate) : all
  const result = row.translate({
    node,
    args,
    type: typeOf(node),
    query,
    scope,
    refuse,
    condition: conditionOf(predicate, scope),
    order: scope.row?.order ?? [],
    arg: index => args[index] ?? refuse(`${name}() needs argument ${index + 1}`),
  })
  return Array.isArray(result) ? result : [result as Scalar]
}

function conditionOf(predicate: Scalar | undefined, { only }: Scope): Scalar | undefined {
  const given = predicate && asPredicate(convert(predicate, 'bool'))
  return given && only ? and(given, only) : (given ?? only)
}

/** The predicate follows the values; an accuracy may follow it (dcountif). */
function predicateIndex(name: string, args: readonly Scalar[]): number {
  if (name === 'count') return 0
  return name === 'covariance' || name === 'covariancep' ? 2 : Math.min(1, args.length - 1)
}

/** The row with the extreme: its key first, then the asked columns; with `*` all that are no group keys. */
function argExtreme(node: Bound, query: Query, scope: Scope, keys: ReadonlySet<string>): readonly Scalar[] {
  const isMax = /max$/.test(node.part('Name').name)
  const [first, ...rest] = node.part('ArgumentList').list('Expressions')
  if (!first || !scope.row) return [refuseScalar(query, node, 'arg_max() without arguments')]
  const key = lowerScalar(first, query, scope)
  const own = first.kind === 'NameReference' ? first.name : undefined
  const others = rest.flatMap(one =>
    one.kind === 'StarExpression'
      ? visible(scope.row ?? emptyRow)
          .filter(column => column.name !== own && !keys.has(column.name))
          .map(columnOf)
      : [lowerScalar(one, query, scope)],
  )
  if (key.type === 'dynamic')
    return [refuseScalar(query, first, 'arg_max() and arg_min() by a dynamic value; convert it')]
  return pickedBy(isMax, key, [key, ...others])
}

const emptyRow = { columns: [], node: { kind: 'unit' }, order: [], serialized: false } as const

/** All values come from the same row; rows without a key are last in line but not excluded. */
function pickedBy(isMax: boolean, key: Scalar, values: readonly Scalar[]): readonly Scalar[] {
  const known = key.nullable ? isNotNull(key) : TRUE
  const rank = key.nullable
    ? call(
        'tuple',
        'raw',
        [
          isMax ? known : call('not', 'bool', [known]),
          call('assumeNotNull', key.type, [key], { nullable: false }),
        ],
        { nullable: false },
      )
    : key
  const row = call('tuple', 'raw', values, { nullable: false })
  const found = call(isMax ? 'argMax' : 'argMin', 'raw', [row, rank], { nullable: false })
  return values.map((value, index) =>
    call('tupleElement', value.type as KqlType, [found, raw(index + 1)], {
      nullable: value.type !== 'string',
    }),
  )
}
