/** OData's query options as the surfaces here take them: each asked for by name, all others refused. */
import type { HttpRequest } from '#base'
import { graphError } from './errors.ts'

type Query = HttpRequest['query']

/** Throws ApiError 400 for an option of OData (`$…`) that the operation does not take. */
export function refuseOthers(query: Query, known: readonly string[]): void {
  const other = Object.keys(query).find(name => name.startsWith('$') && !known.includes(name))
  if (other === undefined) return
  const taken = known.length > 0 ? known.join(', ') : 'none'
  throw graphError(
    'UnknownOption',
    `The query option ${other} is not supported here; this operation takes ${taken}.`,
  )
}

export interface PageSize {
  readonly usual: number
  readonly most: number
}

/** `$top`, between 1 and the most of a page. */
export function topOf({ $top: text }: Query, { usual, most }: PageSize): number {
  if (text === undefined) return usual
  const top = Number(text)
  if (Number.isInteger(top) && top >= 1 && top <= most) return top
  throw graphError('UnknownOption', `$top: found '${text}', expected a whole number from 1 to ${most}.`)
}

/** The properties that `$select` names, `id` among them; undefined without it. */
export function selectedOf(
  { $select: text }: Query,
  type: string,
  known: readonly string[],
): readonly string[] | undefined {
  if (text === undefined || text.trim() === '') return undefined
  return text.split(',').map(part => {
    const name = part.trim()
    const found = known.find(one => one.toLowerCase() === name.toLowerCase())
    if (found !== undefined) return found
    throw graphError('UnknownOption', `Could not find a property named '${name}' on type '${type}'.`)
  })
}

export const pick = (
  value: Readonly<Record<string, unknown>>,
  names: readonly string[] | undefined,
): Readonly<Record<string, unknown>> =>
  names ? Object.fromEntries(names.map(name => [name, value[name] ?? null])) : value

/** Where a page ended, as an opaque text. */
export const skipToken = (place: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url')

/** The place of a token that `skipToken` made. Throws ApiError 400 for any other. */
export function placeOf(
  { $skiptoken: text }: Query,
  length: number,
): readonly (string | number)[] | undefined {
  if (text === undefined) return undefined
  const place = parsed(Buffer.from(text, 'base64url').toString())
  if (Array.isArray(place) && place.length === length && place.every(isPart)) return place
  throw graphError('UnknownOption', '$skiptoken: not one of this server. Follow @odata.nextLink as it is.')
}

const isPart = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number'

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The request's own address with another `$skiptoken`. */
export function nextLink({ origin, target }: Pick<HttpRequest, 'origin' | 'target'>, token: string): string {
  const url = new URL(target, origin)
  for (const name of [...url.searchParams.keys()]) {
    if (name.toLowerCase() === '$skiptoken') url.searchParams.delete(name)
  }
  url.searchParams.set('$skiptoken', token)
  return url.href.replaceAll('%24', '$')
}

/** `'O''Neil'` → O'Neil */
export const unquoted = (text: string): string => text.replaceAll("''", "'")
