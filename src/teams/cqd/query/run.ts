/** A query's answer, page by page. There is no end of rows, only of a page. */
import { createHash } from 'node:crypto'
import type { Reader, TeamsReading } from '#teams/reading'
import { type CompiledColumn, compileQuery } from './compile.ts'
import { cqdError } from './errors.ts'
import { type CqdQuery, DEFAULT_PAGE } from './model.ts'

export type Cell = Awaited<ReturnType<TeamsReading['ask']>>['rows'][number][number]

export interface CqdAnswer {
  readonly columns: readonly CompiledColumn[]
  readonly rows: readonly (readonly Cell[])[]
  /** All rows as KQL for the logs API. */
  readonly kql: string
  /** Asks for the page behind this one; absent on the last. */
  readonly next?: string
}

export interface CqdOptions {
  readonly reading: Pick<TeamsReading, 'ask'>
  readonly reader: Reader
  readonly now: number
  readonly signal?: AbortSignal | undefined
}

export async function runQuery(query: CqdQuery, options: CqdOptions): Promise<CqdAnswer> {
  return runFrom(query, offsetOf(query), options)
}

/** The rows from that one on, as many as a page has. */
export async function runFrom(
  query: CqdQuery,
  offset: number,
  { reading, reader, now, signal }: CqdOptions,
): Promise<CqdAnswer> {
  const { kql, columns } = compileQuery(query, { ...reader, now })
  const size = query.pageSize ?? DEFAULT_PAGE
  const { rows } = await reading.ask(reader.tenant, paged(kql, offset, size), { now, signal })
  const page = rows.slice(0, size)
  const next = rows.length > size ? { next: tokenOf(query, offset + size) } : {}
  return { columns, rows: page, kql, ...next }
}

/** One row more than the page tells whether there is another. */
function paged(kql: string, offset: number, size: number): string {
  const unrendered = kql.replace(/\n\| render .*$/, '')
  if (offset === 0) return `${unrendered}\n| take ${size + 1}`
  return `${unrendered}
| serialize RowNumber = row_number()
| where RowNumber > ${offset} and RowNumber <= ${offset + size + 1}
| project-away RowNumber`
}

function offsetOf(query: CqdQuery): number {
  if (query.next === undefined) return 0
  const [, digits = '', print] = /^(\d{1,15})\.(\w+)$/.exec(query.next) ?? []
  if (print !== fingerprintOf(query)) throw cqdError('BadPage')
  return Number(digits)
}

const tokenOf = (query: CqdQuery, offset: number): string => `${offset}.${fingerprintOf(query)}`

/** The same for the pages of one query, whatever their size. */
function fingerprintOf({ next: _, pageSize: __, ...query }: CqdQuery): string {
  const sorted = Object.fromEntries(Object.entries(query).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16)
}

/** Rows that are asked for at once where all are wanted. */
const WHOLE = 100_000

/** All rows of a query, page by page. */
export async function* allRows(query: CqdQuery, options: CqdOptions): AsyncGenerator<CqdAnswer> {
  let next: string | undefined
  do {
    const answer = await runQuery({ ...query, pageSize: WHOLE, ...(next && { next }) }, options)
    yield answer
    next = answer.next
  } while (next !== undefined)
}
