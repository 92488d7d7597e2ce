/** Takes the actions that wait: each is tried again, ever more rarely, until it is taken or given up and counted. */
import { Fault, type Instant, messageOf } from '#base'
import type { Receiver } from './action-group.ts'
import type { AlertsOptions } from './create-alerts.ts'
import { noteAlert } from './notes.ts'
import { alertById, dueActions, type StoredAction, settleAction } from './store.ts'

type Needs = Pick<AlertsOptions, 'state' | 'notify' | 'clock' | 'log' | 'chance'> & {
  readonly signal: AbortSignal
}

const MOST_ATTEMPTS = 8
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 900_000

export async function takeActions(needs: Needs): Promise<void> {
  const { state, clock, signal } = needs
  for (const action of dueActions(state, clock.now())) {
    if (signal.aborted) return
    await take(action, needs)
  }
}

async function take(action: StoredAction, { state, notify, clock, log, chance }: Needs): Promise<void> {
  const { seq, attempts } = action
  const receiver: Receiver = JSON.parse(action.receiver)
  const settle = (outcome: StoredAction['outcome'], problem: string | null, notBefore: Instant) =>
    state.transact(tx => {
      settleAction(tx, { seq, outcome, problem, notBefore })
      const alert = outcome === 'waiting' ? undefined : alertById(tx, action.alert)
      if (!alert) return
      const telling = { seq, receiver, attempts: attempts + 1, problem }
      noteAlert(tx, alert, { event: outcome === 'done' ? 'Told' : 'NotTold', at: clock.now(), telling })
    })
  try {
    await notify(receiver, { id: `alert_${seq}`, subject: subjectOf(action), payload: action.payload })
    await settle('done', null, clock.now())
  } catch (error) {
    const isLast = attempts + 1 >= MOST_ATTEMPTS || (error instanceof Fault && !error.retryable)
    const problem = messageOf(error)
    log.warn(
      { receiver: receiver.name, attempts: attempts + 1, problem, isLast },
      'an alert could not be told',
    )
    await settle(isLast ? 'failed' : 'waiting', problem, clock.now() + backOff(attempts, chance()))
  }
}

const backOff = (attempts: number, chance: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 4 ** attempts) * (0.75 + chance / 2)

/** The payload is of `commonAlert`. */
function subjectOf({ payload }: StoredAction): string {
  const { essentials } = JSON.parse(payload).data
  return `${essentials.monitorCondition}: ${essentials.severity} ${essentials.alertRule}`
}
