/** The systems beyond: a storage account, an event hub and a collector, and the setting that names them all. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlobServiceClient } from '@azure/storage-blob'
import { amqpBroker } from '../../src/destinations/testing/amqp-broker.ts'
import { startAzurite } from '../../src/destinations/testing/azurite.ts'
import { httpSink } from '../../src/destinations/testing/http-sink.ts'
import { plainClient } from '../conformance/arm-clients.ts'
import { type Anteroom, startForTest } from '../conformance/harness.ts'
import type { Category } from './follow-shapes.ts'

export interface HubEvent {
  readonly ids: readonly string[]
  readonly body: string
}

export interface Followed extends AsyncDisposable {
  readonly anteroom: Anteroom
  /** Lines of all blobs of the category. */
  lines(category: Category): Promise<readonly string[]>
  /** Events of the hub that the setting names. */
  events(): readonly HubEvent[]
  /** Cells by column of every record that the collector took, by the record's id. */
  collected(): ReadonlyMap<string, Readonly<Record<string, unknown>>>
}

const PROVIDERS = '/subscriptions/50b00000-0000-4000-8000-0000000000c0/resourceGroups/contoso-rg/providers'
const STORAGE = `${PROVIDERS}/Microsoft.Storage/storageAccounts/followed`
const HUBS = `${PROVIDERS}/Microsoft.EventHub/namespaces/followed`
const HUB = 'every-log'

export async function startFollowed(): Promise<Followed> {
  const folder = await mkdtemp(join(tmpdir(), 'anteroom-follow-'))
  const [azurite, broker, collector] = await Promise.all([startAzurite(folder), amqpBroker(), httpSink()])
  const hub = `Endpoint=sb://127.0.0.1:${broker.port};SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true`
  const destinations = {
    storageAccounts: { [STORAGE]: { connectionString: azurite.connectionString } },
    eventHubNamespaces: { [HUBS]: { connectionString: hub, hubs: [HUB] } },
    partners: { collector: { kind: 'otlp', url: collector.url } },
  }
  const anteroom = await startForTest({ settings: { destinations } })
  await putSetting(anteroom)
  const service = BlobServiceClient.fromConnectionString(azurite.connectionString)
  return {
    anteroom,
    lines: async category => {
      const container = service.getContainerClient(`insights-logs-${category.toLowerCase()}`)
      const found: string[] = []
      if (!(await container.exists())) return found
      for await (const { name } of container.listBlobsFlat()) {
        const text = (await container.getBlobClient(name).downloadToBuffer()).toString()
        found.push(...text.split('\n').filter(line => line !== ''))
      }
      return found
    },
    events: () =>
      broker.events
        .filter(event => event.hub === HUB)
        .map(({ body, properties }) => ({ body, ids: String(properties.recordIds).split(',') })),
    collected: () => new Map(collector.taken.flatMap(({ body }) => recordsIn(body))),
    [Symbol.asyncDispose]: async () => {
      await anteroom[Symbol.asyncDispose]()
      await Promise.all([azurite.close(), broker.close(), collector.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** One setting beside the one to the workspace: all logs to every kind of destination there is. */
async function putSetting(anteroom: Anteroom): Promise<void> {
  const setting = `${anteroom.armIdOf('contoso-acs')}/providers/Microsoft.Insights/diagnosticSettings/outside`
  const { status, body } = await plainClient(anteroom)('PUT', `${setting}?api-version=2021-05-01-preview`, {
    properties: {
      storageAccountId: STORAGE,
      eventHubAuthorizationRuleId: `${HUBS}/authorizationRules/RootManageSharedAccessKey`,
      eventHubName: HUB,
      marketplacePartnerId: 'collector',
      logs: [{ categoryGroup: 'allLogs', enabled: true }],
    },
  })
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`)
}

interface KeyValue {
  readonly key: string
  readonly value: Readonly<Record<string, unknown>>
}
interface LogRecord {
  readonly attributes: readonly KeyValue[]
  readonly body: { readonly kvlistValue: { readonly values: readonly KeyValue[] } }
}
interface LogsRequest {
  readonly resourceLogs: readonly {
    readonly scopeLogs: readonly { readonly logRecords: readonly LogRecord[] }[]
  }[]
}

function recordsIn(body: string): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  const { resourceLogs = [] } = JSON.parse(body) as Partial<LogsRequest>
  const records = resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords))
  return records.map(record => [
    String(cellsOf(record.attributes)['log.record.uid']),
    cellsOf(record.body.kvlistValue.values),
  ])
}

/** An integer of 64 bits is text in OTLP's JSON; a value without a member is one that is unknown. */
const cellsOf = (values: readonly KeyValue[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    values.map(({ key, value: { intValue, ...other } }) => [
      key,
      intValue === undefined ? (Object.values(other)[0] ?? null) : Number(intValue),
    ]),
  )
