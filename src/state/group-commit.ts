/**
 * Group commit: the changes of one turn of the event loop share one BEGIN … COMMIT, each in its own savepoint. The disk is
 * waited for beside the event loop: while one group is on its way down, the next ones gather and share the next flush.
 */
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
  /** Commits what waits, now; resolves when all of it is durable. */
  flush(): Promise<void>
}

export interface GroupCommitOptions {
  readonly database: DatabaseSync
  readonly log: Log
  /** Takes what must be restored when a change is undone; the answer restores it. */
  checkpoint(): () => void
  /** Brings every commit so far to the disk. */
  sync(): Promise<void>
  /** Called after each flush to the disk, before the changes hear of it. */
  committed(): void
}

/** One group holds the event loop for a few milliseconds at most. */
const LARGEST_GROUP = 500

export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const waiting: Change[] = []
  const committed: Change[] = []
  let scheduled: NodeJS.Immediate | undefined
  let settling: Promise<void> | undefined
  /** Tells the changes that they are durable, as many at a time as one flush to the disk took along. */
  const settle = async () => {
    while (committed.length > 0) await bringDown(committed.splice(0), options)
    settling = undefined
  }
  const flush = () => {
    if (scheduled) clearImmediate(scheduled)
    scheduled = undefined
    const group = waiting.splice(0, LARGEST_GROUP)
    if (waiting.length > 0) schedule()
    if (group.length > 0) committed.push(...commit(group, options))
    if (committed.length > 0) settling ??= settle()
  }
  const schedule = () => {
    scheduled ??= setImmediate(flush)
  }
  return {
    add: change => {
      waiting.push(change)
      schedule()
    },
    flush: async () => {
      while (waiting.length > 0) flush()
      await settling
    },
  }
}

/** The changes that stay; the others have heard why. */
function commit(group: readonly Change[], options: GroupCommitOptions): readonly Change[] {
  const { database } = options
  const restore = options.checkpoint()
  const applied: Change[] = []
  try {
    database.exec('BEGIN IMMEDIATE')
    for (const change of group) if (applyAlone(change, options)) applied.push(change)
    database.exec('COMMIT')
    return applied
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    restore()
    refuse(group, error, options)
    return []
  }
}

async function bringDown(group: readonly Change[], options: GroupCommitOptions): Promise<void> {
  try {
    await options.sync()
  } catch (error) {
    // They are made, but a loss of power may undo them: nobody must hear that they are stored.
    refuse(group, error, options)
    return
  }
  options.committed()
  for (const change of group) change.done()
}

function refuse(group: readonly Change[], error: unknown, { log }: GroupCommitOptions): void {
  log.error({ error: messageOf(error), changes: group.length }, 'a transaction could not be committed')
  for (const change of group) change.failed(refusalOf(error))
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
