/**
 * Repeatable requests (OASIS Repeatable Requests 1.0): a POST sent twice with the same Repeatability headers is
 * done once and answered twice. Only what succeeded is remembered; a refused request may be tried again.
 */
import { createHash } from 'node:crypto'
import { type HttpReply, type HttpRequest, type Instant, isUuid } from '#base'
import type { ResourceId } from '#records'
import type { Transaction } from '#state'
import { apiError } from './errors.ts'
import type { Done } from './operation.ts'
import { answerTo, insertAnswer, type RepeatKey } from './store.ts'

export interface Repeatable {
  readonly key: RepeatKey
  /** SHA-256 of what was asked: the same key may not be used for something else. */
  readonly request: Uint8Array
}

/** How far First-Sent may be away; answers are kept twice as long. */
const WINDOW_MINUTES = 15
const WINDOW_MS = WINDOW_MINUTES * 60_000

const RESULT = 'Repeatability-Result'
const rejected = { headers: { [RESULT]: 'rejected' } }

/** Undefined when the request carries no such headers. Throws ApiError 400 or 412 (`rejected`). */
export function readRepeatable(request: HttpRequest, now: Instant): Repeatable | undefined {
  const requestId = request.headers['repeatability-request-id']
  const firstSent = request.headers['repeatability-first-sent']
  if (request.method !== 'POST' || (requestId === undefined && firstSent === undefined)) return undefined
  const sentAt = Date.parse(firstSent ?? '')
  if (!requestId || !isUuid(requestId) || !firstSent || Number.isNaN(sentAt)) {
    throw apiError('RepeatabilityIncomplete', {}, rejected)
  }
  if (Math.abs(now - sentAt) > WINDOW_MS) {
    throw apiError('RepeatabilityTooOld', { minutes: WINDOW_MINUTES }, rejected)
  }
  const asked = `${request.method} ${request.target}\n${JSON.stringify(request.body ?? null)}`
  return {
    key: { requestId: requestId.toLowerCase(), firstSent },
    request: createHash('sha256').update(asked).digest(),
  }
}

export interface OnceOptions {
  readonly resource: ResourceId
  readonly repeatable: Repeatable | undefined
  readonly now: Instant
}

/** Makes the change, or gives the answer that the same request already got. Throws ApiError 400 for another one. */
export function once(tx: Transaction, change: (tx: Transaction) => Done, options: OnceOptions): Done {
  const { resource, repeatable, now } = options
  if (!repeatable) return change(tx)
  const { key, request } = repeatable
  const before = answerTo(tx, resource, key)
  if (before) {
    if (!Buffer.from(before.request).equals(request)) {
      throw apiError('RepeatabilityReused', { id: key.requestId }, rejected)
    }
    const body = before.body === null ? {} : { body: JSON.parse(before.body) }
    return { reply: accepted({ status: before.status, ...body }) }
  }
  const done = change(tx)
  const { status, body } = done.reply
  const text = body === undefined ? null : JSON.stringify(body)
  insertAnswer(tx, { resource, ...key, request, status, body: text }, now, now - 2 * WINDOW_MS)
  return { ...done, reply: accepted(done.reply) }
}

const accepted = (reply: HttpReply): HttpReply => ({
  ...reply,
  headers: { ...reply.headers, [RESULT]: 'accepted' },
})
