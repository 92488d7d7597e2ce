/**
 * Stage 2, one destination's queue → the destination: a lane for each category, in order, coalesced under load,
 * tried again for ever while the destination is down (invariants 5 and 7). It is woken when something was queued.
 */
import { Fault, type Instant, messageOf, type Timer } from '#base'
import { type BackOff, backOffMs } from './back-off.ts'
import { type BatchOptions, deliverBatch } from './deliver-batch.ts'
import type { Destination } from './destination.ts'
import { type BatchLimits, categoriesOf, nextDue } from './spool.ts'

/** How delivery keeps time. */
export interface Pace {
  /** An idle lane waits so long for more records before it delivers the first. */
  readonly settleMs: number
  /** A busy lane delivers at most once in so long: an engine of columns wants few large inserts. */
  readonly coalesceMs: number
  readonly batch: BatchLimits
  readonly backOff: BackOff
}

/** 5,000 rows an insert is what the engine was measured with; half a second keeps a row's way under one (ADR 0004). */
export const defaultPace: Pace = {
  settleMs: 25,
  coalesceMs: 500,
  batch: { rows: 5_000, bytes: 16 * 1024 * 1024 },
  backOff: { firstMs: 250, mostMs: 30_000 },
}

export interface DeliveryOptions extends Omit<BatchOptions, 'signal'> {
  readonly pace: Pace
  /** A number in [0, 1) for the jitter. */
  readonly chance: () => number
  /** Called after each batch: its delivery row waits in the house's queue now. */
  readonly settled: () => void
}

/** A destination may ask for a longer pause than the back-off, but not for hours. */
const MOST_ASKED_MS = 10 * 60_000

/** A batch that is on its way when the server closes has so long to arrive; then it is for the next start. */
const CLOSING_MS = 2_000

export interface DeliveryHealth {
  readonly state: 'idle' | 'delivering' | 'backingOff'
  /** Records since the start. */
  readonly delivered: number
  readonly refused: number
  /** Failures in a row; 0 when the last try went well. */
  readonly failures: number
  readonly lastError: string | undefined
  /** When it is tried again; undefined unless backing off. */
  readonly retryAt: Instant | undefined
}

/** What a lane remembers between batches. */
interface LaneState {
  readonly category: string
  isBusy: boolean
  /** No batch before this instant, unless the last one was full. */
  restsUntil: Instant
  /** Tries of the batch at its head. */
  attempts: number
}

export class Delivery {
  readonly #options: DeliveryOptions
  readonly #lanes = new Map<string, LaneState>()
  readonly #running = new Set<Promise<void>>()
  #counts = { delivered: 0, refused: 0, failures: 0 }
  #lastError: string | undefined
  #pausedUntil: Instant = 0
  #drainers: (() => void)[] = []
  #timer: Timer | undefined
  readonly #closing = new AbortController()
  #isClosed = false

  constructor(options: DeliveryOptions) {
    this.#options = options
  }

  get name(): Destination['name'] {
    return this.#options.destination.name
  }

  get kind(): Destination['kind'] {
    return this.#options.destination.kind
  }

  /** Starts what is ready and sets the timer for what is not. */
  wake(): void {
    this.#timer?.cancel()
    if (this.#isClosed) return
    const now = this.#options.clock.now()
    const waiting = this.#waitingLanes()
    for (const { lane } of waiting.filter(({ readyAt }) => readyAt <= now)) {
      if (this.#running.size >= this.#room()) break
      this.#start(lane)
    }
    this.#setTimer(waiting.map(({ readyAt }) => readyAt).filter(readyAt => readyAt > now))
    if (this.#running.size === 0 && !waiting.some(({ readyAt }) => readyAt <= now)) this.#endDrain()
  }

  /** Delivers what is due without waiting for more; resolves when nothing is due or the destination failed. */
  drain(): Promise<void> {
    if (this.#isClosed) return Promise.resolve()
    return new Promise(resolve => {
      this.#drainers.push(resolve)
      this.#pausedUntil = 0
      this.wake()
    })
  }

  health(): DeliveryHealth {
    const isPaused = this.#pausedUntil > this.#options.clock.now()
    return {
      ...this.#counts,
      state: isPaused ? 'backingOff' : this.#running.size > 0 ? 'delivering' : 'idle',
      lastError: this.#lastError,
      retryAt: isPaused ? this.#pausedUntil : undefined,
    }
  }

  /** Starts nothing more; resolves when what is on its way has arrived, failed or run out of time. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#timer?.cancel()
    const patience = this.#options.clock.after(CLOSING_MS, () => this.#closing.abort())
    await Promise.all(this.#running)
    patience.cancel()
    this.#endDrain()
    await this.#options.destination.close?.()
  }

  /** A failing destination is tried with one lane: the others would only fail beside it. */
  #room(): number {
    return this.#counts.failures > 0 ? 1 : (this.#options.destination.parallel ?? 1)
  }

  #start(lane: LaneState): void {
    lane.isBusy = true
    const run = this.#deliver(lane).finally(() => {
      lane.isBusy = false
      this.#running.delete(run)
      this.wake()
    })
    this.#running.add(run)
  }

  async #deliver(lane: LaneState): Promise<void> {
    const { destination, clock, pace, settled } = this.#options
    const startedAt = clock.now()
    try {
      lane.attempts += 1
      const at = { destination: destination.name, category: lane.category }
      const { delivered, refused, isFull } = await deliverBatch(at, lane.attempts, {
        ...this.#options,
        signal: this.#closing.signal,
      })
      lane.attempts = 0
      lane.restsUntil = isFull ? 0 : startedAt + pace.coalesceMs
      this.#counts = {
        delivered: this.#counts.delivered + delivered,
        refused: this.#counts.refused + refused,
        failures: 0,
      }
      this.#pausedUntil = 0
    } catch (error) {
      this.#backOff(error)
    }
    settled()
  }

  #backOff(error: unknown): void {
    const { destination, clock, pace, chance, log } = this.#options
    const failures = this.#counts.failures + 1
    this.#counts = { ...this.#counts, failures }
    this.#lastError = messageOf(error)
    const asked = error instanceof Fault ? Math.min(error.retryAfterMs ?? 0, MOST_ASKED_MS) : 0
    const ms = Math.max(asked, backOffMs(failures, pace.backOff, chance()))
    this.#pausedUntil = clock.now() + ms
    const fields = { destination: destination.name, error: this.#lastError, failures, retryInMs: ms }
    if (failures === 1) log.warn(fields, 'a destination failed; its records wait')
  }

  /** The lanes that hold something and are not being delivered, the one that is ready first at the head. */
  #waitingLanes(): { lane: LaneState; readyAt: Instant }[] {
    const { state, destination } = this.#options
    const waiting: { lane: LaneState; readyAt: Instant }[] = []
    for (const category of categoriesOf(state, destination.name)) {
      const lane = this.#lane(category)
      this.#endOverlongWaits(lane)
      const due = lane.isBusy ? undefined : nextDue(state, { destination: destination.name, category })
      if (due !== undefined) waiting.push({ lane, readyAt: this.#readyAt(lane, due) })
    }
    return waiting.sort((a, b) => a.readyAt - b.readyAt)
  }

  /** A clock that was set back must not make a rest or a pause longer than it was meant to be. */
  #endOverlongWaits(lane: LaneState): void {
    const { clock, pace } = this.#options
    lane.restsUntil = Math.min(lane.restsUntil, clock.now() + pace.coalesceMs)
    this.#pausedUntil = Math.min(this.#pausedUntil, clock.now() + MOST_ASKED_MS)
  }

  #readyAt(lane: LaneState, due: Instant): Instant {
    const isHurried = this.#drainers.length > 0
    const calm = isHurried ? due : Math.max(due + this.#options.pace.settleMs, lane.restsUntil)
    return Math.max(calm, this.#pausedUntil)
  }

  #lane(category: string): LaneState {
    const known = this.#lanes.get(category)
    if (known) return known
    const lane: LaneState = { category, isBusy: false, restsUntil: 0, attempts: 0 }
    this.#lanes.set(category, lane)
    return lane
  }

  #setTimer(instants: readonly Instant[]): void {
    if (instants.length === 0) return
    const { clock } = this.#options
    this.#timer = clock.after(Math.min(...instants) - clock.now(), () => this.wake())
  }

  #endDrain(): void {
    const drainers = this.#drainers
    this.#drainers = []
    for (const done of drainers) done()
  }
}
