/**
 * reduce: texts grouped by what they have in common, after Vaarandi's SLCT, as the service does. A text is words and
 * what separates them; a word that stands at one place in more than a share of all rows is kept, any other is `*`.
 * Patterns with more than that share of the rows are groups, and the rest is `others`.
 */
import type { Bound } from '../../1-read/bound.ts'
import { type Query, type Scope, withRow } from '../context.ts'
import { asString } from '../conversions.ts'
import { lowerScalar } from '../expressions.ts'
import { columnOf, type NamedScalar, type Operator, type Relation } from '../operators.ts'
import {
  and,
  call,
  castTo,
  iff,
  lambda,
  literal,
  not,
  raw,
  type Scalar,
  text,
  textOf,
  variable,
} from '../scalar.ts'
import type { OperatorLowering } from '../tabular.ts'
import { aggregateOf } from './aggregate-operators.ts'
import { allPassed, checkParameters, newColumn, parameter, passed, project } from './build.ts'

const OTHERS = 'others'
const DEFAULT_SHARE = 0.1

const reduce: OperatorLowering = (node, input, query, scope) => {
  checkParameters(node, ['kind'], query)
  const kind = parameter(node, 'kind')
  if (kind && kind !== 'source') query.refuse(node, `reduce kind=${kind}`)
  const value = asString(lowerScalar(node.part('Expression'), query, withRow(scope, input)))
  const words = wordsOf(option(node, 'characters', query, scope))
  const share = option(node, 'threshold', query, scope) ?? literal('real', DEFAULT_SHARE)
  const { relation, pattern } = withPattern(input, { value, words, share }, query)
  if (kind === 'source') {
    const shown = { name: 'Pattern', expr: columnOf(pattern), type: 'string' } as const
    return project(relation, [...allPassed(relation), shown], query, true)
  }
  const isOthers = call('equals', 'bool', [columnOf(pattern), text(OTHERS)])
  const first = call('min', 'string', [asString(columnOf(relation.value))], { nullable: false })
  return aggregateOf(
    relation,
    [{ name: 'Pattern', expr: columnOf(pattern) }],
    [
      { name: 'Count', expr: count() },
      { name: 'Representative', expr: iff(isOthers, text(''), first) },
    ],
    query,
  )
}

const count = (): Scalar => castTo('long', call('count', 'long', [], { nullable: false }))

function option(node: Bound, name: string, query: Query, scope: Scope): Scalar | undefined {
  const given = node
    .maybe('With')
    ?.list('Parameters')
    .find(one => one.part('Name').name.toLowerCase() === name)
  const value = given?.maybe('Expression')
  return value && lowerScalar(value, query, scope)
}

interface Words {
  /** Matches a word or what stands between two. */
  readonly token: string
  /** Matches the first character of a word. */
  readonly word: string
  /** Separators that the author named are no part of a pattern next to `*`. */
  readonly dropped?: string
}

function wordsOf(characters: Scalar | undefined): Words {
  if (!characters) return { token: '[A-Za-z0-9]+|[^A-Za-z0-9]+', word: '^[A-Za-z0-9]' }
  const given = [...(textOf(characters) ?? '')].map(one => one.replace(/[^A-Za-z0-9]/, '\\$&')).join('')
  if (given === '') return { token: '(?s).+', word: '' }
  return { token: `[${given}]+|[^${given}]+`, word: `^[^${given}]`, dropped: `[${given}]*\\*[${given}*]*` }
}

interface Marked {
  readonly relation: Relation & { readonly value: ReturnType<typeof stringColumn> }
  readonly pattern: ReturnType<typeof stringColumn>
}

const stringColumn = (name: string) => ({ name, type: 'string', nullable: false }) as const
const rawColumn = (name: string): Scalar => ({ kind: 'column', name, type: 'raw', nullable: false })

/** The rows with the pattern of their group, or `others`. */
function withPattern(
  input: Relation,
  { value, words, share }: { readonly value: Scalar; readonly words: Words; readonly share: Scalar },
  query: Query,
): Marked {
  const [value_, tokens, own, pattern] = ['value', 'tokens', 'own', 'pattern'].map(one =>
    query.fresh(one),
  ) as [string, string, string, string]
  const split = call('extractAll', 'raw', [value, text(words.token)], { nullable: false })
  const rows = shared(query, input.node, [
    ...input.columns.map(passed),
    { name: value_, expr: value },
    { name: tokens, expr: split },
  ])
  const least = call('multiply', 'real', [castTo('real', share), sizeOf(rows)], { nullable: false })
  const frequent = frequentWords(rows, tokens, { words, least }, query)
  const marked = shared(query, rows, [
    ...input.columns.map(passed),
    { name: value_, expr: columnOf(stringColumn(value_)) },
    { name: own, expr: patternOf(rawColumn(tokens), words, frequent) },
  ])
  const ownColumn = columnOf(stringColumn(own))
  const groups = frequentOnes(marked, [{ name: own, expr: ownColumn }], { least, picked: ownColumn }, query)
  const isGroup = and(
    not(call('equals', 'bool', [ownColumn, text('')])),
    call('has', 'bool', [groups, ownColumn], { nullable: false }),
  )
  const relation = project(
    { ...input, node: marked },
    [
      ...allPassed(input),
      newColumn(value_, columnOf(stringColumn(value_))),
      newColumn(pattern, iff(isGroup, ownColumn, text(OTHERS))),
    ],
    query,
    true,
  )
  const hidden = new Set([value_, pattern])
  const columns = relation.columns.map(one => (hidden.has(one.name) ? { ...one, hidden: true } : one))
  return { relation: { ...relation, columns, value: stringColumn(value_) }, pattern: stringColumn(pattern) }
}

function shared(query: Query, input: Operator, columns: readonly NamedScalar[]): Operator {
  return {
    kind: 'shared',
    name: query.fresh('rows'),
    input: { kind: 'project', input, columns },
    columns: columns.map(one => one.name),
  }
}

function scalarOf(node: Operator, name: string): Scalar {
  const relation: Relation = { node, columns: [{ ...stringColumn(name) }], order: [], serialized: false }
  return { kind: 'subquery', relation, type: 'raw', nullable: false }
}

function sizeOf(rows: Operator): Scalar {
  const node: Operator = {
    kind: 'aggregate',
    input: rows,
    keys: [],
    aggregates: [{ name: 'size', expr: count() }],
  }
  return call('assumeNotNull', 'long', [scalarOf(node, 'size')], { nullable: false })
}

/** An array of what comes in more rows than `least`, each told as `picked`. */
function frequentOnes(
  input: Operator,
  keys: readonly NamedScalar[],
  { least, picked }: { readonly least: Scalar; readonly picked: Scalar },
  query: Query,
): Scalar {
  const size = query.fresh('size')
  const counted: Operator = { kind: 'aggregate', input, keys, aggregates: [{ name: size, expr: count() }] }
  const enough = call('greater', 'bool', [rawColumn(size), least], { nullable: false })
  const all = call('groupArray', 'raw', [picked], { nullable: false })
  const node: Operator = {
    kind: 'aggregate',
    input: { kind: 'filter', input: counted, predicate: enough },
    keys: [],
    aggregates: [{ name: 'all', expr: all }],
  }
  return scalarOf(node, 'all')
}

/** Pairs of place and word. */
function frequentWords(
  rows: Operator,
  tokens: string,
  { words, least }: { readonly words: Words; readonly least: Scalar },
  query: Query,
): Scalar {
  const [token, place] = [query.fresh('token'), query.fresh('place')]
  const unnested: Operator = {
    kind: 'unnest',
    input: rows,
    arrays: [
      { name: token, expr: rawColumn(tokens) },
      { name: place, expr: call('arrayEnumerate', 'raw', [rawColumn(tokens)], { nullable: false }) },
    ],
  }
  const only: Operator = { kind: 'filter', input: unnested, predicate: isWord(rawColumn(token), words) }
  const keys = [token, place].map(name => ({ name, expr: rawColumn(name) }))
  const picked = call('tuple', 'raw', [rawColumn(place), rawColumn(token)], { nullable: false })
  return frequentOnes(only, keys, { least, picked }, query)
}

const isWord = (token: Scalar, { word }: Words): Scalar =>
  call('match', 'bool', [token, text(word)], { nullable: false })

/** The text with `*` for each word that is not frequent; empty where none is. */
function patternOf(tokens: Scalar, words: Words, frequent: Scalar): Scalar {
  const [token, place] = [variable('t', 'string'), variable('i', 'raw')]
  const isFrequent = call(
    'has',
    'bool',
    [frequent, call('tuple', 'raw', [place, token], { nullable: false })],
    {
      nullable: false,
    },
  )
  const each = (fn: string, body: Scalar): Scalar =>
    call(
      fn,
      'raw',
      [lambda(['t', 'i'], body), tokens, call('arrayEnumerate', 'raw', [tokens], { nullable: false })],
      { nullable: false },
    )
  const kept = iff(and(isWord(token, words), not(isFrequent)), text('*'), token)
  const whole = call('arrayStringConcat', 'string', [each('arrayMap', kept)], { nullable: false })
  const any = each('arrayExists', and(isWord(token, words), isFrequent))
  const shortened = words.dropped
    ? call('replaceRegexpAll', 'string', [whole, text(words.dropped), text('*')], { nullable: false })
    : call('replaceRegexpOne', 'string', [whole, text('\\*([^A-Za-z0-9]+\\*)+$'), text('*')], {
        nullable: false,
      })
  return iff(retypedBool(any), shortened, text(''))
}

const retypedBool = (expr: Scalar): Scalar => call('equals', 'bool', [expr, raw(1)], { nullable: false })

export const reduceOperators: Readonly<Record<string, OperatorLowering>> = { ReduceByOperator: reduce }
