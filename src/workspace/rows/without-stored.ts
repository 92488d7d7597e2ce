/** The question a replay begins with: which of these rows are there already? */
import type { Engine } from '../engine/engine.ts'
import { qualified, textLiteral } from '../sql-text.ts'
import { dayOf, type WorkspaceRow } from './encode-rows.ts'

export interface Asked {
  readonly database: string
  readonly table: string
  readonly rows: readonly WorkspaceRow[]
}

/** Ids in one question: keeps the statement small beside a batch of any size. */
const IDS_AT_ONCE = 5000

/**
 * The rows whose `_ItemId` is not in the table, each id once. Looks only into the days of the rows, for which a
 * row's time must not change between replays.
 */
export async function withoutStored(
  engine: Engine,
  { database, table, rows }: Asked,
): Promise<readonly WorkspaceRow[]> {
  const unique = [...new Map(rows.map(row => [row.itemId, row])).values()]
  const stored = new Set<unknown>()
  for (let from = 0; from < unique.length; from += IDS_AT_ONCE) {
    const sql = storedIdsSql(qualified(database, table), unique.slice(from, from + IDS_AT_ONCE))
    const result = await engine.query(sql, { weight: 'light' })
    for (const [id] of result.rows) stored.add(id)
  }
  return unique.filter(row => !stored.has(row.itemId))
}

function storedIdsSql(table: string, rows: readonly WorkspaceRow[]): string {
  const days = [...new Set(rows.map(row => dayOf(row).replaceAll('-', '')))]
  const ids = rows.map(row => textLiteral(row.itemId))
  return (
    `SELECT _ItemId FROM ${table} WHERE toYYYYMMDD(TimeGenerated) IN (${days.join(', ')}) ` +
    `AND _ItemId IN (${ids.join(', ')})`
  )
}
