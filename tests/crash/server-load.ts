/** Load for the crash tests: keep-alive connections that remember what the server has told them it did. */

import { setTimeout as pause } from 'node:timers/promises'
import { randomIds } from '#base'
import { accessKeyOf, type Client, openClient, type Server } from '../e2e/client.ts'

export type Loaded = Server & { readonly httpOrigin: string }

export interface Load {
  /** Callers that were refused or lost their connection; each has ended then. */
  refused(): number
  /** Stops asking; resolves when the last question is answered or lost. */
  stop(): Promise<void>
}

const CONNECTIONS = 6
const KEY = accessKeyOf('contoso-acs')
const VERSION = 'api-version=2023-10-01'

/**
 * Creates, uses and deletes identities until stopped. Each request is known by its id, which becomes the row's
 * CorrelationId; `acknowledged` gets those that were answered 2xx.
 */
export function startLoad(
  server: Loaded,
  acknowledged: Map<string, string>,
  { pauseMs = 0 }: { readonly pauseMs?: number } = {},
): Load {
  const client = openClient(server, CONNECTIONS)
  let isRunning = true
  const worker = async () => {
    while (isRunning) {
      await oneLife(client, acknowledged)
      await pause(pauseMs)
    }
  }
  let refused = 0
  const lost = () => {
    refused += 1
  }
  const working = Promise.all(Array.from({ length: CONNECTIONS }, () => worker().catch(lost)))
  return {
    refused: () => refused,
    stop: async () => {
      isRunning = false
      await working
      client.close()
    },
  }
}

/** Rejects when the server is gone. */
async function oneLife(client: Client, acknowledged: Map<string, string>): Promise<void> {
  const tell = async (operation: string, method: string, path: string, body = '') => {
    const id = randomIds.uuid()
    const { status, text } = await client.send({
      method,
      path: `${path}?${VERSION}`,
      body,
      accessKey: KEY,
      headers: { 'x-ms-client-request-id': id },
    })
    if (status >= 300) throw new Error(`${operation}: ${status} ${text}`)
    acknowledged.set(id, operation)
    return text
  }
  const made = await tell('CreateIdentity', 'POST', '/identities', '{"createTokenWithScopes":["voip"]}')
  const user = `/identities/${encodeURIComponent((JSON.parse(made) as { identity: { id: string } }).identity.id)}`
  await tell('CreateToken', 'POST', `${user}/:issueAccessToken`, '{"scopes":["chat"]}')
  await tell('RevokeToken', 'POST', `${user}/:revokeAccessTokens`)
  await tell('DeleteIdentity', 'DELETE', user)
}
