/** The live destination: records fanned out inside the process to whoever looks on; nothing is kept. */
import type { LogRecord } from '#records'
import type { Batch, Destination } from '#router'

export type LiveEvent =
  | { readonly kind: 'record'; readonly record: LogRecord }
  /** The subscriber was too slow: so many records were left out here. */
  | { readonly kind: 'missed'; readonly count: number }

export interface LiveFilter {
  /** Absent: all. */
  readonly categories?: ReadonlySet<string>
  /** ARM ids; absent: all. */
  readonly resources?: ReadonlySet<string>
}

export interface LiveDestination extends Destination {
  /** Records from now on, until the reader stops, the signal aborts or the destination closes. */
  subscribe(filter: LiveFilter, signal?: AbortSignal): AsyncIterable<LiveEvent>
  subscribers(): number
  /** Ends every subscription. */
  close(): void
}

/** What a subscriber may lie behind before records are left out for it. */
const DEFAULT_BUFFER = 1_000

export function liveDestination(options: {
  readonly name: string
  readonly buffer?: number
}): LiveDestination {
  const { name, buffer = DEFAULT_BUFFER } = options
  const subscriptions = new Set<Subscription>()
  return {
    name,
    kind: 'live',
    deliver: async ({ items }: Batch) => {
      for (const { record } of items) for (const subscription of subscriptions) subscription.offer(record)
    },
    subscribe: (filter, signal) => {
      const subscription = new Subscription(filter, buffer)
      const leave = () => {
        subscriptions.delete(subscription)
        subscription.end()
      }
      subscriptions.add(subscription)
      if (signal?.aborted) leave()
      signal?.addEventListener('abort', leave, { once: true })
      return subscription.events(() => {
        signal?.removeEventListener('abort', leave)
        leave()
      })
    },
    subscribers: () => subscriptions.size,
    close: () => {
      for (const subscription of subscriptions) subscription.end()
      subscriptions.clear()
    },
  }
}

class Subscription {
  readonly #filter: LiveFilter
  readonly #most: number
  #waiting: LiveEvent[] = []
  #missed = 0
  #isEnded = false
  #wake = () => {}

  constructor(filter: LiveFilter, most: number) {
    this.#filter = filter
    this.#most = most
  }

  /** A full buffer leaves out the newest: what the reader has not seen yet stays in order and without gaps. */
  offer(record: LogRecord): void {
    if (!this.#wants(record)) return
    if (this.#waiting.length >= this.#most) {
      this.#missed += 1
      return
    }
    this.#noteMissed()
    this.#waiting.push({ kind: 'record', record })
    this.#wake()
  }

  end(): void {
    this.#isEnded = true
    this.#wake()
  }

  async *events(left: () => void): AsyncGenerator<LiveEvent> {
    try {
      for (;;) {
        for (const event of this.#take()) yield event
        // Records may have come while the reader was busy; between this look and the wait nothing can.
        if (this.#waiting.length > 0 || this.#missed > 0) continue
        if (this.#isEnded) return
        await new Promise<void>(resolve => {
          this.#wake = resolve
        })
      }
    } finally {
      left()
    }
  }

  #take(): LiveEvent[] {
    this.#noteMissed()
    const events = this.#waiting
    this.#waiting = []
    return events
  }

  #noteMissed(): void {
    if (this.#missed > 0) this.#waiting.push({ kind: 'missed', count: this.#missed })
    this.#missed = 0
  }

  #wants({ category, resource }: LogRecord): boolean {
    const { categories, resources } = this.#filter
    return (categories?.has(category) ?? true) && (resources?.has(resource) ?? true)
  }
}
