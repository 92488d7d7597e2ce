/**
 * parse, parse-where and parse-kv. A pattern of literals, `*` and typed columns becomes one regular expression; the
 * columns are its groups. No match leaves null (or the empty string) in every column, and parse-where drops the row.
 */
import type { Bound } from '../../1-read/bound.ts'
import type { KqlType } from '../../types.ts'
import { type Query, type Scope, withRow } from '../context.ts'
import { asString, convert } from '../conversions.ts'
import { lowerScalar } from '../expressions.ts'
import { type Operator, type Relation, visible } from '../operators.ts'
import { and, call, iff, isNotNull, nullOf, raw, type Scalar, text } from '../scalar.ts'
import type { OperatorLowering } from '../tabular.ts'
import { quoteRegex } from '../terms.ts'
import {
  allPassed,
  boundColumns,
  checkParameters,
  filterOf,
  type NewColumn,
  parameter,
  passed,
  project,
} from './build.ts'

type Kind = 'simple' | 'regex' | 'relaxed'

type Piece =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'skip' }
  | { readonly kind: 'capture'; readonly name: string; readonly type: KqlType }

interface Parsed {
  /** The input with the groups found, as a column nobody sees. */
  readonly input: Relation
  readonly columns: readonly NewColumn[]
  readonly matched: Scalar
}

const parse =
  (keepsAll: boolean): OperatorLowering =>
  (node, input, query, scope) => {
    checkParameters(node, ['kind', 'flags'], query)
    const parsed = parsedOf(node, input, query, scope)
    const kept = keepsAll ? parsed.input : filterOf(parsed.input, parsed.matched)
    const columns = new Map([...allPassed(input), ...parsed.columns].map(one => [one.name, one]))
    return project(kept, [...columns.values()], query, true)
  }

function parsedOf(node: Bound, input: Relation, query: Query, scope: Scope): Parsed {
  const kind = (parameter(node, 'kind') ?? 'simple') as Kind
  const flags = parameter(node, 'flags') ?? ''
  const types = new Map(boundColumns(node).map(one => [one.name, one.type]))
  const pieces = node.list('Patterns').map(one => pieceOf(one, types))
  const subject = asString(lowerScalar(node.part('Expression'), query, withRow(scope, input)))
  const pattern = text(regexOf(pieces, kind, flags))
  const name = query.fresh('groups')
  const found = { name, expr: call('extractGroups', 'raw', [subject, pattern], { nullable: false }) }
  const source: Operator = {
    kind: 'project',
    input: input.node,
    columns: [...input.columns.map(passed), found],
  }
  const groups: Scalar = { kind: 'column', name, type: 'raw', nullable: false }
  // A pattern without columns has no groups, so the match itself is asked.
  const isBare = !pieces.some(one => one.kind === 'capture')
  const matched = isBare
    ? call('match', 'bool', [subject, pattern], { nullable: false })
    : call('notEmpty', 'bool', [groups], { nullable: false })
  const captures = pieces.flatMap(one => (one.kind === 'capture' ? [one] : []))
  const converted = captures.map(({ type }, index) => {
    const group = call('arrayElement', 'string', [groups, raw(index + 1)], { nullable: false })
    return { type, value: convert(group, type) }
  })
  // A typed capture that can't be converted spoils the match, unless the kind is relaxed.
  const strict =
    kind === 'relaxed' ? [] : converted.filter(one => one.type !== 'string').map(one => isNotNull(one.value))
  const valid = and(matched, ...strict)
  const columns = converted.map(({ type, value }, index): NewColumn => {
    const name = captures[index]?.name ?? ''
    return { name, type, expr: strict.length > 0 ? iff(valid, value, nullOf(type)) : value }
  })
  return { input: { ...input, node: source }, columns, matched: valid }
}

function pieceOf(node: Bound, types: ReadonlyMap<string, KqlType>): Piece {
  if (node.kind === 'StarExpression') return { kind: 'skip' }
  const literal = node.literal
  if (typeof literal === 'string') return { kind: 'literal', text: literal }
  const name = node.kind === 'NameAndTypeDeclaration' ? node.part('Name').name : node.name
  return { kind: 'capture', name, type: types.get(name) ?? 'string' }
}

/** Numbers know their shape, so that one may be followed by a `*`; everything else reaches to the next literal. */
const SHAPES: Partial<Readonly<Record<KqlType, string>>> = {
  long: '\\s*([-+]?[0-9]+)',
  int: '\\s*([-+]?[0-9]+)',
  real: '\\s*([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?)',
  decimal: '\\s*([-+]?[0-9]*\\.?[0-9]+)',
  bool: '\\s*(true|false|True|False|0|1)',
  guid: '\\s*([0-9a-fA-F-]{32,36})',
}

function regexOf(pieces: readonly Piece[], kind: Kind, flags: string): string {
  // With the flag U the author's own expressions, and so the captures between them, are ungreedy already.
  const isRegex = kind === 'regex'
  const isUngreedy = isRegex && flags.includes('U')
  const body = pieces.map((piece, index) => {
    const isLast = index === pieces.length - 1
    if (piece.kind === 'skip') return isLast || isUngreedy ? '.*' : '.*?'
    if (piece.kind === 'literal') return isRegex ? `(?:${uncaptured(piece.text)})` : quoteRegex(piece.text)
    const shape = kind === 'relaxed' ? undefined : SHAPES[piece.type]
    return shape ?? (isLast || isRegex ? '(.*)' : '(.*?)')
  })
  const own = isRegex ? flags.replace(/[^imU]/g, '') : ''
  return `(?${own}s)^${body.join('')}$`
}

/** Groups inside a delimiter must not count among the captures. */
const uncaptured = (pattern: string): string => pattern.replace(/(^|[^\\])\((?!\?)/g, '$1(?:')

/** parse-kv: pairs cut by delimiters, keys chosen by the schema. */
const parseKv: OperatorLowering = (node, input, query, scope) => {
  const settings = new Map(
    (node.maybe('WithClause')?.list('Properties') ?? []).map(one => [
      one.part('Name').name.toLowerCase(),
      one.maybe('Expression'),
    ]),
  )
  const setting = (name: string) => {
    const value = settings.get(name)
    return typeof value?.literal === 'string' ? value.literal : undefined
  }
  const isGreedy = settings.get('greedy')?.literal === true
  const subject = asString(lowerScalar(node.part('Expression'), query, withRow(scope, input)))
  const own = new Set(visible(input).map(one => one.name))
  const wanted = boundColumns(node).filter(one => !own.has(one.name))
  const columns = wanted.map(
    ({ name, type }): NewColumn => ({
      name,
      type,
      expr: convert(keyValue(subject, name, setting, isGreedy), type),
    }),
  )
  for (const name of settings.keys())
    if (!KV_SETTINGS.includes(name)) query.refuse(node, `parse-kv with ${name}`)
  if (isGreedy && ['quote', 'regex'].some(name => settings.has(name)))
    query.refuse(node, 'parse-kv with greedy and quotes or a regex')
  if (isGreedy && !['pair_delimiter', 'kv_delimiter'].every(name => settings.has(name)))
    query.refuse(node, 'parse-kv with greedy and no delimiters')
  return project(input, [...allPassed(input), ...columns], query, true)
}

const KV_SETTINGS = ['pair_delimiter', 'kv_delimiter', 'quote', 'escape', 'regex', 'greedy']

/** A greedy value goes on, over delimiters, to where the next key begins. */
function greedyValue(subject: Scalar, key: string, pair: string, kv: string): Scalar {
  const border = `(?:${[...pair].map(quoteRegex).join('|')})`
  const nextKey = `${border}(?:${notAny(pair + kv)})+${quoteRegex(kv)}`
  const pattern = `(?s)(?:^|${border})${quoteRegex(key)}${quoteRegex(kv)}(.*?)(?:$|${nextKey})`
  const groups = call('extractGroups', 'raw', [subject, text(pattern)], { nullable: false })
  return call('arrayElement', 'string', [groups, raw(1)], { nullable: false })
}

/** The first value of a key, or the empty string. */
function keyValue(
  subject: Scalar,
  key: string,
  setting: (name: string) => string | undefined,
  isGreedy: boolean,
): Scalar {
  const own = setting('regex')
  const [pair, kv, quote, escaping] = ['pair_delimiter', 'kv_delimiter', 'quote', 'escape'].map(name =>
    setting(name),
  ) as (string | undefined)[]
  if (own !== undefined) {
    const all = call('extractAllGroupsVertical', 'raw', [subject, text(own)], { nullable: false })
    const found = call('arrayFirst', 'raw', [hasKey(key), all], { nullable: false })
    return call('arrayElement', 'string', [found, raw(2)], { nullable: false })
  }
  if (isGreedy && pair && kv) return greedyValue(subject, key, pair, kv)
  const border = pair === undefined ? '[^A-Za-z0-9_]' : `(?:${[...pair].map(quoteRegex).join('|')})`
  const separator = kv === undefined ? `[^A-Za-z0-9_${classOf(quote ?? '')}]+` : quoteRegex(kv)
  const plain = pair === undefined ? '([A-Za-z0-9_]*)' : `((?:${notAny(pair)})*)`
  const [opening = '', closing = opening] = [...(quote ?? '')]
  const inner = escaping
    ? `(?:[^${classOf(closing)}${classOf(escaping)}]|${quoteRegex(escaping)}.)*`
    : `[^${classOf(closing)}]*`
  const quoted = quote ? `${quoteRegex(opening)}(${inner})${quoteRegex(closing)}|` : ''
  const mark = quote ? `[${classOf(quote)}]?` : ''
  const pattern = `(?s)(?:^|${border})\\s*${mark}${quoteRegex(key)}${mark}\\s*${separator}\\s*(?:${quoted}${plain})`
  const groups = call('extractGroups', 'raw', [subject, text(pattern)], { nullable: false })
  const at = (index: number) => call('arrayElement', 'string', [groups, raw(index)], { nullable: false })
  if (!quote) return at(1)
  const unescaped = escaping
    ? call('replaceRegexpAll', 'string', [at(1), text(`${quoteRegex(escaping)}(.)`), text('\\1')])
    : at(1)
  return call('if', 'string', [call('notEmpty', 'bool', [at(1)]), unescaped, at(2)], { nullable: false })
}

const classOf = (chars: string): string => chars.replace(/[\]\\^-]/g, char => `\\${char}`)
const notAny = (chars: string): string => `[^${classOf(chars)}]`

function hasKey(key: string): Scalar {
  const groups: Scalar = { kind: 'variable', name: 'g', type: 'raw', nullable: false }
  const first = call('arrayElement', 'string', [groups, raw(1)], { nullable: false })
  return {
    kind: 'lambda',
    params: ['g'],
    body: call('equals', 'bool', [first, text(key)]),
    type: 'raw',
    nullable: false,
  }
}

export const parseOperators: Readonly<Record<string, OperatorLowering>> = {
  ParseOperator: parse(true),
  ParseWhereOperator: parse(false),
  ParseKvOperator: parseKv,
}
