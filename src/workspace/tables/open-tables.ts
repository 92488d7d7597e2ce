/** Brings a database to the shape of the vocabulary: what is missing is made, nothing is dropped. */
import type { Engine } from '../engine/engine.ts'
import type { PhysicalTable } from './physical-table.ts'
import {
  addColumnSql,
  columnsOfDatabaseSql,
  createDatabaseSql,
  createTableSql,
  retentionOfDatabaseSql,
  retentionSql,
} from './table-sql.ts'

export interface DatabaseShape {
  readonly database: string
  readonly tables: readonly PhysicalTable[]
  readonly retentionDays: (table: string) => number
}

/** Throws EngineError. A database already in shape costs two look-ups. */
export async function openTables(engine: Engine, shape: DatabaseShape): Promise<void> {
  await engine.command(createDatabaseSql(shape.database))
  const columns = await columnsByTable(engine, shape.database)
  const retention = await retentionByTable(engine, shape.database)
  for (const table of shape.tables) {
    for (const sql of changesOf(table, {
      shape,
      columns: columns.get(table.name),
      days: retention.get(table.name),
    })) {
      await engine.command(sql)
    }
  }
}

interface Stored {
  readonly shape: DatabaseShape
  readonly columns: ReadonlySet<string> | undefined
  readonly days: number | undefined
}

function changesOf(table: PhysicalTable, { shape, columns, days }: Stored): readonly string[] {
  const { database } = shape
  const wanted = shape.retentionDays(table.name)
  if (!columns) return [createTableSql(database, table, wanted)]
  const added = table.columns.filter(column => !columns.has(column.name))
  return [
    ...added.map(column => addColumnSql(database, table.name, column)),
    ...(days === wanted ? [] : [retentionSql(database, table.name, wanted)]),
  ]
}

async function columnsByTable(engine: Engine, database: string): Promise<Map<string, Set<string>>> {
  const { rows } = await engine.query(columnsOfDatabaseSql(database), { weight: 'light' })
  const columns = new Map<string, Set<string>>()
  for (const [table, name] of rows) {
    const names = columns.get(String(table)) ?? new Set()
    columns.set(String(table), names.add(String(name)))
  }
  return columns
}

async function retentionByTable(engine: Engine, database: string): Promise<Map<string, number>> {
  const { rows } = await engine.query(retentionOfDatabaseSql(database), { weight: 'light' })
  return new Map(rows.map(([table, days]) => [String(table), Number(days)]))
}
