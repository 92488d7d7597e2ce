/** A table of the vocabulary as it lies in the engine: physical types, and who fills which column. */
import { type Column, columnTypes, type Table, WIDER_THAN_DOCUMENTED } from '#records'
import { DIMENSIONS } from './layout.ts'

export interface PhysicalColumn {
  readonly name: string
  readonly type: Column['type']
  /** Engine type, as `Nullable(Int64)`. */
  readonly sqlType: string
  /** The same in every row of a workspace's table, so the engine fills it. */
  readonly constant?: string
}

export interface PhysicalTable {
  readonly name: string
  readonly columns: readonly PhysicalColumn[]
}

/** What the columns that never change hold, by name (log standard columns of Azure Monitor). */
type Constants = Readonly<Record<string, string>>

export function physicalTable(table: Table, workspaceId: string): PhysicalTable {
  const constants = { TenantId: workspaceId, SourceSystem: 'Azure', Type: table.name, _IsBillable: 'true' }
  return { name: table.name, columns: table.columns.map(column => physicalColumn(column, constants)) }
}

function physicalColumn({ name, type }: Column, constants: Constants): PhysicalColumn {
  const constant = constants[name]
  const column = {
    name,
    type: WIDER_THAN_DOCUMENTED.has(name) ? 'long' : type,
    sqlType: sqlTypeOf(name, type),
  } as const
  return constant === undefined ? column : { ...column, constant }
}

/** The rows' order and days hang on TimeGenerated, so it is the one datetime that cannot be null. */
function sqlTypeOf(name: string, type: Column['type']): string {
  if (name === 'TimeGenerated') return "DateTime64(7, 'UTC')"
  if (type === 'string' && DIMENSIONS.has(name)) return 'LowCardinality(String)'
  return columnTypes[WIDER_THAN_DOCUMENTED.has(name) ? 'long' : type]
}
