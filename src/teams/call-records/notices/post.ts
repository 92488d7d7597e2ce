/** The two requests that subscribers get: the handshake of a new address, and notices. */
import { Fault, messageOf } from '#base'
import { graphError } from '../graph/errors.ts'

const HANDSHAKE_MS = 10_000
const PATIENCE_MS = 20_000
const LONGEST_ANSWER = 4096

/** The address answers 200 with the token as plain text, or it is refused. Throws ApiError 400. */
export async function shakeHands(address: string, token: string): Promise<void> {
  const url = new URL(address)
  url.searchParams.set('validationToken', token)
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    redirect: 'manual',
    signal: AbortSignal.timeout(HANDSHAKE_MS),
  }).catch((error: unknown) => {
    throw refused(`${url.host} does not answer: ${causeOf(error)}`)
  })
  const text = await response.text().catch(() => '')
  if (response.status === 200 && text.slice(0, LONGEST_ANSWER).trim() === token) return
  throw refused(`${url.host} answered ${response.status}, and not 200 with the token that it was sent`)
}

const refused = (why: string) =>
  graphError(
    'ValidationError',
    `Subscription validation request failed: ${why}. Answer its validationToken as text/plain.`,
  )

/** Throws Fault when the address does not take it. */
export async function postNotice(address: string, payload: string): Promise<void> {
  const { host } = new URL(address)
  const response = await fetch(address, {
    method: 'POST',
    body: payload,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((error: unknown) => {
    throw new Fault(`${host}: ${causeOf(error)}`, { retryable: true, cause: error })
  })
  await response.body?.cancel()
  if (!response.ok) throw new Fault(`${host} answered ${response.status}`, { retryable: true })
}

const causeOf = (error: unknown): string =>
  messageOf(error instanceof Error && error.cause ? error.cause : error)
