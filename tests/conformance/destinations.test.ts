/**
 * From the journal to every kind of destination at once, each with its real counterpart: what is down for an hour
 * loses nothing and slows nobody (invariants 5 and 7).
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlobServiceClient } from '@azure/storage-blob'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type ManualClock, manualClock, silentLog } from '#base'
import { type Destination, openRouter, routerMigrations } from '#router'
import { openState } from '#state'
import { blobStorageDestination } from '../../src/destinations/blob-storage.ts'
import { eventHubsDestination } from '../../src/destinations/event-hubs.ts'
import { fileDestination } from '../../src/destinations/file.ts'
import { kafkaDestination } from '../../src/destinations/kafka.ts'
import { otlpDestination } from '../../src/destinations/otlp/otlp.ts'
import { amqpBroker } from '../../src/destinations/testing/amqp-broker.ts'
import { type Azurite, startAzurite } from '../../src/destinations/testing/azurite.ts'
import { httpSink } from '../../src/destinations/testing/http-sink.ts'
import { kafkaBroker } from '../../src/destinations/testing/kafka-broker.ts'
import { type UnsteadyLine, unsteadyLine } from '../../src/destinations/testing/unsteady-line.ts'
import { webhookDestination } from '../../src/destinations/webhook.ts'
import { aFact, aSetting, aStore, HOUSE, projectPlainly } from '../../src/router/testing/builders.ts'

let folder: string
let azurite: Azurite

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-outside-'))
  azurite = await startAzurite(folder)
})
afterAll(async () => {
  await azurite.close()
  await rm(folder, { recursive: true, force: true })
})

/** One destination with what stands behind it, and a way to take that down. */
interface Place {
  readonly destination: Destination
  readonly line?: UnsteadyLine
  /** Correlation ids, each once, in the order of their first arrival. */
  received(): Promise<readonly string[]>
}

const idsOf = (records: readonly { readonly correlationId?: string }[]): readonly string[] => [
  ...new Set(records.map(({ correlationId }) => String(correlationId))),
]
const recordsOf = (text: string) =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))

async function lineTo(port: number): Promise<UnsteadyLine> {
  const line = await unsteadyLine(port)
  onTestFinished(() => line.close())
  return line
}

const portOf = (text: string): number => Number(/127\.0\.0\.1:(\d+)/.exec(text)?.[1])

async function aStorage(clock: ManualClock): Promise<Place> {
  const port = portOf(azurite.connectionString)
  const line = await lineTo(port)
  const connectionString = azurite.connectionString.replace(`:${port}/`, `:${line.port}/`)
  const service = BlobServiceClient.fromConnectionString(azurite.connectionString)
  return {
    line,
    destination: blobStorageDestination({ name: 'storage', connectionString, clock }),
    received: async () => {
      const container = service.getContainerClient('insights-logs-chatoperational')
      const texts: string[] = []
      for await (const { name } of container.listBlobsFlat()) {
        texts.push((await container.getBlobClient(name).downloadToBuffer()).toString())
      }
      return idsOf(recordsOf(texts.join('')))
    },
  }
}

async function aHub(clock: ManualClock): Promise<Place> {
  const broker = await amqpBroker()
  onTestFinished(() => broker.close())
  const line = await lineTo(broker.port)
  const connectionString = `Endpoint=sb://127.0.0.1:${line.port};SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true`
  return {
    line,
    destination: eventHubsDestination({ name: 'hub', connectionString, clock, answerWithinMs: 1_000 }),
    received: async () => idsOf(broker.events.flatMap(({ body }) => JSON.parse(body).records)),
  }
}

async function aKafka(clock: ManualClock): Promise<Place> {
  const broker = await kafkaBroker()
  onTestFinished(() => broker.close())
  const line = await lineTo(broker.port)
  broker.advertise(line.port)
  const brokers = [`127.0.0.1:${line.port}`]
  return {
    line,
    destination: kafkaDestination({ name: 'kafka', brokers, clock }),
    received: async () => idsOf(broker.messages.map(({ value }) => JSON.parse(value))),
  }
}

async function aWebhook(clock: ManualClock): Promise<Place> {
  const sink = await httpSink()
  onTestFinished(() => sink.close())
  const line = await lineTo(portOf(sink.url))
  const url = `http://127.0.0.1:${line.port}`
  return {
    line,
    destination: webhookDestination({ name: 'webhook', url, secret: 'hush', clock }),
    received: async () => idsOf(sink.taken.flatMap(({ body }) => JSON.parse(body).records)),
  }
}

async function aCollector(clock: ManualClock): Promise<Place> {
  const sink = await httpSink()
  onTestFinished(() => sink.close())
  const line = await lineTo(portOf(sink.url))
  return {
    line,
    destination: otlpDestination({ name: 'otlp', url: `http://127.0.0.1:${line.port}`, clock }),
    received: async () => {
      const bodies = sink.taken.map(({ body }) => body).join('\n')
      const found = bodies.matchAll(/"azure.correlation.id","value":\{"stringValue":"([^"]+)"/g)
      return [...new Set([...found].map(([, id]) => String(id)))]
    },
  }
}

async function anArchive(): Promise<Place> {
  const archive = await mkdtemp(join(folder, 'archive-'))
  return {
    destination: fileDestination({ name: 'file', folder: archive }),
    received: async () => {
      const home = join(archive, 'insights-logs-chatoperational')
      const names = (await readdir(home)).sort()
      const texts = await Promise.all(names.map(name => readFile(join(home, name), 'utf8')))
      return idsOf(recordsOf(texts.join('')))
    },
  }
}

const HOUR_OF_MINUTES = 60

test('what is down for an hour loses nothing, keeps its order and slows nobody', async () => {
  const clock = manualClock()
  const places = [
    await aStorage(clock),
    await aHub(clock),
    await aKafka(clock),
    await aWebhook(clock),
    await aCollector(clock),
    await anArchive(),
  ]
  const state = openState({ path: ':memory:', migrations: routerMigrations, clock, log: silentLog })
  const router = await openRouter({
    state,
    project: projectPlainly,
    destinations: [aStore(), ...places.map(({ destination }) => destination)],
    house: HOUSE,
    clock,
    log: silentLog,
    chance: () => 0.5,
  })
  onTestFinished(async () => {
    await router.close()
    await state.close()
  })
  // Partners are several here, one destination of a kind in each setting.
  const settings = places.map(({ destination: { kind, name } }) =>
    aSetting({ name: `to-${name}`, destinations: { [kind]: name }, metrics: [] }),
  )
  for (const setting of settings.slice(0, 5)) await router.settings.put(setting)
  const told: string[] = []
  const tell = async (id: string) => {
    await state.transact(tx => tx.emit(aFact(id, { at: clock.now() })))
    told.push(`${id}/log`)
    await router.drain()
  }

  await tell('before')
  const [storage, hub, kafka, webhook, otlp] = places
  const isDown = [storage, hub, webhook]
  for (const place of isDown) place?.line?.setDown(true)
  for (let minute = 0; minute < HOUR_OF_MINUTES; minute += 20) {
    clock.advance(20 * 60_000)
    await tell(`minute-${minute}`)
    for (const place of [kafka, otlp]) expect(await place?.received()).toEqual(told)
  }
  for (const place of isDown) {
    expect(await place?.received()).toEqual(['before/log'])
    const health = router.health().destinations.find(({ name }) => name === place?.destination.name)
    expect(health).toMatchObject({ queue: { records: 3 }, lagMs: 40 * 60_000, state: 'backingOff' })
  }

  for (const place of isDown) place?.line?.setDown(false)
  await router.drain()
  for (const place of places.slice(0, 5)) expect(await place.received()).toEqual(told)
  expect(router.deadLetters.count()).toBe(0)

  // The sixth asks for the past: it gets all of it, in order.
  await router.settings.remove(settings[3]?.resource ?? HOUSE.resource, 'to-webhook')
  await router.settings.put(settings[5] ?? aSetting(), { backfillDays: 1 })
  expect(await router.drain()).toBe(0)
  expect(await places[5]?.received()).toEqual(told)
})
