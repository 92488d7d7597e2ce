/**
 * The `$filter` of the metrics APIs: `Dim eq 'v' or Dim eq 'w' and Other eq '*'`. `or` joins values of one
 * dimension and binds tighter than `and`; there are no parentheses.
 */
import { apiError } from './errors.ts'

export type Operator = 'eq' | 'ne' | 'sw'

/** One dimension must be one of these values (`eq`), none of them (`ne`), or start with one (`sw`). */
export interface Condition {
  /** As written; dimensions compare without case. */
  readonly dimension: string
  readonly operator: Operator
  readonly values: readonly string[]
}

/** `eq '*'`: every value, each as its own series. */
export const isWildcard = ({ operator, values }: Condition): boolean =>
  operator === 'eq' && values.includes('*')

interface Token {
  readonly kind: 'word' | 'text'
  readonly text: string
  readonly at: number
}

/** Throws ApiError 400 with the position of the first mistake. */
export function parseFilter(filter: string): readonly Condition[] {
  const tokens = tokenize(filter)
  const conditions: Condition[] = []
  for (let i = 0; i < tokens.length; ) {
    const joins = i > 0 ? connective(tokens[i++], filter) : 'and'
    const next = comparison(tokens.slice(i, i + 3), filter)
    const last = conditions.at(-1)
    if (joins === 'or' && last) conditions[conditions.length - 1] = alternative(last, next)
    else conditions.push(next)
    i += 3
  }
  return conditions
}

function alternative(last: Condition, next: Condition): Condition {
  const isSameDimension = last.dimension.toLowerCase() === next.dimension.toLowerCase()
  if (!isSameDimension || last.operator !== next.operator || last.operator === 'ne') {
    throw apiError('OrAcrossDimensions', { first: written(last), second: written(next) })
  }
  return { ...last, values: [...last.values, ...next.values] }
}

const written = ({ dimension, operator }: Condition): string => `${dimension} ${operator}`

const TOKEN = /\s*(?:'((?:[^']|'')*)'|([^\s'()]+))/y

function tokenize(filter: string): readonly Token[] {
  const tokens: Token[] = []
  const end = filter.trimEnd().length
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex
    const match = TOKEN.exec(filter)
    if (!match)
      throw apiError('InvalidFilter', { at, why: `a name, an operator or a quoted value was expected` })
    const [, quoted, word] = match
    tokens.push(
      quoted === undefined
        ? { kind: 'word', text: word ?? '', at }
        : { kind: 'text', text: plainText(quoted), at },
    )
  }
  return tokens
}

/** Quotes are doubled; brackets come percent-encoded once more than the rest. */
const plainText = (quoted: string): string =>
  quoted.replaceAll("''", "'").replace(/%28/g, '(').replace(/%29/g, ')')

function connective(token: Token | undefined, filter: string): 'and' | 'or' {
  const word = token?.kind === 'word' ? token.text.toLowerCase() : ''
  if (word === 'and' || word === 'or') return word
  throw apiError('InvalidFilter', { at: token?.at ?? filter.length, why: "'and' or 'or' was expected" })
}

function comparison([name, operator, value]: readonly Token[], filter: string): Condition {
  const at = (token: Token | undefined) => token?.at ?? filter.length
  if (name?.kind !== 'word')
    throw apiError('InvalidFilter', { at: at(name), why: 'a dimension was expected' })
  const word = operator?.kind === 'word' ? operator.text.toLowerCase() : ''
  if (!isOperator(word)) {
    throw apiError('InvalidFilter', { at: at(operator), why: 'one of eq, ne, sw was expected' })
  }
  if (value?.kind !== 'text') {
    throw apiError('InvalidFilter', { at: at(value), why: 'a value in single quotes was expected' })
  }
  return { dimension: name.text, operator: word, values: [value.text] }
}

const isOperator = (word: string): word is Operator => word === 'eq' || word === 'ne' || word === 'sw'
