/** Migrations as data: each module passes its own, each is applied once and may not change afterwards. */
import type { DatabaseSync } from 'node:sqlite'
import { type Clock, invariant } from '#base'
import { createStatements } from './statements.ts'

export interface Migration {
  /** `<module>/<number>-<what>`, unique; the order is that of the list. */
  readonly id: string
  /** One or more statements. */
  readonly sql: string
}

const OWN = `CREATE TABLE IF NOT EXISTS migrations (
  id TEXT PRIMARY KEY, sql TEXT NOT NULL, applied_at REAL NOT NULL) STRICT`

/**
 * Applies what is missing in one transaction. Throws when an applied migration was changed since, or when the
 * file knows one that this program does not (it was written by a newer version).
 */
export function migrate(database: DatabaseSync, migrations: readonly Migration[], clock: Clock): void {
  database.exec(OWN)
  const statements = createStatements(database)
  const applied = new Map(
    statements
      .all<{ id: string; sql: string }>('SELECT id, sql FROM migrations')
      .map(row => [row.id, row.sql]),
  )
  check(migrations, applied)
  database.exec('BEGIN IMMEDIATE')
  try {
    for (const { id, sql } of migrations.filter(migration => !applied.has(migration.id))) {
      database.exec(sql)
      statements.run('INSERT INTO migrations VALUES (?, ?, ?)', id, sql, clock.now())
    }
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function check(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const known = new Map(migrations.map(migration => [migration.id, migration.sql]))
  invariant(known.size === migrations.length, 'every migration has its own id')
  for (const [id, sql] of applied) {
    const now = known.get(id)
    if (now === undefined) {
      throw new Error(`The data folder was written by a newer version: it has migration ${id}, unknown here.`)
    }
    if (now !== sql) throw new Error(`Migration ${id} was changed after it had been applied; add a new one.`)
  }
}
