/** A request of JSON to somebody's HTTP endpoint, its answer read as what the router has to know. */
import { type Clock, Fault } from '#base'
import { isRefusal, type Outside, passing, retryAfterMs, withinTime } from './outside-world.ts'

export interface Post extends Outside {
  readonly url: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** The text of the answer. Throws a Fault; it is not retryable where the answer blames what was sent. */
export async function post({ url, body, headers, ...outside }: Post): Promise<string> {
  const where = placeOf(url)
  const { response, text } = await withinTime(outside, async signal => {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
      redirect: 'manual',
      signal,
    })
    return { response, text: await response.text() }
  }).catch((error: unknown) => {
    throw passing(where, causeOf(error))
  })
  if (response.ok) return text
  throw faultOf(response, { where, text, clock: outside.clock })
}

/** What a log may say of a URL: it may carry a password or a token. */
export function placeOf(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

function faultOf(
  { status, headers }: Response,
  { where, text, clock }: { where: string; text: string; clock: Clock },
) {
  const said = text.replaceAll(/\s+/g, ' ').slice(0, 200)
  return new Fault(`${where} answered ${status}${said ? `: ${said}` : ''}`, {
    retryable: !isRefusal(status),
    retryAfterMs: retryAfterMs(headers.get('retry-after'), clock.now()),
  })
}

/** `fetch failed` says nothing; what it was caused by does. */
const causeOf = (error: unknown): unknown => (error instanceof Error && error.cause ? error.cause : error)
