/**
 * A webhook, signed by the Standard Webhooks specification 1.0 (standardwebhooks.com), whose libraries verify it:
 * `webhook-id`, `webhook-timestamp` (seconds) and `webhook-signature: v1,<base64 HMAC-SHA256 of id.timestamp.body>`.
 */
import { createHash, createHmac } from 'node:crypto'
import type { Clock } from '#base'
import type { EnvelopeOptions } from '#records'
import type { Batch, Destination, Item } from '#router'
import { post } from './http-post.ts'
import { containerOf, wireOf } from './wire.ts'

export interface WebhookOptions extends EnvelopeOptions {
  /** What settings refer to. */
  readonly name: string
  readonly url: string
  /** The shared key: `whsec_` and base64, or any text. */
  readonly secret: string
  readonly headers?: Readonly<Record<string, string>>
  readonly clock: Clock
}

/** Receivers limit their bodies; most take a megabyte. */
const BODY_BYTES = 1024 * 1024

const PARALLEL = 2

export function webhookDestination(options: WebhookOptions): Destination {
  const { name, url, clock, headers = {} } = options
  const key = keyOf(options.secret)
  return {
    name,
    kind: 'partner',
    parallel: PARALLEL,
    deliver: async (batch, signal) => {
      for (const part of partsOf(batch, options)) {
        const id = deliveryId(part.ids)
        const body = JSON.stringify({
          category: batch.category,
          container: containerOf(batch.category),
          ...part,
        })
        const timestamp = String(Math.floor(clock.now() / 1000))
        const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
        await post({
          url,
          body,
          clock,
          signal,
          headers: {
            ...headers,
            'webhook-id': id,
            'webhook-timestamp': timestamp,
            'webhook-signature': `v1,${signature}`,
          },
        })
      }
    },
  }
}

const PREFIX = 'whsec_'

const keyOf = (secret: string): Buffer =>
  secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret)

/** The same for the same records: a receiver that has seen it answers ok and does nothing. */
const deliveryId = (ids: readonly string[]): string =>
  `msg_${createHash('sha256').update(ids.join('\n')).digest('base64url')}`

interface Part {
  /** Ids of the records, in their order: the same when they are sent again. */
  readonly ids: readonly string[]
  readonly records: readonly unknown[]
}

function partsOf({ items }: Batch, options: EnvelopeOptions): readonly Part[] {
  const parts: { ids: string[]; records: unknown[] }[] = []
  let room = 0
  for (const { record } of items satisfies readonly Item[]) {
    const wire = wireOf(record, options)
    const bytes = Buffer.byteLength(JSON.stringify(wire)) + record.id.length
    if (parts.length === 0 || bytes > room) {
      parts.push({ ids: [], records: [] })
      room = BODY_BYTES
    }
    room -= bytes
    parts.at(-1)?.ids.push(record.id)
    parts.at(-1)?.records.push(wire)
  }
  return parts
}
