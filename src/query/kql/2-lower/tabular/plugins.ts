/**
 * evaluate: the table of plugins. The columns of some depend on the data: unless a schema is declared, the values
 * that make them are asked for first (a probe), and the query is compiled again with them.
 */
import type { Bound } from '../../1-read/bound.ts'
import type { Column, KqlType } from '../../types.ts'
import { asString } from '../conversions.ts'
import { lowerScalar } from '../expressions.ts'
import { columnOf, type Operator, type Relation, visible } from '../operators.ts'
import { call, castTo, long, raw, text } from '../scalar.ts'
import type { OperatorLowering } from '../tabular.ts'
import { declaredType } from '../type-words.ts'
import { activityPlugins } from './activity-plugins.ts'
import { aggregateOf } from './aggregate-operators.ts'
import { bagUnpack } from './bag-unpack.ts'
import { passed, project } from './build.ts'
import { lookupPlugins } from './lookup-plugins.ts'
import { pivot } from './pivot.ts'
import { type PluginLowering, positional } from './plugin.ts'
import { limited } from './row-operators.ts'

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
      ...(declared || !DATA_DEPENDENT.has(name) ? {} : { dataDependent: true }),
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

/** preview(n): some rows, and how many there are. */
const preview: PluginLowering = (node, input, query, scope) => {
  const [rows] = positional(node)
  const taken = limited(input, rows ? lowerScalar(rows, query, scope) : long(10))
  const count = castTo('long', call('count', 'long', [], { nullable: false }))
  query.branches.push(
    { relation: taken },
    { relation: aggregateOf(input, [], [{ name: 'Count', expr: count }], query) },
  )
  return taken
}

const PLUGINS: Readonly<Record<string, PluginLowering>> = {
  bag_unpack: bagUnpack,
  narrow,
  pivot,
  preview,
  ...lookupPlugins,
  ...activityPlugins,
}

/** Their columns come from the data. */
const DATA_DEPENDENT = new Set(['bag_unpack', 'pivot'])

/** For the documentation. */
export const pluginNames: readonly string[] = Object.keys(PLUGINS)

export const pluginOperators: Readonly<Record<string, OperatorLowering>> = { EvaluateOperator: evaluate }
