/** A tenant's own reports, as JSON. */
import type { Instant } from '#base'
import type { TenantId } from '#records'
import type { Migration, SqlReader, Transaction } from '#state'

export const reportsMigrations: readonly Migration[] = [
  {
    id: 'teams-reports/1-saved',
    sql: `
      CREATE TABLE teams_reports (
        tenant TEXT NOT NULL, id TEXT NOT NULL, author TEXT NOT NULL, changed_at REAL NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (tenant, id)) STRICT, WITHOUT ROWID`,
  },
]

export interface SavedReport {
  readonly id: string
  /** Who saved it first. */
  readonly author: string
  readonly changedAt: Instant
  /** `ReportBody` as JSON. */
  readonly body: string
}

const SAVED = 'SELECT id, author, changed_at AS changedAt, body FROM teams_reports WHERE tenant = ?'

export const savedReports = (db: SqlReader, tenant: TenantId) =>
  db.all<SavedReport>(`${SAVED} ORDER BY id`, tenant)

export const savedReport = (db: SqlReader, tenant: TenantId, id: string) =>
  db.get<SavedReport>(`${SAVED} AND id = ?`, tenant, id)

export const countOfReports = (db: SqlReader, tenant: TenantId): number =>
  db.get<{ readonly n: number }>('SELECT count(*) AS n FROM teams_reports WHERE tenant = ?', tenant)?.n ?? 0

export const putReport = (tx: Transaction, tenant: TenantId, report: SavedReport): void =>
  void tx.run(
    'INSERT OR REPLACE INTO teams_reports VALUES (?, ?, ?, ?, ?)',
    tenant,
    report.id,
    report.author,
    report.changedAt,
    report.body,
  )

export const deleteReport = (tx: Transaction, tenant: TenantId, id: string): void =>
  void tx.run('DELETE FROM teams_reports WHERE tenant = ? AND id = ?', tenant, id)
