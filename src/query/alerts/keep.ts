/** What an evaluation leaves in the state: watches, alerts, actions to take, and how far the rule got. */
import type { Instant } from '#base'
import type { SqlReader, Transaction } from '#state'
import { type GroupProperties, type Receiver, receiversOf } from './action-group.ts'
import type { Advance, Seen } from './advance.ts'
import { alertBodyOf, commonAlert } from './common-schema.ts'
import { noteAlert } from './notes.ts'
import type { Rule } from './rule.ts'
import {
  alertById,
  openAlertsOf,
  putAlert,
  putProgress,
  putWatches,
  queueAction,
  resolveAlert,
  resourceById,
  type StoredAlert,
  type StoredResource,
} from './store.ts'
import type { AlertEvent } from './watch.ts'

export interface Kept {
  readonly stored: StoredResource
  readonly rule: Rule
  readonly made: Advance
  readonly at: Instant
}

export function keepAdvance(tx: Transaction, kept: Kept): void {
  const { stored, made, at } = kept
  // The rule may have been deleted while its query ran.
  if (!resourceById(tx, stored.armId)) return
  putWatches(tx, stored.armId, made.watches)
  putProgress(tx, stored.armId, { through: at, problem: null })
  for (const seen of made.seen) keepEvent(tx, kept, seen)
}

type Fired = Extract<AlertEvent, { readonly kind: 'fired' }>

function keepEvent(tx: Transaction, kept: Kept, seen: Seen): void {
  const { event } = seen
  if (event?.kind === 'fired') fire(tx, kept, seen, event)
  else if (event) resolve(tx, kept, event.alert)
}

function fire(
  tx: Transaction,
  { stored, rule, at }: Kept,
  { dimensions, values }: Seen,
  { alert: id, isMuted }: Fired,
): void {
  const name = stored.armId.split('/').at(-1) ?? ''
  const body = alertBodyOf(rule, { name, dimensions, values, isMuted, at })
  const alert: StoredAlert = {
    id,
    rule: stored.armId,
    tenant: stored.tenant,
    firedAt: at,
    resolvedAt: null,
    body: JSON.stringify(body),
  }
  putAlert(tx, alert)
  noteAlert(tx, alert, { event: 'Fired', at })
  if (isMuted) return
  const payload = JSON.stringify(commonAlert(body, { id, rule: stored.armId, firedAt: at }))
  tell(tx, { id, rule, tenant: stored.tenant, payload, at })
}

function resolve(tx: Transaction, { stored, rule, at }: Kept, id: string): void {
  const alert = alertById(tx, id)
  if (!alert) return
  resolveAlert(tx, id, at)
  noteAlert(tx, alert, { event: 'Resolved', at })
  const told = { id, rule: stored.armId, firedAt: alert.firedAt, resolvedAt: at }
  const payload = JSON.stringify(commonAlert(JSON.parse(alert.body), told))
  tell(tx, { id, rule, tenant: stored.tenant, payload, at })
}

interface Telling {
  readonly id: string
  readonly rule: Rule
  readonly tenant: string
  readonly payload: string
  readonly at: Instant
}

function tell(tx: Transaction, { id, rule, tenant, payload, at }: Telling): void {
  for (const receiver of rule.actionGroups.flatMap(group => receiversIn(tx, group, tenant))) {
    queueAction(tx, { alert: id, receiver: JSON.stringify(receiver), payload, at })
  }
}

/** A group that is gone, or another tenant's, tells nobody. */
function receiversIn(db: SqlReader, group: string, tenant: string): readonly Receiver[] {
  const stored = resourceById(db, group)
  if (stored?.type !== 'actionGroups' || stored.tenant !== tenant) return []
  const { properties }: { properties: GroupProperties } = JSON.parse(stored.body)
  return receiversOf(properties)
}

/** Whoever changes or deletes a rule ends what it had open; nobody is told. */
export function withdrawAlertsOf(tx: Transaction, rule: string, at: Instant): void {
  for (const alert of openAlertsOf(tx, rule)) {
    resolveAlert(tx, alert.id, at)
    noteAlert(tx, alert, { event: 'Withdrawn', at })
  }
}
