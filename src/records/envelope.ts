/**
 * A row as the JSON record that Azure sends to storage and event hubs, and back. Which column stands where, and in
 * what spelling, is the table `generated/envelopes.ts`; reading is generous, writing is exact.
 */
import { invariant, type Json, type JsonObject, toIso } from '#base'
import { categoryByName } from './categories.ts'
import { parseJson, readCell } from './envelope-cells.ts'
import { envelopes } from './generated/envelopes.ts'
import { type LogRecord, type Row, rowOf } from './record.ts'
import type { EnvelopeField, EnvelopeSchema, Table } from './schema.ts'
import { tableByName, tableOfCategory } from './tables.ts'

export interface EnvelopeOptions {
  /** A13: write the text `null` instead of JSON null for an unknown value, as some documents print it. */
  readonly nullAsText?: boolean
}

/** The JSON record of a finished log record. */
export function envelopeOf(record: LogRecord, options: EnvelopeOptions = {}): JsonObject {
  const standard = { TimeGenerated: toIso(record.time), _ResourceId: record.resource }
  return toEnvelope(record.category, { ...rowOf(record), ...standard }, options)
}

/**
 * The JSON record of a row. The row carries TimeGenerated (ISO text) and _ResourceId besides its own cells; a cell
 * that is null is written as null, a column the row does not name is left out.
 */
export function toEnvelope(category: string, row: Row, options: EnvelopeOptions = {}): JsonObject {
  const schema = schemaOf(category)
  invariant(schema, `no table takes records of category ${category}`)
  const top: Record<string, Json> = {}
  const properties: Record<string, Json> = {}
  for (const field of schema) {
    const cell = cellOnWire(field, row, category)
    if (cell === undefined) continue
    const written = cell === null && options.nullAsText ? 'null' : cell
    if (field.at === 'top') top[field.json] = written
    else properties[field.json] = written
  }
  return { ...top, properties }
}

function cellOnWire(field: EnvelopeField, row: Row, category: string): Json | undefined {
  const cell = field.column === undefined ? undefined : row[field.column]
  if (cell === undefined || cell === null) return whenMissing(field, category) ?? cell
  if (field.column === '_ResourceId') return String(cell).toUpperCase()
  return field.wire === 'text' && typeof cell === 'number' ? String(cell) : cell
}

/** What every record says although its row does not: its category and, where it is fixed, its operation. */
function whenMissing({ json, at }: EnvelopeField, category: string): string | undefined {
  if (at !== 'top') return undefined
  const fixed = categoryByName(category)
  const values: Readonly<Record<string, string | undefined>> = {
    category,
    operationname: fixed?.operationNames[0] ?? category,
    operationversion: fixed?.operationVersion,
  }
  return values[json.toLowerCase()]
}

export interface ReadRecord {
  readonly category: string
  /** Cells in the types of the category's table, with TimeGenerated and _ResourceId where the record has them. */
  readonly row: Row
  /** Names of the record that no column takes. */
  readonly unmapped: readonly string[]
}

/**
 * Reads a JSON record of storage, an event hub or a flat row. Names match without case; texts that are empty or
 * `null` are unknown; a value that does not fit its column becomes null, the record stays. `expected` is the category
 * where the record does not say (the container knows). Undefined when no such category exists.
 */
export function fromEnvelope(record: JsonObject, expected?: string): ReadRecord | undefined {
  const category = expected ? canonicalCategory(expected) : categoryOf(record)
  const fields = category === undefined ? undefined : readersOf(category)
  if (category === undefined || !fields) return undefined
  const cells: Record<string, Json> = {}
  const unmapped: string[] = []
  for (const [name, value] of flatten(record)) {
    const field = fields.get(bare(name))
    if (!field && !IGNORED.has(bare(name))) unmapped.push(name)
    if (field?.column) Object.assign(cells, readCell(field.column, field.type, value))
  }
  return { category, row: cells, unmapped }
}

/** Columns that the receiving workspace fills itself. */
const IGNORED: ReadonlySet<string> = new Set([
  'tenantid',
  'sourcesystem',
  'type',
  'operationcategory',
  '_subscriptionid',
])

const bare = (name: string): string => name.replaceAll(' ', '').toLowerCase()

function* flatten(record: JsonObject): Generator<readonly [string, Json]> {
  for (const [name, value] of Object.entries(record)) {
    if (name.toLowerCase() === 'properties') yield* entriesOf(value)
    else if (value !== undefined) yield [name, value]
  }
}

function* entriesOf(bag: Json | undefined): Generator<readonly [string, Json]> {
  const object = typeof bag === 'string' ? parseJson(bag) : bag
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return
  for (const [name, value] of Object.entries(object)) if (value !== undefined) yield [name, value]
}

/** A record names its category, or, as a row of a table, the table. */
function categoryOf(record: JsonObject): string | undefined {
  const named = new Map(Object.entries(record).map(([name, value]) => [bare(name), value]))
  const values = ['category', 'operationcategory', 'type'].map(name => named.get(name))
  return values.map(value => (typeof value === 'string' ? canonicalCategory(value) : undefined)).find(Boolean)
}

function canonicalCategory(text: string): string | undefined {
  const table = tableByName(text)
  return categoryByName(text)?.name ?? table?.category ?? (table?.origin === 'house' ? table.name : undefined)
}

const schemas: ReadonlyMap<string, EnvelopeSchema> = new Map(
  envelopes.map(({ category, fields }) => [category, fields]),
)

/** Tables of ours have no documented envelope: the common fields on top, their own columns as properties. */
function schemaOf(category: string): EnvelopeSchema | undefined {
  const table = tableOfCategory(category)
  return schemas.get(category) ?? (table?.origin === 'house' ? houseSchema(table) : undefined)
}

const COMMON: EnvelopeSchema = [
  { json: 'time', column: 'TimeGenerated', type: 'datetime', at: 'top' },
  { json: 'resourceId', column: '_ResourceId', type: 'string', at: 'top' },
  { json: 'operationName', type: 'string', at: 'top' },
  { json: 'category', type: 'string', at: 'top' },
]

function houseSchema(table: Table): EnvelopeSchema {
  const own = table.columns.filter(column => !column.standard)
  return [
    ...COMMON,
    ...own.map(({ name, type }) => ({ json: name, column: name, type, at: 'properties' as const })),
  ]
}

/** Other names that documents use for a column, where the category has no column of that name. */
const ALIASES: Readonly<Record<string, string>> = { operationtype: 'OperationName' }

function readersOf(category: string): ReadonlyMap<string, EnvelopeField> | undefined {
  const schema = schemaOf(category)
  if (!schema) return undefined
  const aliased = Object.entries(ALIASES).flatMap(([alias, column]) => {
    const field = schema.find(candidate => candidate.column === column)
    return field ? [[alias, field] as const] : []
  })
  const byColumn = schema.flatMap(field => (field.column ? [[bare(field.column), field] as const] : []))
  return new Map([...aliased, ...byColumn, ...schema.map(field => [bare(field.json), field] as const)])
}
