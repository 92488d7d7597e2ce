/**
 * A workspace: one database with every table of the vocabulary, and the way rows get into it exactly once
 * (invariant 5). Reading is the engine's business; SQL for it comes from the query compiler.
 */
import { setImmediate as turn } from 'node:timers/promises'
import { type Clock, toIso } from '#base'
import type { Table } from '#records'
import { type Engine, EngineError } from './engine/engine.ts'
import { dayOf, type RowEncoder, rowEncoder, type WorkspaceRow } from './rows/encode-rows.ts'
import { withoutStored } from './rows/without-stored.ts'
import { openTables } from './tables/open-tables.ts'
import { physicalTable } from './tables/physical-table.ts'
import { retentionSql } from './tables/table-sql.ts'

export interface Workspace {
  /** The workspace's GUID, also the value of TenantId in its rows. */
  readonly id: string
  readonly name: string
  /** `ws_` and the GUID without dashes. */
  readonly database: string
  /** Makes a table, or the columns that it lacks; drops nothing. From then on its rows may come. Throws EngineError. */
  makeTable(table: Table): Promise<void>
  /**
   * Stores rows; when it resolves they are on disk and can be queried. After any error the caller gives the same rows
   * again with `isReplay`: those already stored (by `_ItemId`) are then left out, so each is stored exactly once.
   * Throws EngineError; `retryable` says whether giving them again can help.
   */
  append(batch: Batch): Promise<{ readonly inserted: number }>
  /** Rows older than so many days are dropped, a day at a time. */
  setRetention(table: string, days: number): Promise<void>
}

export interface Batch {
  readonly table: string
  readonly rows: readonly WorkspaceRow[]
  /** True when any of these rows may have been given before. */
  readonly isReplay: boolean
}

export interface WorkspaceOptions {
  readonly id: string
  readonly name: string
  readonly tables: readonly Table[]
  readonly retentionDays: (table: string) => number
  readonly clock: Clock
}

/** Makes missing tables and columns, drops nothing. Throws EngineError. */
export async function openWorkspace(engine: Engine, options: WorkspaceOptions): Promise<Workspace> {
  const { id, name, tables, retentionDays, clock } = options
  const database = databaseOf(id)
  const physical = tables.map(table => physicalTable(table, id))
  await openTables(engine, { database, tables: physical, retentionDays })
  const encoders = new Map(physical.map(table => [table.name, rowEncoder(table)]))
  return {
    id,
    name,
    database,
    makeTable: async table => {
      const made = physicalTable(table, id)
      await openTables(engine, { database, tables: [made], retentionDays })
      encoders.set(table.name, rowEncoder(made))
    },
    append: async ({ table, rows, isReplay }) => {
      const encoder = encoders.get(table) ?? unknownTable(table)
      if (isReplay) await engine.settleInserts(database)
      const fresh = isReplay ? await withoutStored(engine, { database, table, rows }) : rows
      const receivedAt = toIso(clock.now())
      const payloads: Buffer[] = []
      // All of them before the first insert: a value that does not fit refuses the whole batch.
      for (const day of byDay(fresh)) payloads.push(await encodeInTurns(encoder, day, receivedAt))
      for (const payload of payloads)
        await engine.insert({ database, table, columns: encoder.columns }, payload)
      return { inserted: fresh.length }
    },
    setRetention: (table, days) => engine.command(retentionSql(database, table, days)),
  }
}

export const databaseOf = (workspaceId: string): string =>
  `ws_${workspaceId.replaceAll('-', '').toLowerCase()}`

function unknownTable(table: string): never {
  throw new EngineError({ code: 'unknownTable', message: `There is no table ${table} in this workspace.` })
}

/** A part of the store holds one day: a batch over midnight would be two inserts inside the engine anyway. */
function byDay(rows: readonly WorkspaceRow[]): Iterable<readonly WorkspaceRow[]> {
  return Map.groupBy(rows, dayOf).values()
}

const ROWS_A_TURN = 256

/** The server answers others while a large batch is encoded. */
async function encodeInTurns(
  encoder: RowEncoder,
  rows: readonly WorkspaceRow[],
  receivedAt: string,
): Promise<Buffer> {
  const parts: Buffer[] = []
  for (let from = 0; from < rows.length; from += ROWS_A_TURN) {
    if (from > 0) await turn()
    parts.push(encoder.encode(rows.slice(from, from + ROWS_A_TURN), receivedAt))
  }
  return Buffer.concat(parts)
}
