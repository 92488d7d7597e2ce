/** Everything behind the sources, in the data's direction: state, directory, engine, router, queries. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { dashboardsMigrations } from '#arm'
import { type LiveDestination, liveDestination } from '#destinations'
import { type Directory, directoryMigrations } from '#directory'
import { createIngestion, type Ingestion, ingestionMigrations, openCustomTables } from '#ingestion'
import { alertsMigrations } from '#query/alerts'
import { createQueries, type QueryService } from '#query/logs'
import { createOperationCounter, type OperationCounter } from '#query/metrics'
import { tables, armId as toArmId } from '#records'
import { openRouter, projectWith, type Router, routerMigrations } from '#router'
import { chatMigrations } from '#sources/chat'
import { identityMigrations } from '#sources/identity'
import { meetingsMigrations } from '#sources/meetings'
import { roomsMigrations } from '#sources/rooms'
import { openState, type State } from '#state'
import { callRecordsMigrations } from '#teams/call-records'
import { networksMigrations } from '#teams/networks'
import { reportsMigrations } from '#teams/reports'
import { databaseOf, type Engine } from '#workspace'
import type { OnClose, OpenOptions } from './options.ts'
import { openOutside } from './outside.ts'
import { openEngine, openWorkspaces } from './storage.ts'
import { teamsDeposits } from './teams.ts'
import { giveDefaultSettings, houseWorkspace, openWorld, switchesOf, worldMigrations } from './world.ts'

const migrations = [
  ...directoryMigrations,
  ...identityMigrations,
  ...meetingsMigrations,
  ...chatMigrations,
  ...roomsMigrations,
  ...ingestionMigrations,
  ...routerMigrations,
  ...alertsMigrations,
  ...dashboardsMigrations,
  ...networksMigrations,
  ...callRecordsMigrations,
  ...reportsMigrations,
  ...worldMigrations,
]

export interface Stages {
  readonly state: State
  readonly directory: Directory
  readonly engine: Engine
  readonly router: Router
  readonly live: LiveDestination
  readonly queries: QueryService
  readonly counter: OperationCounter
  readonly ingestion: Ingestion
}

/** Throws OperatorError for what the operator can mend. */
export async function openStages(options: OpenOptions, onClose: OnClose): Promise<Stages> {
  const { settings, clock, log, chance, compiler, trustTime = false } = options
  const switches = switchesOf(settings)
  await mkdir(settings.data, { recursive: true })
  const state = openState({
    path: join(settings.data, 'state.sqlite'),
    migrations,
    clock,
    log,
  })
  onClose(() => state.close())
  const directory = await openWorld({ ...options, state })
  const house = houseWorkspace(directory)
  const engine = await openEngine(options)
  onClose(() => engine.close())
  const live = liveDestination({ name: 'live' })
  const counter = createOperationCounter()
  const customTables = openCustomTables(state)
  const { destinations, makeTable } = await openWorkspaces(engine, directory, {
    ...options,
    trustTime,
    customTables,
  })
  const project = projectWith({ registry: directory.registry, switches, owner: house.armId })
  const router = await openRouter({
    state,
    project: fact => {
      const consequences = project(fact)
      for (const sample of consequences.samples) counter.add(sample)
      const kept = teamsDeposits(fact, directory, settings)
      return { ...consequences, deposits: [...(consequences.deposits ?? []), ...kept] }
    },
    destinations: [...destinations, ...(await openOutside({ ...options, switches }))],
    house: { destination: house.armId, resource: house.armId },
    onlooker: live,
    latency: settings.latency,
    history: { days: settings.backfillDays, bytes: settings.backfillMegabytes * 1024 * 1024 },
    clock,
    log,
    chance,
  })
  onClose(() => router.close())
  onClose(() => live.close())
  await giveDefaultSettings(router, directory, state)
  const workspaces = () => directory.workspaces().map(one => ({ ...one, database: databaseOf(one.id) }))
  const tablesOf = ({ armId }: { readonly armId: string }) => [...tables, ...customTables.of(toArmId(armId))]
  const queries = createQueries({ compiler, engine, clock, tables: tablesOf, workspaces })
  const ingestion = createIngestion({
    ...options,
    state,
    tables: customTables,
    workspace: id => directory.workspace(id),
    makeTable,
    enforceLimits: settings.enforceLimits,
  })
  return { state, directory, engine, router, live, queries, counter, ingestion }
}
