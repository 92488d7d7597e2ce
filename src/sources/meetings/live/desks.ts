/**
 * Live calls at work. Each meeting, group or call of two has a desk that takes its events one after the other; all
 * that wait are reduced, stored and journalled in one transaction, and only then is anybody told.
 */
import { ApiError, type Clock, type Instant, type Log, messageOf, sleep, type Timer } from '#base'
import type { Fact } from '#records'
import type { State, Transaction } from '#state'
import type { CallEvent, EngineLimits, Step } from '../engine/events.ts'
import { nextDeadline } from '../engine/leaving.ts'
import { isOver, type LiveCall } from '../engine/live-call.ts'
import { reduce } from '../engine/reduce.ts'
import { type Announced, announce, type Tell } from '../signalling/announce.ts'
import { saveCall } from '../store.ts'

export interface DeskOptions {
  readonly state: Pick<State, 'transact'>
  readonly clock: Clock
  readonly limits: EngineLimits
  readonly log: Log
  readonly tell: (tells: readonly Tell[]) => void
  readonly announced: Announced
  readonly changed: (before: LiveCall | undefined, after: LiveCall) => void
}

type WithoutTime<Event> = Event extends CallEvent ? Omit<Event, 'at'> : never
export type NewEvent = WithoutTime<CallEvent>

export interface Desks {
  /**
   * Resolves once the event is durable and everybody was told. Rejects with ApiError 503 while nothing can be
   * stored; `insist` waits for better times instead: for what has happened, whether we can store it or not.
   */
  post(
    key: string,
    event: NewEvent,
    options?: { readonly insist?: boolean; readonly at?: Instant },
  ): Promise<Step>
  /** Puts back a call that the state file knew. */
  restore(key: string, call: LiveCall): void
  call(key: string): LiveCall | undefined
  keys(): readonly string[]
  calls(): readonly LiveCall[]
  /** Waits for what was posted so far. */
  settled(): Promise<void>
}

interface Waiting {
  readonly event: CallEvent
  readonly insists: boolean
  resolve(step: Step): void
  reject(error: unknown): void
}

/** Events of one desk stored at once; more wait for the next transaction. */
const LARGEST_BATCH = 500
const DEFAULT_RETRY_SECONDS = 1

export function createDesks(options: DeskOptions): Desks {
  const desks = new Map<string, Desk>()
  const deskOf = (key: string): Desk => {
    const known = desks.get(key)
    if (known) return known
    const desk = new Desk(key, options, () => desks.delete(key))
    desks.set(key, desk)
    return desk
  }
  const calls = () => [...desks.values()].flatMap(desk => desk.call ?? [])
  return {
    post: (key, event, { insist = false, at = options.clock.now() } = {}) =>
      deskOf(key).post({ ...event, at }, insist),
    restore: (key, call) => deskOf(key).restore(call),
    call: key => desks.get(key)?.call,
    keys: () => [...desks.keys()],
    calls,
    settled: async () => void (await Promise.all([...desks.values()].map(desk => desk.settled()))),
  }
}

class Desk {
  /** Undefined between calls. */
  call: LiveCall | undefined
  readonly #key: string
  readonly #options: DeskOptions
  readonly #empty: () => void
  #waiting: Waiting[] = []
  #work: Promise<void> | undefined
  #timer: Timer | undefined

  constructor(key: string, options: DeskOptions, empty: () => void) {
    this.#key = key
    this.#options = options
    this.#empty = empty
  }

  post(event: CallEvent, insists: boolean): Promise<Step> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, insists, resolve, reject })
      this.#work ??= this.#drain()
    })
  }

  restore(call: LiveCall): void {
    this.call = call
  }

  settled(): Promise<void> {
    return this.#work ?? Promise.resolve()
  }

  async #drain(): Promise<void> {
    // One turn later, so that what arrives together is stored together.
    await Promise.resolve()
    while (this.#waiting.length > 0) await this.#take(this.#waiting.splice(0, LARGEST_BATCH))
    this.#work = undefined
    this.#wind()
    if (!this.call) this.#empty()
  }

  async #take(batch: readonly Waiting[]): Promise<void> {
    const { state, limits } = this.#options
    const played = play(this.call, batch, limits)
    try {
      await state.transact(tx => store(tx, this.#key, this.call, played))
    } catch (error) {
      await this.#postpone(batch, error)
      return
    }
    const last = played.at(-1)?.step.call
    this.call = last && !isOver(last) ? last : undefined
    for (const { step, before, waiting } of played) {
      if (step.call && step.call !== before) {
        this.#options.tell(announce(before, step.call, this.#options.announced))
        this.#options.changed(before, step.call)
      }
      waiting.resolve(step)
    }
  }

  /** What merely was asked for is refused; what has happened waits until it can be stored. */
  async #postpone(batch: readonly Waiting[], error: unknown): Promise<void> {
    const { clock, log } = this.#options
    const isBusy = error instanceof ApiError && error.status === 503
    const kept = isBusy ? batch.filter(waiting => waiting.insists) : []
    for (const waiting of batch) if (!kept.includes(waiting)) waiting.reject(error)
    const fields = { desk: this.#key, reason: messageOf(error) }
    if (!isBusy) log.error(fields, 'events of a call could not be stored')
    if (kept.length === 0) return
    log.warn({ ...fields, events: kept.length }, 'what happened in a call waits until it can be stored')
    this.#waiting.unshift(...kept)
    await sleep(clock, 1000 * (retryAfterOf(error) ?? DEFAULT_RETRY_SECONDS))
  }

  /** One timer for the nearest deadline of the call. */
  #wind(): void {
    const { clock, limits } = this.#options
    this.#timer?.cancel()
    const due = this.call && nextDeadline(this.call, limits)
    if (due === undefined) return
    this.#timer = clock.after(Math.max(0, due - clock.now()), () => {
      // Cannot fail for good: it insists. Should the state be closed meanwhile, the next start ends the call.
      this.post({ kind: 'tick', at: clock.now() }, true).catch(() => {})
    })
  }
}

const retryAfterOf = (error: unknown): number | undefined =>
  error instanceof ApiError ? error.retryAfterSeconds : undefined

interface Played {
  readonly waiting: Waiting
  readonly before: LiveCall | undefined
  readonly step: Step
}

function play(
  call: LiveCall | undefined,
  batch: readonly Waiting[],
  limits: EngineLimits,
): readonly Played[] {
  const played: Played[] = []
  let current = call
  for (const waiting of batch) {
    const step = reduce(current, waiting.event, limits)
    // A call that was over has left nobody to compare with.
    const before = step.call && current?.id === step.call.id ? current : undefined
    played.push({ waiting, before, step })
    current = step.call
  }
  return played
}

/** The last state of each call that the batch touched, and all facts in their order. */
function store(tx: Transaction, key: string, stored: LiveCall | undefined, played: readonly Played[]): void {
  const touched = new Map<string, LiveCall>()
  const facts: Fact[] = []
  for (const { step } of played) {
    if (step.call) touched.set(step.call.id, step.call)
    facts.push(...step.facts)
  }
  for (const after of touched.values()) {
    const before = stored?.id === after.id ? stored : undefined
    if (after !== before) saveCall(tx, key, { ...(before && { before }), after })
  }
  for (const fact of facts) tx.emit(fact)
}
