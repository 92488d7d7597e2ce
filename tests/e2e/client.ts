/**
 * A plain HTTP client for whole-system tests: says exactly the bytes it is told to, keeps its connections, and signs
 * like the official clients when asked. The official clients themselves are judged in `tests/conformance`.
 */
import { createHash, createHmac } from 'node:crypto'
import { Agent, request as httpsRequest } from 'node:https'
import { knownWorld } from '#directory'

export interface Server {
  readonly origin: string
  readonly ca: string
}

export interface Sending {
  readonly method?: string
  /** Path and query, sent as they stand. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** Base64 access key of a resource: the request is signed with it. */
  readonly accessKey?: string
}

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

export interface Client {
  /** Rejects when the connection broke before the answer was whole. */
  send(sending: Sending): Promise<Answered>
  close(): void
}

export function openClient({ origin, ca }: Server, connections = 4): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, ca })
  const { hostname, port, host } = new URL(origin)
  return {
    send: sending =>
      new Promise((resolve, reject) => {
        const { method = 'GET', path, body } = sending
        const headers = { host, ...headersOf(sending, host), ...sending.headers }
        const sent = httpsRequest({ hostname, port, path, method, headers, agent }, answer => {
          const chunks: Buffer[] = []
          answer.on('data', chunk => chunks.push(chunk))
          answer.on('error', reject)
          answer.on('end', () => {
            const text = Buffer.concat(chunks).toString()
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text })
          })
        })
        sent.on('error', reject)
        sent.end(body)
      }),
    close: () => agent.destroy(),
  }
}

function headersOf({ method = 'GET', path, body, accessKey }: Sending, host: string): Record<string, string> {
  const length = body === undefined ? 0 : Buffer.byteLength(body)
  const headers = {
    'content-type': 'application/json',
    ...(method !== 'GET' && { 'content-length': String(length) }),
  }
  return accessKey ? { ...headers, ...signatureOf({ method, path, body, accessKey, host }) } : headers
}

interface Signed {
  readonly method: string
  readonly path: string
  readonly body: string | Buffer | undefined
  readonly accessKey: string
  readonly host: string
  /** When it claims to be sent; now if absent. */
  readonly date?: Date
}

/** The headers of the key's signature (wire: HMAC-SHA256). */
export function signatureOf(signed: Signed): Record<string, string> {
  const { method, path, body = '', accessKey, host } = signed
  const date = (signed.date ?? new Date()).toUTCString()
  const hash = createHash('sha256').update(body).digest('base64')
  const signature = createHmac('sha256', Buffer.from(accessKey, 'base64'))
    .update(`${method}\n${path}\n${date};${host};${hash}`)
    .digest('base64')
  return {
    'x-ms-date': date,
    'x-ms-content-sha256': hash,
    authorization: `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`,
  }
}

export const accessKeyOf = (resource: string): string => {
  const found = knownWorld.resources.find(({ name }) => name === resource)
  if (!found) throw new Error(`the known world has no resource ${resource}`)
  return found.primaryKey
}

/** An app's token for an audience, from the managed-identity endpoint. */
export async function tokenFor(httpOrigin: string, audience: string): Promise<string> {
  const url = `${httpOrigin}/msi/token?api-version=2019-08-01&resource=${encodeURIComponent(audience)}`
  const answer = await fetch(url, { headers: { 'x-identity-header': 'anteroom' } })
  const { access_token } = (await answer.json()) as { access_token: string }
  return access_token
}

export interface SigningIn {
  /** Id of the tenant. */
  readonly tenant: string
  readonly userPrincipalName: string
  readonly scope: string
  readonly clientId: string
}

/** A test user's token, from the token service. */
export async function userTokenFor(httpOrigin: string, who: SigningIn): Promise<string> {
  const { tenant, userPrincipalName, scope, clientId } = who
  const form = { grant_type: 'password', username: userPrincipalName, password: '-', scope }
  const answer = await fetch(`${httpOrigin}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, client_id: clientId }),
  })
  const { access_token } = (await answer.json()) as { access_token: string }
  return access_token
}

export const LOGS_AUDIENCE = 'https://api.loganalytics.io'

export type KqlRow = Readonly<Record<string, unknown>>

/** Asks the logs API of a server; rows by column name. Throws with the answer's text when it is refused. */
export async function openKql(
  client: Client,
  httpOrigin: string,
  workspace = knownWorld.workspaces[0]?.id ?? '',
): Promise<(query: string) => Promise<readonly KqlRow[]>> {
  const token = await tokenFor(httpOrigin, LOGS_AUDIENCE)
  return async query => {
    const { status, text } = await client.send({
      method: 'POST',
      path: `/v1/workspaces/${workspace}/query`,
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    })
    if (status !== 200) throw new Error(`${status}: ${text}\n${query}`)
    const { tables } = JSON.parse(text) as {
      tables: [{ columns: { name: string }[]; rows: unknown[][] }]
    }
    const [{ columns, rows }] = tables
    return rows.map(row => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])))
  }
}
