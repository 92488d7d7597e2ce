/** The statements that make and change tables. Layout as measured: docs/adr/0003-engine-child-process.md. */
import { RARE_COLUMNS } from '#records'
import { identifier, qualified, textLiteral } from '../sql-text.ts'
import { FREE_TEXT } from './layout.ts'
import type { PhysicalColumn, PhysicalTable } from './physical-table.ts'

/**
 * Small granules for look-ups of one call; expired days go as whole parts; a part is on disk before its insert is
 * acknowledged (merged parts need no fsync: the engine keeps what they were made of for eight minutes).
 */
const STORAGE = [
  'index_granularity = 1024',
  'ttl_only_drop_parts = 1',
  'materialize_ttl_recalculate_only = 1',
  'fsync_after_insert = 1',
  'fsync_part_directory = 1',
].join(', ')

export function createTableSql(database: string, table: PhysicalTable, retentionDays: number): string {
  const names = new Set(table.columns.map(column => column.name))
  const order = [
    'toStartOfHour(TimeGenerated)',
    ...(names.has('CorrelationId') ? ['CorrelationId'] : []),
    'TimeGenerated',
  ]
  const parts = [...table.columns.map(columnSql), ...table.columns.flatMap(indexSql)]
  return (
    `CREATE TABLE IF NOT EXISTS ${qualified(database, table.name)} (${parts.join(', ')}) ENGINE = MergeTree ` +
    `PARTITION BY toYYYYMMDD(TimeGenerated) ORDER BY (${order.join(', ')}) ${ttlSql(retentionDays)} SETTINGS ${STORAGE}`
  )
}

/** Rows of older versions get the constant or the empty value of the new column. */
export const addColumnSql = (database: string, table: string, column: PhysicalColumn): string =>
  `ALTER TABLE ${qualified(database, table)} ADD COLUMN IF NOT EXISTS ${columnSql(column)}`

export const retentionSql = (database: string, table: string, days: number): string =>
  `ALTER TABLE ${qualified(database, table)} MODIFY ${ttlSql(days)}`

export const createDatabaseSql = (database: string): string =>
  `CREATE DATABASE IF NOT EXISTS ${identifier(database)}`

export const columnsOfDatabaseSql = (database: string): string =>
  `SELECT table, name FROM system.columns WHERE database = ${textLiteral(database)}`

/** Days of retention as the engine holds them, by table. */
export const retentionOfDatabaseSql = (database: string): string =>
  `SELECT name, toInt32OrZero(extract(engine_full, 'toIntervalDay\\\\((\\\\d+)\\\\)')) ` +
  `FROM system.tables WHERE database = ${textLiteral(database)}`

const ttlSql = (days: number): string => `TTL TimeGenerated + toIntervalDay(${Math.max(1, Math.floor(days))})`

function columnSql({ name, sqlType, constant }: PhysicalColumn): string {
  const filled = constant === undefined ? '' : ` DEFAULT ${textLiteral(constant)}`
  return `${identifier(name)} ${sqlType}${filled} CODEC(ZSTD(1))`
}

function indexSql({ name, type }: PhysicalColumn): readonly string[] {
  // Skips the granules that cannot hold the value.
  if (RARE_COLUMNS.has(name)) {
    return [`INDEX ${identifier(`by_${name}`)} ${identifier(name)} TYPE bloom_filter(0.01) GRANULARITY 1`]
  }
  if (type !== 'string' || !FREE_TEXT.has(name)) return []
  // On the folded text rather than with a folding preprocessor, which would make `hasToken` answer without case too.
  return [
    `INDEX ${identifier(`words_of_${name}`)} lower(${identifier(name)}) TYPE text(tokenizer = 'splitByNonAlpha')`,
  ]
}
