/** The destinations that the operator configured, ready for the router, which closes them. */
import type { Clock, Mismatch } from '#base'
import type { EnvelopeOptions } from '#records'
import type { Destination } from '#router'
import { type DestinationsConfig, type PartnerConfig, parseDestinations } from './configuration.ts'

export interface DestinationDeps extends EnvelopeOptions {
  /** The value of an environment variable: secrets may be named there. */
  readonly env: (name: string) => string | undefined
  readonly clock: Clock
}

export type ConfiguredDestinations =
  | { readonly kind: 'destinations'; readonly destinations: readonly Destination[] }
  | { readonly kind: 'invalid'; readonly problems: readonly Mismatch[] }

/**
 * Reads the member `destinations` of the configuration (undefined: none). One destination for each storage account,
 * each event hub namespace (`<id>`, a hub a category) and each of its listed hubs (`<id>/eventhubs/<hub>`), and each
 * partner. Only the clients that are needed are loaded, and nothing is connected before the first record.
 */
export async function destinationsFrom(
  value: unknown,
  deps: DestinationDeps,
): Promise<ConfiguredDestinations> {
  const parsed = await parseDestinations(value, deps.env)
  if (parsed.kind === 'invalid') return parsed
  const { config } = parsed
  const opened = [
    ...(await storageOf(config, deps)),
    ...(await hubsOf(config, deps)),
    ...(await Promise.all(
      [...config.partners].map(([name, partner]) => partnerOf(partner, { ...deps, name })),
    )),
  ]
  return { kind: 'destinations', destinations: opened }
}

async function storageOf({ storageAccounts }: DestinationsConfig, deps: DestinationDeps) {
  if (storageAccounts.size === 0) return []
  const { blobStorageDestination } = await import('./blob-storage.ts')
  return [...storageAccounts].map(([name, account]) => blobStorageDestination({ ...deps, ...account, name }))
}

async function hubsOf({ eventHubNamespaces }: DestinationsConfig, deps: DestinationDeps) {
  if (eventHubNamespaces.size === 0) return []
  const { eventHubsDestination } = await import('./event-hubs.ts')
  return [...eventHubNamespaces].flatMap(([name, { connectionString, hubs = [] }]) => [
    eventHubsDestination({ ...deps, name, connectionString }),
    ...hubs.map(hub =>
      eventHubsDestination({
        ...deps,
        name: `${name}/eventhubs/${hub.toLowerCase()}`,
        connectionString,
        hub,
      }),
    ),
  ])
}

type NamedDeps = DestinationDeps & { readonly name: string }

async function partnerOf(partner: PartnerConfig, deps: NamedDeps): Promise<Destination> {
  switch (partner.kind) {
    case 'webhook':
      return (await import('./webhook.ts')).webhookDestination({ ...deps, ...partner })
    case 'otlp':
      return (await import('./otlp/otlp.ts')).otlpDestination({ ...deps, ...partner })
    case 'kafka':
      return (await import('./kafka.ts')).kafkaDestination({ ...deps, ...partner })
    case 'file':
      return (await import('./file.ts')).fileDestination({ ...deps, ...partner })
  }
}
