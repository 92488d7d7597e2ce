/** What the router asks of a destination, and nothing more. */
import type { Instant } from '#base'
import type { LogRecord } from '#records'

/** Types of destination that a diagnostic setting can name, at most one of each (Azure's rule). */
export type SettingDestinationKind = 'workspace' | 'storage' | 'eventHub' | 'partner'

export interface Batch {
  /** All records of a batch have the same category, and so fill one table. */
  readonly category: string
  /** In the order in which they were queued. */
  readonly items: readonly Item[]
  /** True when some of them may have arrived before: the answer to an earlier try is unknown. */
  readonly isReplay: boolean
}

export interface Item {
  readonly record: LogRecord
  /** When it was received, as far as its reader is concerned; the same on every replay. */
  readonly receivedAt: Instant
}

export interface Destination {
  /** What settings refer to; unique among all destinations. */
  readonly name: string
  readonly kind: SettingDestinationKind | 'live'
  /** How many categories it takes at the same time; 1 when absent. Within a category there is only one batch. */
  readonly parallel?: number
  /**
   * Takes a whole batch or throws. A `Fault` that is retryable makes the router try again later, for ever; anything
   * else is a refusal: the router finds the records that are refused and sets them aside. `signal` aborts when the
   * server closes and does not wait any longer: what then throws is tried again by the next start.
   */
  deliver(batch: Batch, signal?: AbortSignal): Promise<void>
  /** Lets go of its connections; the router calls it last, when nothing is on its way any more. */
  close?(): Promise<void> | void
}
