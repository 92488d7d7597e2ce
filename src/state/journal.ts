/** The journal: facts in the order they were told, durable before the teller's caller hears ok. */
import type { Clock, Instant } from '#base'
import type { Fact } from '#records'
import type { Backlog } from './backlog.ts'
import type { Migration } from './migrate.ts'
import type { Statements } from './statements.ts'

export interface JournalEntry {
  /** Grows by time and is never used twice. */
  readonly seq: number
  /** When it was written. */
  readonly at: Instant
  readonly fact: Fact
}

export interface Journal {
  /** At most `limit` entries with a higher number than `seq`, oldest first. */
  after(seq: number, limit: number): readonly JournalEntry[]
  /** Number of the newest entry ever written; 0 before the first. */
  head(): number
  /** Entries that nobody has taken yet. */
  length(): number
  /** Calls `wake` after each commit that wrote facts; the answer stops that. */
  onAppend(wake: () => void): () => void
}

export interface JournalWriter extends Journal {
  append(fact: Fact): void
  forgetThrough(seq: number): void
  /** Wakes the listeners when facts were written since the last time. */
  announce(): void
}

/** AUTOINCREMENT: numbers of deleted entries must not come back, ids of records may be made of them. */
export const journalMigration: Migration = {
  id: 'state/1-journal',
  sql: `CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, bytes INTEGER NOT NULL, fact TEXT NOT NULL) STRICT`,
}

const MEASURE = 'SELECT count(*) AS entries, coalesce(sum(bytes), 0) AS bytes FROM journal'

export function createJournal(statements: Statements, backlog: Backlog, clock: Clock): JournalWriter {
  const listeners = new Set<() => void>()
  let isFresh = false
  const measure = (upTo = Number.MAX_SAFE_INTEGER) =>
    statements.get<{ entries: number; bytes: number }>(`${MEASURE} WHERE seq <= ?`, upTo) ?? {
      entries: 0,
      bytes: 0,
    }
  backlog.add(measure())
  return {
    after: (seq, limit) =>
      statements
        .all<StoredEntry>('SELECT seq, at, fact FROM journal WHERE seq > ? ORDER BY seq LIMIT ?', seq, limit)
        .map(entry => ({ seq: entry.seq, at: entry.at, fact: parseFact(entry.fact) })),
    head: () =>
      statements.get<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'journal'")?.seq ?? 0,
    length: () => measure().entries,
    onAppend: wake => {
      listeners.add(wake)
      return () => void listeners.delete(wake)
    },
    append: fact => {
      backlog.admit()
      const text = JSON.stringify(fact)
      const bytes = Buffer.byteLength(text)
      statements.run('INSERT INTO journal (at, bytes, fact) VALUES (?, ?, ?)', clock.now(), bytes, text)
      backlog.add({ entries: 1, bytes })
      isFresh = true
    },
    forgetThrough: seq => {
      const { entries, bytes } = measure(seq)
      statements.run('DELETE FROM journal WHERE seq <= ?', seq)
      backlog.add({ entries: -entries, bytes: -bytes })
    },
    announce: () => {
      if (isFresh) for (const wake of listeners) wake()
      isFresh = false
    },
  }
}

interface StoredEntry {
  readonly seq: number
  readonly at: number
  readonly fact: string
}

/** Only `append` writes this column, from a Fact that is plain data: what comes out is what went in. */
const parseFact = (text: string): Fact => JSON.parse(text) as Fact
