/** The module put together: the files of every tenant, and what brings their rows into the tables. */
import { type Clock, type HttpRequest, type Ids, type Log, messageOf, type Surface } from '#base'
import type { ArmId, TenantId } from '#records'
import type { State } from '#state'
import { createLoader } from './loader.ts'
import { networksSurface } from './surface.ts'

export interface NetworksOptions {
  /** Opened with `networksMigrations`. */
  readonly state: State
  /** Whose files, and what the caller may do. */
  readonly readerOf: (request: HttpRequest) => { readonly tenant: TenantId; readonly role: string }
  /** KQL over the rows of a tenant. */
  readonly rows: (
    tenant: TenantId,
    kql: string,
    options: { readonly signal: AbortSignal },
  ) => Promise<readonly Readonly<Record<string, unknown>>[]>
  /** KQL of the tenant's current streams. */
  readonly streams: (tenant: TenantId) => string
  readonly workspaceOf: (tenant: TenantId) => ArmId
  readonly audiences: readonly string[]
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}

export interface Networks {
  readonly surface: Surface
  close(): Promise<void>
}

/** Goes on with what was being brought in when it was last closed. */
export function createNetworks(options: NetworksOptions): Networks {
  const loader = createLoader(options)
  const wake = () => {
    loader.run().catch((thrown: unknown) => {
      options.log.error({ reason: messageOf(thrown) }, 'an uploaded file could not be brought in')
    })
  }
  wake()
  return { surface: networksSurface({ ...options, wake }), close: () => loader.stop() }
}
