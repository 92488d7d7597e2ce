/**
 * The composition root: builds every stage and joins them in the order in which a record passes through, and takes
 * them down in the reverse order.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { armSurfaces } from '#arm'
import type { Clock, Ids, Log, Surface } from '#base'
import { type Control, createControl } from '#control'
import { type LiveDestination, liveDestination } from '#destinations'
import { type Directory, directoryMigrations, type Seed } from '#directory'
import { createIngestion, type Ingestion, ingestionMigrations, openCustomTables } from '#ingestion'
import { createCompiler } from '#query/kql'
import { createQueries, type QueryService } from '#query/logs'
import { createOperationCounter, type OperationCounter } from '#query/metrics'
import { tables, armId as toArmId } from '#records'
import { deliverySurface, openRouter, projectWith, type Router, routerMigrations } from '#router'
import { type Chat, chatMigrations, createChat } from '#sources/chat'
import { createIdentity, type EntraProblem, type Identity, identityMigrations } from '#sources/identity'
import {
  createMeetings,
  type Meetings,
  type MeetingsSettings,
  meetingDirectoryOf,
  meetingsMigrations,
} from '#sources/meetings'
import { createRooms, type Rooms, roomsMigrations } from '#sources/rooms'
import { openState, type State } from '#state'
import { databaseOf, type Engine } from '#workspace'
import { authenticator } from './auth/authenticate.ts'
import { type EntraCheck, entraCheck } from './auth/entra.ts'
import { signallingTokens } from './auth/signalling-tokens.ts'
import { openSigningKey } from './auth/signing-key.ts'
import { type TokenService, tokenService } from './auth/token-service.ts'
import { type Host, startHost } from './host.ts'
import { isExposed } from './settings/exposure.ts'
import type { Settings } from './settings/table.ts'
import { exposition, healthOf } from './stages/health.ts'
import { followMeetings } from './stages/meeting-chat.ts'
import { openOutside } from './stages/outside.ts'
import { roomAccessOf } from './stages/room-access.ts'
import { openEngine, openWorkspaces } from './stages/storage.ts'
import { querySurfaces } from './stages/surfaces.ts'
import {
  giveDefaultSettings,
  houseWorkspace,
  openWorld,
  switchesOf,
  worldMigrations,
} from './stages/world.ts'
import { openTls } from './tls/open-tls.ts'

export interface AnteroomOptions {
  readonly settings: Settings
  /** The parsed seed file, if one was named. */
  readonly seed?: Seed | undefined
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** The value of an environment variable, where the configuration names one for a secret; absent: there are none. */
  readonly env?: (name: string) => string | undefined
  /** A number in [0, 1), for the jitter of retries. */
  readonly chance: () => number
  /** Keeps the time of records however old: for simulated days. */
  readonly trustTime?: boolean
  /** The clock of meetings, where it is not that of the machine: in a simulated day waits are shorter. */
  readonly meetingsClock?: Clock
  readonly meetingsSettings?: Partial<MeetingsSettings>
  /** Surfaces beside the product's own: the benchmark's baseline. */
  readonly surfaces?: readonly Surface[]
}

export interface Anteroom {
  readonly host: Host
  readonly state: State
  readonly directory: Directory
  readonly router: Router
  readonly queries: QueryService
  readonly engine: Engine
  readonly meetings: Meetings
  /** Stops accepting, finishes what runs, and closes every stage. */
  close(): Promise<void>
}

const migrations = [
  ...directoryMigrations,
  ...identityMigrations,
  ...meetingsMigrations,
  ...chatMigrations,
  ...roomsMigrations,
  ...ingestionMigrations,
  ...routerMigrations,
  ...worldMigrations,
]

/** Everything runs on the clock that control can move; only certificates go by the machine's, as their readers do. */
interface ControlledOptions extends AnteroomOptions {
  readonly machine: Clock
  readonly control: Control
}

function controlled(given: AnteroomOptions): ControlledOptions {
  const { clock: machine, ids, settings } = given
  const guard = { isExposed: isExposed(settings), key: settings.controlKey }
  const control = createControl({ clock: machine, ids, guard })
  return { ...given, clock: control.clock, machine, control }
}

type OnClose = (stop: () => Promise<void> | void) => void

/** Starts everything. Throws OperatorError for what the operator can mend. */
export async function startAnteroom(given: AnteroomOptions): Promise<Anteroom> {
  const options = controlled(given)
  const stops: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
  }
  const onClose: OnClose = stop => void stops.push(stop)
  try {
    const stages = await openStages(options, onClose)
    const trust = await openTrust(options, stages.directory)
    const sources = await openSources(options, stages, trust)
    const host = await openHost(options, stages, { ...sources, ...trust })
    onClose(() => host.close())
    onClose(() => sources.meetings.close())
    return { ...stages, meetings: sources.meetings, host, close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Stages {
  readonly state: State
  readonly directory: Directory
  readonly engine: Engine
  readonly router: Router
  readonly live: LiveDestination
  readonly queries: QueryService
  readonly counter: OperationCounter
  readonly ingestion: Ingestion
}

/** Everything behind the sources, in the data's direction. */
async function openStages(options: AnteroomOptions, onClose: OnClose): Promise<Stages> {
  const { settings, clock, log, chance, trustTime = false } = options
  const switches = switchesOf(settings)
  await mkdir(settings.data, { recursive: true })
  const state = openState({
    path: join(settings.data, 'state.sqlite'),
    migrations,
    clock,
    log,
  })
  onClose(() => state.close())
  const compiler = createCompiler()
  onClose(() => compiler.close())
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
      return consequences
    },
    destinations: [...destinations, ...(await openOutside({ ...options, switches }))],
    house: { destination: house.armId, resource: house.armId },
    onlooker: live,
    latency: settings.latency,
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

/** Whom the server believes: its own token service, and Entra's tokens as strictly as it was told. */
interface Trust {
  readonly tokens: TokenService
  readonly entra: EntraCheck
}

async function openTrust({ settings, clock, ids }: AnteroomOptions, directory: Directory): Promise<Trust> {
  const key = await openSigningKey(settings.data)
  const tokens = tokenService({ directory, clock, ids, key, allowsUsers: !isExposed(settings) })
  const entra = entraCheck({
    level: settings.entra,
    clock,
    ownKeys: tokens.keys,
    issuerKeysUrl: settings.entraKeysUrl,
    isKnownTenant: tenant => directory.tenant(tenant) !== undefined,
  })
  return { tokens, entra }
}

interface Sources {
  readonly identity: Identity
  readonly meetings: Meetings
  readonly chat: Chat
  readonly rooms: Rooms
}

async function openSources(options: AnteroomOptions, stages: Stages, { entra }: Trust): Promise<Sources> {
  const { settings, clock, ids, log } = options
  const { state, directory } = stages
  const { enforceLimits } = settings
  const entraProblem: EntraProblem = async (token, audiences) => {
    const verdict = await entra.check(token, audiences)
    return verdict.kind === 'refused' ? verdict.reason : undefined
  }
  const identity = await createIdentity({
    state,
    directory,
    clock,
    ids,
    entraProblem,
    settings: { enforceLimits },
  })
  const rooms = createRooms({ state, directory, clock, ids })
  const meetings = createMeetings({
    state,
    directory: meetingDirectoryOf(directory),
    clock: options.meetingsClock ?? clock,
    ids,
    log,
    verifyToken: signallingTokens(identity, entra),
    roomAccess: roomAccessOf(rooms),
    settings: {
      lobbyMs: settings.lobbyMinutes * 60_000,
      allowTestUsers: !isExposed(settings),
      ...options.meetingsSettings,
    },
  })
  await meetings.recover()
  const chat = await createChat({
    state,
    directory,
    users: identity,
    clock,
    ids,
    settings: { enforceLimits, meetingChat: settings.meetingChat },
  })
  followMeetings(meetings, chat.meetings, log)
  return { identity, meetings, chat, rooms }
}

async function openHost(options: ControlledOptions, stages: Stages, sources: Sources & Trust): Promise<Host> {
  const { settings, clock, machine, control, ids, log } = options
  const { directory, router } = stages
  const { identity, meetings, chat, rooms, tokens, entra } = sources
  const { verifyUserToken } = identity
  const { tlsCert, tlsKey } = settings
  const own = tlsCert && tlsKey ? { cert: tlsCert, key: tlsKey } : undefined
  return startHost({
    addresses: settings.host,
    port: settings.port,
    httpPort: settings.httpPort,
    names: settings.names,
    allowedOrigins: settings.allowedOrigins,
    maxBodyBytes: settings.maxBodyKilobytes * 1024,
    tls: () => openTls({ folder: settings.data, names: settings.names, clock: machine, own }),
    authenticator: authenticator({ directory, clock, entra, verifyUserToken }),
    surfaces: [
      ...identity.surfaces,
      ...meetings.surfaces,
      ...chat.surfaces,
      ...rooms.surfaces,
      deliverySurface(router),
      ...stages.ingestion.surfaces,
      tokens.surface,
      control.surface,
      ...armSurfaces({
        ...stages,
        settings: router.settings,
        retentionDays: settings.retentionDays,
        clock,
        ids,
      }),
      ...querySurfaces({ ...stages, clock, ids }),
      ...(options.surfaces ?? []),
    ],
    sockets: [{ path: '/signal', accept: socket => meetings.accept(socket) }, ...chat.sockets],
    interfere: control.interfere,
    health: async () => healthOf(stages),
    metrics: async () => exposition({ ...stages, meetings }),
    clock,
    ids,
    log,
  })
}
