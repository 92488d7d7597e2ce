/** What is posted to subscribers: that a record exists, never what is in it. */
import { toIso } from '#base'
import type { Subscription } from './store.ts'

export interface Change {
  readonly id: string
  readonly version: number
}

/** The first version is created, each further one an update. */
export const changeOf = ({ version }: Change): 'created' | 'updated' => (version > 1 ? 'updated' : 'created')

export function changePayload(to: Subscription, change: Change, noticeId: string): string {
  const resource = `communications/callRecords/${change.id}`
  return collection({
    id: noticeId,
    ...addressed(to),
    changeType: changeOf(change),
    resource,
    resourceData: {
      '@odata.type': '#microsoft.graph.callRecords.callRecord',
      '@odata.id': resource,
      '@odata.etag': `W/"${change.version}"`,
      id: change.id,
    },
  })
}

/** Notices were given up: whoever hears it lists what came since. */
export const missedPayload = (to: Subscription): string =>
  collection({ ...addressed(to), lifecycleEvent: 'missed' })

const addressed = ({ id, clientState, expires, tenant }: Subscription) => ({
  subscriptionId: id,
  subscriptionExpirationDateTime: toIso(expires),
  clientState,
  tenantId: tenant,
})

const collection = (notice: Readonly<Record<string, unknown>>): string => JSON.stringify({ value: [notice] })
