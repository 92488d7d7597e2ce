/** Rules, action groups, what is watched, alerts, and the actions that wait: rows of the state file. */
import type { Instant } from '#base'
import type { Migration, SqlReader, Transaction } from '#state'
import type { Watches } from './advance.ts'
import type { Watch } from './watch.ts'

export const alertsMigrations: readonly Migration[] = [
  {
    id: 'alerts/1-rules-and-alerts',
    sql: `
      CREATE TABLE alert_resources (
        arm_id TEXT PRIMARY KEY COLLATE NOCASE, type TEXT NOT NULL, tenant TEXT NOT NULL, body TEXT NOT NULL)
        STRICT, WITHOUT ROWID;
      CREATE TABLE alert_progress (
        rule TEXT PRIMARY KEY COLLATE NOCASE REFERENCES alert_resources (arm_id) ON DELETE CASCADE,
        through REAL NOT NULL, problem TEXT) STRICT, WITHOUT ROWID;
      CREATE TABLE alert_watches (
        rule TEXT NOT NULL COLLATE NOCASE REFERENCES alert_resources (arm_id) ON DELETE CASCADE,
        key TEXT NOT NULL, watch TEXT NOT NULL, PRIMARY KEY (rule, key)) STRICT, WITHOUT ROWID;
      CREATE TABLE alerts (
        id TEXT PRIMARY KEY, rule TEXT NOT NULL COLLATE NOCASE, tenant TEXT NOT NULL, fired_at REAL NOT NULL,
        resolved_at REAL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX alerts_by_time ON alerts (tenant, fired_at);
      CREATE TABLE alert_actions (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, alert TEXT NOT NULL, receiver TEXT NOT NULL, payload TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0, not_before REAL NOT NULL,
        outcome TEXT NOT NULL DEFAULT 'waiting', problem TEXT) STRICT;
      CREATE INDEX alert_actions_waiting ON alert_actions (not_before) WHERE outcome = 'waiting';
      CREATE INDEX alert_actions_of ON alert_actions (alert)`,
  },
  {
    id: 'alerts/2-several-conditions',
    sql: `
      UPDATE alerts SET body = json_set(body, '$.signal', 'Log', '$.conditions', json_array(json_object(
        'kql', body ->> '$.kql', 'aggregation', body ->> '$.aggregation', 'operator', body ->> '$.operator',
        'threshold', body ->> '$.threshold', 'value', body ->> '$.value')))`,
  },
]

export const RULE_TYPES = ['scheduledQueryRules', 'metricAlerts'] as const
export type RuleType = (typeof RULE_TYPES)[number]
export type ResourceType = RuleType | 'actionGroups'

export interface StoredResource {
  /** As it was first written; compares without case. */
  readonly armId: string
  readonly type: ResourceType
  readonly tenant: string
  /** As it was put, JSON: `{ location, tags, properties }`. */
  readonly body: string
}

const RESOURCE = 'SELECT arm_id AS armId, type, tenant, body FROM alert_resources'

export const resourceById = (db: SqlReader, id: string) =>
  db.get<StoredResource>(`${RESOURCE} WHERE arm_id = ?`, id)

export const resourcesOfType = (db: SqlReader, type: ResourceType) =>
  db.all<StoredResource>(`${RESOURCE} WHERE type = ? ORDER BY arm_id`, type)

export function putResource(tx: Transaction, { armId, type, tenant, body }: StoredResource): void {
  tx.run(
    'INSERT INTO alert_resources VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body',
    armId,
    type,
    tenant,
    body,
  )
}

export const deleteResource = (tx: Transaction, armId: string): void =>
  void tx.run('DELETE FROM alert_resources WHERE arm_id = ?', armId)

export interface Progress {
  /** Evaluated up to and with that instant. */
  readonly through: Instant
  /** Why the last evaluation gave nothing; null: it did. */
  readonly problem: string | null
}

export const progressOf = (db: SqlReader, rule: string) =>
  db.get<Progress>('SELECT through, problem FROM alert_progress WHERE rule = ?', rule)

export const putProgress = (tx: Transaction, rule: string, { through, problem }: Progress): void =>
  void tx.run('INSERT OR REPLACE INTO alert_progress VALUES (?, ?, ?)', rule, through, problem)

export function watchesOf(db: SqlReader, rule: string): Watches {
  const rows = db.all<{ key: string; watch: string }>(
    'SELECT key, watch FROM alert_watches WHERE rule = ?',
    rule,
  )
  return new Map(rows.map(({ key, watch }): [string, Watch] => [key, JSON.parse(watch)]))
}

export function putWatches(tx: Transaction, rule: string, watches: Watches): void {
  tx.run('DELETE FROM alert_watches WHERE rule = ?', rule)
  for (const [key, watch] of watches) {
    tx.run('INSERT INTO alert_watches VALUES (?, ?, ?)', rule, key, JSON.stringify(watch))
  }
}

export interface StoredAlert {
  readonly id: string
  /** ARM id of its rule. */
  readonly rule: string
  readonly tenant: string
  readonly firedAt: Instant
  readonly resolvedAt: Instant | null
  /** `AlertBody` as JSON. */
  readonly body: string
}

const ALERT = 'SELECT id, rule, tenant, fired_at AS firedAt, resolved_at AS resolvedAt, body FROM alerts'

export function putAlert(tx: Transaction, { id, rule, tenant, firedAt, body }: StoredAlert): void {
  tx.run('INSERT INTO alerts VALUES (?, ?, ?, ?, NULL, ?)', id, rule, tenant, firedAt, body)
}

export const resolveAlert = (tx: Transaction, id: string, at: Instant): void =>
  void tx.run('UPDATE alerts SET resolved_at = ? WHERE id = ?', at, id)

export const openAlertsOf = (db: SqlReader, rule: string) =>
  db.all<StoredAlert>(
    `${ALERT} WHERE resolved_at IS NULL AND id IN (
      SELECT json_extract(watch, '$.alert') FROM alert_watches WHERE rule = ?)`,
    rule,
  )

export const alertById = (db: SqlReader, id: string) => db.get<StoredAlert>(`${ALERT} WHERE id = ?`, id)

const MOST_LISTED = 1000

/** The newest first. */
export const alertsSince = (db: SqlReader, tenant: string, since: Instant) =>
  db.all<StoredAlert>(
    `${ALERT} WHERE tenant = ? AND fired_at >= ? ORDER BY fired_at DESC LIMIT ${MOST_LISTED}`,
    tenant,
    since,
  )

export interface StoredAction {
  readonly seq: number
  readonly alert: string
  /** `Receiver` as JSON. */
  readonly receiver: string
  readonly payload: string
  readonly attempts: number
  readonly outcome: 'waiting' | 'done' | 'failed'
  readonly problem: string | null
}

const ACTION = 'SELECT seq, alert, receiver, payload, attempts, outcome, problem FROM alert_actions'

export const queueAction = (
  tx: Transaction,
  { alert, receiver, payload, at }: Pick<StoredAction, 'alert' | 'receiver' | 'payload'> & { at: Instant },
): void =>
  void tx.run(
    'INSERT INTO alert_actions (alert, receiver, payload, not_before) VALUES (?, ?, ?, ?)',
    alert,
    receiver,
    payload,
    at,
  )

export const dueActions = (db: SqlReader, now: Instant) =>
  db.all<StoredAction>(`${ACTION} WHERE outcome = 'waiting' AND not_before <= ? ORDER BY seq LIMIT 100`, now)

export const actionsOf = (db: SqlReader, alert: string) =>
  db.all<StoredAction>(`${ACTION} WHERE alert = ? ORDER BY seq`, alert)

export const settleAction = (
  tx: Transaction,
  {
    seq,
    outcome,
    problem,
    notBefore,
  }: Pick<StoredAction, 'seq' | 'outcome' | 'problem'> & { notBefore: Instant },
): void =>
  void tx.run(
    'UPDATE alert_actions SET attempts = attempts + 1, outcome = ?, problem = ?, not_before = ? WHERE seq = ?',
    outcome,
    problem,
    notBefore,
    seq,
  )
