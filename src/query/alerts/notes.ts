/** What is told of an alert to the alerts' own table: facts, in the transaction of what they tell of. */
import type { Instant } from '#base'
import type { AlertNote, AlertNoteEvent } from '#records'
import type { Transaction } from '#state'
import type { AlertBody } from './common-schema.ts'
import type { StoredAlert } from './store.ts'

/** What came of telling one receiver. */
export interface Telling {
  /** Of the action, so that no two notes share an id. */
  readonly seq: number
  readonly receiver: { readonly kind: string; readonly name: string }
  readonly attempts: number
  readonly problem: string | null
}

export interface Happening {
  readonly event: AlertNoteEvent
  readonly at: Instant
  readonly telling?: Telling
}

type Noted = Pick<StoredAlert, 'id' | 'rule' | 'tenant' | 'body'>

export const noteAlert = (tx: Transaction, alert: Noted, happening: Happening): void =>
  tx.emit({ kind: 'alert', note: noteOf(alert, happening) })

function noteOf({ id, rule, tenant, body }: Noted, { event, at, telling }: Happening): AlertNote {
  const about: AlertBody = JSON.parse(body)
  return {
    id: ['alert', id, event, ...(telling ? [telling.seq] : [])].join('-'),
    at,
    event,
    alert: id,
    rule,
    ruleName: about.name,
    tenant,
    signal: about.signal,
    severity: about.severity,
    scope: about.scope,
    dimensions: about.dimensions,
    conditions: about.conditions.map(({ kql: _, ...condition }) => condition),
    windowStart: about.windowStart,
    windowEnd: about.windowEnd,
    isMuted: about.isMuted,
    ...(telling && {
      receiver: { kind: telling.receiver.kind, name: telling.receiver.name },
      attempts: telling.attempts,
      problem: telling.problem ?? undefined,
    }),
  }
}
