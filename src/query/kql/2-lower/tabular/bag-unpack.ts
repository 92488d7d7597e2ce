/** evaluate bag_unpack: a column for each key of a bag. */

import type { Bound } from '../../1-read/bound.ts'
import type { KqlType } from '../../types.ts'
import { type Query, withRow } from '../context.ts'
import { convert, dynamicPath } from '../conversions.ts'
import { lowerScalar } from '../expressions.ts'
import { pairsOf } from '../functions/bags.ts'
import { constantTexts } from '../functions/strings.ts'
import { columnOf, type Operator, type Relation, type RelationColumn, visible } from '../operators.ts'
import { call, long, raw, type Scalar, text, textOf } from '../scalar.ts'
import { type NewColumn, newColumn, passed, project } from './build.ts'
import { observed, option, type PluginLowering, positional } from './plugin.ts'

/** Arguments after the bag may be given by place or by name. */
const ARGUMENTS = ['column', 'OutputColumnPrefix', 'columnsConflict', 'ignoredProperties'] as const

export const bagUnpack: PluginLowering = (node, input, query, scope, declared) => {
  const given: Given = name => {
    const placed = positional(node)[ARGUMENTS.indexOf(name)]
    const row = withRow(scope, input)
    return placed ? lowerScalar(placed, query, row) : option(node, name, query, row)
  }
  const bag = given('column')
  if (!bag) return input
  checkArguments(node, given, query)
  const prefix = textOf(given('OutputColumnPrefix')) ?? ''
  const kept = visible(input).filter(one => bag.kind !== 'column' || one.name !== bag.name)
  const member = (key: string, type: KqlType): Scalar => convert(dynamicPath(bag, text(key)), type)
  if (declared) {
    const columns = declared.map((one): NewColumn => {
      const own = kept.find(each => each.name === one.name)
      return own ? passed(own) : newColumn(one.name, member(one.name.slice(prefix.length), one.type))
    })
    return project(input, columns, query)
  }
  const ignored = given('ignoredProperties')
  const left = ignored ? constantTexts(ignored) : []
  if (!left) query.refuse(node, 'bag_unpack() with ignored properties that are no constants')
  const keys = foundKeys(input, bag, query)
  if (!keys) return input
  const found = keys.filter(one => !left?.includes(one.name))
  const added = found.map(({ name, type }) => newColumn(`${prefix}${name}` || 'Column1', member(name, type)))
  return unpacked(node, { input, kept, added, conflict: textOf(given('columnsConflict')) ?? 'error' }, query)
}

type Given = (name: (typeof ARGUMENTS)[number]) => Scalar | undefined

/** The binder does not know all of them, so it is not asked. */
function checkArguments(node: Bound, given: Given, query: Query): void {
  for (const name of ['OutputColumnPrefix', 'columnsConflict'] as const) {
    const value = given(name)
    if (value && textOf(value) === undefined)
      query.refuse(node, `bag_unpack() with a ${name} that is no constant text`)
  }
  const all = node.part('ArgumentList').list('Expressions')
  const unknown = all.find(
    one => one.kind === 'SimpleNamedExpression' && !ARGUMENTS.some(known => known === one.part('Name').name),
  )
  if (unknown || all.length > ARGUMENTS.length)
    query.refuse(unknown ?? node, 'bag_unpack() with this argument')
}

interface Unpacked {
  readonly input: Relation
  readonly kept: readonly RelationColumn[]
  readonly added: readonly NewColumn[]
  readonly conflict: string
}

/** A key named like a column: an error, or one of the two. */
function unpacked(node: Bound, { input, kept, added, conflict }: Unpacked, query: Query): Relation {
  const taken = new Set(kept.map(one => one.name))
  const clash = added.find(one => taken.has(one.name))
  if (clash && !['replace_source', 'keep_source'].includes(conflict))
    query.refuse(
      node,
      `Cannot unpack '${clash.name}': there is such a column; use columnsConflict='replace_source' or 'keep_source'`,
    )
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
