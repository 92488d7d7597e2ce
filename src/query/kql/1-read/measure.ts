/**
 * What is refused before the parser sees it. The parser's time grows faster than the text: lists of values are cheap,
 * deep nesting and long argument lists are not, and whatever it takes, the queries behind it wait for.
 */
import type { Diagnostic } from '../types.ts'
import { diagnosticAt } from './diagnostics.ts'

/** The longest text that is read, in UTF-16 units. */
export const LONGEST_TEXT = 1_000_000
/** Words, literals and signs in a text: an `in (…)` with the most values that it takes (32,768) has room. */
export const MOST_TOKENS = 70_000
/** Open brackets: the parser's grammar recurses. */
export const DEEPEST_NESTING = 500
/** Arguments of a function: the binder tries the signatures of `case` and its like in quadratic time. */
export const MOST_ARGUMENTS = 1000

const OPENING = new Set(['(', '[', '{'])
const CLOSING = new Set([')', ']', '}'])
/** Lists of values in brackets, which the binder reads in linear time. */
const LISTS = new Set(['in', 'has_any', 'has_all', 'datatable', 'dynamic', 'between'])

/** White space and comments, texts in quotes, words, and every other sign by itself. */
const TOKEN = new RegExp(
  [
    String.raw`(?<gap>\s+|//[^\n]*)`,
    String.raw`(?<quoted>[hH]?(?:@"[^"]*"|@'[^']*'|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'))`,
    String.raw`(?<word>[\w$]+)`,
    '(?<sign>[^])',
  ].join('|'),
  'gy',
)

/** Why the text is too much, or undefined. */
export function tooMuch(text: string): Diagnostic | undefined {
  if (text.length > LONGEST_TEXT) {
    return refusal('', 0, {
      code: 'LIM0001',
      message: `The query has ${text.length} characters; at most ${LONGEST_TEXT} are read.`,
    })
  }
  const open: Bracket[] = []
  let tokens = 0
  let word = ''
  for (const { index, groups = {} } of text.matchAll(TOKEN)) {
    if (groups.gap !== undefined) continue
    tokens++
    const over = tokens > MOST_TOKENS ? TOO_MANY_TOKENS : bracketsOver(open, groups.sign, word)
    if (over) return refusal(text, index, over)
    // `in~ (…)` is `in`.
    if (groups.sign !== '~') word = groups.word?.toLowerCase() ?? ''
  }
  return undefined
}

interface Bracket {
  readonly isCall: boolean
  commas: number
}

/** Follows one sign through the open brackets, `word` in front of it; tells which limit it breaks. */
function bracketsOver(open: Bracket[], sign = '', word = ''): Refusal | undefined {
  if (OPENING.has(sign)) {
    open.push({ isCall: sign === '(' && word !== '' && !LISTS.has(word), commas: 0 })
    return open.length > DEEPEST_NESTING ? TOO_DEEP : undefined
  }
  if (CLOSING.has(sign)) open.pop()
  const list = open.at(-1)
  if (sign !== ',' || !list) return undefined
  list.commas++
  return list.isCall && list.commas >= MOST_ARGUMENTS ? TOO_MANY_ARGUMENTS : undefined
}

interface Refusal {
  readonly code: string
  readonly message: string
}

const TOO_MANY_TOKENS: Refusal = {
  code: 'LIM0004',
  message: `The query has more than ${MOST_TOKENS} words, values and signs; put long lists into a table and join them.`,
}
const TOO_DEEP: Refusal = {
  code: 'LIM0002',
  message: `The query nests more than ${DEEPEST_NESTING} brackets; use 'let' to name inner parts.`,
}
const TOO_MANY_ARGUMENTS: Refusal = {
  code: 'LIM0005',
  message: `A function has more than ${MOST_ARGUMENTS} arguments; use a dynamic array, a datatable or several calls.`,
}

const refusal = (text: string, start: number, { code, message }: Refusal): Diagnostic =>
  diagnosticAt(text, { code, kind: 'limit', message, span: { start, length: start < text.length ? 1 : 0 } })
