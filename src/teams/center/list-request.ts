/** How a list is asked for: page, order, filters, format; each wrong value is refused by its name. Pure. */
import { ApiError, type HttpRequest } from '#base'

/** What of a list can be asked for, in its own words → in KQL. */
export interface ListShape {
  /** Name → column. The first one orders when nothing is asked for. */
  readonly order: Readonly<Record<string, string>>
  readonly filters: Readonly<Record<string, Filter>>
  /** Columns that make the order of equal rows certain, so that pages neither repeat nor skip. */
  readonly ties: readonly string[]
}

/** A KQL condition for a value; undefined when the value means nothing here. */
export interface Filter {
  readonly expects: string
  condition(value: string): string | undefined
}

export interface ListRequest {
  /** KQL conditions, each to be met. */
  readonly where: readonly string[]
  /** `StartTime desc, CorrelationId asc` */
  readonly orderBy: string
  readonly skip: number
  readonly top: number
  readonly format: 'page' | 'csv' | 'json'
}

export const LARGEST_PAGE = 1000
const USUAL_PAGE = 100
const LARGEST_SKIP = 10_000_000

export function listRequest({ query }: Pick<HttpRequest, 'query'>, shape: ListShape): ListRequest {
  const where = Object.entries(shape.filters).flatMap(([name, filter]) => {
    const value = query[name.toLowerCase()]
    return value === undefined || value === '' ? [] : [conditionOf(name, filter, value)]
  })
  return {
    where,
    orderBy: [orderOf(query.order, shape), ...shape.ties.map(column => `${column} asc`)].join(', '),
    skip: wholeOf('skip', query.skip, { fallback: 0, least: 0, most: LARGEST_SKIP }),
    top: wholeOf('top', query.top, { fallback: USUAL_PAGE, least: 1, most: LARGEST_PAGE }),
    format: formatOf(query.format),
  }
}

function conditionOf(name: string, filter: Filter, value: string): string {
  const condition = filter.condition(value)
  if (condition === undefined) throw badParameter(name, value, filter.expects)
  return condition
}

function orderOf(asked: string | undefined, { order }: ListShape): string {
  const names = Object.keys(order)
  if (asked === undefined || asked === '') return `${order[names[0] ?? '']} desc`
  const [name = '', direction = 'asc', ...rest] = asked.trim().split(/[\s:]+/)
  const known = names.find(one => one.toLowerCase() === name.toLowerCase())
  if (known === undefined || rest.length > 0 || !['asc', 'desc'].includes(direction)) {
    throw badParameter('order', asked, `one of ${names.join(', ')}, then asc or desc`)
  }
  return `${order[known]} ${direction}`
}

interface Bounds {
  readonly fallback: number
  readonly least: number
  readonly most: number
}

function wholeOf(name: string, asked: string | undefined, { fallback, least, most }: Bounds): number {
  if (asked === undefined || asked === '') return fallback
  const value = /^\d{1,9}$/.test(asked) ? Number(asked) : Number.NaN
  if (value >= least && value <= most) return value
  throw badParameter(name, asked, `a whole number from ${least} to ${most}`)
}

function formatOf(asked: string | undefined): ListRequest['format'] {
  if (asked === undefined || asked === '') return 'page'
  if (asked === 'csv' || asked === 'json') return asked
  throw badParameter('format', asked, 'csv or json: all rows that match, as a file')
}

export const badParameter = (name: string, found: string, expected: string): ApiError =>
  new ApiError({
    status: 400,
    code: 'BadParameter',
    message: `${name}: found ${JSON.stringify(found.slice(0, 100))}, expected ${expected}.`,
    details: { target: name },
  })

/** One of these words, in any case. */
export const oneOf = (column: string, words: Readonly<Record<string, string>>): Filter => ({
  expects: `one of ${Object.keys(words).join(', ')}`,
  condition: value => {
    const known = Object.keys(words).find(word => word.toLowerCase() === value.toLowerCase())
    return known === undefined ? undefined : `${column} == ${kqlText(words[known] ?? '')}`
  },
})

/** From, or before, an instant in ISO 8601. */
export const instant = (column: string, comparison: '>=' | '<'): Filter => ({
  expects: 'an instant in ISO 8601, as 2026-01-31T09:00:00Z',
  condition: value => {
    const at = Date.parse(value)
    if (!/^\d{4}-/.test(value) || Number.isNaN(at)) return undefined
    return `${column} ${comparison} datetime(${new Date(at).toISOString()})`
  },
})

/** A KQL string literal. */
export const kqlText = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** For `in (…)`; never empty, for that is no KQL. */
export const kqlTexts = (values: readonly string[]): string =>
  values.length === 0 ? "''" : values.map(kqlText).join(', ')
