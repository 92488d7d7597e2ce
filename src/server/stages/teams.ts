/** The organizer's side: what tenants keep of their meetings, and who may ask for it. */
import type { Ids, Surface } from '#base'
import type { Directory } from '#directory'
import type { QueryService } from '#query/logs'
import type { ArmId, Fact, LogRecord, TenantId } from '#records'
import { createReading, readerSurface } from '#teams/reading'
import { feedbackRows, organizerRows } from '#teams/record'
import type { Settings } from '../settings/table.ts'
import { houseWorkspace } from './world.ts'

/** Where a tenant's rows go: its own workspace, else the house's. */
export const workspaceOf =
  (directory: Directory) =>
  (tenant: TenantId): ArmId =>
    (directory.workspaces().find(one => one.tenant === tenant) ?? houseWorkspace(directory)).armId

/** A fact's rows for the tenants concerned, whatever their diagnostic settings: each goes to its workspace. */
export function teamsDeposits(fact: Fact, directory: Directory, { region = '' }: Pick<Settings, 'region'>) {
  return rowsOf(fact, directory, region).map(record => ({ destination: record.resource, record }))
}

function rowsOf(fact: Fact, directory: Directory, region: string): readonly LogRecord[] {
  const place = { workspaceOf: workspaceOf(directory) }
  if (fact.kind === 'clientReport') return feedbackRows(fact.report, place)
  if (fact.kind !== 'call') return []
  const person = (objectId: string) => directory.user(objectId)
  return organizerRows(fact.call, { ...place, version: fact.version, person, region })
}

interface Needs {
  readonly settings: Settings
  readonly directory: Directory
  readonly queries: QueryService
  readonly ids: Ids
}

/** The APIs of the organizer's side. */
export function teamsSurfaces({ settings, directory, queries, ids }: Needs): readonly Surface[] {
  const labels = settings.teamsLabels
  const reading = createReading({ directory, house: houseWorkspace(directory), queries, ids, labels })
  return [readerSurface(reading)]
}
