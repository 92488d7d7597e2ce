/** The engine and the workspaces in it. */
import { join } from 'node:path'
import type { Clock, Log } from '#base'
import { workspaceDestination } from '#destinations'
import type { Directory } from '#directory'
import { tables } from '#records'
import type { Destination } from '#router'
import { type Engine, openChdbEngine, openClickHouseEngine, openWorkspace } from '#workspace'
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

/** A destination for each workspace of the directory, its tables made where they are missing. */
export async function openDestinations(
  engine: Engine,
  directory: Directory,
  options: Storage & { readonly trustTime: boolean },
): Promise<readonly Destination[]> {
  const { settings, clock, trustTime } = options
  const destinations: Destination[] = []
  for (const { id, name, armId } of directory.workspaces()) {
    const retentionDays = () => settings.retentionDays
    const workspace = await openWorkspace(engine, { id, name, tables, retentionDays, clock })
    destinations.push(workspaceDestination({ name: armId, workspace, trustTime }))
  }
  return destinations
}
