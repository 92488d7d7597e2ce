/**
 * Repeatable requests (OASIS Repeatable Requests 1.0): a POST sent twice with the same Repeatability headers is
 * done once and answered twice. Only what succeeded is remembered; a refused request may be tried again.
 */
import { createHash } from 'node:crypto'
import { type ApiError, type HttpReply, type HttpRequest, type Instant, isUuid } from '#base'
import type { ResourceId } from '#records'
import type { Transaction } from '#state'
import type { Done } from './operation-log.ts'

export type RepeatabilityProblem = 'RepeatabilityIncomplete' | 'RepeatabilityReused' | 'RepeatabilityTooOld'

export interface RepeatabilityOptions {
  /** The API's own table: resource, request_id, first_sent (its key), request, at, status, body. */
  readonly table: string
  /** The API's own error; `args` are `minutes` and `id`. */
  readonly refuse: (
    problem: RepeatabilityProblem,
    args: Readonly<Record<string, string | number>>,
    extra: { readonly headers: Readonly<Record<string, string>> },
  ) => ApiError
}

export interface Repeatable {
  readonly requestId: string
  readonly firstSent: string
  /** SHA-256 of what was asked: the same key may not be used for something else. */
  readonly request: Uint8Array
}

export interface OnceOptions {
  readonly resource: ResourceId
  readonly repeatable: Repeatable | undefined
  readonly now: Instant
}

export interface Repeatability {
  /** Undefined when the request carries no such headers. Throws ApiError 400 or 412 (`rejected`). */
  read(request: HttpRequest, now: Instant): Repeatable | undefined
  /** Makes the change, or gives the answer that the same request already got. Throws ApiError 400 for another one. */
  once<D extends Done>(tx: Transaction, change: (tx: Transaction) => D, options: OnceOptions): D | Done
}

/** How far First-Sent may be away; answers are kept twice as long. */
const WINDOW_MINUTES = 15
const WINDOW_MS = WINDOW_MINUTES * 60_000

const RESULT = 'Repeatability-Result'
const rejected = { headers: { [RESULT]: 'rejected' } }

interface StoredAnswer {
  readonly request: Uint8Array
  readonly status: number
  readonly body: string | null
}

export function createRepeatability({ table, refuse }: RepeatabilityOptions): Repeatability {
  const FIND = `SELECT request, status, body FROM ${table}
    WHERE resource = ? AND request_id = ? AND first_sent = ?`
  const KEEP = `INSERT INTO ${table} VALUES (?, ?, ?, ?, ?, ?, ?)`
  const FORGET = `DELETE FROM ${table} WHERE at < ?`
  return {
    read: (request, now) => {
      const requestId = request.headers['repeatability-request-id']
      const firstSent = request.headers['repeatability-first-sent']
      if (request.method !== 'POST' || (requestId === undefined && firstSent === undefined)) return undefined
      const sentAt = Date.parse(firstSent ?? '')
      if (!requestId || !isUuid(requestId) || !firstSent || Number.isNaN(sentAt)) {
        throw refuse('RepeatabilityIncomplete', {}, rejected)
      }
      if (Math.abs(now - sentAt) > WINDOW_MS) {
        throw refuse('RepeatabilityTooOld', { minutes: WINDOW_MINUTES }, rejected)
      }
      const asked = `${request.method} ${request.target}\n${JSON.stringify(request.body ?? null)}`
      return {
        requestId: requestId.toLowerCase(),
        firstSent,
        request: createHash('sha256').update(asked).digest(),
      }
    },
    once: (tx, change, { resource, repeatable, now }) => {
      if (!repeatable) return change(tx)
      const { requestId, firstSent, request } = repeatable
      const before = tx.get<StoredAnswer>(FIND, resource, requestId, firstSent)
      if (before) {
        if (!Buffer.from(before.request).equals(request)) {
          throw refuse('RepeatabilityReused', { id: requestId }, rejected)
        }
        const body = before.body === null ? {} : { body: JSON.parse(before.body) }
        return { reply: accepted({ status: before.status, ...body }) }
      }
      const done = change(tx)
      const { status, body } = done.reply
      const text = body === undefined ? null : JSON.stringify(body)
      tx.run(KEEP, resource, requestId, firstSent, request, now, status, text)
      tx.run(FORGET, now - 2 * WINDOW_MS)
      return { ...done, reply: accepted(done.reply) }
    },
  }
}

const accepted = (reply: HttpReply): HttpReply => ({
  ...reply,
  headers: { ...reply.headers, [RESULT]: 'accepted' },
})
