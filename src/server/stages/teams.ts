/** The organizer's side: what tenants keep of their meetings, and who may ask for it. */
import type { Clock, Ids, Log, Surface } from '#base'
import type { Directory } from '#directory'
import type { QueryService } from '#query/logs'
import { type ArmId, type Fact, type LogRecord, TEAMS_STREAMS, type TenantId } from '#records'
import { type Meetings, meetingFor } from '#sources/meetings'
import type { State } from '#state'
import { centerSurface } from '#teams/center'
import { cqdSurface } from '#teams/cqd'
import { createNetworks, type Networks } from '#teams/networks'
import { createReading, readerSurface, TEAMS_AUDIENCES, type TeamsReading } from '#teams/reading'
import { currentRows, feedbackRows, organizerRows } from '#teams/record'
import { reportsSurface } from '#teams/reports'
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
  readonly clock: Clock
  readonly ids: Ids
  readonly state: State
}

function readingOf({ settings, directory, queries, ids }: Needs): TeamsReading {
  const labels = settings.teamsLabels
  return createReading({ directory, house: houseWorkspace(directory), queries, ids, labels })
}

interface SurfaceNeeds extends Needs {
  readonly meetings: Meetings
}

/** The APIs of the organizer's side. */
export function teamsSurfaces(needs: SurfaceNeeds): readonly Surface[] {
  const { directory, state, meetings, clock } = needs
  const reading = readingOf(needs)
  return [
    readerSurface(reading),
    cqdSurface({ reading, clock }),
    centerSurface({
      reading,
      directory,
      meetings,
      clock,
      known: { find: reference => meetingFor(state, reference) },
    }),
    reportsSurface({ state, reading, clock }),
  ]
}

interface NetworksNeeds extends Needs {
  readonly log: Log
}

/** Uploaded buildings and machines; goes on with what was being brought in when the server stopped. */
export function openNetworks(needs: NetworksNeeds): Networks {
  const { state, directory, clock, ids, log } = needs
  const { readerOf, rows } = readingOf(needs)
  return createNetworks({
    state,
    readerOf,
    rows,
    streams: tenant => currentRows(TEAMS_STREAMS, tenant),
    workspaceOf: workspaceOf(directory),
    audiences: TEAMS_AUDIENCES,
    clock,
    ids,
    log,
  })
}
