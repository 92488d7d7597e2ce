import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '#base'
import { kafkaDestination } from './kafka.ts'
import { aBatch, aLargeRecord, aRecord, idOfWire, keepsTheContract, RESOURCE } from './testing/contract.ts'
import { kafkaBroker } from './testing/kafka-broker.ts'
import { unsteadyLine } from './testing/unsteady-line.ts'

async function open(topic?: string) {
  const broker = await kafkaBroker()
  const line = await unsteadyLine(broker.port)
  broker.advertise(line.port)
  const brokers = [`127.0.0.1:${line.port}`]
  const destination = kafkaDestination({ name: 'bus', brokers, topic, clock: systemClock })
  onTestFinished(async () => {
    await destination.close?.()
    await line.close()
    await broker.close()
  })
  let strikes = 0
  return {
    broker,
    destination,
    received: async () => broker.messages.map(({ value }) => idOfWire(JSON.parse(value))),
    strike: () => {
      strikes += 1
      if (strikes % 2 === 0) line.cutAfter(9_000)
      else line.cutNextAnswer()
    },
  }
}

keepsTheContract('kafka', {
  promise: 'atLeastOnce',
  refused: aLargeRecord(9, 1_200_000),
  open: () => open(),
})

test('a message a record: keyed by resource, with the id of the record and its category as headers', async () => {
  const { destination, broker } = await open()
  await destination.deliver(aBatch([aRecord(0), aRecord(1)]))
  expect(broker.messages).toHaveLength(2)
  expect(broker.messages[0]).toMatchObject({
    topic: 'insights-logs-authoperational',
    key: RESOURCE,
    headers: { recordId: 'record-00000', category: 'AuthOperational' },
  })
  expect(JSON.parse(broker.messages[0]?.value ?? '')).toMatchObject({ category: 'AuthOperational' })
})

test('a topic that was named takes every category', async () => {
  const { destination, broker } = await open('all-logs')
  await destination.deliver(aBatch([aRecord(0)]))
  expect(broker.messages.map(({ topic }) => topic)).toEqual(['all-logs'])
})

test('a broker that is not there may come back: the records wait', async () => {
  const destination = kafkaDestination({ name: 'bus', brokers: ['127.0.0.1:1'], clock: systemClock })
  onTestFinished(async () => destination.close?.())
  await expect(destination.deliver(aBatch([aRecord(0)]))).rejects.toMatchObject({ retryable: true })
})
