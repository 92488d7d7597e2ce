/**
 * The composition root: builds every stage and joins them in the order in which a record passes through, and takes
 * them down in the reverse order.
 */
import { armSurfaces } from '#arm'
import type { Directory } from '#directory'
import type { QueryService } from '#query/logs'
import { deliverySurface, type Router } from '#router'
import type { Meetings } from '#sources/meetings'
import type { State } from '#state'
import type { Engine } from '#workspace'
import { authenticator } from './auth/authenticate.ts'
import { type Host, startHost } from './host.ts'
import { openStages, type Stages } from './stages/behind-sources.ts'
import { exposition, healthOf } from './stages/health.ts'
import { type AnteroomOptions, type ControlledOptions, controlled, type OnClose } from './stages/options.ts'
import { openSources, openTrust, type Sources, type Trust } from './stages/sources.ts'
import { querySurfaces } from './stages/surfaces.ts'
import { viewing } from './stages/viewing.ts'
import { openTls } from './tls/open-tls.ts'

export type { AnteroomOptions } from './stages/options.ts'

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
    onClose(() => sources.media?.stop())
    onClose(() => sources.meetings.close())
    return { ...stages, meetings: sources.meetings, host, close }
  } catch (error) {
    await close()
    throw error
  }
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
      ...querySurfaces({ ...stages, clock, ids, level: settings.entra }),
      ...viewing(options, stages),
      ...(options.surfaces ?? []),
    ],
    sockets: [{ path: '/signal', accept: socket => meetings.accept(socket) }, ...chat.sockets],
    interfere: control.interfere,
    observe: options.observe,
    health: async () => healthOf(stages),
    metrics: async () => exposition({ ...stages, meetings }),
    clock,
    ids,
    log,
  })
}
