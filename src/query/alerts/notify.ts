/**
 * Tells receivers: webhooks by POST, signed by the Standard Webhooks specification 1.0 where a secret is set, and
 * e-mail by SMTP. Every way to fail is a Fault; whoever calls decides whether to try again.
 */
import { createHmac } from 'node:crypto'
import { type Clock, Fault, messageOf } from '#base'
import type { Receiver } from './action-group.ts'
import { type Smtp, sendMail } from './send-mail.ts'

export interface NotifyOptions {
  readonly smtp?: Smtp | undefined
  /** Signs webhooks: `whsec_` and base64, or any text; absent: unsigned. */
  readonly secret?: string | undefined
  readonly clock: Clock
}

export interface Notice {
  /** The same when it is told again: a receiver that has seen it does nothing. */
  readonly id: string
  readonly subject: string
  /** The common alert schema, JSON. */
  readonly payload: string
}

export type Notify = (receiver: Receiver, notice: Notice) => Promise<void>

export const createNotify = (options: NotifyOptions): Notify => {
  return (receiver, notice) =>
    receiver.kind === 'webhook'
      ? postTo(receiver.url, notice, options)
      : sendMail(receiver.address, notice, options.smtp)
}

const PATIENCE_MS = 20_000

async function postTo(url: string, { id, payload }: Notice, options: NotifyOptions): Promise<void> {
  const where = URL.parse(url)?.host ?? url
  const response = await fetch(url, {
    method: 'POST',
    body: payload,
    headers: { 'content-type': 'application/json', ...signature(id, payload, options) },
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause ? error.cause : error
    throw new Fault(`${where}: ${messageOf(cause)}`, { retryable: true, cause: error })
  })
  await response.body?.cancel()
  if (!response.ok) throw new Fault(`${where} answered ${response.status}`, { retryable: true })
}

function signature(id: string, payload: string, { secret, clock }: NotifyOptions) {
  if (!secret) return { 'webhook-id': id }
  const prefix = 'whsec_'
  const key = secret.startsWith(prefix)
    ? Buffer.from(secret.slice(prefix.length), 'base64')
    : Buffer.from(secret)
  const timestamp = String(Math.floor(clock.now() / 1000))
  const signed = createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signed}` }
}
