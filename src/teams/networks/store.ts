/** The uploaded files as they came: the one in use, and one on its way into the tables. */
import type { Instant } from '#base'
import type { TenantId } from '#records'
import type { Migration, SqlReader, Transaction } from '#state'

export const networksMigrations: readonly Migration[] = [
  {
    id: 'teams-networks/1-files',
    sql: `
      CREATE TABLE teams_files (
        tenant TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, file_id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL, uploaded_at REAL NOT NULL, uploaded_by TEXT NOT NULL,
        valid_from TEXT, valid_until TEXT, file_rows INTEGER NOT NULL, expanded INTEGER NOT NULL,
        loaded INTEGER NOT NULL, content TEXT NOT NULL,
        PRIMARY KEY (tenant, kind, state)) STRICT, WITHOUT ROWID;
      CREATE TABLE teams_file_marks (
        tenant TEXT NOT NULL, kind TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (tenant, kind))
        STRICT, WITHOUT ROWID`,
  },
]

export type FileKind = 'buildings' | 'endpoints'
export const FILE_KINDS: readonly FileKind[] = ['buildings', 'endpoints']

/** `active`: in use. `loading`: its rows are on their way; it replaces the active one when they are all there. */
export type FileState = 'active' | 'loading'

export interface StoredFile {
  readonly tenant: TenantId
  readonly kind: FileKind
  readonly state: FileState
  readonly fileId: string
  readonly name: string
  readonly uploadedAt: Instant
  readonly uploadedBy: string
  /** ISO 8601; null in endpoint files. */
  readonly validFrom: string | null
  /** ISO 8601; null: until further notice. */
  readonly validUntil: string | null
  readonly rows: number
  /** Rows of the table that they become. */
  readonly expanded: number
  /** How many of those are in the journal. */
  readonly loaded: number
}

const FILE = `SELECT tenant, kind, state, file_id AS fileId, name, uploaded_at AS uploadedAt,
  uploaded_by AS uploadedBy, valid_from AS validFrom, valid_until AS validUntil, file_rows AS rows, expanded, loaded
  FROM teams_files`

export const filesOf = (db: SqlReader, tenant: TenantId) =>
  db.all<StoredFile>(`${FILE} WHERE tenant = ? ORDER BY kind, state`, tenant)

export const fileOf = (db: SqlReader, tenant: TenantId, kind: FileKind, state: FileState) =>
  db.get<StoredFile>(`${FILE} WHERE tenant = ? AND kind = ? AND state = ?`, tenant, kind, state)

/** The next that waits for its rows. */
export const loadingFile = (db: SqlReader) =>
  db.get<StoredFile>(`${FILE} WHERE state = 'loading' ORDER BY uploaded_at LIMIT 1`)

export const contentOf = (db: SqlReader, fileId: string) =>
  db.get<{ readonly content: string }>('SELECT content FROM teams_files WHERE file_id = ?', fileId)?.content

/** False: another upload, or a removal, has taken its place. */
export const isWanted = (db: SqlReader, fileId: string): boolean =>
  db.get('SELECT 1 AS known FROM teams_files WHERE file_id = ?', fileId) !== undefined

export function putLoading(
  tx: Transaction,
  file: Omit<StoredFile, 'state' | 'loaded'>,
  content: string,
): void {
  tx.run(
    "INSERT OR REPLACE INTO teams_files VALUES (?, ?, 'loading', ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
    file.tenant,
    file.kind,
    file.fileId,
    file.name,
    file.uploadedAt,
    file.uploadedBy,
    file.validFrom,
    file.validUntil,
    file.rows,
    file.expanded,
    content,
  )
}

export const putLoaded = (tx: Transaction, fileId: string, loaded: number): void =>
  void tx.run('UPDATE teams_files SET loaded = ? WHERE file_id = ?', loaded, fileId)

/** From now on it is the one in use, and the former is gone. */
export function activate(tx: Transaction, { tenant, kind, fileId }: StoredFile): void {
  tx.run("DELETE FROM teams_files WHERE tenant = ? AND kind = ? AND state = 'active'", tenant, kind)
  tx.run("UPDATE teams_files SET state = 'active' WHERE file_id = ?", fileId)
}

export const removeFiles = (tx: Transaction, tenant: TenantId, kind: FileKind): boolean =>
  tx.run('DELETE FROM teams_files WHERE tenant = ? AND kind = ?', tenant, kind).changes > 0

/** A time for the row that says which file is in use: later than that of all such rows before. */
export function nextMark(tx: Transaction, tenant: TenantId, kind: FileKind, now: Instant): Instant {
  const last = tx.get<{ readonly at: Instant }>(
    'SELECT at FROM teams_file_marks WHERE tenant = ? AND kind = ?',
    tenant,
    kind,
  )
  const at = last === undefined || now > last.at ? now : last.at + 1
  tx.run('INSERT OR REPLACE INTO teams_file_marks VALUES (?, ?, ?)', tenant, kind, at)
  return at
}
