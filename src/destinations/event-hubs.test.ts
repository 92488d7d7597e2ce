import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '#base'
import { eventHubsDestination, RECORD_IDS } from './event-hubs.ts'
import { amqpBroker } from './testing/amqp-broker.ts'
import { aBatch, aLargeRecord, aRecord, idOfWire, keepsTheContract, RESOURCE } from './testing/contract.ts'
import { unsteadyLine } from './testing/unsteady-line.ts'

async function open(hub?: string) {
  const broker = await amqpBroker()
  const line = await unsteadyLine(broker.port)
  const destination = eventHubsDestination({
    name: 'hub',
    connectionString: `Endpoint=sb://127.0.0.1:${line.port};SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true`,
    clock: systemClock,
    answerWithinMs: 1_000,
    ...(hub !== undefined && { hub }),
  })
  onTestFinished(async () => {
    await destination.close?.()
    await line.close()
    await broker.close()
  })
  let strikes = 0
  return {
    broker,
    destination,
    received: async () => broker.events.flatMap(({ body }) => JSON.parse(body).records.map(idOfWire)),
    strike: () => {
      strikes += 1
      if (strikes % 2 === 0) line.cutAfter(9_000)
      else line.cutNextAnswer()
    },
  }
}

keepsTheContract('event hub', {
  promise: 'atLeastOnce',
  refused: aLargeRecord(9, 1_200_000),
  open: () => open(),
})

test('an event is {"records":[…]} with the records of storage, in a hub named like the container', async () => {
  const { destination, broker } = await open()
  await destination.deliver(aBatch([aRecord(0), aRecord(1)]))
  expect(broker.events).toHaveLength(1)
  const [{ hub, body, properties } = { hub: '', body: '', properties: {} }] = broker.events
  expect(hub).toBe('insights-logs-authoperational')
  expect(Object.keys(JSON.parse(body))).toEqual(['records'])
  expect(JSON.parse(body).records[0]).toMatchObject({
    time: '2026-01-15T12:00:00.0000000Z',
    resourceId: RESOURCE.toUpperCase(),
    category: 'AuthOperational',
  })
  expect(properties[RECORD_IDS]).toBe('record-00000,record-00001')
})

test('a hub that the setting names takes every category', async () => {
  const { destination, broker } = await open('all-logs')
  await destination.deliver(aBatch([aRecord(0)]))
  await destination.deliver({
    ...aBatch([{ ...aRecord(1), category: 'ChatOperational' }]),
    category: 'ChatOperational',
  })
  expect(broker.events.map(({ hub }) => hub)).toEqual(['all-logs', 'all-logs'])
})

test('events stay below 256 KB, as the smallest tier takes them', async () => {
  const { destination, broker } = await open()
  await destination.deliver(aBatch(Array.from({ length: 10 }, (_, n) => aLargeRecord(n, 60_000))))
  expect(broker.events.length).toBeGreaterThan(2)
  expect(Math.max(...broker.events.map(({ body }) => body.length))).toBeLessThan(256_000)
})
