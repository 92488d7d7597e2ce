/** All that is kept, for control: forgotten, put aside and brought back while the server stands still. */
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Keeper } from '#control'
import { bringBack, copyTo, forget, isDataFolder, snapshotPath, snapshotsIn } from '../data-folder.ts'
import type { Settings } from '../settings/table.ts'

interface KeeperOptions {
  readonly settings: Pick<Settings, 'data' | 'clickhouse'>
  /** Closes everything that works on the data, acts, and opens everything again; requests wait for it. */
  readonly standStill: (act: () => Promise<void>) => Promise<void>
}

export function dataKeeper({ settings, standStill }: KeeperOptions): Keeper {
  const { data } = settings
  let isBusy = false
  /** One after the other: the second is refused, since it cannot know what it would find. */
  const alone: typeof standStill = async act => {
    isBusy = true
    try {
      await standStill(act)
    } finally {
      isBusy = false
    }
  }
  return {
    problem: () => {
      if (settings.clickhouse !== undefined) return 'rowsElsewhere'
      return isBusy ? 'busy' : undefined
    },
    reset: () => alone(() => forget(data)),
    snapshots: () => snapshotsIn(data),
    has: async name => isDataFolder(snapshotPath(data, name)),
    save: name => alone(() => copyTo(data, snapshotPath(data, name))),
    restore: name => alone(() => bringBack(data, snapshotPath(data, name))),
    remove: async name => {
      const path = snapshotPath(data, name)
      if (existsSync(path)) await rm(path, { recursive: true })
    },
  }
}
