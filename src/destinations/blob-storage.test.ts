import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlobServiceClient } from '@azure/storage-blob'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { Fault, systemClock } from '#base'
import { shown } from '#records'
import type { Batch } from '#router'
import { blobStorageDestination } from './blob-storage.ts'
import { type Azurite, startAzurite } from './testing/azurite.ts'
import { aBatch, aLargeRecord, aRecord, idOfWire, keepsTheContract, RESOURCE } from './testing/contract.ts'
import { unsteadyLine } from './testing/unsteady-line.ts'

let folder: string
let azurite: Azurite

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-azurite-'))
  azurite = await startAzurite(folder)
})
afterAll(async () => {
  await azurite.close()
  await rm(folder, { recursive: true, force: true })
})

/** A blob's path as `container/name`, with its text. */
async function blobs(connectionString: string): Promise<ReadonlyMap<string, string>> {
  const service = BlobServiceClient.fromConnectionString(connectionString)
  const found = new Map<string, string>()
  for await (const { name: container } of service.listContainers()) {
    const client = service.getContainerClient(container)
    for await (const { name } of client.listBlobsFlat()) {
      found.set(`${container}/${name}`, (await client.getBlobClient(name).downloadToBuffer()).toString())
    }
  }
  return found
}

async function empty(): Promise<void> {
  const service = BlobServiceClient.fromConnectionString(azurite.connectionString)
  for await (const { name } of service.listContainers()) await service.deleteContainer(name)
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))

async function open(mostBlocks?: number) {
  await empty()
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(azurite.connectionString)?.[1])
  const line = await unsteadyLine(port)
  onTestFinished(() => line.close())
  let strikes = 0
  return {
    destination: blobStorageDestination({
      name: 'storage',
      connectionString: azurite.connectionString.replace(`:${port}/`, `:${line.port}/`),
      clock: systemClock,
      ...(mostBlocks !== undefined && { mostBlocks }),
    }),
    received: async () =>
      [...(await blobs(azurite.connectionString)).values()].flatMap(linesOf).map(idOfWire),
    strike: () => {
      strikes += 1
      if (strikes % 2 === 0) line.cutAfter(9_000)
      else line.cutNextAnswer()
    },
  }
}

keepsTheContract('blobs', {
  promise: 'exactlyOnce',
  refused: aLargeRecord(9, 5 * 1024 * 1024),
  open: () => open(),
})

const HOUR = 'y=2026/m=01/d=15/h=12/m=00'
const FOLDER = `resourceId=${RESOURCE.toUpperCase()}/${HOUR}`

test('container by category, name by resource in capitals and hour of reception, one line of JSON a record', async () => {
  const { destination } = await open()
  await destination.deliver(aBatch([aRecord(0), aRecord(1)]))
  const [[path, text] = []] = await blobs(azurite.connectionString)
  expect(path).toBe(`insights-logs-authoperational/${FOLDER}/PT1H.json`)
  expect(text).toMatch(/^\{.*\}\n\{.*\}\n$/)
  expect(linesOf(text ?? '')[0]).toMatchObject({
    time: '2026-01-15T12:00:00.0000000Z',
    resourceId: RESOURCE.toUpperCase(),
    operationName: 'CreateToken',
    category: 'AuthOperational',
  })
})

test('the hour is that of reception: records of one batch may go to two blobs', async () => {
  const { destination } = await open()
  const { items, ...rest } = aBatch([aRecord(0), aRecord(1)])
  const late = items.map((item, n) => ({ ...item, receivedAt: item.receivedAt + n * 3_600_000 }))
  await destination.deliver({ ...rest, items: late })
  const paths = [...(await blobs(azurite.connectionString)).keys()]
  expect(paths.map(path => /h=\d\d/.exec(path)?.[0])).toEqual(['h=12', 'h=13'])
})

test('metrics have a container of their own and the fields of Azure’s metric record', async () => {
  const { destination } = await open()
  await destination.deliver(aMetric(2))
  const [[path, text] = []] = await blobs(azurite.connectionString)
  expect(path).toBe(`insights-metrics-pt1m/${FOLDER}/PT1H.json`)
  expect(text).toBe(
    `{"count":2,"total":2,"minimum":1,"maximum":1,"average":1,"resourceId":"${RESOURCE.toUpperCase()}","time":"2026-01-15T12:00:00.0000000Z","metricName":"APIRequestChat","timeGrain":"PT1M"}\n`,
  )
})

const aMetric = (count: number, isReplay = false): Batch => {
  const cells = { Count: count, Total: count, Minimum: 1, Maximum: 1, Average: 1 }
  const texts = { MetricName: 'APIRequestChat', TimeGrain: 'PT1M' }
  const fields = Object.fromEntries(
    Object.entries({ ...cells, ...texts }).map(([name, value]) => [name, shown(value)]),
  )
  const { items } = aBatch([{ ...aRecord(0), category: 'AzureMetrics', fields }])
  return { category: 'AzureMetrics', items, isReplay }
}

test('two metric records that read the same are both kept, also when the second is a replay', async () => {
  const { destination } = await open()
  await destination.deliver(aMetric(1))
  await destination.deliver(aMetric(1, true))
  const [text = ''] = (await blobs(azurite.connectionString)).values()
  expect(linesOf(text)).toHaveLength(2)
})

test('after as many blocks as a blob takes the next blob goes on', async () => {
  const { destination, received } = await open(2)
  for (let n = 0; n < 5; n += 1) await destination.deliver(aBatch([aRecord(n)]))
  const paths = [...(await blobs(azurite.connectionString)).keys()]
  expect(paths.map(path => path.split('/').at(-1))).toEqual(['PT1H.json', 'PT1H_1.json', 'PT1H_2.json'])
  expect(new Set(await received()).size).toBe(5)
})

test('a process that starts anew goes on in the blob, and does not repeat what the last one wrote', async () => {
  const { destination, received } = await open()
  await destination.deliver(aBatch([aRecord(0), aRecord(1)]))
  const again = blobStorageDestination({ ...azurite, name: 'storage', clock: systemClock })
  await again.deliver(aBatch([aRecord(1), aRecord(2)], true))
  expect(await received()).toEqual(['record-00000', 'record-00001', 'record-00002'])
})

test('a container that somebody deletes is made again', async () => {
  const { destination, received } = await open()
  await destination.deliver(aBatch([aRecord(0)]))
  await empty()
  const error = await destination.deliver(aBatch([aRecord(1)])).catch(thrown => thrown)
  expect(error).toBeInstanceOf(Fault)
  expect(error.retryable).toBe(true)
  await destination.deliver(aBatch([aRecord(1)], true))
  expect(await received()).toEqual(['record-00001'])
})

test('wrong credentials may be mended: the records wait', async () => {
  await empty()
  const connectionString = azurite.connectionString.replace('AccountKey=E', 'AccountKey=F')
  const destination = blobStorageDestination({ name: 'storage', connectionString, clock: systemClock })
  await expect(destination.deliver(aBatch([aRecord(0)]))).rejects.toMatchObject({ retryable: true })
})
