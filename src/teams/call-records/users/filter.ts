/** `$filter`, `$search` and `$orderby` of users: comparisons of a few properties, joined by one kind of word. */
import { graphError } from '../graph/errors.ts'
import { unquoted } from '../graph/options.ts'
import { type GraphUser, USER_PROPERTIES } from './user.ts'

export type Test = (user: GraphUser) => boolean

const TEXT = "'((?:[^']|'')*)'"
const EQUAL = new RegExp(String.raw`^(\w+)\s+(eq|ne)\s+(?:${TEXT}|(null|true|false))$`, 'i')
const BEGINS = new RegExp(String.raw`^(startswith|endswith)\(\s*(\w+)\s*,\s*${TEXT}\s*\)$`, 'i')

const EXPECTED =
  "expected comparisons as displayName eq 'Ada' or startswith(userPrincipalName,'ada'), joined by and, or by or"

/** Throws ApiError 400 for a filter that is not understood: it is never half applied. */
export function filterOf(text: string): Test {
  const parts = splitOutside(text.trim())
  const words = new Set(parts.words)
  if (words.size > 1) throw graphError('UnknownOption', `$filter: found and beside or; ${EXPECTED}.`)
  const tests = parts.clauses.map(clauseOf)
  return words.has('or') ? user => tests.some(test => test(user)) : user => tests.every(test => test(user))
}

function clauseOf(clause: string): Test {
  const equal = EQUAL.exec(clause)
  if (equal) {
    const [, name = '', operator = '', quoted, literal] = equal
    const property = propertyOf(name)
    const wanted = quoted === undefined ? literal?.toLowerCase() : unquoted(quoted).toLowerCase()
    const isEqual: Test = user => String(user[property] ?? 'null').toLowerCase() === wanted
    return operator.toLowerCase() === 'eq' ? isEqual : user => !isEqual(user)
  }
  const begins = BEGINS.exec(clause)
  if (!begins) throw graphError('UnknownOption', `$filter: found '${clause.slice(0, 80)}', ${EXPECTED}.`)
  const [, operation = '', name = '', quoted = ''] = begins
  const property = propertyOf(name)
  const part = unquoted(quoted).toLowerCase()
  const isStart = operation.toLowerCase() === 'startswith'
  return user => {
    const value = String(user[property] ?? '').toLowerCase()
    return isStart ? value.startsWith(part) : value.endsWith(part)
  }
}

function propertyOf(name: string): keyof GraphUser {
  const found = USER_PROPERTIES.find(property => property.toLowerCase() === name.toLowerCase())
  if (found) return found
  throw graphError(
    'UnknownOption',
    `$filter: could not find a property named '${name}' on type 'microsoft.graph.user'.`,
  )
}

/** Clauses between `and`s or `or`s that stand outside of quotes. */
function splitOutside(text: string): {
  readonly clauses: readonly string[]
  readonly words: readonly string[]
} {
  const pieces = text.split(/('(?:[^']|'')*')/)
  const marked = pieces.map((piece, at) =>
    at % 2 === 1 ? piece : piece.replace(/\s+(and|or)\s+/gi, '\u0000$1\u0000'),
  )
  const parts = marked.join('').split('\u0000')
  return {
    clauses: parts.filter((_, at) => at % 2 === 0).map(part => part.trim()),
    words: parts.filter((_, at) => at % 2 === 1).map(word => word.toLowerCase()),
  }
}

const SEARCH = /^"(displayName|userPrincipalName|mail):([^"]+)"$/i

/** `"displayName:ada"`: words that begin so. */
export function searchOf(text: string): Test {
  const [, name, wanted = ''] = SEARCH.exec(text.trim()) ?? []
  if (name === undefined) {
    throw graphError(
      'UnknownOption',
      `$search: found '${text.slice(0, 80)}', expected "displayName:…" in double quotes.`,
    )
  }
  const property = propertyOf(name)
  const part = wanted.trim().toLowerCase()
  return user =>
    String(user[property] ?? '')
      .toLowerCase()
      .split(/[\s.@_-]+/)
      .concat(String(user[property] ?? '').toLowerCase())
      .some(word => word.startsWith(part))
}

/** Sorts by a property, the id decides last. */
export function orderOf(text: string | undefined): (one: GraphUser, other: GraphUser) => number {
  const [name = 'displayName', direction = 'asc'] = text?.trim().split(/\s+/) ?? []
  if (!/^(displayName|userPrincipalName)$/i.test(name) || !/^(asc|desc)$/i.test(direction)) {
    throw graphError(
      'UnknownOption',
      `$orderby: found '${text}', expected displayName or userPrincipalName, asc or desc.`,
    )
  }
  const property = propertyOf(name)
  const sign = direction.toLowerCase() === 'asc' ? 1 : -1
  const keyOf = (user: GraphUser) => `${String(user[property]).toLowerCase()}\u0000${user.id}`
  return (one, other) => (keyOf(one) < keyOf(other) ? -sign : sign)
}
