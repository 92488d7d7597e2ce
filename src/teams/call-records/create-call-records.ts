/** The module put together: Graph's surfaces, records in and out, correlation, and what tells subscribers. */
import type { Surface } from '#base'
import type { Migration } from '#state'
import { findSurface } from './find/surface.ts'
import { importMigrations } from './in/store.ts'
import { noticeMigrations } from './notices/store.ts'
import { subscriptionsSurface } from './notices/surface.ts'
import { startWatcher } from './notices/watch.ts'
import type { CallRecordsPorts } from './ports.ts'
import { bulkSurface } from './records/bulk-surface.ts'
import { callRecordsSurface } from './records/surface.ts'
import { usersSurface } from './users/surface.ts'

export const callRecordsMigrations: readonly Migration[] = [...noticeMigrations, ...importMigrations]

export interface CallRecords {
  readonly surfaces: readonly Surface[]
  /** Finishes what runs. */
  close(): Promise<void>
}

export function createCallRecords(ports: CallRecordsPorts): CallRecords {
  const watcher = startWatcher(ports)
  return {
    surfaces: [
      usersSurface(ports),
      callRecordsSurface(ports),
      subscriptionsSurface(ports),
      bulkSurface(ports),
      findSurface(ports),
    ],
    close: () => watcher.close(),
  }
}
