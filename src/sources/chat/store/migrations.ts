/** The chat tables. Threads go with all that is in them; `stamp` is the last id or version given out in a thread. */
import type { Migration } from '#state'

export const chatMigrations: readonly Migration[] = [
  {
    id: 'chat/1-threads',
    sql: `
      CREATE TABLE chat_threads (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, topic TEXT NOT NULL,
        created_at REAL NOT NULL, created_by TEXT NOT NULL, creation_id TEXT, metadata TEXT NOT NULL,
        retention_days INTEGER, expires_at REAL, deleted_at REAL,
        sequence INTEGER NOT NULL DEFAULT 0, stamp INTEGER NOT NULL DEFAULT 0, last_message_at REAL,
        organizer_tenant TEXT, organizer_user TEXT) STRICT;
      CREATE UNIQUE INDEX chat_threads_by_creation ON chat_threads (created_by, creation_id)
        WHERE creation_id IS NOT NULL;
      CREATE INDEX chat_threads_by_expiry ON chat_threads (expires_at) WHERE expires_at IS NOT NULL;
      CREATE TABLE chat_participants (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        thread TEXT NOT NULL REFERENCES chat_threads (id) ON DELETE CASCADE, user TEXT NOT NULL,
        display_name TEXT, share_history_at REAL, metadata TEXT NOT NULL, visible_from REAL NOT NULL,
        UNIQUE (thread, user)) STRICT;
      CREATE INDEX chat_participants_by_user ON chat_participants (user, thread);
      CREATE TABLE chat_connections (
        thread TEXT NOT NULL REFERENCES chat_threads (id) ON DELETE CASCADE, user TEXT NOT NULL,
        connection TEXT NOT NULL, PRIMARY KEY (thread, connection)) STRICT, WITHOUT ROWID;
      CREATE TABLE chat_messages (
        thread TEXT NOT NULL REFERENCES chat_threads (id) ON DELETE CASCADE, id INTEGER NOT NULL,
        sequence INTEGER NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL, content TEXT,
        sender TEXT, sender_name TEXT, metadata TEXT NOT NULL, edited_at REAL, deleted_at REAL,
        PRIMARY KEY (thread, id)) STRICT, WITHOUT ROWID;
      CREATE TABLE chat_receipts (
        thread TEXT NOT NULL REFERENCES chat_threads (id) ON DELETE CASCADE, user TEXT NOT NULL,
        message INTEGER NOT NULL, read_at REAL NOT NULL, PRIMARY KEY (thread, user)) STRICT, WITHOUT ROWID;`,
  },
]
