/**
 * One chat message followed from the official client to a blob, an event on the hub, an OTLP collector and a KQL row:
 * the setting is made by the official management client, the same JSON is everywhere.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { BlobServiceClient } from '@azure/storage-blob'
import { expect, onTestFinished, test } from 'vitest'
import { invariant } from '#base'
import { amqpBroker } from '../../src/destinations/testing/amqp-broker.ts'
import { startAzurite } from '../../src/destinations/testing/azurite.ts'
import { httpSink } from '../../src/destinations/testing/http-sink.ts'
import { monitorClient, plainClient } from './arm-clients.ts'
import { aPerson, aThread } from './chat-people.ts'
import { startForTest } from './harness.ts'

const GROUP = '/subscriptions/50b00000-0000-4000-8000-0000000000c0/resourceGroups/contoso-rg/providers'
const STORAGE = `${GROUP}/Microsoft.Storage/storageAccounts/Logs`
const NAMESPACE = `${GROUP}/Microsoft.EventHub/namespaces/Hubs`
const RULE = `${NAMESPACE}/authorizationRules/RootManageSharedAccessKey`

interface LogLine {
  readonly operationName: string
  readonly correlationId: string
}

async function outside() {
  const folder = await mkdtemp(join(tmpdir(), 'anteroom-followed-'))
  const azurite = await startAzurite(folder)
  const broker = await amqpBroker()
  const collector = await httpSink()
  onTestFinished(async () => {
    await Promise.all([azurite.close(), broker.close(), collector.close()])
    await rm(folder, { recursive: true, force: true })
  })
  const hub = `Endpoint=sb://127.0.0.1:${broker.port};SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true`
  const destinations = {
    storageAccounts: { [STORAGE]: { connectionString: azurite.connectionString } },
    eventHubNamespaces: { [NAMESPACE]: { connectionString: hub } },
    partners: { collector: { kind: 'otlp', url: collector.url } },
  }
  return { azurite, broker, collector, destinations }
}

/** The first answer that is there, within ten seconds. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = await ask()
    if (found !== undefined) return found
    await pause(100)
  }
  throw new Error('it did not arrive')
}

const isSend = (line: string): boolean =>
  (JSON.parse(line) as LogLine).operationName.toLowerCase() === 'sendchatmessage'

test('a chat message: client → blob, event, collector and row, with one JSON and one correlation id', async () => {
  const { azurite, broker, collector, destinations } = await outside()
  await using anteroom = await startForTest({ settings: { destinations } })
  const resource = anteroom.armIdOf('contoso-acs')
  await monitorClient(anteroom).diagnosticSettings.createOrUpdate(resource, 'outside', {
    storageAccountId: STORAGE,
    eventHubAuthorizationRuleId: RULE,
    logs: [{ category: 'ChatOperational', enabled: true }],
  })
  const alice = await aPerson(anteroom)
  const thread = await aThread(alice)
  await alice.in(thread).sendMessage({ content: 'Is anybody there?' })

  const service = BlobServiceClient.fromConnectionString(azurite.connectionString)
  const container = service.getContainerClient('insights-logs-chatoperational')
  const [path, line] = await until(async () => {
    if (!(await container.exists())) return undefined
    for await (const { name } of container.listBlobsFlat()) {
      const text = (await container.getBlobClient(name).downloadToBuffer()).toString()
      const found = text.split('\n').find(each => each !== '' && isSend(each))
      if (found !== undefined) return [name, found] as const
    }
    return undefined
  })
  expect(path).toMatch(
    /^resourceId=\/SUBSCRIPTIONS\/[-0-9A-F]+\/RESOURCEGROUPS\/CONTOSO-RG\/PROVIDERS\/MICROSOFT\.COMMUNICATION\/COMMUNICATIONSERVICES\/CONTOSO-ACS\/y=\d{4}\/m=\d\d\/d=\d\d\/h=\d\d\/m=00\/PT1H\.json$/,
  )

  const event = await until(async () => broker.events.find(({ body }) => body.includes(line)))
  expect(event.hub).toBe('insights-logs-chatoperational')

  // Made after the message: it asks for the past.
  const partner = await plainClient(anteroom)(
    'PUT',
    `${resource}/providers/Microsoft.Insights/diagnosticSettings/partner?api-version=2021-05-01-preview`,
    {
      properties: {
        marketplacePartnerId: 'collector',
        backfillDays: 1,
        logs: [{ categoryGroup: 'allLogs', enabled: true }],
      },
    },
  )
  expect(partner.status).toBe(200)
  const { correlationId } = JSON.parse(line) as LogLine
  const post = await until(async () => collector.taken.find(({ body }) => body.includes(correlationId)))
  expect(post.path).toBe('/v1/logs')

  const [row] = await anteroom.kql(
    `ACSChatIncomingOperations | where OperationName =~ 'SendChatMessage' | project CorrelationId, ItemId = _ItemId`,
  )
  invariant(row, 'the row is there')
  expect(row.CorrelationId).toBe(correlationId)
  expect(post.body).toContain(String(row.ItemId))
  const token = await anteroom.credential().getToken('https://anteroom.local/.default')
  const answer = await fetch(`${anteroom.httpOrigin}/operator/deliveries`, {
    headers: { authorization: `Bearer ${token.token}` },
  })
  const { value } = (await answer.json()) as {
    value: { name: string; delivered: number; failures: number }[]
  }
  expect(value.filter(({ delivered }) => delivered > 0).map(({ name }) => name)).toEqual(
    expect.arrayContaining([STORAGE.toLowerCase(), NAMESPACE.toLowerCase(), 'collector']),
  )
  expect(String(event.properties.recordIds).split(',')).toContain(row.ItemId)
})
