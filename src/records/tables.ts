/** Every table of the workspace: Azure's as documented, ours (`_CL`), each with the hidden columns of every row. */
import { azureTables } from './generated/tables.ts'
import { aroundOwn, houseTables } from './house-tables.ts'
import type { AzureTable, Column, Table } from './schema.ts'
import { teamsTables } from './teams-tables.ts'

/** Columns that the workspace fills for every row, where a table has them. */
export const STANDARD_COLUMNS: ReadonlySet<string> = new Set([
  'TenantId',
  'TimeGenerated',
  'SourceSystem',
  'Type',
  '_IsBillable',
  '_BilledSize',
  '_ResourceId',
  '_SubscriptionId',
])

/**
 * Columns that hold more than their documented type takes: chat message ids have 13 digits in an int. They are read
 * and stored as long and presented as documented.
 */
export const WIDER_THAN_DOCUMENTED: ReadonlySet<string> = new Set(['ChatMessageId'])

/** On every table, found by name only: the record's id, the rules behind its cells, when it arrived. */
const HIDDEN: readonly Column[] = [
  { name: '_ItemId', type: 'string', hidden: true, standard: true },
  { name: '_TimeReceived', type: 'datetime', hidden: true, standard: true },
  { name: '_Verdict', type: 'dynamic', hidden: true, standard: true },
]

const documented: readonly AzureTable[] = azureTables

export const tables: readonly Table[] = [
  ...documented.map(table => ({ ...table, origin: 'azure' as const })),
  ...houseTables,
  ...teamsTables,
].map(withStandardColumns)

function withStandardColumns(table: Table): Table {
  return { ...table, columns: [...table.columns.map(markStandard), ...HIDDEN] }
}

/** A table that somebody declares at run time, as ours are: its own columns among the standard ones. */
export const customTable = (name: string, own: readonly Column[]): Table =>
  withStandardColumns(aroundOwn(name, name, own))

function markStandard(column: Column): Column {
  return STANDARD_COLUMNS.has(column.name) ? { ...column, standard: true } : column
}

const byName: ReadonlyMap<string, Table> = new Map(tables.map(table => [table.name, table]))

/** The table of exactly this name (KQL's names are case-sensitive); undefined when there is none. */
export const tableByName = (name: string): Table | undefined => byName.get(name)

const byCategory: ReadonlyMap<string, Table> = new Map([
  ...tables.filter(table => table.origin === 'house').map(table => [table.name, table] as const),
  ...tables.flatMap(table => (table.category ? [[table.category, table] as const] : [])),
])

/** The table that a record's category fills; a table of ours is its own category. */
export const tableOfCategory = (category: string): Table | undefined => byCategory.get(category)
