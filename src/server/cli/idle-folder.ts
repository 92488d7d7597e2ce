/** The data folder as a whole, for commands that may only touch it while no server does. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isDataFolder, STATE_FILE } from '../data-folder.ts'
import { OperatorError } from '../operator-error.ts'
import type { Settings } from '../settings/table.ts'
import { runningOn } from './running.ts'

/** Throws OperatorError when there is no data in the folder, or a server runs on it, started by whatever program. */
export async function findIdle(folder: string): Promise<void> {
  if (!isDataFolder(folder)) {
    throw new OperatorError(`${folder} is no data folder.`, 'Name one with --data.')
  }
  if ((await runningOn(folder)) || isLocked(join(folder, STATE_FILE))) {
    throw new OperatorError(`A server runs on the data folder ${folder}.`, 'Stop it first.')
  }
}

/** Throws OperatorError where the rows are not in the data folder. */
export function refuseForeignRows({ clickhouse }: Pick<Settings, 'clickhouse'>): void {
  if (clickhouse === undefined) return
  throw new OperatorError(
    'The rows lie in a ClickHouse server and not in the data folder.',
    'Save, restore or drop them there, with its own tools.',
  )
}

function isLocked(path: string): boolean {
  const database = new DatabaseSync(path, { timeout: 200 })
  try {
    database.exec('BEGIN EXCLUSIVE; ROLLBACK')
    return false
  } catch {
    return true
  } finally {
    database.close()
  }
}
