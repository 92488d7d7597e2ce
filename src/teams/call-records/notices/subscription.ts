/** A subscription as Graph's callers send and get it, checked: what it is for, where to, until when. */
import { Type } from 'typebox'
import { type Instant, parseIso, toIso } from '#base'
import { graphError } from '../graph/errors.ts'
import { recordFilterOf } from '../records/filter.ts'
import type { Subscription } from './store.ts'

const Text = (most: number) => Type.String({ minLength: 1, maxLength: most })

export const CreateBody = Type.Object({
  changeType: Text(60),
  notificationUrl: Text(2000),
  resource: Text(1000),
  expirationDateTime: Text(60),
  clientState: Type.Optional(Type.Union([Type.String({ maxLength: 128 }), Type.Null()])),
  lifecycleNotificationUrl: Type.Optional(Type.Union([Text(2000), Type.Null()])),
  latestSupportedTlsVersion: Type.Optional(Type.Union([Type.String({ maxLength: 10 }), Type.Null()])),
  includeResourceData: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
})
export type CreateBody = Type.Static<typeof CreateBody>

export const ChangeBody = Type.Object({
  expirationDateTime: Type.Optional(Text(60)),
  notificationUrl: Type.Optional(Text(2000)),
})
export type ChangeBody = Type.Static<typeof ChangeBody>

const MINUTE = 60_000
/** As published for call records. */
const LONGEST_MINUTES = 4230

const RESOURCE = /^\/?communications\/callRecords(?:\?\$filter=(.+))?$/i

/** Throws ApiError 400 for what is no resource of call records. Gives the participant whose calls alone are told. */
export function participantOfResource(resource: string): string | undefined {
  const match = RESOURCE.exec(resource)
  if (!match) {
    throw graphError(
      'InvalidRequest',
      `resource: found '${resource.slice(0, 100)}'; served is communications/callRecords.`,
    )
  }
  const [, filter] = match
  if (filter === undefined) return undefined
  const { bounds, participant } = recordFilterOf(decodeURIComponent(filter))
  if (participant !== undefined && bounds.length === 0) return participant
  throw graphError('InvalidRequest', "resource: its filter may only be participants_v2/any(p:p/id eq '…').")
}

export function changesOf(text: string): string {
  const parts = [...new Set(text.split(',').map(part => part.trim().toLowerCase()))].sort()
  if (parts.every(part => part === 'created' || part === 'updated')) return parts.join(',')
  throw graphError(
    'InvalidRequest',
    `changeType: found '${text.slice(0, 60)}'; call records are created and updated.`,
  )
}

/** Throws ApiError 400 for an instant that is past, or further away than a subscription may last. */
export function expiryOf(text: string, now: Instant): Instant {
  const expires = parseIso(text)
  if (expires === undefined || expires <= now) {
    throw graphError(
      'ValidationError',
      'expirationDateTime: expected an instant ahead, as 2026-01-15T09:00:00Z.',
    )
  }
  if (expires > now + (LONGEST_MINUTES + 1) * MINUTE) {
    throw graphError(
      'ValidationError',
      `Subscription expiration can only be ${LONGEST_MINUTES} minutes in the future.`,
    )
  }
  return expires
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** https, as Graph wants it; to this machine itself also http. */
export function notificationUrl(name: string, text: string): string {
  const url = URL.parse(text)
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname)))
    return url.href
  throw graphError(
    'InvalidRequest',
    `${name}: expected an address that begins with https:// (http:// on this machine alone).`,
  )
}

export const graphSubscription = (one: Subscription): Readonly<Record<string, unknown>> => ({
  id: one.id,
  resource: one.resource,
  applicationId: one.app,
  changeType: one.changes,
  clientState: one.clientState,
  notificationUrl: one.url,
  notificationQueryOptions: null,
  lifecycleNotificationUrl: one.lifecycleUrl,
  expirationDateTime: toIso(one.expires),
  creatorId: one.app,
  includeResourceData: null,
  latestSupportedTlsVersion: 'v1_2',
  encryptionCertificate: null,
  encryptionCertificateId: null,
  notificationUrlAppId: null,
})
