/** The server as the fleet sees it: HTTPS with the CA it was given, signed or with a bearer, and the signalling. */
import { createHash, createHmac } from 'node:crypto'
import { Agent, request } from 'node:https'
import type { Clock } from '#base'
import type { Company } from './people.ts'

export interface Server {
  readonly origin: string
  /** Signs with the access key, as the identity client does. */
  signed(key: string, ask: Ask): Promise<unknown>
  /** As an app of the company, for the audience. */
  asApp(company: Company, audience: string, ask: Ask): Promise<unknown>
  /** With a user token. */
  asUser(token: string, ask: Ask): Promise<unknown>
  close(): void
}

export interface Ask {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: unknown
}

interface Trust {
  readonly origin: string
  /** PEM of the CA. */
  readonly ca: string
  /** What the server takes for now. */
  readonly clock: Clock
}

/** Tokens live an hour. */
const RENEW_MS = 30 * 60_000

export function serverAt({ origin, ca, clock }: Trust): Server {
  const agent = new Agent({ keepAlive: true, ca })
  const tokens = new Map<string, { readonly asked: Promise<string>; readonly at: number }>()
  const send = (ask: Ask, headers: Readonly<Record<string, string>>) =>
    exchange(`${origin}${ask.path}`, { ask, headers, agent })
  const tokenOf = ({ tenant, clientId, clientSecret }: Company, audience: string): Promise<string> => {
    const key = `${clientId} ${audience}`
    const known = tokens.get(key)
    if (known && clock.now() - known.at < RENEW_MS) return known.asked
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: `${audience}/.default`,
    })
    const asked = send(
      { method: 'POST', path: `/${tenant}/oauth2/v2.0/token`, body: form },
      { 'content-type': 'application/x-www-form-urlencoded' },
    ).then(answer => String(Reflect.get(Object(answer), 'access_token')))
    tokens.set(key, { asked, at: clock.now() })
    return asked
  }
  return {
    origin,
    signed: (key, ask) => send(ask, signature(key, ask, { host: new URL(origin).host, clock })),
    asApp: async (company, audience, ask) =>
      send(ask, {
        'content-type': 'application/json',
        authorization: `Bearer ${await tokenOf(company, audience)}`,
      }),
    asUser: (token, ask) =>
      send(ask, { 'content-type': 'application/json', authorization: `Bearer ${token}` }),
    close: () => agent.destroy(),
  }
}

const textOf = (body: unknown): string =>
  body === undefined ? '' : body instanceof URLSearchParams ? body.toString() : JSON.stringify(body)

function signature(key: string, ask: Ask, { host, clock }: { host: string; clock: Clock }) {
  const date = new Date(clock.now()).toUTCString()
  const hash = createHash('sha256').update(textOf(ask.body)).digest('base64')
  const text = `${ask.method}\n${ask.path}\n${date};${host};${hash}`
  const signed = createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64')
  return {
    'content-type': 'application/json',
    'x-ms-date': date,
    'x-ms-content-sha256': hash,
    authorization: `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signed}`,
  }
}

interface Exchange {
  readonly ask: Ask
  readonly headers: Readonly<Record<string, string>>
  readonly agent: Agent
}

/** Rejects with the server's own words for any status but 2xx. */
function exchange(url: string, { ask, headers, agent }: Exchange): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: ask.method, headers, agent }, answer => {
      const chunks: Buffer[] = []
      answer.on('data', chunk => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        const status = answer.statusCode ?? 0
        if (status >= 200 && status < 300) resolve(text === '' ? undefined : JSON.parse(text))
        else reject(new Error(`${ask.method} ${ask.path}: ${status} ${text}`))
      })
    })
    sent.on('error', reject)
    sent.end(textOf(ask.body))
  })
}
