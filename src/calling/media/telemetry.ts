/**
 * Sends what was measured: batches while the call runs, the rest before leaving, and by beacon when the page is left
 * or the call has ended under it (docs/signalling.md, beacon).
 */
import type { ClientMessage } from '#sources/meetings/client'
import type { EnvironmentMessage } from '../environment/environment.ts'
import type { OperationsLog } from '../operations/operations-log.ts'
import type { MediaSignal } from '../signal/media-messages.ts'
import type { Batch } from '../statistics/sampler.ts'

/** Of one message: the wire takes 64 kB and so many rows. */
const MOST_STREAMS = 64
const MOST_SERIES = 100
const MOST_OPERATIONS = 50
/** What browsers and the server take in one beacon. */
const BEACON_BYTES = 60_000

type Message = Extract<
  ClientMessage,
  { type: 'statistics' | 'environment' | 'mediaStats' | 'clientOperations' }
>

/** A window, and what is new of the surroundings. */
interface Told extends Batch {
  readonly environment?: EnvironmentMessage | undefined
}

export interface TelemetryOptions {
  readonly signal: MediaSignal
  readonly log?: OperationsLog | undefined
  /** `https://…/signal/beacon` */
  readonly beaconUrl?: string | undefined
}

export class Telemetry {
  readonly #signal: MediaSignal
  readonly #log: OperationsLog | undefined
  readonly #beaconUrl: string | undefined

  constructor({ signal, log, beaconUrl }: TelemetryOptions) {
    this.#signal = signal
    this.#log = log
    this.#beaconUrl = beaconUrl
  }

  /** Refusals are not waited for: they come when the call is over, and then nobody can mend it. */
  send(batch: Told): void {
    for (const message of messagesOf(batch)) this.#signal.say(message)
  }

  /** Resolves when the server has all of it, or refuses it. */
  async finish(batch: Told): Promise<void> {
    this.#log?.flush()
    const sent = messagesOf(batch).map(message => this.#signal.request(message))
    await Promise.allSettled(sent)
  }

  /** For a page that is being left, or a call that is over: at once, by a way that outlives the page. */
  beacon(batch: Told): void {
    const { resumeKey } = this.#signal
    const operations = this.#log?.take() ?? []
    if (this.#beaconUrl === undefined || resumeKey === undefined) return
    const messages = [...messagesOf(batch), ...operationMessages(operations)]
    for (const chunk of chunksOf(messages)) {
      navigator.sendBeacon(this.#beaconUrl, JSON.stringify({ resumeKey, messages: chunk }))
    }
  }
}

/** The diagnostics' rows first: if a beacon is too much, the series are what can be missed. */
function messagesOf({ reports, series, environment }: Told): readonly Message[] {
  return [
    ...slices(reports, MOST_STREAMS).map(streams => ({ type: 'statistics' as const, streams: [...streams] })),
    ...(environment ? [environment] : []),
    ...slices(series, MOST_SERIES).map(rows => ({ type: 'mediaStats' as const, series: [...rows] })),
  ]
}

const operationMessages = (operations: ReturnType<OperationsLog['take']>): readonly Message[] =>
  slices(operations, MOST_OPERATIONS).map(rows => ({
    type: 'clientOperations' as const,
    operations: [...rows],
  }))

function chunksOf(messages: readonly Message[]): readonly (readonly Message[])[] {
  const chunks: Message[][] = []
  let room = 0
  for (const message of messages) {
    const size = JSON.stringify(message).length
    if (size > room) {
      chunks.push([])
      room = BEACON_BYTES
    }
    chunks.at(-1)?.push(message)
    room -= size
  }
  return chunks
}

function slices<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  )
}
