/** Kafka: a message a record, its value the JSON of storage, keyed by the resource so that its order is kept. */
import { findErrorBy, ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka'
import { type Clock, Fault, messageOf } from '#base'
import type { EnvelopeOptions } from '#records'
import type { Batch, Destination } from '#router'
import { passing, withinTime } from './outside-world.ts'
import { containerOf, lineOf } from './wire.ts'

export interface KafkaOptions extends EnvelopeOptions {
  /** What settings refer to. */
  readonly name: string
  /** `host:port` */
  readonly brokers: readonly string[]
  /** Absent: a topic for each category, named like the container of storage. */
  readonly topic?: string | undefined
  readonly tls?: boolean | undefined
  readonly sasl?: KafkaCredentials | undefined
  readonly clock: Clock
}

export interface KafkaCredentials {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'
  readonly username: string
  readonly password: string
}

/** Below what brokers take in one batch of a partition by default (message.max.bytes, 1 MiB). */
const REQUEST_BYTES = 900_000

/** Headers of each message. The id is the same when a record is sent again. */
export const RECORD_ID = 'recordId'
export const CATEGORY = 'category'

export function kafkaDestination(options: KafkaOptions): Destination {
  const { name, brokers, tls, sasl, clock } = options
  // Only the router retries.
  const producer = new Producer({
    clientId: 'anteroom',
    bootstrapBrokers: [...brokers],
    serializers: stringSerializers,
    acks: ProduceAcks.ALL,
    autocreateTopics: true,
    retries: 0,
    ...(tls && { tls: {} }),
    ...(sasl && { sasl: { ...sasl } }),
  })
  return {
    name,
    kind: 'partner',
    deliver: async (batch, signal) => {
      try {
        for (const messages of requestsOf(batch, options)) {
          await withinTime({ clock, signal }, within => unless(within, producer.send({ messages })))
        }
      } catch (error) {
        throw faultOf(error)
      }
    },
    close: () => producer.close(true),
  }
}

/** The client takes no signal: who does not wait any longer leaves the request to itself. */
function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason)
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}

interface KafkaMessage {
  readonly topic: string
  readonly key: string
  readonly value: string
  readonly headers: Record<string, string>
}

function requestsOf({ category, items }: Batch, options: KafkaOptions): readonly KafkaMessage[][] {
  const topic = options.topic ?? containerOf(category)
  const requests: KafkaMessage[][] = []
  let room = 0
  for (const { record } of items) {
    const value = lineOf(record, options)
    const bytes = Buffer.byteLength(value) + record.resource.length + record.id.length + 100
    if (requests.length === 0 || bytes > room) {
      requests.push([])
      room = REQUEST_BYTES
    }
    room -= bytes
    const headers = { [RECORD_ID]: record.id, [CATEGORY]: category }
    requests.at(-1)?.push({ topic, key: record.resource, value, headers })
  }
  return requests
}

/** Answers of a broker that blame the records. */
const REFUSALS = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD'] as const

function faultOf(error: unknown): Fault {
  const answered = error instanceof Error ? error : undefined
  const refusal = REFUSALS.find(answer => findErrorBy(answered, 'apiId', answer) !== null)
  if (refusal) return new Fault(`kafka: ${refusal}`, { retryable: false, cause: error })
  const [cause = error] = error instanceof AggregateError ? error.errors : []
  return passing('kafka', new Error(messageOf(cause), { cause: error }))
}
