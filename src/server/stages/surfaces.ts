/** What is mounted on the origin: every API, joined to the stage that answers it. */
import { type Clock, type Ids, type Surface, toIso } from '#base'
import type { LiveDestination } from '#destinations'
import type { Directory } from '#directory'
import type { Switches } from '#policy'
import { kustoSurfaces } from '#query/kusto'
import { logsSurface, type QueryService } from '#query/logs'
import { metricsSurface } from '#query/metrics'
import { tables } from '#records'
import type { Meetings } from '#sources/meetings'
import { databaseOf } from '#workspace'
import type { EntraLevel } from '../auth/entra.ts'
import { hiddenTables, readingRights } from '../auth/may-read.ts'
import { liveSurface } from '../surfaces/live-surface.ts'
import { houseWorkspace } from './world.ts'

interface Answering {
  readonly directory: Directory
  readonly queries: QueryService
  readonly live: LiveDestination
  readonly meetings: Meetings
  readonly switches: Switches
  readonly clock: Clock
  readonly ids: Ids
  readonly level: EntraLevel
}

export function querySurfaces({
  directory,
  queries,
  live,
  meetings,
  switches,
  clock,
  ids,
  level,
}: Answering): readonly Surface[] {
  const workspace = (reference: string) => {
    const found = directory.workspace(reference)
    return found && { ...found, database: databaseOf(found.id) }
  }
  const house = houseWorkspace(directory)
  const inHouse = { ...house, database: databaseOf(house.id) }
  const mayRead = readingRights({ directory, house, level })
  const hides = hiddenTables(directory)
  const ofTenant = (tenant: string) => directory.workspaces().find(one => one.tenant === tenant) ?? house
  return [
    logsSurface({
      queries,
      workspace,
      workspaceOfResource: id => {
        const resource = directory.findResource(id)
        return resource && workspace(ofTenant(resource.tenant).id)
      },
      mayRead,
      hides,
    }),
    ...kustoSurfaces({
      queries,
      workspace,
      workspaces: () => [
        inHouse,
        ...directory
          .workspaces()
          .filter(({ id }) => id !== house.id)
          .map(one => ({ ...one, database: databaseOf(one.id) })),
      ],
      tables: () => tables,
      mayRead,
      hides,
      startedAt: toIso(clock.now()),
    }),
    metricsSurface({
      resource: id => directory.findResource(id)?.armId,
      mayRead,
      runKql: (text, signal) =>
        queries.answer({ text, signal, workspace: inHouse, correlationId: ids.uuid() }),
      clock,
    }),
    liveSurface({
      live,
      clock,
      mayRead,
      calls: { meetings, registry: directory.registry, switches, mayRead, house: house.armId, clock },
    }),
  ]
}
