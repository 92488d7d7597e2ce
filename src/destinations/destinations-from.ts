/** The destinations that the operator configured, ready for the router, which closes them. */
import type { Clock } from '#base'
import type { EnvelopeOptions } from '#records'
import type { Destination } from '#router'
import { blobStorageDestination } from './blob-storage.ts'
import type { DestinationsConfig, PartnerConfig } from './configuration.ts'
import { eventHubsDestination } from './event-hubs.ts'
import { fileDestination } from './file.ts'
import { kafkaDestination } from './kafka.ts'
import { otlpDestination } from './otlp/otlp.ts'
import { webhookDestination } from './webhook.ts'

export interface DestinationDeps extends EnvelopeOptions {
  readonly clock: Clock
}

/**
 * One for each storage account, each event hub namespace (`<id>`, a hub a category) and each of its listed hubs
 * (`<id>/eventhubs/<hub>`), and each partner. Nothing is connected before the first record.
 */
export function destinationsFrom(config: DestinationsConfig, deps: DestinationDeps): readonly Destination[] {
  const { storageAccounts, eventHubNamespaces, partners } = config
  return [
    ...[...storageAccounts].map(([name, { connectionString }]) =>
      blobStorageDestination({ ...deps, name, connectionString }),
    ),
    ...[...eventHubNamespaces].flatMap(([name, { connectionString, hubs = [] }]) => [
      eventHubsDestination({ ...deps, name, connectionString }),
      ...hubs.map(hub =>
        eventHubsDestination({
          ...deps,
          name: `${name}/eventhubs/${hub.toLowerCase()}`,
          connectionString,
          hub,
        }),
      ),
    ]),
    ...[...partners].map(([name, partner]) => partnerDestination(partner, { ...deps, name })),
  ]
}

function partnerDestination(
  partner: PartnerConfig,
  deps: DestinationDeps & { readonly name: string },
): Destination {
  switch (partner.kind) {
    case 'webhook':
      return webhookDestination({ ...deps, ...partner })
    case 'otlp':
      return otlpDestination({ ...deps, ...partner })
    case 'kafka':
      return kafkaDestination({ ...deps, ...partner })
    case 'file':
      return fileDestination({ ...deps, ...partner })
  }
}
