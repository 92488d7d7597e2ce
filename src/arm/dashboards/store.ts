/** Dashboards that a tenant shares: rows of the state file. */
import type { TenantId } from '#records'
import type { Migration, SqlReader, Transaction } from '#state'

export const dashboardsMigrations: readonly Migration[] = [
  {
    id: 'arm/1-dashboards',
    sql: `CREATE TABLE arm_dashboards (
      arm_id TEXT PRIMARY KEY COLLATE NOCASE, tenant TEXT NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  },
]

export interface StoredDashboard {
  /** As it was first written; compares without case. */
  readonly armId: string
  readonly tenant: TenantId
  /** As it was put, JSON: `{ location, tags, properties }`. */
  readonly body: string
}

const DASHBOARD = 'SELECT arm_id AS armId, tenant, body FROM arm_dashboards'

export const dashboardById = (db: SqlReader, id: string) =>
  db.get<StoredDashboard>(`${DASHBOARD} WHERE arm_id = ?`, id)

export const dashboardsOf = (db: SqlReader, tenant: TenantId) =>
  db.all<StoredDashboard>(`${DASHBOARD} WHERE tenant = ? ORDER BY arm_id`, tenant)

export const putDashboard = (tx: Transaction, { armId, tenant, body }: StoredDashboard): void =>
  void tx.run(
    'INSERT INTO arm_dashboards VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body',
    armId,
    tenant,
    body,
  )

export const deleteDashboard = (tx: Transaction, armId: string): void =>
  void tx.run('DELETE FROM arm_dashboards WHERE arm_id = ?', armId)
