/** From a value on the wire to a cell of a table: quoted numbers, text `null`, old spellings, bad values. */
import { type Json, parseIso } from '#base'
import { endpointTypes } from './enumerations.ts'
import type { Row } from './record.ts'
import type { ColumnType } from './schema.ts'
import { WIDER_THAN_DOCUMENTED } from './tables.ts'

/** The cell of a column for a value of a record, in the column's type; a resource id fills two columns. */
export function readCell(column: string, type: ColumnType, value: Json): Row {
  if (isUnknown(value)) return { [column]: null }
  if (column === '_ResourceId') return typeof value === 'string' ? readResource(value) : { [column]: null }
  return { [column]: spelled(column, READERS[WIDER_THAN_DOCUMENTED.has(column) ? 'long' : type](value)) }
}

const isUnknown = (value: Json): boolean =>
  value === null || (typeof value === 'string' && ['', 'null'].includes(value.trim().toLowerCase()))

function readResource(text: string): Row {
  const resource = text.trim().toLowerCase().replace(/^\/?/, '/')
  return { _ResourceId: resource, _SubscriptionId: subscriptionOf(resource) ?? null }
}

/** The subscription inside an ARM id; undefined when it has none. */
export const subscriptionOf = (arm: string): string | undefined => /^\/subscriptions\/([^/]+)/i.exec(arm)?.[1]

/** Columns whose values older records spell differently (R47). */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = { EndpointType: endpointTypes }

function spelled(column: string, value: Json): Json {
  const known = SPELLINGS[column]
  if (!known || typeof value !== 'string') return value
  return known.find(spelling => spelling.toLowerCase() === value.toLowerCase()) ?? value
}

const READERS: Readonly<Record<ColumnType, (value: Json) => Json>> = {
  string: readText,
  guid: readText,
  timespan: readText,
  int: value => within(2 ** 31, readInteger(value)),
  long: value => within(2 ** 63, readInteger(value)),
  real: readNumber,
  decimal: readNumber,
  bool: readBool,
  datetime: readInstant,
  dynamic: value => (typeof value === 'string' ? (parseJson(value) ?? value) : value),
}

function readText(value: Json): Json {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function readNumber(value: Json): number | null {
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : null
}

function readInteger(value: Json): number | null {
  const number = readNumber(value)
  return number === null ? null : Math.trunc(number)
}

/** A number too large for its column would be cut to a wrong one, so it is unknown instead. */
const within = (limit: number, value: number | null): number | null =>
  value !== null && value >= -limit && value < limit ? value : null

const BOOLS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
])

function readBool(value: Json): boolean | null {
  return BOOLS.get(String(value).trim().toLowerCase()) ?? null
}

/** The text is kept: it may carry more digits than a number can. */
function readInstant(value: Json): string | null {
  return typeof value === 'string' && parseIso(value) !== undefined ? value.trim() : null
}

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
