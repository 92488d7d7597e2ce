/** Tabular expressions: sources, pipes, and the table of query operators. Anything else is refused by name. */
import type { Bound } from '../1-read/bound.ts'
import { lowerBody } from './bodies.ts'
import { emptyRelation, type Query, type Scope } from './context.ts'
import { lowerScalar } from './expressions.ts'
import type { Operator, Relation, RelationColumn } from './operators.ts'
import { patternCall } from './patterns.ts'
import { textOf } from './scalar.ts'
import { aggregateOperators } from './tabular/aggregate-operators.ts'
import { branchOperators } from './tabular/branch-operators.ts'
import { expandOperators } from './tabular/expand-operators.ts'
import { groupOperators } from './tabular/group-operators.ts'
import { joinOperators } from './tabular/join-operators.ts'
import { seriesOperators } from './tabular/make-series.ts'
import { parseOperators } from './tabular/parse-operators.ts'
import { partitionOperators } from './tabular/partition.ts'
import { checkByGroup } from './tabular/partitions.ts'
import { pluginNames, pluginOperators } from './tabular/plugins.ts'
import { reduceOperators } from './tabular/reduce.ts'
import { rowOperators } from './tabular/row-operators.ts'
import { scanOperators } from './tabular/scan.ts'
import { searchOperators } from './tabular/search-operators.ts'
import { sourceExpressions } from './tabular/sources.ts'
import { topNestedOperators } from './tabular/top-nested.ts'
import { unionOperators } from './tabular/union-operators.ts'

/** An operator: its node, the table piped into it, and what it gives. */
export type OperatorLowering = (node: Bound, input: Relation, query: Query, scope: Scope) => Relation
export type SourceLowering = (node: Bound, query: Query, scope: Scope) => Relation

export function lowerTabular(node: Bound, query: Query, scope: Scope): Relation {
  if (scope.leading?.identity === node.identity) return scope.leading.relation
  const source = SOURCES[node.kind] ?? sourceExpressions[node.kind]
  if (source) return source(node, query, scope)
  const operator = OPERATORS[node.kind]
  // union, search, … may also begin a query; then nothing is piped into them.
  if (operator) {
    if (scope.contextual) checkByGroup(node, firstWord(node), scope.contextual, query)
    return operator(node, scope.contextual ?? unit, query, scope)
  }
  query.refuse(node, `'${firstWord(node)}' (${node.kind}) is not supported`)
  return emptyRelation(columnsOf(node))
}

const columnsOf = (node: Bound) => (node.type.kind === 'table' ? node.type.columns : [])
const firstWord = (node: Bound): string => /^[\w-]+/.exec(node.text)?.[0] ?? node.text.slice(0, 20)

/** No table at all: what a leading operator gets as its input. */
const unit: Relation = { node: { kind: 'unit' }, columns: [], order: [], serialized: false }

function pipe(node: Bound, query: Query, scope: Scope): Relation {
  const input = lowerTabular(node.part('Expression'), query, scope)
  const operator = node.part('Operator')
  const lowering = OPERATORS[operator.kind]
  checkByGroup(operator, firstWord(operator), input, query)
  if (lowering) return lowering(operator, input, query, scope)
  query.refuse(operator, `the operator '${firstWord(operator)}' is not supported`)
  return emptyRelation(columnsOf(node))
}

function reference(node: Bound, query: Query, scope: Scope): Relation {
  const meaning = scope.names.get(node.name)
  if (meaning?.kind === 'table') return meaning.relation
  if (meaning?.kind === 'function') return called(node, query, scope)
  const table = query.tables.get(node.name)
  if (table) return scanOf(table.name, table.columns, query.database)
  query.refuse(node, `the table '${node.name}' is not known`)
  return emptyRelation(columnsOf(node))
}

/** A table of the workspace, with the columns that `*` leaves out marked. */
export function scanOf(
  table: string,
  columns: readonly { name: string; type: RelationColumn['type']; hidden?: boolean }[],
  database: string,
): Relation {
  const all = columns.map(
    ({ name, type, hidden }): RelationColumn => ({
      name,
      type,
      nullable: type !== 'string',
      ...(hidden ? { hidden } : {}),
    }),
  )
  return { node: { kind: 'scan', database, table, columns: all }, columns: all, order: [], serialized: false }
}

function called(node: Bound, query: Query, scope: Scope): Relation {
  const value = lowerBody(node, query, scope)
  if (value.kind === 'table') return value.relation
  query.refuse(node, `'${node.text.slice(0, 40)}' gives no table`)
  return emptyRelation(columnsOf(node))
}

/** table('T'), workspace('W').T, a user's function, or a plugin-like call. */
function functionCall(node: Bound, query: Query, scope: Scope): Relation {
  const pattern = patternCall(node, query, scope)
  if (pattern) return pattern
  const name = node.part('Name').name
  if (scope.names.has(name)) return called(node, query, scope)
  if (name === 'table') return tableCall(node, query, scope)
  query.refuse(node, `the function '${name}' is not supported as a table`)
  return emptyRelation(columnsOf(node))
}

function tableCall(node: Bound, query: Query, scope: Scope): Relation {
  const first = node.part('ArgumentList').list('Expressions')[0]
  const name = first ? lowerScalar(first, query, scope) : undefined
  const wanted = name?.kind === 'literal' ? String(name.value) : ''
  const meaning = scope.names.get(wanted)
  if (meaning?.kind === 'table') return meaning.relation
  const table = query.tables.get(wanted)
  if (table) return scanOf(table.name, table.columns, query.database)
  query.refuse(node, `table('${wanted}') is not known`)
  return emptyRelation(columnsOf(node))
}

/** `workspace('W').T`: a table of another workspace (the reader turned it into `database`); or a pattern with its path. */
function elsewhere(node: Bound, query: Query, scope: Scope): Relation {
  const pattern = patternCall(node, query, scope)
  if (pattern) return pattern
  const place = placeElsewhere(node, query, scope)
  const table = place && query.tables.get(place.table)
  if (place?.database && table) return scanOf(table.name, table.columns, place.database)
  query.refuse(node, `'${place ? place.told : node.text.slice(0, 60)}'`)
  return emptyRelation(columnsOf(node))
}

export interface PlaceElsewhere {
  /** The engine's database of the workspace, where there is one. */
  readonly database: string | undefined
  /** The name of a table, or a pattern of names. */
  readonly table: string
  /** As the author writes it. */
  readonly told: string
}

/** `workspace('W').T`, `.T*` or `.table('T')`; undefined for another path. */
export function placeElsewhere(node: Bound, query: Query, scope: Scope): PlaceElsewhere | undefined {
  if (node.kind !== 'PathExpression') return undefined
  const [source, selector] = [node.part('Expression'), node.part('Selector')]
  const isDatabase = source.kind === 'FunctionCallExpression' && source.part('Name').name === 'database'
  const [first] = isDatabase ? source.part('ArgumentList').list('Expressions') : []
  const name = first && textOf(lowerScalar(first, query, scope))
  if (name === undefined) return undefined
  const called =
    selector.kind === 'FunctionCallExpression' && selector.part('ArgumentList').list('Expressions')[0]
  const table = called ? (textOf(lowerScalar(called, query, scope)) ?? '') : selector.text
  const bare = table.replace(/^\[\s*(['"])(.*)\1\s*\]$/, '$2')
  const database = query.workspaces[name] ?? query.workspaces[name.toLowerCase()]
  return { database, table: bare, told: `workspace('${name}').${bare}` }
}

/** Evaluated once, however often it is used. */
function materialize(node: Bound, query: Query, scope: Scope): Relation {
  const inner = lowerTabular(node.part('Expression'), query, scope)
  const columns = inner.columns.map(one => one.name)
  const shared: Operator = { kind: 'shared', name: query.fresh('shared'), input: inner.node, columns }
  return { ...inner, node: shared }
}

/** `as` names the table for the rest of the query; the name is also its label in withsource. */
const asOperator: OperatorLowering = (node, input, query, scope) => {
  const name = node.part('Name').name
  const names = scope.names as Map<string, { kind: 'table'; relation: Relation }>
  names.set(name, { kind: 'table', relation: input })
  void query
  return input
}

const SOURCES: Readonly<Record<string, SourceLowering>> = {
  PipeExpression: pipe,
  PathExpression: elsewhere,
  NameReference: reference,
  FunctionCallExpression: functionCall,
  ParenthesizedExpression: (node, query, scope) => lowerTabular(node.part('Expression'), query, scope),
  MaterializeExpression: materialize,
  ToTableExpression: (node, query, scope) => lowerTabular(node.part('Expression'), query, scope),
}

/** `invoke f(…)`: the piped table becomes the first argument. */
const invoke: OperatorLowering = (node, input, query, scope) => {
  const call = node.part('Function')
  return called(call, query, { ...scope, piped: input })
}

const OPERATORS: Readonly<Record<string, OperatorLowering>> = {
  ...rowOperators,
  ...aggregateOperators,
  ...joinOperators,
  ...unionOperators,
  ...expandOperators,
  ...parseOperators,
  ...seriesOperators,
  ...searchOperators,
  ...pluginOperators,
  ...groupOperators,
  ...scanOperators,
  ...reduceOperators,
  ...partitionOperators,
  ...topNestedOperators,
  ...branchOperators,
  AsOperator: asOperator,
  InvokeOperator: invoke,
  ConsumeOperator: (_node, input) => ({
    ...input,
    node: {
      kind: 'limit',
      input: input.node,
      order: [],
      count: { kind: 'literal', type: 'long', value: 0n, nullable: false },
    },
  }),
}

/** Kinds of the operators that are lowered, for the documentation. */
export const operatorKinds: readonly string[] = [...Object.keys(OPERATORS), ...Object.keys(sourceExpressions)]
export { pluginNames }
