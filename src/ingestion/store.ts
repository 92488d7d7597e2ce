/** The rules and the custom tables they made. A table outlives its rule: its rows are still there. */
import { type ArmId, type Column, customTable, type Table, type TenantId } from '#records'
import type { Migration, SqlReader, Transaction } from '#state'

export const ingestionMigrations: readonly Migration[] = [
  {
    id: 'ingestion/1-rules-and-tables',
    sql: `
      CREATE TABLE ingestion_rules (
        arm_id TEXT PRIMARY KEY, immutable_id TEXT NOT NULL UNIQUE, tenant TEXT NOT NULL,
        location TEXT NOT NULL, properties TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE ingestion_tables (
        workspace TEXT NOT NULL, name TEXT NOT NULL, columns TEXT NOT NULL,
        PRIMARY KEY (workspace, name)) STRICT, WITHOUT ROWID;`,
  },
]

export interface StoredRule {
  /** Lower case. */
  readonly armId: ArmId
  readonly immutableId: string
  readonly tenant: TenantId
  readonly location: string
  /** As it was put, JSON. */
  readonly properties: string
}

const RULE =
  'SELECT arm_id AS armId, immutable_id AS immutableId, tenant, location, properties FROM ingestion_rules'

export const ruleByArmId = (db: SqlReader, armId: string): StoredRule | undefined =>
  db.get<StoredRule>(`${RULE} WHERE arm_id = ?`, armId.toLowerCase())

export const ruleByImmutableId = (db: SqlReader, id: string): StoredRule | undefined =>
  db.get<StoredRule>(`${RULE} WHERE immutable_id = ?`, id.toLowerCase())

export function putRule(tx: Transaction, rule: StoredRule): void {
  tx.run(
    'INSERT OR REPLACE INTO ingestion_rules VALUES (?, ?, ?, ?, ?)',
    rule.armId,
    rule.immutableId,
    rule.tenant,
    rule.location,
    rule.properties,
  )
}

/** False when there was none. */
export const deleteRule = (tx: Transaction, armId: ArmId): boolean =>
  tx.run('DELETE FROM ingestion_rules WHERE arm_id = ?', armId).changes > 0

interface StoredTable {
  readonly workspace: ArmId
  readonly name: string
  readonly columns: string
}

/** The custom tables of each workspace, by its ARM id. */
export function loadTables(db: SqlReader): Map<ArmId, Map<string, Table>> {
  const found = new Map<ArmId, Map<string, Table>>()
  for (const { workspace, name, columns } of db.all<StoredTable>('SELECT * FROM ingestion_tables')) {
    const own: readonly Column[] = JSON.parse(columns)
    const tables = found.get(workspace) ?? new Map<string, Table>()
    found.set(workspace, tables.set(name, customTable(name, own)))
  }
  return found
}

export function putTable(tx: Transaction, workspace: ArmId, { name, columns }: Table): void {
  const own = columns.filter(column => !column.standard)
  tx.run('INSERT OR REPLACE INTO ingestion_tables VALUES (?, ?, ?)', workspace, name, JSON.stringify(own))
}
