/**
 * mv-expand and mv-apply: a row for each element of an array. Several arrays go in step, shorter ones filled with
 * null; a null gives one row with null, an empty array none.
 */
import type { Bound } from '../../1-read/bound.ts'
import type { KqlType } from '../../types.ts'
import { type Query, type Scope, withRow } from '../context.ts'
import { convert } from '../conversions.ts'
import { lowerScalar } from '../expressions.ts'
import { isKind } from '../functions/arrays.ts'
import { pairsOf } from '../functions/bags.ts'
import { jsonArray } from '../functions/json.ts'
import { columnOf, type NamedScalar, type Operator, type Relation, visible } from '../operators.ts'
import {
  call,
  castTo,
  isNull,
  lambda,
  literal,
  long,
  raw,
  retyped,
  type Scalar,
  text,
  variable,
} from '../scalar.ts'
import { lowerTabular, type OperatorLowering } from '../tabular.ts'
import { TYPE_WORDS } from '../type-words.ts'
import {
  allPassed,
  boundColumns,
  checkParameters,
  type NewColumn,
  parameter,
  passed,
  project,
  typedAs,
} from './build.ts'
import { partitioned } from './partitions.ts'

interface Expansion {
  readonly name: string
  readonly elements: Scalar
  /** The type the elements are converted to. */
  readonly type: KqlType
}

const expand: OperatorLowering = (node, input, query, scope) => {
  checkParameters(node, ['bagexpansion', 'kind', 'with_itemindex'], query)
  const index = parameter(node, 'with_itemindex')
  const relation = expanded(node, input, query, scope, index)
  return project(relation, allPassed(relation), query, true)
}

/** The input's columns with the expanded ones replaced or added, and the position among the elements. */
function expanded(
  node: Bound,
  input: Relation,
  query: Query,
  scope: Scope,
  index: string | undefined,
): Relation {
  const pairs = (parameter(node, 'bagexpansion') ?? parameter(node, 'kind')) === 'array'
  const all = node.list('Expressions').map(one => expansionOf(one, pairs, query, withRow(scope, input)))
  const limit = node.maybe('RowLimitClause')?.maybe('RowLimit')
  const longest = call(
    'greatest',
    'long',
    all.map(one => call('length', 'long', [one.elements], { nullable: false })),
    { nullable: false },
  )
  const size = limit
    ? call('least', 'long', [longest, lowerScalar(limit, query, scope)], { nullable: false })
    : longest
  const padded = (elements: Scalar) =>
    call('arrayResize', 'raw', [elements, size, literal('raw', null)], { nullable: false })
  const arrays: NamedScalar[] = all.map(one => ({
    name: query.fresh('element'),
    expr: all.length > 1 || limit ? padded(one.elements) : one.elements,
  }))
  const position = query.fresh('index')
  const counted = [
    ...arrays,
    {
      name: position,
      expr: call('arrayEnumerate', 'raw', [arrays[0]?.expr ?? literal('raw', null)], { nullable: false }),
    },
  ]
  const unnested: Operator = { kind: 'unnest', input: input.node, arrays: counted }
  const replaced = new Map(all.map((one, at) => [one.name, element(one, arrays[at]?.name ?? '')]))
  const columns: NewColumn[] = [
    ...input.columns.map(one => replaced.get(one.name) ?? passed(one)),
    ...[...replaced.values()].filter(one => !input.columns.some(own => own.name === one.name)),
  ]
  const zeroBased = call('minus', 'long', [
    castTo('long', columnOf({ name: position, type: 'long', nullable: false })),
    long(1),
  ])
  columns.push({ name: index ?? position, type: 'long', expr: zeroBased })
  const ordinal = {
    expr: columnOf({ name: index ?? position, type: 'long', nullable: false }),
    descending: false,
    nullsFirst: false,
  }
  const keptOrder = input.order.filter(key => key.expr.kind !== 'column' || !replaced.has(key.expr.name))
  const out = columns.map(one => {
    const hidden = input.columns.find(own => own.name === one.name)?.hidden || one.name === position
    return {
      name: one.name,
      type: one.type,
      nullable: one.type !== 'string' && one.expr.nullable,
      ...(hidden ? { hidden: true } : {}),
    }
  })
  const projected: Operator = {
    kind: 'project',
    input: unnested,
    columns: columns.map(({ name, expr }) => ({ name, expr })),
  }
  const order =
    keptOrder.length > 0 || input.order.length === 0
      ? [...keptOrder, ...(keptOrder.length > 0 ? [ordinal] : [])]
      : []
  return { ...input, node: projected, columns: out, order, serialized: input.serialized && order.length > 0 }
}

/** A JSON text from the array as a value; JSON null is null. */
function element({ name, type }: Expansion, from: string): NewColumn {
  const json: Scalar = { kind: 'column', name: from, type: 'dynamic', nullable: true }
  const value = call('nullIf', 'dynamic', [json, text('null')], { nullable: true })
  return { name, type, expr: typedAs(convert(value, type), type) }
}

function expansionOf(node: Bound, pairs: boolean, query: Query, scope: Scope): Expansion {
  const inner = node.part('Expression')
  const named = inner.kind === 'SimpleNamedExpression'
  const value = named ? inner.part('Expression') : inner
  const expr = lowerScalar(value, query, scope)
  const target = node.maybe('ToTypeOf')?.list('Types')[0] ?? node.maybe('ToTypeOf')?.maybe('TypeOf')
  const type = typeOfClause(node) ?? (target?.type.kind === 'scalar' ? target.type.type : 'dynamic')
  const name = named ? inner.part('Name').name : nameOf(value)
  return { name, elements: elementsOf(typedAs(expr, 'dynamic'), pairs), type }
}

/** `to typeof(long)` read from its text. */
function typeOfClause(node: Bound): KqlType | undefined {
  const word = /\bto\s+typeof\s*\(\s*(\w+)\s*\)\s*$/i.exec(node.text)?.[1]
  return word ? TYPE_WORDS[word.toLowerCase()] : undefined
}

/** The column name of a path: d.a.b is expanded as d_a_b. */
function nameOf(node: Bound): string {
  if (node.kind === 'PathExpression')
    return `${nameOf(node.part('Expression'))}_${node.part('Selector').name}`
  if (node.kind === 'NameReference') return node.name
  return node.kind === 'FunctionCallExpression' && node.part('ArgumentList').list('Expressions')[0]
    ? nameOf(node.part('ArgumentList').list('Expressions')[0] as Bound)
    : 'Column1'
}

const p = variable('p', 'raw')
const pairPart = (index: number): Scalar =>
  call('tupleElement', 'string', [p, raw(index)], { nullable: false })

/** Elements as nullable JSON texts: an array's, a bag's as one-key bags or pairs, any other value alone. */
function elementsOf(expr: Scalar, pairs: boolean): Scalar {
  const nullableText = (array: Scalar) =>
    call('CAST', 'raw', [array, raw('Array(Nullable(String))')], { nullable: false })
  const source = call('ifNull', 'string', [retyped(expr, 'string'), text('[]')], { nullable: false })
  const array = nullableText(call('JSONExtractArrayRaw', 'raw', [source], { nullable: false }))
  const name = call('toJSONString', 'string', [pairPart(1)])
  const member = pairs
    ? retyped(jsonArray(call('array', 'raw', [name, pairPart(2)], { nullable: false })), 'string')
    : call('concat', 'string', [text('{'), name, text(':'), pairPart(2), text('}')])
  const bag = nullableText(
    call('arrayMap', 'raw', [lambda(['p'], member), pairsOf(expr)], { nullable: false }),
  )
  const alone = nullableText(call('array', 'raw', [expr], { nullable: false }))
  return call(
    'multiIf',
    'raw',
    [isNull(expr), alone, isKind(expr, 'Array'), array, isKind(expr, 'Object'), bag, alone],
    { nullable: false },
  )
}

/**
 * mv-apply: the subquery runs over the expanded rows of each record. The records are numbered, the subquery is
 * lowered with that number as its partition, and its result is joined back.
 */
const apply: OperatorLowering = (node, input, query, scope) => {
  const record = query.fresh('record')
  const number = call('row_number', 'long', [], { over: { order: input.order }, nullable: false })
  const numbered: Relation = {
    ...input,
    node: {
      kind: 'project',
      input: input.node,
      columns: [...input.columns.map(passed), { name: record, expr: castTo('long', number) }],
    },
    columns: [...input.columns, { name: record, type: 'long', nullable: false, hidden: true }],
  }
  const shared: Operator = {
    kind: 'shared',
    name: query.fresh('records'),
    input: numbered.node,
    columns: numbered.columns.map(one => one.name),
  }
  const records: Relation = { ...numbered, node: shared }
  const key = columnOf({ name: record, type: 'long', nullable: false })
  const rows = expanded(
    node,
    { ...records, order: [{ expr: key, descending: false, nullsFirst: false }] },
    query,
    scope,
    parameter(node, 'with_itemindex'),
  )
  const byRecord = partitioned({ ...rows, serialized: true, groups: shared }, [record])
  const subquery = node.part('Subquery').part('Expression')
  const result = lowerTabular(subquery, query, { ...scope, piped: byRecord, contextual: byRecord })
  return joinedBack(node, records, result, record)
}

/** Each record's columns next to what the subquery gave for it; a record without result rows is dropped. */
function joinedBack(node: Bound, records: Relation, result: Relation, record: string): Relation {
  const kept = boundColumns(node)
  const own = new Map(visible(result).map(one => [one.name, one]))
  const source = new Map(visible(records).map(one => [one.name, one]))
  const columns = kept.flatMap(({ name, type }): NewColumn[] => {
    const fromResult = own.get(name)
    const found = fromResult ?? source.get(name)
    if (!found) return []
    return [{ name, type, expr: { ...columnOf(found), side: fromResult ? 'r' : 'l' } as Scalar }]
  })
  const sideKey = (side: 'l' | 'r'): Scalar => ({
    kind: 'column',
    name: record,
    type: 'long',
    nullable: false,
    side,
  })
  const on = call('equals', 'bool', [sideKey('l'), sideKey('r')])
  const groups = records.columns.filter(one => records.partition?.includes(one.name))
  const joined: Operator = {
    kind: 'join',
    join: 'inner',
    left: records.node,
    right: result.node,
    on,
    columns: [
      ...columns.map(({ name, expr }) => ({ name, expr })),
      ...groups.map(one => ({ name: one.name, expr: { ...columnOf(one), side: 'l' } as Scalar })),
    ],
  }
  return {
    node: joined,
    columns: [
      ...columns.map(one => ({ name: one.name, type: one.type, nullable: one.type !== 'string' })),
      ...groups,
    ],
    order: [],
    serialized: false,
    ...(records.partition ? { partition: records.partition } : {}),
    ...(records.groups ? { groups: records.groups } : {}),
  }
}

export const expandOperators: Readonly<Record<string, OperatorLowering>> = {
  MvExpandOperator: expand,
  MvApplyOperator: apply,
}
