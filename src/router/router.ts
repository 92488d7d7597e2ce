/**
 * The router: facts in the journal → records in the destinations' queues (dispatch) → the destinations (delivery).
 * Both stages keep what they do in the state file, so a crash at any instant loses and doubles nothing (ADR 0004).
 */
import type { Clock, Log } from '#base'
import type { State, Usage } from '#state'
import type { Project } from './consequences.ts'
import { createDeadLetters, type DeadLetters, storedAside } from './dead-letters.ts'
import type { House } from './deliver-batch.ts'
import { Delivery, type DeliveryHealth, defaultPace, type Pace } from './delivery.ts'
import type { Destination, SettingDestinationKind } from './destination.ts'
import { Dispatcher } from './dispatcher.ts'
import { defaultHistory, type HistoryLimits } from './history.ts'
import type { Latency } from './latency.ts'
import { createSettings, type Settings } from './settings.ts'
import { dueIn, type Queue, queueOf, storedIn } from './spool.ts'

export interface RouterOptions {
  /** Opened with `routerMigrations` among its migrations. */
  readonly state: State
  readonly project: Project
  readonly destinations: readonly Destination[]
  /** Where our own tables (`…_CL`) go. */
  readonly house: House
  /** Is shown every record at once, whatever the settings say; what it misses is lost. */
  readonly onlooker?: Destination
  /** Default `none`. */
  readonly latency?: Latency
  /** How much of the past is kept for new settings. Default: a week in at most 256 MiB. */
  readonly history?: HistoryLimits
  readonly pace?: Pace
  readonly clock: Clock
  readonly log: Log
  /** A number in [0, 1), for the jitter of retries. */
  readonly chance: () => number
}

export interface DestinationHealth extends DeliveryHealth {
  readonly name: string
  readonly kind: Destination['kind']
  readonly queue: Queue
  /** Milliseconds since the oldest waiting record was queued; 0 when none waits. */
  readonly lagMs: number
  readonly deadLetters: number
}

export interface RouterHealth {
  /** Facts that wait for dispatch. */
  readonly facts: number
  /** Facts that could not be projected. */
  readonly factsAside: number
  /** Everything that is not done, as it counts against the limits. */
  readonly backlog: Usage
  readonly destinations: readonly DestinationHealth[]
}

export interface Router {
  readonly settings: Settings
  readonly deadLetters: DeadLetters
  health(): RouterHealth
  /**
   * Moves everything that is due to its destinations without waiting for more. Resolves with how many facts and
   * records are still due because something failed: 0 when all has arrived.
   */
  drain(): Promise<number>
  /** Stops; what is not delivered stays in the state file for the next start. */
  close(): Promise<void>
}

/** Takes up the work where the last run left it. */
export async function openRouter(options: RouterOptions): Promise<Router> {
  const { state, clock, destinations, house, pace = defaultPace } = options
  const { latency = 'none', history = defaultHistory } = options
  await state.transact(tx => {
    tx.hold(storedIn(tx))
    tx.hold(storedAside(tx))
  })
  const stages: Delivery[] = []
  let isClosed = false
  const wakeDeliveries = () => {
    for (const delivery of stages) delivery.wake()
  }
  for (const destination of destinations) {
    stages.push(new Delivery({ ...options, destination, pace, limits: pace.batch, settled: wakeDeliveries }))
  }
  const dispatcher = new Dispatcher({
    ...options,
    house: house.destination,
    latency,
    history,
    queued: wakeDeliveries,
  })
  const deadLetters = createDeadLetters(state, clock, wakeDeliveries)
  const stopListening = state.journal.onAppend(() => dispatcher.wake())
  dispatcher.wake()
  wakeDeliveries()
  return {
    settings: createSettings({
      state,
      clock,
      latency,
      history,
      queued: wakeDeliveries,
      hasDestination: isAmong(destinations),
      drainPast: () => dispatcher.drain(),
      settlePast: tx => dispatcher.settlePast(tx),
    }),
    deadLetters,
    health: () => ({
      facts: state.journal.length(),
      factsAside: deadLetters.count() - sum(destinations.map(({ name }) => deadLetters.count(name))),
      backlog: state.backlog(),
      destinations: stages.map(delivery => healthOf(delivery, options, deadLetters)),
    }),
    drain: () => drain({ state, clock, dispatcher, stages, isClosed: () => isClosed }),
    close: async () => {
      isClosed = true
      stopListening()
      await dispatcher.close()
      await Promise.all(stages.map(delivery => delivery.close()))
    },
  }
}

interface Draining {
  readonly state: State
  readonly clock: Clock
  readonly dispatcher: Dispatcher
  readonly stages: readonly Delivery[]
  isClosed(): boolean
}

/** Once round even where something failed before; then as long as what works has something to do. */
async function drain({ state, clock, dispatcher, stages, isClosed }: Draining): Promise<number> {
  const due = (delivery: Delivery) => dueIn(state, delivery.name, clock.now())
  const works = (delivery: Delivery) => delivery.health().failures === 0
  let round = stages
  do {
    await dispatcher.drain()
    await Promise.all(round.map(delivery => delivery.drain()))
    round = stages.filter(delivery => works(delivery) && due(delivery) > 0)
  } while (!isClosed() && (round.length > 0 || (state.journal.length() > 0 && !dispatcher.isFailing)))
  return state.journal.length() + sum(stages.map(due))
}

function healthOf(
  delivery: Delivery,
  { state, clock }: RouterOptions,
  deadLetters: DeadLetters,
): DestinationHealth {
  const { name, kind } = delivery
  const queue = queueOf(state, name)
  return {
    name,
    kind,
    queue,
    lagMs: queue.oldest === null ? 0 : Math.max(0, clock.now() - queue.oldest),
    deadLetters: deadLetters.count(name),
    ...delivery.health(),
  }
}

const isAmong =
  (destinations: readonly Destination[]) =>
  (kind: SettingDestinationKind, name: string): boolean =>
    destinations.some(destination => destination.kind === kind && destination.name === name)

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
