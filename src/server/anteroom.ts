/**
 * The composition root: what stands behind the ports, and the ports. They outlive what is behind them: control may
 * have all of it closed, the data changed, and opened again.
 */
import type { Directory } from '#directory'
import { createCompiler } from '#query/kql'
import type { QueryService } from '#query/logs'
import type { Router } from '#router'
import type { Meetings } from '#sources/meetings'
import type { State } from '#state'
import type { Engine } from '#workspace'
import { type Host, type Served, startHost } from './host.ts'
import { type Inside, openInside } from './stages/inside.ts'
import { dataKeeper } from './stages/keeper.ts'
import { type AnteroomOptions, controlled, type OpenOptions } from './stages/options.ts'
import { openTls } from './tls/open-tls.ts'

export type { AnteroomOptions } from './stages/options.ts'

/** The stages are those that are open now: control may exchange them. */
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
  // It knows no data and is slow to warm up, so that it outlives what is behind the ports.
  const compiler = createCompiler()
  const options: OpenOptions = { ...controlled(given), compiler }
  const stops: (() => Promise<unknown>)[] = [() => compiler.close()]
  const close = async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
  }
  try {
    const standStill = (act: () => Promise<void>): Promise<void> => {
      const change = exchange(act)
      changing = Promise.allSettled([change])
      return change
    }
    const keeper = dataKeeper({ settings: options.settings, standStill })
    let changing: Promise<unknown> = Promise.resolve()
    let inside = await openInside(options, keeper)
    stops.push(() => inside.close())
    const host = await openHost(options, inside.served)
    stops.push(
      () => host.close(),
      () => inside.leave(),
      () => changing,
    )
    /** Opens everything again also when the act fails, and then says why it did. */
    const exchange = async (act: () => Promise<void>): Promise<void> => {
      let acted: Promise<unknown> = Promise.resolve()
      const open = async () => {
        await inside.close()
        acted = act()
        await Promise.allSettled([acted])
        inside = await openInside(options, keeper)
        return inside.served
      }
      await host.exchange({ leave: () => inside.leave(), open })
      await acted
    }
    return anteroomOf(host, () => inside, close)
  } catch (error) {
    await close()
    throw error
  }
}

function openHost({ settings, clock, machine, ids, log }: OpenOptions, served: Served): Promise<Host> {
  const { tlsCert, tlsKey } = settings
  const own = tlsCert && tlsKey ? { cert: tlsCert, key: tlsKey } : undefined
  return startHost({
    ...served,
    addresses: settings.host,
    port: settings.port,
    httpPort: settings.httpPort,
    names: settings.names,
    allowedOrigins: settings.allowedOrigins,
    maxBodyBytes: settings.maxBodyKilobytes * 1024,
    tls: () => openTls({ folder: settings.data, names: settings.names, clock: machine, own }),
    clock,
    ids,
    log,
  })
}

const anteroomOf = (host: Host, inside: () => Inside, close: Anteroom['close']): Anteroom => ({
  host,
  close,
  get state() {
    return inside().state
  },
  get directory() {
    return inside().directory
  },
  get router() {
    return inside().router
  },
  get queries() {
    return inside().queries
  },
  get engine() {
    return inside().engine
  },
  get meetings() {
    return inside().meetings
  },
})
