/**
 * The identity tables: who exists, until when tokens are dead, which answers may be asked for again. Tokens
 * themselves are kept only inside those answers, for as long as they may be asked for.
 */
import type { JWK } from 'jose'
import type { Instant } from '#base'
import type { ResourceId } from '#records'
import type { Migration, SqlReader, Transaction } from '#state'

export const identityMigrations: readonly Migration[] = [
  {
    id: 'identity/1-users-and-tokens',
    sql: `
      CREATE TABLE identity_keys (kid TEXT PRIMARY KEY, created_at REAL NOT NULL, jwk TEXT NOT NULL) STRICT;
      CREATE TABLE identities (
        id TEXT PRIMARY KEY, resource TEXT NOT NULL, external_id TEXT, created_at REAL NOT NULL,
        deleted_at REAL, issued_until INTEGER, dead_until INTEGER) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX identities_by_external_id ON identities (resource, external_id)
        WHERE external_id IS NOT NULL AND deleted_at IS NULL;
      CREATE TABLE identity_repeats (
        resource TEXT NOT NULL, request_id TEXT NOT NULL, first_sent TEXT NOT NULL, request BLOB NOT NULL,
        at REAL NOT NULL, status INTEGER NOT NULL, body TEXT,
        PRIMARY KEY (resource, request_id, first_sent)) STRICT, WITHOUT ROWID;
      CREATE INDEX identity_repeats_by_time ON identity_repeats (at);
      CREATE TABLE identity_assignments (
        resource TEXT NOT NULL, tenant TEXT NOT NULL, object TEXT NOT NULL, principal_type TEXT NOT NULL,
        client_ids TEXT, PRIMARY KEY (tenant, object, resource)) STRICT, WITHOUT ROWID;`,
  },
]

export interface StoredKey {
  readonly kid: string
  readonly jwk: JWK
}

export function newestKey(state: SqlReader): StoredKey | undefined {
  const row = state.get<{ kid: string; jwk: string }>(
    'SELECT kid, jwk FROM identity_keys ORDER BY created_at DESC LIMIT 1',
  )
  return row && { kid: row.kid, jwk: JSON.parse(row.jwk) }
}

export function insertKey(tx: Transaction, key: StoredKey, now: Instant): void {
  tx.run('INSERT INTO identity_keys VALUES (?, ?, ?)', key.kid, now, JSON.stringify(key.jwk))
}

export interface StoredIdentity {
  readonly id: string
  readonly externalId: string | null
  /** The highest `iat` of its tokens so far, seconds; null before the first. */
  readonly issuedUntil: number | null
  /** Tokens with this `iat`, in seconds, or a lower one are revoked. */
  readonly deadUntil: number | null
}

const IDENTITY = `SELECT id, external_id AS externalId, issued_until AS issuedUntil, dead_until AS deadUntil
  FROM identities`

/** Undefined when it never existed or was deleted. */
export const identityById = (db: SqlReader, id: string): StoredIdentity | undefined =>
  db.get<StoredIdentity>(`${IDENTITY} WHERE id = ? AND deleted_at IS NULL`, id)

export const identityByExternalId = (
  db: SqlReader,
  resource: ResourceId,
  externalId: string,
): StoredIdentity | undefined =>
  db.get<StoredIdentity>(
    `${IDENTITY} WHERE resource = ? AND external_id = ? AND deleted_at IS NULL`,
    resource,
    externalId,
  )

export interface NewIdentity {
  readonly id: string
  readonly resource: ResourceId
  readonly externalId?: string | undefined
}

const INSERT_IDENTITY = `INSERT INTO identities (id, resource, external_id, created_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET deleted_at = NULL`

/** An identity of that id that was deleted comes back, its old tokens stay dead. */
export function insertIdentity(tx: Transaction, identity: NewIdentity, now: Instant): void {
  tx.run(INSERT_IDENTITY, identity.id, identity.resource, identity.externalId ?? null, now)
}

export function markDeleted(tx: Transaction, id: string, now: Instant): void {
  tx.run('UPDATE identities SET deleted_at = ? WHERE id = ?', now, id)
}

/** Notes that a token with that `iat` (seconds) was issued. */
export function noteIssued(tx: Transaction, id: string, issuedAt: number): void {
  tx.run('UPDATE identities SET issued_until = max(coalesce(issued_until, 0), ?) WHERE id = ?', issuedAt, id)
}

/** Kills every token issued until now, also those of the running second and those dated ahead of it. */
export function revokeTokens(tx: Transaction, id: string, nowSeconds: number): void {
  tx.run('UPDATE identities SET dead_until = max(coalesce(issued_until, 0), ?) WHERE id = ?', nowSeconds, id)
}

export interface Assignment {
  readonly resource: ResourceId
  readonly tenant: string
  readonly object: string
  readonly principalType: string
  /** Client ids that may be used, as JSON; null for any. */
  readonly clientIds: string | null
}

const ASSIGNMENT = `SELECT resource, tenant, object, principal_type AS principalType, client_ids AS clientIds
  FROM identity_assignments WHERE tenant = ? AND object = ?`

/** The assignments of a user, with whichever resources. */
export const assignmentsOf = (db: SqlReader, tenant: string, object: string): readonly Assignment[] =>
  db.all<Assignment>(ASSIGNMENT, tenant, object)

/** True when it is new, false when it replaced one. */
export function putAssignment(tx: Transaction, assignment: Assignment): boolean {
  const { resource, tenant, object, principalType, clientIds } = assignment
  const before = deleteAssignment(tx, resource, { tenant, object })
  tx.run(
    'INSERT INTO identity_assignments VALUES (?, ?, ?, ?, ?)',
    resource,
    tenant,
    object,
    principalType,
    clientIds,
  )
  return !before
}

/** False when there was none. */
export function deleteAssignment(
  tx: Transaction,
  resource: ResourceId,
  { tenant, object }: { readonly tenant: string; readonly object: string },
): boolean {
  const sql = 'DELETE FROM identity_assignments WHERE resource = ? AND tenant = ? AND object = ?'
  return tx.run(sql, resource, tenant, object).changes > 0
}
