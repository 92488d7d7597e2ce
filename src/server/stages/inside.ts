/** Everything behind the ports: the stages in the order in which a record passes, and what the host serves of them. */
import { armSurfaces } from '#arm'
import type { Keeper } from '#control'
import type { Alerts } from '#query/alerts'
import { deliverySurface } from '#router'
import type { Meetings } from '#sources/meetings'
import type { CallRecords } from '#teams/call-records'
import type { Networks } from '#teams/networks'
import { authenticator } from '../auth/authenticate.ts'
import { readingRights } from '../auth/may-read.ts'
import type { Served } from '../host.ts'
import { openAlerts } from './alerts.ts'
import { openStages, type Stages } from './behind-sources.ts'
import { openCallRecords } from './call-records.ts'
import { exposition, healthOf } from './health.ts'
import type { OnClose, OpenOptions } from './options.ts'
import { openSources, openTrust, type Sources, type Trust } from './sources.ts'
import { querySurfaces } from './surfaces.ts'
import { openNetworks, teamsSurfaces } from './teams.ts'
import { viewing } from './viewing.ts'
import { houseWorkspace, switchesOf } from './world.ts'

export interface Inside extends Stages {
  readonly meetings: Meetings
  readonly served: Served
  /** Ends live calls, while their sockets can still be told; once. */
  leave(): Promise<void>
  /** Takes the stages down in the reverse order; the data folder is nobody's then. */
  close(): Promise<void>
}

/** Throws OperatorError for what the operator can mend. */
export async function openInside(options: OpenOptions, keeper: Keeper): Promise<Inside> {
  const stops: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
  }
  const onClose: OnClose = stop => void stops.push(stop)
  try {
    const stages = await openStages(options, onClose)
    const trust = await openTrust(options, stages.directory)
    const sources = await openSources(options, stages, trust)
    const { meetings, media } = sources
    const alerts = openAlerts(options, stages)
    onClose(() => alerts.close())
    const networks = openNetworks({ ...options, ...stages })
    onClose(() => networks.close())
    const callRecords = openCallRecords(options, stages)
    onClose(() => callRecords.close())
    const end = async () => {
      await meetings.close()
      await media?.stop()
    }
    let left: Promise<void> | undefined
    const leave = () => {
      left ??= end()
      return left
    }
    const opened = { keeper, alerts, networks, callRecords }
    const served = servedOf(options, stages, { ...sources, ...trust, ...opened })
    return { ...stages, meetings, served, leave, close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Asked extends Sources, Trust {
  readonly keeper: Keeper
  readonly alerts: Alerts
  readonly networks: Networks
  readonly callRecords: CallRecords
}

function servedOf(options: OpenOptions, stages: Stages, asked: Asked): Served {
  const { settings, clock, control, ids } = options
  const { directory, router } = stages
  const { identity, meetings, chat, rooms, tokens, entra, keeper } = asked
  const { verifyUserToken } = identity
  const house = houseWorkspace(directory)
  const mayRead = readingRights({ directory, house, level: settings.entra })
  const surfaces = [
    ...identity.surfaces,
    ...meetings.surfaces,
    ...chat.surfaces,
    ...rooms.surfaces,
    deliverySurface(router),
    ...stages.ingestion.surfaces,
    tokens.surface,
    control.surface(keeper),
    ...armSurfaces({
      ...stages,
      settings: router.settings,
      retentionDays: settings.retentionDays,
      clock,
      ids,
    }),
    ...asked.alerts.surfaces,
    ...querySurfaces({
      ...stages,
      meetings,
      switches: switchesOf(settings),
      clock,
      ids,
      level: settings.entra,
    }),
    ...asked.callRecords.surfaces,
    ...teamsSurfaces({ ...stages, settings, meetings, clock, ids }),
    asked.networks.surface,
    ...viewing(options, { directory, identity }),
    ...(options.surfaces ?? []),
  ]
  return {
    authenticator: authenticator({
      directory,
      clock,
      entra,
      verifyUserToken,
      isOperator: caller => mayRead(caller, house.armId),
    }),
    surfaces,
    sockets: [
      {
        path: '/signal',
        accept: (socket, { remoteAddress }) => meetings.accept({ ...socket, remoteAddress }),
      },
      ...chat.sockets,
    ],
    interfere: control.interfere,
    observe: options.observe,
    health: async () => healthOf({ ...stages, media: asked.media }),
    metrics: async () => exposition({ ...stages, meetings }),
  }
}
