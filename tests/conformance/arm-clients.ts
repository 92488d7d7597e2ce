/** Official clients of the resource plane for an Anteroom under test. */
import { CommunicationServiceManagementClient } from '@azure/arm-communication'
import { MonitorClient } from '@azure/arm-monitor'
import type { Anteroom } from './harness.ts'

/** The subscription of contoso-acs. */
export const SUBSCRIPTION = '50b00000-0000-4000-8000-0000000000c0'
export const GROUP = 'Made-By-Arm'

const SCOPE = 'https://management.azure.com/.default'

type App = Parameters<Anteroom['credential']>[0]

const optionsOf = ({ origin: endpoint, trust }: Anteroom) => ({ endpoint, credentialScopes: SCOPE, ...trust })

export const communicationClient = (anteroom: Anteroom, app?: App, subscription = SUBSCRIPTION) =>
  new CommunicationServiceManagementClient(anteroom.credential(app), subscription, optionsOf(anteroom))

export const monitorClient = (anteroom: Anteroom, app?: App) =>
  new MonitorClient(anteroom.credential(app), SUBSCRIPTION, optionsOf(anteroom))

/** Plain requests with a token of the app, for what the clients cannot say. */
export function plainClient(anteroom: Anteroom, app?: App) {
  return async (
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const token = await anteroom.credential(app).getToken(SCOPE)
    const answer = await fetch(`${anteroom.httpOrigin}${path}`, {
      method,
      headers: { authorization: `Bearer ${token.token}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const parsed: unknown = text === '' ? undefined : JSON.parse(text)
    return {
      status: answer.status,
      headers: answer.headers,
      body: parsed as Record<string, unknown> | undefined,
    }
  }
}

export async function all<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = []
  for await (const one of pages) found.push(one)
  return found
}

/** The error that a client throws. */
export const refusal = (
  call: Promise<unknown>,
): Promise<{ statusCode?: number; code?: string; message: string }> =>
  call.then(
    () => {
      throw new Error('it was answered')
    },
    error => error,
  )
