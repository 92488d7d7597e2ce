/** Phase 2: bound tree → operator tree. KQL's semantics are written down here and below. */
import type { Bound } from '../1-read/bound.ts'
import { diagnosticAt } from '../1-read/diagnostics.ts'
import type { CompileInput, Diagnostic, Render } from '../types.ts'
import { lowerLet } from './bodies.ts'
import type { Query, Scope } from './context.ts'
import { withName } from './context.ts'
import { convert } from './conversions.ts'
import { lowerScalar } from './expressions.ts'
import { readLiteral } from './literals.ts'
import type { Relation } from './operators.ts'
import { lowerPattern } from './patterns.ts'
import { literal, type Scalar } from './scalar.ts'
import { nameGiven } from './tabular/branch-operators.ts'
import { lowerTabular } from './tabular.ts'
import { declaredType } from './type-words.ts'

export interface LoweredResult {
  readonly name?: string
  readonly relation: Relation
  readonly render?: Render
}

export interface Lowered {
  /** The tables of the answer, in order. */
  readonly results: readonly LoweredResult[]
  readonly diagnostics: readonly Diagnostic[]
  readonly probes: readonly { readonly id: string; readonly relation: Relation }[]
}

export function lower(tree: Bound, input: CompileInput): Lowered {
  const query = queryOf({ ...input, now: nowSet(tree) ?? input.now })
  let scope: Scope = { names: new Map() }
  const results: LoweredResult[] = []
  for (const statement of tree.list('Statements')) {
    if (statement.kind === 'ExpressionStatement') results.push(...lowerResults(statement, query, scope))
    else scope = lowerStatement(statement, query, scope)
  }
  if (results.length === 0 && query.findings.length === 0) {
    query.refuse(tree, 'the query has no tabular expression')
  }
  return { results, diagnostics: query.findings, probes: query.probes }
}

/** `set query_now = datetime(…)`: what now() and ago() count from, in the engine's precision. */
function nowSet(tree: Bound): string | undefined {
  const statement = tree
    .list('Statements')
    .find(one => one.kind === 'SetOptionStatement' && one.part('Name').name === 'query_now')
  const value = statement?.maybe('ValueClause')?.maybe('Expression')
  const time = value && readLiteral(value)
  if (time?.kind !== 'literal' || time.type !== 'datetime' || time.value === null) return undefined
  return `${String(time.value).replace(' ', 'T')}Z`
}

/** One table a statement; fork and facet give more. */
function lowerResults(statement: Bound, query: Query, scope: Scope): readonly LoweredResult[] {
  const expression = statement.part('Expression')
  const relation = lowerTabular(expression, query, scope)
  const several = query.branches.splice(0)
  const render = query.render
  query.render = undefined
  if (several.length > 0) return several
  const name = nameGiven(expression)
  return [{ relation, ...(name === undefined ? {} : { name }), ...(render ? { render } : {}) }]
}

function lowerStatement(statement: Bound, query: Query, scope: Scope): Scope {
  switch (statement.kind) {
    case 'LetStatement':
      return lowerLet(statement, query, scope)
    case 'PatternStatement':
      return lowerPattern(statement, query, scope)
    case 'QueryParametersStatement':
      return statement.list('Parameters').reduce((inner, one) => bindParameter(one, query, inner), scope)
    case 'SetOptionStatement':
      // Options tune the service's own engine; none but query_now changes rows.
      return scope
    default:
      query.refuse(
        statement,
        `the statement '${/^\w+( \w+)?/.exec(statement.text)?.[0] ?? statement.kind}' is not supported`,
      )
      return scope
  }
}

/** `declare query_parameters`: the client's value, or the default. */
function bindParameter(parameter: Bound, query: Query, scope: Scope): Scope {
  const declared = parameter.part('NameAndType')
  const name = declared.part('Name').name
  const scalar = declaredType(declared.part('Type')) ?? 'string'
  const given = query.parameters[name]
  const fallback = parameter.maybe('DefaultValue')?.part('Value')
  if (given !== undefined)
    return withName(scope, name, { kind: 'scalar', expr: convert(givenLiteral(given), scalar) })
  if (fallback) return withName(scope, name, { kind: 'scalar', expr: lowerScalar(fallback, query, scope) })
  query.refuse(parameter, `the query parameter '${name}' has neither a value nor a default`)
  return scope
}

function givenLiteral(value: string | number | boolean): Scalar {
  if (typeof value === 'boolean') return literal('bool', value)
  if (typeof value === 'string') return literal('string', value)
  return Number.isInteger(value) ? literal('long', BigInt(value)) : literal('real', value)
}

function queryOf(input: CompileInput): Query {
  const findings: Diagnostic[] = []
  const used = new Map<string, number>()
  return {
    text: input.text,
    database: input.database,
    now: input.now,
    parameters: input.parameters ?? {},
    workspaces: input.workspaces ?? {},
    observed: input.observed ?? {},
    tables: new Map(input.tables.map(table => [table.name, table])),
    findings,
    probes: [],
    branches: [],
    render: undefined,
    fresh(hint) {
      const count = (used.get(hint) ?? 0) + 1
      used.set(hint, count)
      return `$${hint}${count}`
    },
    refuse(node, message) {
      const told = toldRefusal(message)
      findings.push(
        diagnosticAt(input.text, { code: 'UNS0001', kind: 'unsupported', message: told, span: node.span }),
      )
    },
  }
}

/** Sentences stay; the name of an item becomes one, before its hint. */
function toldRefusal(message: string): string {
  if (/^Cannot|\bneeds\b|\bhas no\b|\bis not known\b|\bhas neither\b/.test(message)) return message
  const [item = '', ...hints] = message.replace(/ is not supported$/, '').split('; ')
  return [`${item} is not supported here`, ...hints].join('; ')
}
