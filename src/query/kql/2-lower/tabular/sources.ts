/** Where rows come from without a table: print, datatable, range. */
import type { Bound } from '../../1-read/bound.ts'
import { type Query, refuseScalar, type Scope } from '../context.ts'
import { lowerScalar } from '../expressions.ts'
import { literalFromText } from '../literals.ts'
import { columnOf, type Operator, type Relation, type RelationColumn } from '../operators.ts'
import { call, castTo, fromTicks, long, raw, retyped, type Scalar, toTicks } from '../scalar.ts'
import type { SourceLowering } from '../tabular.ts'
import { boundColumns, project, typedAs } from './build.ts'
import { inSequence } from './columns.ts'

const unit: Relation = { node: { kind: 'unit' }, columns: [], order: [], serialized: true }

const print: SourceLowering = (node, query, scope) =>
  project(unit, inSequence(node.list('Expressions'), boundColumns(node), query, scope), query)

/** Literals are coerced to the column's type: the text "500" in a real column is 500. Rows keep their order. */
const dataTable: SourceLowering = (node, query, scope) => {
  const declared = boundColumns(node)
  const cells = node.list('Values')
  const ordinal = query.fresh('ordinal')
  const columns: RelationColumn[] = [
    ...declared.map(({ name, type }) => ({ name, type, nullable: type !== 'string' })),
    { name: ordinal, type: 'long', nullable: false, hidden: true },
  ]
  const rows: Scalar[][] = []
  for (
    let start = 0;
    start + declared.length <= cells.length && declared.length > 0;
    start += declared.length
  ) {
    const row = declared.map((column, index) =>
      cell(cells[start + index] as Bound, column.type, query, scope),
    )
    rows.push([...row, long(rows.length)])
  }
  const order = [
    {
      expr: columnOf({ name: ordinal, type: 'long', nullable: false }),
      descending: false,
      nullsFirst: false,
    },
  ]
  return { node: { kind: 'values', columns, rows }, columns, order, serialized: false }
}

function cell(node: Bound, type: RelationColumn['type'], query: Query, scope: Scope): Scalar {
  const value = lowerScalar(node, query, scope)
  if (value.type === type) return value
  if (value.kind === 'literal' && value.value !== null && type !== 'string' && type !== 'dynamic') {
    return literalFromText(type, String(value.value)) ?? { ...value, type, value: null, nullable: true }
  }
  return typedAs(value, type)
}

/** Inclusive at the end; no rows where the step leads away from it. */
const range: SourceLowering = (node, query, scope) => {
  const name = node.part('Name').name
  const type = boundColumns(node)[0]?.type ?? 'long'
  const [from, to, step] = (['From', 'To', 'Step'] as const).map(part =>
    lowerScalar(node.part(part), query, scope),
  ) as [Scalar, Scalar, Scalar]
  const isTime = type === 'datetime' || type === 'timespan'
  const isReal = type === 'real' || type === 'decimal'
  if (!isTime && !isReal && type !== 'long' && type !== 'int') {
    refuseScalar(query, node, `range over ${type}`)
    return unit
  }
  const number = (expr: Scalar): Scalar =>
    type === 'datetime' && expr.type === 'datetime'
      ? toTicks(expr)
      : isReal
        ? castTo('real', expr)
        : castTo('long', retyped(expr, 'long'))
  const [start, end, size] = [number(from), number(to), number(step)]
  const steps = isReal
    ? call('floor', 'real', [call('divide', 'real', [call('minus', 'real', [end, start]), size])])
    : call('intDiv', 'long', [call('minus', 'long', [end, start]), size])
  const away = call('less', 'bool', [
    call('multiply', 'raw', [
      call('sign', 'raw', [call('minus', 'raw', [end, start])]),
      call('sign', 'raw', [size]),
    ]),
    raw(0),
  ])
  const count = call('if', 'raw', [
    away,
    raw(0),
    call('plus', 'raw', [call('toInt64', 'raw', [steps]), raw(1)]),
  ])
  const index = call('toInt64', 'long', [columnOf({ name: 'number', type: 'long', nullable: false })])
  const value = call('plus', isReal ? 'real' : 'long', [
    start,
    call('multiply', isReal ? 'real' : 'long', [index, size]),
  ])
  const typed =
    type === 'datetime'
      ? fromTicks(value)
      : type === 'timespan'
        ? retyped(value, 'timespan')
        : typedAs(value, type)
  const numbers: Operator = {
    kind: 'numbers',
    count: call('assumeNotNull', 'raw', [count], { nullable: false }),
  }
  const expr = { ...typed, nullable: false }
  const columns = [{ name, type, nullable: false }]
  const key = {
    expr: columnOf({ name, type, nullable: false }),
    descending: isDescending(step),
    nullsFirst: false,
  }
  // A step that is worked out may lead down, which nobody knows here.
  const known = step.kind === 'literal' ? { comesSorted: key } : {}
  return {
    node: { kind: 'project', input: numbers, columns: [{ name, expr }], ...known },
    columns,
    order: [key],
    serialized: true,
  }
}

const isDescending = (step: Scalar): boolean =>
  step.kind === 'literal' && step.value !== null && Number(step.value) < 0

export const sourceExpressions: Readonly<Record<string, SourceLowering>> = {
  PrintOperator: print,
  DataTableExpression: dataTable,
  RangeOperator: range,
}
