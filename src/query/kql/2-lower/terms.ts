/**
 * `has`, `contains`, `startswith` and their relatives. A term is a maximal run of letters and digits; `has` wants
 * the needle to begin and end at a term's border. A plain one-term needle becomes the engine's token search, which
 * a text index serves; anything else a regular expression.
 */
import { call, FALSE, not, or, raw, type Scalar, text, textOf } from './scalar.ts'

type Border = 'both' | 'left' | 'right'

export interface TermOperator {
  readonly search: 'term' | 'substring' | 'start' | 'end' | 'equal' | 'regex'
  readonly border?: Border
  readonly caseSensitive?: boolean
}

/** Operators by the name without `!`. */
export const TERM_OPERATORS: Readonly<Record<string, TermOperator>> = {
  has: { search: 'term', border: 'both' },
  has_cs: { search: 'term', border: 'both', caseSensitive: true },
  hasprefix: { search: 'term', border: 'left' },
  hasprefix_cs: { search: 'term', border: 'left', caseSensitive: true },
  hassuffix: { search: 'term', border: 'right' },
  hassuffix_cs: { search: 'term', border: 'right', caseSensitive: true },
  contains: { search: 'substring' },
  contains_cs: { search: 'substring', caseSensitive: true },
  startswith: { search: 'start' },
  startswith_cs: { search: 'start', caseSensitive: true },
  endswith: { search: 'end' },
  endswith_cs: { search: 'end', caseSensitive: true },
  '=~': { search: 'equal' },
  'matches regex': { search: 'regex', caseSensitive: true },
}

/** Both operands are texts. */
export function termSearch(operator: TermOperator, subject: Scalar, needle: Scalar): Scalar {
  const sensitive = operator.caseSensitive === true
  switch (operator.search) {
    case 'term':
      return hasTerm(subject, needle, operator.border ?? 'both', sensitive)
    case 'substring':
      return call(
        'greater',
        'bool',
        [
          call(sensitive ? 'position' : caseless(needle), 'raw', [subject, needle], { nullable: false }),
          raw(0),
        ],
        { nullable: false },
      )
    case 'start':
      return call('startsWith', 'bool', folded(sensitive, subject, needle))
    case 'end':
      return call('endsWith', 'bool', folded(sensitive, subject, needle))
    case 'equal':
      return call('equals', 'bool', folded(false, subject, needle))
    case 'regex':
      return call('match', 'bool', [subject, needle])
  }
}

/** The cheaper search where the needle is ASCII. */
function caseless(needle: Scalar): string {
  const value = textOf(needle)
  return value !== undefined && isAscii(value) ? 'positionCaseInsensitive' : 'positionCaseInsensitiveUTF8'
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range begins with them
const isAscii = (value: string): boolean => /^[\x00-\x7f]*$/.test(value)

const folded = (sensitive: boolean, subject: Scalar, needle: Scalar): readonly Scalar[] =>
  sensitive ? [subject, needle] : [lower(subject), lower(needle)]

/** Case folding as `=~` needs it. */
export function lower(expr: Scalar): Scalar {
  const value = textOf(expr)
  return value === undefined ? call('lowerUTF8', 'string', [expr]) : text(value.toLowerCase())
}

function hasTerm(subject: Scalar, needle: Scalar, border: Border, sensitive: boolean): Scalar {
  const value = textOf(needle)
  if (value === undefined) return call('match', 'bool', [subject, dynamicPattern(needle, border, sensitive)])
  if (value === '') return literalTrue
  if (border === 'both' && /^[A-Za-z0-9]+$/.test(value)) {
    // The text index is over lower(column): only this form of a search without case reads it.
    const folded = sensitive
      ? [subject, needle]
      : [call('lower', 'string', [subject]), text(value.toLowerCase())]
    return call('hasToken', 'bool', folded, { nullable: false })
  }
  return call('match', 'bool', [subject, text(termPattern(value, border, sensitive))])
}

const literalTrue: Scalar = not(FALSE)
const SEPARATOR = '[^\\p{L}\\p{N}]'

function termPattern(needle: string, border: Border, sensitive: boolean): string {
  const before = border !== 'right' && /^[\p{L}\p{N}]/u.test(needle) ? `(?:^|${SEPARATOR})` : ''
  const after = border !== 'left' && /[\p{L}\p{N}]$/u.test(needle) ? `(?:$|${SEPARATOR})` : ''
  return `${sensitive ? '(?s)' : '(?is)'}${before}${quoteRegex(needle)}${after}`
}

/** The needle comes from a column: borders are required at both ends of whatever it is. */
function dynamicPattern(needle: Scalar, border: Border, sensitive: boolean): Scalar {
  return call('concat', 'string', [
    text(`${sensitive ? '(?s)' : '(?is)'}${border === 'right' ? '' : `(?:^|${SEPARATOR})`}`),
    regexQuote(needle),
    text(border === 'left' ? '' : `(?:$|${SEPARATOR})`),
  ])
}

export const quoteRegex = (value: string): string => value.replace(/[\\^$.|?*+()[\]{}]/g, char => `\\${char}`)

/** The engine's side of `quoteRegex`. */
export function regexQuote(expr: Scalar): Scalar {
  const value = textOf(expr)
  if (value !== undefined) return text(quoteRegex(value))
  return call('replaceRegexpAll', 'string', [expr, text('([\\\\^$.|?*+()\\[\\]{}])'), text('\\\\\\1')])
}

/** Any of the needles. */
export const anyOf = (tests: readonly Scalar[]): Scalar => (tests.length > 0 ? or(...tests) : FALSE)
