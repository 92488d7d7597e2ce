/** Runs stage 1: dispatches whenever the journal has something, closes minutes, and comes back after a full disk. */
import { type Instant, messageOf, type Timer } from '#base'
import type { LogRecord } from '#records'
import type { Transaction } from '#state'
import { type BackOff, backOffMs } from './back-off.ts'
import type { Destination } from './destination.ts'
import { type DispatchOptions, dispatch } from './dispatch.ts'
import { delayOf } from './latency.ts'
import { closeMinutes, nextClosing } from './metric-minutes.ts'

export interface DispatcherOptions extends DispatchOptions {
  readonly onlooker?: Destination | undefined
  readonly chance: () => number
  /** Called after each commit that queued something. */
  readonly queued: () => void
}

const BACK_OFF: BackOff = { firstMs: 100, mostMs: 5_000 }

export class Dispatcher {
  readonly #options: DispatcherOptions
  #running: Promise<void> | undefined
  #isWoken = false
  #failures = 0
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
    if (this.#isClosed || this.#running) return
    this.#timer?.cancel()
    this.#running = this.#run().finally(() => {
      this.#running = undefined
      if (this.#isWoken && !this.isFailing) this.wake()
    })
  }

  /** Resolves when the journal was empty once, or dispatch failed. */
  async drain(): Promise<void> {
    this.wake()
    await this.#running
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

  async #run(): Promise<void> {
    try {
      do {
        this.#isWoken = false
        while (!this.#isClosed && (await this.#step()));
      } while (this.#isWoken && !this.#isClosed)
      this.#failures = 0
      this.#wakeAt(nextClosing(this.#options.state))
    } catch (error) {
      this.#failures += 1
      const ms = backOffMs(this.#failures, BACK_OFF, this.#options.chance())
      this.#options.log.error({ error: messageOf(error), retryInMs: ms }, 'dispatch failed; the facts wait')
      this.#wakeAt(this.#options.clock.now() + ms)
    }
  }

  /** True when there may be more. */
  async #step(): Promise<boolean> {
    const { state, clock, latency, queued } = this.#options
    const { closed, facts, records } = await state.transact(tx => {
      const delayMs = delayOf('AzureMetrics', latency)
      return { closed: closeMinutes(tx, { now: clock.now(), delayMs }), ...dispatch(tx, this.#options) }
    })
    if (closed > 0 || facts > 0) queued()
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

  #wakeAt(at: Instant | undefined): void {
    this.#timer?.cancel()
    if (at === undefined || this.#isClosed) return
    const { clock } = this.#options
    this.#timer = clock.after(Math.max(0, at - clock.now()), () => this.wake())
  }
}
