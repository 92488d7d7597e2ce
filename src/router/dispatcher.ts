/** Runs stage 1: dispatches whenever the journal has something, closes minutes, and comes back after a full disk. */
import { type Instant, messageOf, type Timer } from '#base'
import type { LogRecord } from '#records'
import type { Transaction } from '#state'
import { type BackOff, backOffMs } from './back-off.ts'
import { nextBin } from './calling-bins.ts'
import type { Destination } from './destination.ts'
import { type DispatchOptions, dispatch } from './dispatch.ts'
import { remember } from './history.ts'
import { delayOf } from './latency.ts'
import { closeMinutes, nextClosing } from './metric-minutes.ts'
import { METRICS } from './setting.ts'

export interface DispatcherOptions extends DispatchOptions {
  readonly onlooker?: Destination | undefined
  readonly chance: () => number
  /** Called after each commit that queued something. */
  readonly queued: () => void
}

const BACK_OFF: BackOff = { firstMs: 100, mostMs: 5_000 }

/** After it was idle it dispatches at once, then at most once in so long: fewer transactions, fuller metric rows. */
const GATHER_MS = 20

export class Dispatcher {
  readonly #options: DispatcherOptions
  #running: Promise<void> | undefined
  #isWoken = false
  #failures = 0
  #restsUntil: Instant = 0
  #timer: Timer | undefined
  #isClosed = false

  constructor(options: DispatcherOptions) {
    this.#options = options
  }

  get isFailing(): boolean {
    return this.#failures > 0
  }

  /** Looks into the journal soon; safe to call at any time. */
  wake(): void {
    this.#isWoken = true
    if (this.#isClosed || this.#running || this.isFailing) return
    const now = this.#options.clock.now()
    // Also after a clock was set back, a rest is no longer than it was meant to be.
    this.#restsUntil = Math.min(this.#restsUntil, now + GATHER_MS)
    if (this.#restsUntil > now) this.#startAt(this.#restsUntil)
    else this.#start()
  }

  /** Resolves when the journal is empty, or dispatch failed. */
  async drain(): Promise<void> {
    do {
      this.#start()
      await this.#running
    } while (!this.isFailing && !this.#isClosed && this.#options.state.journal.length() > 0)
  }

  /** Dispatches everything in the caller's transaction. The onlooker does not see it. */
  settlePast(tx: Transaction): void {
    while (dispatch(tx, this.#options).facts > 0);
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#timer?.cancel()
    await this.#running
  }

  #start(): void {
    if (this.#isClosed || this.#running) return
    this.#timer?.cancel()
    this.#isWoken = false
    this.#running = this.#run().finally(() => {
      this.#running = undefined
      if (this.#isWoken) this.wake()
    })
  }

  async #run(): Promise<void> {
    const { state, clock, chance, log } = this.#options
    try {
      while (!this.#isClosed && (await this.#step()));
      this.#failures = 0
      this.#restsUntil = clock.now() + GATHER_MS
      this.#startAt(soonest(nextClosing(state), nextBin(state)))
    } catch (error) {
      this.#failures += 1
      const ms = backOffMs(this.#failures, BACK_OFF, chance())
      log.error({ error: messageOf(error), retryInMs: ms }, 'dispatch failed; the facts wait')
      this.#startAt(clock.now() + ms)
    }
  }

  /** True when there may be more. */
  async #step(): Promise<boolean> {
    const { state, clock, latency, history, queued } = this.#options
    const { closed, facts, records } = await state.transact(tx => {
      const delayMs = delayOf(METRICS, latency)
      const now = clock.now()
      const keep = (record: LogRecord) => remember(tx, [record], { now, limits: history })
      return { closed: closeMinutes(tx, { now, delayMs, keep }), ...dispatch(tx, this.#options) }
    })
    if (closed > 0 || facts > 0 || records.length > 0) queued()
    await this.#show(records)
    return facts > 0
  }

  async #show(records: readonly LogRecord[]): Promise<void> {
    const { onlooker, clock, log } = this.#options
    if (!onlooker) return
    const receivedAt = clock.now()
    try {
      for (const [category, some] of Map.groupBy(records, record => record.category)) {
        const items = some.map(record => ({ record, receivedAt }))
        await onlooker.deliver({ category, items, isReplay: false })
      }
    } catch (error) {
      log.warn({ onlooker: onlooker.name, error: messageOf(error) }, 'an onlooker missed records')
    }
  }

  #startAt(at: Instant | undefined): void {
    this.#timer?.cancel()
    if (at === undefined || this.#isClosed) return
    const { clock } = this.#options
    this.#timer = clock.after(Math.max(0, at - clock.now()), () => this.#start())
  }
}

const soonest = (...instants: readonly (Instant | undefined)[]): Instant | undefined => {
  const known = instants.filter(at => at !== undefined)
  return known.length > 0 ? Math.min(...known) : undefined
}
