/** Subscriptions, how far the calls of each tenant were looked at, and notices that wait: rows of the state file. */
import type { Instant } from '#base'
import type { TenantId } from '#records'
import type { Migration, SqlReader, Transaction } from '#state'

export const noticeMigrations: readonly Migration[] = [
  {
    id: 'call-records/1-subscriptions',
    sql: `
      CREATE TABLE record_subscriptions (
        id TEXT PRIMARY KEY, tenant TEXT NOT NULL, app TEXT NOT NULL, resource TEXT NOT NULL, changes TEXT NOT NULL,
        url TEXT NOT NULL, lifecycle_url TEXT, client_state TEXT, created REAL NOT NULL, expires REAL NOT NULL)
        STRICT, WITHOUT ROWID;
      CREATE TABLE record_watches (tenant TEXT PRIMARY KEY, through REAL NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE record_told (
        tenant TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, at REAL NOT NULL,
        PRIMARY KEY (tenant, id, version)) STRICT, WITHOUT ROWID;
      CREATE TABLE record_notices (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        subscription TEXT NOT NULL REFERENCES record_subscriptions (id) ON DELETE CASCADE,
        url TEXT NOT NULL, payload TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, not_before REAL NOT NULL)
        STRICT;
      CREATE INDEX record_notices_due ON record_notices (not_before)`,
  },
]

export interface Subscription {
  readonly id: string
  readonly tenant: TenantId
  readonly app: string
  /** As it was asked for. */
  readonly resource: string
  /** `created`, `updated`, or both with a comma. */
  readonly changes: string
  readonly url: string
  readonly lifecycleUrl: string | null
  readonly clientState: string | null
  readonly created: Instant
  readonly expires: Instant
}

const SELECT = `SELECT id, tenant, app, resource, changes, url, lifecycle_url AS lifecycleUrl,
  client_state AS clientState, created, expires FROM record_subscriptions`

type Stored = Subscription & Record<string, never>

export const subscriptionOf = (db: SqlReader, id: string, tenant: TenantId) =>
  db.get<Stored>(`${SELECT} WHERE id = ? AND tenant = ?`, id, tenant) as Subscription | undefined

export const subscriptionsOf = (db: SqlReader, tenant: TenantId): readonly Subscription[] =>
  db.all<Stored>(`${SELECT} WHERE tenant = ? ORDER BY created, id`, tenant)

export const liveSubscriptions = (db: SqlReader, now: Instant): readonly Subscription[] =>
  db.all<Stored>(`${SELECT} WHERE expires > ? ORDER BY tenant, id`, now)

export function putSubscription(tx: Transaction, one: Subscription): void {
  tx.run(
    `INSERT INTO record_subscriptions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET expires = excluded.expires, url = excluded.url`,
    ...[one.id, one.tenant, one.app, one.resource, one.changes, one.url],
    ...[one.lifecycleUrl, one.clientState, one.created, one.expires],
  )
}

export const deleteSubscription = (tx: Transaction, id: string): void =>
  void tx.run('DELETE FROM record_subscriptions WHERE id = ?', id)

export const deleteExpired = (tx: Transaction, now: Instant): void =>
  void tx.run('DELETE FROM record_subscriptions WHERE expires <= ?', now)

export const watchedThrough = (db: SqlReader, tenant: TenantId): Instant | undefined =>
  db.get<{ through: number }>('SELECT through FROM record_watches WHERE tenant = ?', tenant)?.through

export const putWatch = (tx: Transaction, tenant: TenantId, through: Instant): void =>
  void tx.run('INSERT OR REPLACE INTO record_watches VALUES (?, ?)', tenant, through)

/** False when that version was told before. */
export const markTold = (
  tx: Transaction,
  one: { readonly tenant: TenantId; readonly id: string; readonly version: number; readonly at: Instant },
): boolean =>
  tx.run('INSERT OR IGNORE INTO record_told VALUES (?, ?, ?, ?)', one.tenant, one.id, one.version, one.at)
    .changes > 0

export const forgetTold = (tx: Transaction, before: Instant): void =>
  void tx.run('DELETE FROM record_told WHERE at < ?', before)

export interface Notice {
  readonly seq: number
  readonly subscription: string
  readonly url: string
  readonly payload: string
  readonly attempts: number
}

export const queueNotice = (
  tx: Transaction,
  { subscription, url, payload, at }: Pick<Notice, 'subscription' | 'url' | 'payload'> & { at: Instant },
): void =>
  void tx.run(
    'INSERT INTO record_notices (subscription, url, payload, not_before) VALUES (?, ?, ?, ?)',
    ...[subscription, url, payload, at],
  )

export const dueNotices = (db: SqlReader, now: Instant): readonly Notice[] =>
  db.all<Notice & Record<string, never>>(
    'SELECT seq, subscription, url, payload, attempts FROM record_notices WHERE not_before <= ? ORDER BY seq LIMIT 100',
    now,
  )

export const dropNotice = (tx: Transaction, seq: number): void =>
  void tx.run('DELETE FROM record_notices WHERE seq = ?', seq)

export const postponeNotice = (tx: Transaction, seq: number, notBefore: Instant): void =>
  void tx.run(
    'UPDATE record_notices SET attempts = attempts + 1, not_before = ? WHERE seq = ?',
    notBefore,
    seq,
  )
