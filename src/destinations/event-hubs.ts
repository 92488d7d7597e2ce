/**
 * An event hub namespace: events of `{"records":[…]}` without a partition key, in the hub that the setting names or
 * else in one a category, named like the container of storage (facts: diagnostic settings, event hub destination).
 */
import {
  type EventData,
  type EventDataBatch,
  EventHubProducerClient,
  parseEventHubConnectionString,
} from '@azure/event-hubs'
import { type Clock, Fault } from '#base'
import type { EnvelopeOptions } from '#records'
import type { Batch, Destination } from '#router'
import { passing, withinTime } from './outside-world.ts'
import { containerOf, lineOf } from './wire.ts'

export interface EventHubsOptions extends EnvelopeOptions {
  /** What settings refer to: the ARM id of the namespace, or of one of its hubs. */
  readonly name: string
  /** Of the namespace. */
  readonly connectionString: string
  /** Absent: a hub for each category. */
  readonly hub?: string | undefined
  readonly clock: Clock
  /** The client finds out so late that the line was cut under a send. */
  readonly answerWithinMs?: number
}

const ANSWER_WITHIN_MS = 30_000

/** Bytes of records in one event: the smallest tier takes events of 256 KB. */
const EVENT_BYTES = 200_000

const PARALLEL = 2

export function eventHubsDestination(options: EventHubsOptions): Destination {
  const { name, connectionString, hub, clock, answerWithinMs = ANSWER_WITHIN_MS } = options
  const producers = new Map<string, EventHubProducerClient>()
  const producerOf = (category: string): EventHubProducerClient => {
    const entity = hub ?? containerOf(category)
    const known = producers.get(entity)
    if (known) return known
    // Only the router retries.
    const retryOptions = { maxRetries: 0, timeoutInMs: answerWithinMs }
    const producer = new EventHubProducerClient(connectionString, entity, { retryOptions })
    producers.set(entity, producer)
    return producer
  }
  return {
    name,
    kind: 'eventHub',
    parallel: PARALLEL,
    deliver: async (batch, signal) => {
      const producer = producerOf(batch.category)
      try {
        await withinTime({ clock, signal }, within => send(producer, eventsOf(batch, options), within))
      } catch (error) {
        throw faultOf(error)
      }
    },
    close: async () => {
      await Promise.all([...producers.values()].map(producer => producer.close()))
      producers.clear()
    },
  }
}

/** Whether the client understands that connection string, and it has a key. */
export function isEventHubString(text: string): boolean {
  try {
    return 'sharedAccessKey' in parseEventHubConnectionString(text)
  } catch {
    return false
  }
}

/** Nothing is sent before everything is known to fit. */
async function send(
  producer: EventHubProducerClient,
  events: readonly EventData[],
  abortSignal: AbortSignal,
) {
  const batches: EventDataBatch[] = []
  for (const event of events) {
    if (batches.at(-1)?.tryAdd(event)) continue
    const batch = await producer.createBatch({ abortSignal })
    if (!batch.tryAdd(event)) {
      throw new Fault(`an event is larger than the hub takes (${batch.maxSizeInBytes} bytes)`, REFUSED)
    }
    batches.push(batch)
  }
  for (const batch of batches) await producer.sendBatch(batch, { abortSignal })
}

const REFUSED = { retryable: false } as const

/** A property of each event: the ids of its records, the same when they are sent again. */
export const RECORD_IDS = 'recordIds'

function eventsOf({ items }: Batch, options: EnvelopeOptions): readonly EventData[] {
  const events: { readonly ids: string[]; readonly lines: string[] }[] = []
  let room = 0
  for (const { record } of items) {
    const line = lineOf(record, options)
    const bytes = Buffer.byteLength(line) + record.id.length + 2
    if (events.length === 0 || bytes > room) {
      events.push({ ids: [], lines: [] })
      room = EVENT_BYTES
    }
    room -= bytes
    events.at(-1)?.ids.push(record.id)
    events.at(-1)?.lines.push(line)
  }
  return events.map(({ ids, lines }) => ({
    body: Buffer.from(`{"records":[${lines.join(',')}]}`),
    properties: { [RECORD_IDS]: ids.join(',') },
  }))
}

/** What the client says about a message, and not about the way to the hub. */
const REFUSALS: ReadonlySet<unknown> = new Set(['MessageTooLargeError', 'DecodeError'])

function faultOf(error: unknown): Fault {
  const fault = passing('event hub', error)
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return REFUSALS.has(code) ? new Fault(fault.message, { retryable: false, cause: error }) : fault
}
