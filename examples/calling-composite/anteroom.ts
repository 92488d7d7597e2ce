/** What a backend does for the pages: users with tokens, and a meeting to join. For a server of this machine. */
import { createHash, createHmac } from 'node:crypto'

/** The published key of the resource `contoso-acs` of a first start; the server's greeting shows it. */
export interface Server {
  /** Plain HTTP on loopback: no certificate to trust for scripts. */
  readonly httpOrigin: string
  readonly accessKey: string
}

export interface Guest {
  readonly user: string
  readonly token: string
}

export async function aGuest({ httpOrigin, accessKey }: Server): Promise<Guest> {
  const path = '/identities?api-version=2023-10-01'
  const body = JSON.stringify({ createTokenWithScopes: ['voip', 'chat'] })
  const headers = {
    'content-type': 'application/json',
    ...signature(new URL(path, httpOrigin), body, accessKey),
  }
  const answer = await fetch(`${httpOrigin}${path}`, { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
  const { identity, accessToken } = (await answer.json()) as {
    identity: { id: string }
    accessToken: { token: string }
  }
  return { user: identity.id, token: accessToken.token }
}

/** A token of a test user for Graph: the organizer's, who signs in by name alone on loopback. */
export async function organizerToken({ httpOrigin }: Server): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'password',
    username: 'olivia@contoso.example',
    password: '-',
    scope: 'https://graph.microsoft.com/.default',
    client_id: 'any',
  })
  const answer = await fetch(`${httpOrigin}/contoso.example/oauth2/v2.0/token`, {
    method: 'POST',
    body: form,
  })
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
  const { access_token } = (await answer.json()) as { access_token: string }
  return access_token
}

/** A meeting whose lobby holds everybody but the organizer's own people; gives its join link. */
export async function aMeeting(server: Server, token: string): Promise<string> {
  const answer = await fetch(`${server.httpOrigin}/v1.0/me/onlineMeetings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subject: 'A real call', lobbyBypassSettings: { scope: 'organization' } }),
  })
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
  const { joinWebUrl } = (await answer.json()) as { joinWebUrl: string }
  return joinWebUrl
}

/** Rows of the logs API, by column name. */
export async function kql(
  { httpOrigin }: Pick<Server, 'httpOrigin'>,
  workspace: string,
  query: string,
): Promise<readonly Record<string, unknown>[]> {
  const audience = encodeURIComponent('https://api.loganalytics.io')
  const asked = await fetch(`${httpOrigin}/msi/token?api-version=2019-08-01&resource=${audience}`, {
    headers: { 'x-identity-header': 'anteroom' },
  })
  const { access_token } = (await asked.json()) as { access_token: string }
  const answer = await fetch(`${httpOrigin}/v1/workspaces/${workspace}/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
  const { tables } = (await answer.json()) as {
    tables: [{ columns: { name: string }[]; rows: unknown[][] }]
  }
  const [{ columns, rows }] = tables
  return rows.map(row => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])))
}

function signature({ host, pathname, search }: URL, body: string, accessKey: string): Record<string, string> {
  const date = new Date().toUTCString()
  const hash = createHash('sha256').update(body).digest('base64')
  const signed = createHmac('sha256', Buffer.from(accessKey, 'base64'))
    .update(`POST\n${pathname}${search}\n${date};${host};${hash}`)
    .digest('base64')
  return {
    'x-ms-date': date,
    'x-ms-content-sha256': hash,
    authorization: `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signed}`,
  }
}
