/** The engine and the workspaces in it. */
import { join } from 'node:path'
import type { Clock, Log } from '#base'
import { workspaceDestination } from '#destinations'
import type { Directory } from '#directory'
import type { CustomTables } from '#ingestion'
import { type ArmId, type Table, tables } from '#records'
import type { Destination } from '#router'
import { type Engine, openChdbEngine, openClickHouseEngine, openWorkspace, type Workspace } from '#workspace'
import { OperatorError } from '../operator-error.ts'
import type { Settings } from '../settings/table.ts'

interface Storage {
  readonly settings: Settings
  readonly clock: Clock
  readonly log: Log
}

/** chDB in the data folder, or the ClickHouse that was named; credentials stand in its URL. */
export async function openEngine({ settings, clock, log }: Storage): Promise<Engine> {
  if (!settings.clickhouse) return openChdbEngine({ path: join(settings.data, 'engine'), clock, log })
  const url = new URL(settings.clickhouse)
  const { username, password } = url
  url.username = ''
  url.password = ''
  return openClickHouseEngine({
    url: url.href,
    clock,
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  })
}

interface Workspaces {
  readonly destinations: readonly Destination[]
  /** Makes or widens a custom table of the workspace with that ARM id. */
  makeTable(armId: ArmId, table: Table): Promise<void>
}

interface WorkspaceOptions extends Storage {
  readonly trustTime: boolean
  readonly customTables: CustomTables
}

/** A destination for each workspace of the directory, its tables made where they are missing. */
export async function openWorkspaces(
  engine: Engine,
  directory: Directory,
  { settings, clock, trustTime, customTables }: WorkspaceOptions,
): Promise<Workspaces> {
  const opened = new Map<ArmId, Workspace>()
  for (const { id, name, armId } of directory.workspaces()) {
    const all = [...tables, ...customTables.of(armId)]
    const retentionDays = retentionOf(settings, all)
    opened.set(armId, await openWorkspace(engine, { id, name, tables: all, retentionDays, clock }))
  }
  return {
    destinations: [...opened].map(([name, workspace]) =>
      workspaceDestination({ name, workspace, trustTime }),
    ),
    makeTable: async (armId, table) => opened.get(armId)?.makeTable(table),
  }
}

const LONGEST_DAYS = 4383

/** Days by table. Throws OperatorError for a table that is not there, or days that are none. */
function retentionOf(settings: Settings, all: readonly Table[]): (table: string) => number {
  const { retentionDays, tableRetentionDays } = settings
  const days = new Map<string, number>()
  for (const [name, value] of Object.entries(tableRetentionDays)) {
    const table = all.find(each => each.name.toLowerCase() === name.toLowerCase())
    const count = Number(value)
    if (!table || !Number.isInteger(count) || count < 1 || count > LONGEST_DAYS) {
      throw new OperatorError(
        `tableRetentionDays: found ${name}=${value}, expected the name of a table and 1 to ${LONGEST_DAYS} days.`,
        'docs/surface/records.md lists the tables.',
      )
    }
    days.set(table.name, count)
  }
  const byDefault = new Map(all.map(({ name, keptDays }) => [name, keptDays]))
  return table => days.get(table) ?? byDefault.get(table) ?? retentionDays
}
