/**
 * Looks for call records that are new since the last look and keeps a notice for each subscriber, in one transaction
 * with how far it looked; then posts what waits until it is taken. So: at least once, also after a restart.
 */
import { type Instant, messageOf, parseIso, toIso } from '#base'
import { TEAMS_SESSIONS, type TenantId } from '#records'
import { currentRows } from '#teams/record'
import { numberIn, textIn } from '../out/cells.ts'
import { kqlList } from '../out/stored-call.ts'
import type { CallRecordsPorts } from '../ports.ts'
import { kqlOfFilter } from '../records/filter.ts'
import { type Change, changeOf, changePayload, missedPayload } from './payload.ts'
import { postNotice } from './post.ts'
import {
  deleteExpired,
  dropNotice,
  dueNotices,
  forgetTold,
  liveSubscriptions,
  markTold,
  type Notice,
  postponeNotice,
  putWatch,
  queueNotice,
  type Subscription,
  watchedThrough,
} from './store.ts'
import { participantOfResource } from './subscription.ts'

type Needs = Pick<CallRecordsPorts, 'state' | 'rows' | 'clock' | 'ids' | 'log' | 'chance'>

export interface Watcher {
  /** Looks once; what the timer does every few seconds. */
  runDue(): Promise<void>
  /** Finishes what runs. */
  close(): Promise<void>
}

const EVERY_MS = 3_000

export function startWatcher(needs: Needs): Watcher {
  const { clock, log } = needs
  const closing = new AbortController()
  const { signal } = closing
  let running: Promise<void> = Promise.resolve()
  const runDue = () => {
    running = running
      .then(() => run({ ...needs, signal }))
      .catch((error: unknown) => {
        if (!signal.aborted) log.error({ error: messageOf(error) }, 'call records could not be looked for')
      })
    return running
  }
  const wait = () => clock.after(EVERY_MS, () => void runDue().then(next))
  const next = () => {
    if (!signal.aborted) timer = wait()
  }
  let timer = wait()
  return {
    runDue,
    close: async () => {
      closing.abort()
      timer.cancel()
      await running
    },
  }
}

interface Run extends Needs {
  readonly signal: AbortSignal
}

/** Rows may be stored a little out of order. */
const OVERLAP_MS = 120_000
const TOLD_KEPT_MS = 3_600_000

async function run(context: Run): Promise<void> {
  const { state, clock, signal } = context
  const now = clock.now()
  const subscriptions = liveSubscriptions(state, now)
  for (const [tenant, some] of Map.groupBy(subscriptions, one => one.tenant)) {
    if (signal.aborted) return
    await lookAt(tenant, some, { ...context, now })
  }
  await postDue(context)
  await state.transact(tx => {
    deleteExpired(tx, now)
    forgetTold(tx, now - TOLD_KEPT_MS)
  })
}

interface Look extends Run {
  readonly now: Instant
}

interface Arrived extends Change {
  readonly at: Instant
}

async function lookAt(tenant: TenantId, subscriptions: readonly Subscription[], look: Look): Promise<void> {
  const { state, now, ids } = look
  const oldest = Math.min(...subscriptions.map(({ created }) => created))
  const since = Math.max((watchedThrough(state, tenant) ?? oldest) - OVERLAP_MS, oldest)
  const arrived = await arrivedSince(tenant, since, look)
  const takers = await takersOf(arrived, subscriptions, look)
  await state.transact(tx => {
    putWatch(tx, tenant, now)
    for (const change of arrived) {
      if (!markTold(tx, { tenant, id: change.id, version: change.version, at: now })) continue
      for (const to of takers(change)) {
        queueNotice(tx, {
          subscription: to.id,
          url: to.url,
          payload: changePayload(to, change, ids.uuid()),
          at: now,
        })
      }
    }
  })
}

const MOST_AT_ONCE = 10_000

async function arrivedSince(
  tenant: TenantId,
  since: Instant,
  { rows, signal }: Look,
): Promise<readonly Arrived[]> {
  const found = await rows(
    tenant,
    `${TEAMS_SESSIONS} | where OrganizerTenantId == '${tenant}' | extend Received = ingestion_time() | where Received > datetime(${toIso(since)}) | summarize Received = min(Received) by CorrelationId, Version | sort by Received asc | take ${MOST_AT_ONCE}`,
    { signal },
  )
  return found.map(row => ({
    id: textIn(row, 'CorrelationId'),
    version: numberIn(row, 'Version') ?? 1,
    at: parseIso(textIn(row, 'Received')) ?? 0,
  }))
}

/** Who hears of a change: those who were subscribed when it came, to that kind of change, and to that participant. */
async function takersOf(
  arrived: readonly Arrived[],
  subscriptions: readonly Subscription[],
  { rows, signal }: Look,
): Promise<(change: Arrived) => readonly Subscription[]> {
  const calls = new Map<string, ReadonlySet<string>>()
  for (const { id, tenant, resource } of subscriptions) {
    const participant = participantOfResource(resource)
    if (participant === undefined || arrived.length === 0) continue
    const among = `| where CorrelationId in ${kqlList(arrived.map(change => change.id))}`
    const filter = kqlOfFilter({ bounds: [], participant }, tenant)
    const text = `${currentRows(TEAMS_SESSIONS, tenant)} ${among} ${filter} | distinct CorrelationId`
    const found = await rows(tenant, text, { signal })
    calls.set(id, new Set(found.map(row => textIn(row, 'CorrelationId'))))
  }
  return change =>
    subscriptions.filter(
      ({ id, changes, created, resource }) =>
        change.at >= created &&
        changes.split(',').includes(changeOf(change)) &&
        (participantOfResource(resource) === undefined || calls.get(id)?.has(change.id)),
    )
}

const MOST_ATTEMPTS = 10
const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 900_000

async function postDue(context: Run): Promise<void> {
  for (const notice of dueNotices(context.state, context.clock.now())) {
    if (context.signal.aborted) return
    await post(notice, context)
  }
}

async function post(notice: Notice, context: Run): Promise<void> {
  const { state, clock, log, chance } = context
  try {
    await postNotice(notice.url, notice.payload)
    await state.transact(tx => dropNotice(tx, notice.seq))
  } catch (error) {
    const attempts = notice.attempts + 1
    const isLast = attempts >= MOST_ATTEMPTS
    log.warn(
      { subscription: notice.subscription, attempts, problem: messageOf(error), isLast },
      'a notice was not taken',
    )
    if (isLast) await giveUp(notice, context)
    else {
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 3 ** notice.attempts) * (0.75 + chance() / 2)
      await state.transact(tx => postponeNotice(tx, notice.seq, clock.now() + wait))
    }
  }
}

/** Whoever asked for lifecycle events hears that something was missed. */
async function giveUp(notice: Notice, { state, clock }: Run): Promise<void> {
  const now = clock.now()
  await state.transact(tx => {
    dropNotice(tx, notice.seq)
    const to = liveSubscriptions(tx, now).find(({ id }) => id === notice.subscription)
    // One that can't be told either is not told that.
    if (to?.lifecycleUrl && notice.url !== to.lifecycleUrl) {
      queueNotice(tx, { subscription: to.id, url: to.lifecycleUrl, payload: missedPayload(to), at: now })
    }
  })
}
