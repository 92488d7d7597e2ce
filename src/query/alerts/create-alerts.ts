/**
 * The alerts put together: evaluates due rules one at a time, keeps what follows in one transaction with how far it
 * got (so that a restart neither forgets nor repeats), and takes actions until they are taken.
 */
import {
  ApiError,
  type Caller,
  type Clock,
  type Ids,
  type Instant,
  type Log,
  messageOf,
  type Surface,
  toIso,
} from '#base'
import type { QueriedWorkspace, QueryService } from '#query/logs'
import type { State } from '#state'
import { instantsOf } from './advance.ts'
import { type Evaluator, evaluator } from './evaluate.ts'
import { keepAdvance } from './keep.ts'
import type { Notify } from './notify.ts'
import { parseStored } from './resource-kinds.ts'
import type { Rule } from './rule.ts'
import {
  progressOf,
  putProgress,
  RULE_TYPES,
  resourcesOfType,
  type StoredResource,
  watchesOf,
} from './store.ts'
import { alertsSurfaces } from './surface.ts'
import { takeActions } from './take-actions.ts'

export interface AlertsOptions {
  /** Opened with `alertsMigrations`. */
  readonly state: State
  readonly queries: QueryService
  /** The workspace that holds the logs of a scope (ARM id of a workspace or resource, any case). */
  readonly workspaceOf: (scope: string) => QueriedWorkspace | undefined
  /** The workspace that holds the metrics of all resources, with their dimensions. */
  readonly metrics: QueriedWorkspace
  /** Whether there is such a resource (ARM id, any case) that metrics are counted of. */
  readonly hasMetrics: (armId: string) => boolean
  readonly mayRead: (caller: Caller, armId: string) => boolean
  /** The tenant that a caller stands for. */
  readonly tenantOf: (caller: Caller) => string
  readonly notify: Notify
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** A number in [0, 1), for the jitter of retries. */
  readonly chance: () => number
}

export interface Alerts {
  readonly surfaces: readonly Surface[]
  /** Evaluates what is due and takes the actions that wait; what the timer does every few seconds. */
  runDue(): Promise<void>
  /** Finishes what runs. */
  close(): Promise<void>
}

const EVERY_MS = 5_000

/** So long after its instant an evaluation waits for the rows of its last moments to arrive: no later one looks there. */
const SETTLE_MS = 3_000

/** Evaluations of a rule that are made up for after a pause; older ones are let go. */
const MOST_MADE_UP = 288

export function createAlerts(options: AlertsOptions): Alerts {
  const { clock, log } = options
  const evaluate = evaluator(options)
  const closing = new AbortController()
  const { signal } = closing
  let running: Promise<void> = Promise.resolve()
  const runDue = () => {
    running = running
      .then(() => run({ ...options, evaluate, signal }))
      .catch((error: unknown) => {
        if (!signal.aborted) log.error({ error: messageOf(error) }, 'alerts could not be worked on')
      })
    return running
  }
  const wait = () => clock.after(EVERY_MS, () => void runDue().then(next))
  const next = () => {
    if (!signal.aborted) timer = wait()
  }
  let timer = wait()
  return {
    surfaces: alertsSurfaces({ ...options, evaluate }),
    runDue,
    close: async () => {
      closing.abort()
      timer.cancel()
      await running
    },
  }
}

interface Run extends AlertsOptions {
  readonly evaluate: Evaluator
  readonly signal: AbortSignal
}

async function run(context: Run): Promise<void> {
  for (const stored of RULE_TYPES.flatMap(type => resourcesOfType(context.state, type))) {
    if (context.signal.aborted) return
    try {
      await runRule(stored, context)
    } catch (error) {
      // The next run tries again; other rules don't wait for it.
      if (!context.signal.aborted) {
        context.log.warn({ rule: stored.armId, error: messageOf(error) }, 'an alert rule waits')
      }
    }
  }
  await takeActions(context)
}

async function runRule(stored: StoredResource, context: Run): Promise<void> {
  const { state, clock, signal } = context
  const rule = parseStored(stored)
  const now = clock.now() - SETTLE_MS
  const through = progressOf(state, stored.armId)?.through ?? now
  const due = instantsOf(rule.frequencyMs, through, now).slice(-MOST_MADE_UP)
  for (const at of due) {
    if (signal.aborted) return
    if (rule.isEnabled) await runOnce(stored, { ...context, rule, at })
    else await state.transact(tx => putProgress(tx, stored.armId, { through: at, problem: null }))
  }
}

interface Once extends Run {
  readonly rule: Rule
  readonly at: Instant
}

/** A query that cannot be answered is let go and told; any other trouble ends the run, and the next one tries again. */
async function runOnce(stored: StoredResource, context: Once): Promise<void> {
  const { state, evaluate, rule, at, log, signal } = context
  const before = watchesOf(state, stored.armId)
  try {
    const made = await evaluate(rule, { at, before, tenant: stored.tenant, signal })
    await state.transact(tx => keepAdvance(tx, { stored, made, ...context }))
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 400) throw error
    const problem = error.message
    log.warn({ rule: stored.armId, at: toIso(at), problem }, 'an alert rule could not be evaluated')
    await state.transact(tx => putProgress(tx, stored.armId, { through: at, problem }))
  }
}
