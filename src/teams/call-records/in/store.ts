/** Records that were taken in the last day: rows of them may still be on their way to the engine. */
import type { Instant } from '#base'
import type { TenantId } from '#records'
import type { Migration, SqlReader, Transaction } from '#state'

export const importMigrations: readonly Migration[] = [
  {
    id: 'call-records/2-taken',
    sql: `
      CREATE TABLE record_taken (
        tenant TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, at REAL NOT NULL,
        PRIMARY KEY (tenant, id, version)) STRICT, WITHOUT ROWID;
      CREATE INDEX record_taken_at ON record_taken (at)`,
  },
]

export const takenVersions = (db: SqlReader, tenant: TenantId, id: string): readonly number[] =>
  db
    .all<{ version: number }>('SELECT version FROM record_taken WHERE tenant = ? AND id = ?', tenant, id)
    .map(({ version }) => version)

export const noteTaken = (
  tx: Transaction,
  one: { readonly tenant: TenantId; readonly id: string; readonly version: number; readonly at: Instant },
): void =>
  void tx.run(
    'INSERT OR REPLACE INTO record_taken VALUES (?, ?, ?, ?)',
    one.tenant,
    one.id,
    one.version,
    one.at,
  )

export const forgetTaken = (tx: Transaction, before: Instant): void =>
  void tx.run('DELETE FROM record_taken WHERE at < ?', before)
