/** Group commit: the changes of one turn of the event loop share one BEGIN … COMMIT, each in its own savepoint. */
import type { DatabaseSync } from 'node:sqlite'
import { type Log, messageOf } from '#base'
import { isStorageTrouble, refusalOf } from './storage-error.ts'

export interface Change {
  /** Makes the change; what it throws undoes it alone. */
  apply(): void
  /** Called after the commit is durable. */
  done(): void
  failed(reason: unknown): void
}

export interface GroupCommit {
  add(change: Change): void
  /** Commits what waits, now. */
  flush(): void
}

export interface GroupCommitOptions {
  readonly database: DatabaseSync
  readonly log: Log
  /** Takes what must be restored when a change is undone; the answer restores it. */
  checkpoint(): () => void
  /** Called after each commit, before the changes hear of it. */
  committed(): void
}

/** One group holds the event loop for a few milliseconds at most. */
const LARGEST_GROUP = 500

export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const waiting: Change[] = []
  let scheduled: NodeJS.Immediate | undefined
  const flush = () => {
    if (scheduled) clearImmediate(scheduled)
    scheduled = undefined
    const group = waiting.splice(0, LARGEST_GROUP)
    if (waiting.length > 0) schedule()
    if (group.length > 0) commit(group, options)
  }
  const schedule = () => {
    scheduled ??= setImmediate(flush)
  }
  return {
    add: change => {
      waiting.push(change)
      schedule()
    },
    flush: () => {
      while (waiting.length > 0) flush()
    },
  }
}

function commit(group: readonly Change[], options: GroupCommitOptions): void {
  const { database, log } = options
  const restore = options.checkpoint()
  const applied: Change[] = []
  try {
    database.exec('BEGIN IMMEDIATE')
    for (const change of group) if (applyAlone(change, options)) applied.push(change)
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    restore()
    log.error({ error: messageOf(error), changes: group.length }, 'a transaction could not be committed')
    for (const change of group) change.failed(refusalOf(error))
    return
  }
  options.committed()
  for (const change of applied) change.done()
}

/** True when the change stays. Trouble of the disk is not the change's own: it ends the whole group. */
function applyAlone(change: Change, { database, checkpoint }: GroupCommitOptions): boolean {
  const restore = checkpoint()
  database.exec('SAVEPOINT change')
  try {
    change.apply()
    database.exec('RELEASE change')
    return true
  } catch (error) {
    if (isStorageTrouble(error) || !database.isTransaction) throw error
    database.exec('ROLLBACK TO change')
    database.exec('RELEASE change')
    restore()
    change.failed(error)
    return false
  }
}
