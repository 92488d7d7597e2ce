/** The workspace as a destination: each record becomes a row of its category's table, exactly once. */
import { type Instant, type Json, toIso } from '#base'
import { type LogRecord, rowOf, tableByName, tableOfCategory, verdictOf } from '#records'
import type { Batch, Destination, Item } from '#router'
import type { Workspace, WorkspaceRow } from '#workspace'

export interface WorkspaceDestinationOptions {
  /** What settings refer to: the workspace's ARM id. */
  readonly name: string
  readonly workspace: Pick<Workspace, 'append'>
  /**
   * Keeps the time of every record, however old: for imports and simulated days. Otherwise a time more than two days
   * back or more than one ahead becomes the time of reception, as in Azure.
   */
  readonly trustTime: boolean
}

/** The engine writes one batch at a time; a second one is encoded meanwhile. */
const PARALLEL = 2

export function workspaceDestination(options: WorkspaceDestinationOptions): Destination {
  const { name, workspace, trustTime } = options
  return {
    name,
    kind: 'workspace',
    parallel: PARALLEL,
    deliver: async ({ category, items, isReplay }: Batch) => {
      const rows = items.map(item => workspaceRow(item, trustTime))
      await workspace.append({ table: tableNameOf(category), rows, isReplay })
    },
  }
}

/** AzureMetrics is a table without a category: what is sent there names the table. */
const tableNameOf = (category: string): string =>
  (tableOfCategory(category) ?? tableByName(category))?.name ?? category

export function workspaceRow({ record, receivedAt }: Item, trustTime: boolean): WorkspaceRow {
  return {
    itemId: record.id,
    time: toIso(trustTime ? record.time : plausible(record, receivedAt)),
    resourceId: record.resource,
    verdict: plain(verdictOf(record)),
    cells: rowOf(record),
  }
}

const DAY = 86_400_000

/** `receivedAt` is the same on every replay, so the row's time is too. */
function plausible({ time }: LogRecord, receivedAt: Instant): Instant {
  return time < receivedAt - 2 * DAY || time > receivedAt + DAY ? receivedAt : time
}

const plain = ({ rules, redacted, absent }: ReturnType<typeof verdictOf>): Json => ({
  rules,
  redacted,
  absent,
})
