/** The state file: opens it, migrates it, and is the one way to change it (ADR 0004, invariant 5). */
import { closeSync, fdatasync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { type Clock, invariant, type Log, messageOf } from '#base'
import type { Fact } from '#records'
import { createBacklog, serverBusy, type Usage } from './backlog.ts'
import { type Change, createGroupCommit } from './group-commit.ts'
import { createJournal, type Journal, journalMigration } from './journal.ts'
import { type Migration, migrate } from './migrate.ts'
import { createStatements, type SqlReader, type SqlValue } from './statements.ts'
import { isStorageTrouble } from './storage-error.ts'

export interface StateOptions {
  /** File, or `:memory:`. Its folder must exist. */
  readonly path: string
  readonly migrations: readonly Migration[]
  /** Most work that may wait for delivery (journal and the router's queues); beyond it facts are refused. */
  readonly limits?: Usage
  readonly clock: Clock
  readonly log: Log
}

export interface Transaction extends SqlReader {
  run(sql: string, ...params: readonly SqlValue[]): { changes: number; lastInsertRowid: number }
  /** Writes a fact into the journal. Throws ApiError 503 `ServerBusy` when too much waits: the change is undone. */
  emit(fact: Fact): void
  /** Removes the facts up to that number from the journal: whoever took them has stored what follows from them. */
  forgetFactsThrough(seq: number): void
  /** Counts work stored elsewhere against the same limits; negative figures give back. */
  hold(usage: Usage): void
}

export interface State extends SqlReader {
  /**
   * One SQLite transaction holds the change and the facts it emits. Runs `change` (which must not wait) within
   * a group commit and resolves once the commit is on disk. Rejects with what `change` threw, its own work undone,
   * or with ApiError 503 `ServerBusy` when the disk is full, too much waits or the state is closed.
   */
  transact<T>(change: (tx: Transaction) => T): Promise<T>
  readonly journal: Journal
  /** What waits for delivery, as counted against the limits. */
  backlog(): Usage
  /** Commits what is queued and closes the file. */
  close(): Promise<void>
}

const DEFAULT_LIMITS: Usage = { entries: 500_000, bytes: 512 * 1024 * 1024 }

/** Opens and migrates the state. Throws when the file is in use by another process or from a newer version. */
export function openState(options: StateOptions): State {
  const database = openDatabase(options)
  const disk = diskOf(options.path)
  const statements = createStatements(database)
  const backlog = createBacklog(options.limits ?? DEFAULT_LIMITS)
  const journal = createJournal(statements, backlog, options.clock)
  const transaction: Transaction = {
    ...statements,
    emit: journal.append,
    forgetFactsThrough: journal.forgetThrough,
    hold: backlog.add,
  }
  const group = createGroupCommit({
    database,
    log: options.log,
    checkpoint: () => {
      const before = backlog.usage()
      return () => backlog.restore(before)
    },
    sync: disk.sync,
    committed: journal.announce,
  })
  let isClosed = false
  return {
    get: statements.get,
    all: statements.all,
    journal,
    backlog: backlog.usage,
    transact: async change => {
      if (isClosed) throw serverBusy('The server is shutting down. Try again later.', 5)
      return await enqueue(group.add, () => change(transaction))
    },
    close: async () => {
      isClosed = true
      await group.flush()
      disk.close()
      database.close()
    },
  }
}

interface Disk {
  sync(): Promise<void>
  close(): void
}

/** The write-ahead log is flushed through a handle of our own, in the thread pool; SQLite would hold the event loop. */
function diskOf(path: string): Disk {
  if (path === ':memory:') return { sync: async () => {}, close: () => {} }
  // For writing, as Windows flushes no other handle.
  const handle = openSync(`${path}-wal`, 'r+')
  return { sync: () => flushToDisk(handle), close: () => closeSync(handle) }
}

const flushToDisk = promisify(fdatasync)

function enqueue<T>(add: (change: Change) => void, make: () => T): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let answer: { readonly value: T } | undefined
    add({
      apply: () => {
        const value = make()
        invariant(!(value instanceof Promise), 'a change of the state does not wait')
        answer = { value }
      },
      done: () => answer && resolve(answer.value),
      failed: reject,
    })
  })
}

/**
 * synchronous=NORMAL: the database's own file is never ahead of the log on disk; that a commit is there, `diskOf` sees to
 * before anybody hears of it (ADR 0004). The lock is exclusive: two servers on one folder would
 * deliver everything twice. The file holds keys, so it is readable by its owner alone.
 */
function openDatabase({ path, migrations, clock }: StateOptions): DatabaseSync {
  if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600))
  const database = new DatabaseSync(path, { timeout: 1000 })
  try {
    database.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
      PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY`)
    migrate(database, [journalMigration, ...migrations], clock)
    return database
  } catch (error) {
    database.close()
    if (!isStorageTrouble(error)) throw error
    throw new Error(
      `${path} cannot be used (${messageOf(error)}). Is another Anteroom running on this folder?`,
    )
  }
}
