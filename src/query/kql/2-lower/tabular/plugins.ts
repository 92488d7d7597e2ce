/**
 * evaluate: bag_unpack, pivot and narrow. The columns of the first two depend on the data: unless a schema is
 * declared, the values that make them are asked for first (a probe), and the query is compiled again with them.
 */
import type { Bound } from '../../1-read/bound.ts'
import type { Column, KqlType } from '../../types.ts'
import { asPredicate } from '../comparisons.ts'
import { type Query, type Scope, withRow } from '../context.ts'
import { asString, convert, dynamicPath } from '../conversions.ts'
import { lowerScalar } from '../expressions.ts'
import { pairsOf } from '../functions/bags.ts'
import { columnOf, type NamedScalar, type Operator, type Relation, visible } from '../operators.ts'
import { call, literal, long, raw, type Scalar, text, textOf } from '../scalar.ts'
import type { OperatorLowering } from '../tabular.ts'
import { declaredType } from '../type-words.ts'
import { aggregateOf } from './aggregate-operators.ts'
import { lowerAggregate } from './aggregates.ts'
import { type NewColumn, newColumn, passed, project } from './build.ts'

type PluginLowering = (
  call: Bound,
  input: Relation,
  query: Query,
  scope: Scope,
  declared: readonly Column[] | undefined,
) => Relation

const evaluate: OperatorLowering = (node, input, query, scope) => {
  const plugin = node.part('FunctionCall')
  const name = plugin.part('Name').name
  const lowering = PLUGINS[name]
  const schema = node.maybe('Schema')?.maybe('Schema')?.list('Columns')
  const declared = schema?.map(
    (one): Column => ({ name: one.part('Name').name, type: scalarOf(one.part('Type')) }),
  )
  if (lowering)
    return {
      ...lowering(plugin, input, query, scope, withInput(node, input, declared)),
      ...(declared ? {} : { dataDependent: true }),
    }
  query.refuse(plugin, `the plugin '${name}' is not supported`)
  return input
}

/** A schema `(*, a:long)` begins with the input's columns. */
function withInput(
  node: Bound,
  input: Relation,
  declared: readonly Column[] | undefined,
): readonly Column[] | undefined {
  if (!declared || !/:\s*\(\s*\*/.test(node.text)) return declared
  const bag = node.part('FunctionCall').part('ArgumentList').list('Expressions')[0]?.name
  const names = new Set(declared.map(one => one.name))
  return [...visible(input).filter(one => one.name !== bag && !names.has(one.name)), ...declared]
}

const scalarOf = (node: Bound): KqlType => declaredType(node) ?? 'dynamic'

/** The rows an earlier probe found, or undefined after asking for them. */
function observed(relation: Relation, query: Query): readonly (readonly unknown[])[] | undefined {
  const id = query.fresh('probe')
  const rows = query.observed[id]
  if (!rows) query.probes.push({ id, relation })
  return rows
}

/** One column for each key found; its type is that of the values, dynamic where they differ. */
/** A named argument of a plugin that is a constant text. */
function textOption(call: Bound, name: string, query: Query, scope: Scope): string | undefined {
  const given = call
    .part('ArgumentList')
    .list('Expressions')
    .find(one => one.kind === 'SimpleNamedExpression' && one.part('Name').name === name)
  return given ? textOf(lowerScalar(given.part('Expression'), query, scope)) : undefined
}

const bagUnpack: PluginLowering = (node, input, query, scope, declared) => {
  const [bagNode, prefixNode] = node.part('ArgumentList').list('Expressions')
  if (!bagNode) return input
  const bag = lowerScalar(bagNode, query, withRow(scope, input))
  const prefix =
    prefixNode && prefixNode.kind === 'StringLiteralExpression'
      ? (textOf(lowerScalar(prefixNode, query, scope)) ?? '')
      : ''
  const bagName = bag.kind === 'column' ? bag.name : ''
  const kept = visible(input).filter(one => one.name !== bagName)
  const keys = declared ? undefined : foundKeys(input, bag, query)
  if (!declared && !keys) return input
  const taken = new Set(kept.map(one => one.name))
  const member = (key: string, type: KqlType): Scalar => convert(dynamicPath(bag, text(key)), type)
  if (declared) {
    const columns = declared.map((one): NewColumn => {
      const own = kept.find(each => each.name === one.name)
      return own ? passed(own) : newColumn(one.name, member(one.name.slice(prefix.length), one.type))
    })
    return project(input, columns, query)
  }
  const added = (keys ?? []).map(({ name, type }) => newColumn(`${prefix}${name}`, member(name, type)))
  const conflict = textOption(node, 'columnsConflict', query, scope) ?? 'error'
  const clash = added.find(one => taken.has(one.name))
  if (clash && !['replace_source', 'keep_source'].includes(conflict))
    query.refuse(bagNode, `bag_unpack(): the column '${clash.name}' exists already`)
  const replaced = new Map(conflict === 'replace_source' ? added.map(one => [one.name, one]) : [])
  const columns = kept.map(one => replaced.get(one.name) ?? passed(one))
  return project(input, [...columns, ...added.filter(one => !taken.has(one.name))], query)
}

/** Keys with the engine's word for the type of their values, in the order of their names. */
function foundKeys(
  input: Relation,
  bag: Scalar,
  query: Query,
): { name: string; type: KqlType }[] | undefined {
  const [key, kinds, pair] = ['key', 'kinds', 'pair'].map(one => query.fresh(one)) as [string, string, string]
  const unnested: Operator = {
    kind: 'unnest',
    input: input.node,
    arrays: [{ name: pair, expr: pairsOf(bag) }],
  }
  const ref: Scalar = { kind: 'column', name: pair, type: 'raw', nullable: false }
  const part = (index: number) => call('tupleElement', 'string', [ref, raw(index)], { nullable: false })
  const kind = call('toString', 'string', [call('JSONType', 'raw', [part(2)])])
  const node: Operator = {
    kind: 'aggregate',
    input: unnested,
    keys: [{ name: key, expr: part(1) }],
    aggregates: [
      {
        name: kinds,
        expr: call('arrayStringConcat', 'string', [call('groupUniqArray', 'raw', [kind]), text(',')]),
      },
    ],
  }
  const sorted = {
    kind: 'limit',
    input: node,
    order: [
      {
        expr: columnOf({ name: key, type: 'string', nullable: false }),
        descending: false,
        nullsFirst: false,
      },
    ],
    count: long(10_000),
  } as const
  const columns = [key, kinds].map(name => ({ name, type: 'string' as const, nullable: false }))
  const rows = observed({ node: sorted, columns, order: [], serialized: false }, query)
  return rows?.map(([name, found]) => ({ name: String(name), type: typeOfKinds(String(found).split(',')) }))
}

const JSON_TYPES: Readonly<Record<string, KqlType>> = {
  Int64: 'long',
  UInt64: 'long',
  Double: 'real',
  String: 'string',
  Bool: 'bool',
}

function typeOfKinds(kinds: readonly string[]): KqlType {
  const types = new Set(kinds.filter(one => one !== 'Null').map(one => JSON_TYPES[one] ?? 'dynamic'))
  if (types.size === 1) return [...types][0] ?? 'dynamic'
  return types.size === 2 && types.has('long') && types.has('real') ? 'real' : 'dynamic'
}

/** pivot(column, aggregate, key…): a column for each value of the pivot column, in their order. */
const pivot: PluginLowering = (node, input, query, scope, declared) => {
  const [columnNode, aggregateNode, ...keyNodes] = node.part('ArgumentList').list('Expressions')
  const rows = withRow(scope, input)
  if (!columnNode) return input
  const value = asString(lowerScalar(columnNode, query, rows))
  const used = new Set(aggregateNode ? namesIn(aggregateNode) : [])
  const own = visible(input).filter(one => one.name !== columnNode.name && !used.has(one.name))
  const keyNames = new Set(keyNodes.map(one => one.name))
  const keys = own.filter(one => keyNodes.length === 0 || keyNames.has(one.name))
  const name = query.fresh('value')
  const distinct = aggregateOf(input, [{ name, expr: value }], [], query)
  const order = [
    { expr: columnOf({ name, type: 'string', nullable: false }), descending: false, nullsFirst: false },
  ]
  const values = declared
    ? undefined
    : observed(
        { ...distinct, node: { kind: 'limit', input: distinct.node, order, count: long(10_000) } },
        query,
      )
  if (!declared && !values) return input
  const names = declared
    ? declared.map(one => one.name).filter(one => !keys.some(key => key.name === one))
    : (values ?? []).map(([one]) => String(one))
  const aggregates = names.map((one): NamedScalar => {
    const matches = asPredicate(call('equals', 'bool', [value, literal('string', one)]))
    return { name: one, expr: conditional(aggregateNode, matches, query, rows) }
  })
  return aggregateOf(
    input,
    keys.map(one => ({ name: one.name, expr: columnOf(one) })),
    aggregates,
    query,
  )
}

const namesIn = (node: Bound): string[] => [
  ...(node.kind === 'NameReference' ? [node.name] : []),
  ...node.children.flatMap(namesIn),
]

/** The aggregate over the rows of one pivot value. */
function conditional(node: Bound | undefined, matches: Scalar, query: Query, scope: Scope): Scalar {
  const found = node
    ? (lowerAggregate(node, query, scope, new Set())[0] ?? literal('dynamic', null))
    : call('CAST', 'long', [call('count', 'long', [], { nullable: false }), raw('Int64')], {
        nullable: false,
      })
  return withCondition(found, matches)
}

const AGGREGATES = new Set([
  'count',
  'sum',
  'avg',
  'min',
  'max',
  'any',
  'uniqCombined64',
  'uniqExact',
  'quantileExactWeighted',
  'groupArray',
  'stddevSamp',
  'varSamp',
])

/** Turns the engine's aggregates inside an expression into their conditional forms. */
function withCondition(expr: Scalar, matches: Scalar): Scalar {
  if (expr.kind !== 'call') return expr
  const plain = expr.fn.replace(/If$/, '')
  if (!AGGREGATES.has(plain)) return { ...expr, args: expr.args.map(arg => withCondition(arg, matches)) }
  const isConditional = expr.fn !== plain
  const condition = isConditional ? call('and', 'bool', [expr.args.at(-1) ?? matches, matches]) : matches
  const args = isConditional ? expr.args.slice(0, -1) : expr.args
  return { ...expr, fn: `${plain}If`, args: [...args, condition] }
}

/** narrow(): a row for each cell, with the row's number, the column's name and the value as text. */
const narrow: PluginLowering = (_node, input, query) => {
  const [name, cell] = [query.fresh('column'), query.fresh('cell')]
  const columns = visible(input)
  const number = {
    name: query.fresh('row'),
    expr: call(
      'toInt64',
      'long',
      [
        call('minus', 'long', [
          call('row_number', 'long', [], { over: { order: input.order }, nullable: false }),
          raw(1),
        ]),
      ],
      { nullable: false },
    ),
  }
  const numbered: Operator = {
    kind: 'project',
    input: input.node,
    columns: [...input.columns.map(passed), number],
  }
  const names = call(
    'array',
    'raw',
    columns.map(one => text(one.name)),
    { nullable: false },
  )
  const cells = call(
    'array',
    'raw',
    columns.map(one => asString(columnOf(one))),
    { nullable: false },
  )
  const node: Operator = {
    kind: 'unnest',
    input: numbered,
    arrays: [
      { name, expr: names },
      { name: cell, expr: cells },
    ],
  }
  const all: Relation = { node, columns: [], order: [], serialized: false }
  return project(
    all,
    [
      { name: 'Row', type: 'long', expr: columnOf({ name: number.name, type: 'long', nullable: false }) },
      { name: 'Column', type: 'string', expr: columnOf({ name, type: 'string', nullable: false }) },
      { name: 'Value', type: 'string', expr: columnOf({ name: cell, type: 'string', nullable: false }) },
    ],
    query,
  )
}

const PLUGINS: Readonly<Record<string, PluginLowering>> = { bag_unpack: bagUnpack, pivot, narrow }

/** For the documentation. */
export const pluginNames: readonly string[] = Object.keys(PLUGINS)

export const pluginOperators: Readonly<Record<string, OperatorLowering>> = { EvaluateOperator: evaluate }
