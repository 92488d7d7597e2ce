/** The router’s tables: settings, queues, what was set aside, minutes and days still open, the bounded past. */
import type { Migration } from '#state'

export const routerMigrations: readonly Migration[] = [
  {
    id: 'router/1-settings',
    sql: `CREATE TABLE diagnostic_settings (
      resource TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE, setting TEXT NOT NULL,
      PRIMARY KEY (resource, name)) STRICT`,
  },
  {
    id: 'router/2-spool',
    sql: `CREATE TABLE spool (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, destination TEXT NOT NULL, category TEXT NOT NULL, setting TEXT,
        queued_at REAL NOT NULL, not_before REAL NOT NULL, bytes INTEGER NOT NULL, record TEXT NOT NULL) STRICT;
      CREATE INDEX spool_lane ON spool (destination, category, not_before, seq);
      CREATE TABLE spool_tried (
        destination TEXT NOT NULL, category TEXT NOT NULL, seq INTEGER NOT NULL,
        PRIMARY KEY (destination, category)) STRICT`,
  },
  {
    id: 'router/3-dead-letters',
    sql: `CREATE TABLE dead_letters (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, destination TEXT, category TEXT NOT NULL,
      setting TEXT, reason TEXT NOT NULL, bytes INTEGER NOT NULL, content TEXT NOT NULL) STRICT`,
  },
  {
    id: 'router/4-metric-minutes',
    sql: `CREATE TABLE metric_minutes (
      resource TEXT NOT NULL, metric TEXT NOT NULL, minute REAL NOT NULL, destination TEXT NOT NULL,
      setting TEXT, touched_at REAL NOT NULL, count INTEGER NOT NULL, total REAL NOT NULL,
      minimum REAL NOT NULL, maximum REAL NOT NULL,
      PRIMARY KEY (resource, metric, minute, destination)) STRICT`,
  },
  {
    id: 'router/5-history',
    sql: `CREATE TABLE history (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, resource TEXT NOT NULL, category TEXT NOT NULL,
      through INTEGER NOT NULL, record TEXT NOT NULL) STRICT`,
  },
  {
    id: 'router/6-start-of-settings',
    sql: 'ALTER TABLE diagnostic_settings ADD COLUMN starts_at REAL NOT NULL DEFAULT 0',
  },
  {
    id: 'router/7-calling-bins',
    sql: `CREATE TABLE calling_bins (
        id INTEGER PRIMARY KEY, resource TEXT NOT NULL, day REAL NOT NULL, metric TEXT NOT NULL,
        dimensions TEXT NOT NULL, succeeded INTEGER NOT NULL, newest REAL NOT NULL,
        touched_at REAL NOT NULL, unsent_since REAL) STRICT;
      CREATE UNIQUE INDEX calling_bin ON calling_bins (resource, metric, day, dimensions);
      CREATE INDEX calling_unsent ON calling_bins (unsent_since) WHERE unsent_since IS NOT NULL;
      CREATE TABLE calling_marks (
        bin INTEGER NOT NULL REFERENCES calling_bins (id) ON DELETE CASCADE, leg TEXT NOT NULL, call TEXT,
        PRIMARY KEY (bin, leg)) STRICT, WITHOUT ROWID;
      CREATE INDEX calling_marks_of_leg ON calling_marks (leg)`,
  },
]
