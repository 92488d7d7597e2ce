/** Asks `/teams/…` of the running server as its operator, over its loopback port. */
import { messageOf, OPERATOR_AUDIENCE } from '#base'
import { OperatorError } from '../operator-error.ts'
import { findRunning } from './running.ts'

export interface TeamsAsking {
  /** Data folder of the server. */
  readonly folder: string
  readonly method?: 'GET' | 'POST'
  /** Behind `/teams`, with its query. */
  readonly path: string
  readonly body?: string
}

/** The answer, whose body is not read yet. Throws OperatorError when no server answers, or it refuses. */
export async function askTeams({ folder, method = 'GET', path, body }: TeamsAsking): Promise<Response> {
  const { httpOrigin } = await findRunning(folder)
  try {
    const audience = encodeURIComponent(OPERATOR_AUDIENCE)
    const identity = await fetch(`${httpOrigin}/msi/token?api-version=2019-08-01&resource=${audience}`, {
      headers: { 'x-identity-header': 'anteroom' },
    })
    const token = Reflect.get(Object(await identity.json()), 'access_token')
    const answer = await fetch(`${httpOrigin}/teams${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body }),
    })
    if (answer.ok) return answer
    const said: unknown = await answer.json().catch(() => undefined)
    const message = Reflect.get(Object(Reflect.get(Object(said), 'error')), 'message')
    throw new OperatorError(
      String(message ?? `The server answered ${answer.status}.`),
      'See docs/teams-graph.md.',
    )
  } catch (error) {
    if (error instanceof OperatorError) throw error
    throw new OperatorError(
      `${httpOrigin} does not answer: ${messageOf(error)}.`,
      'Is the server still running?',
    )
  }
}

/** `?a=b`, without what is undefined; empty when nothing is left. */
export function queryText(query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  )
  return given.length > 0 ? `?${new URLSearchParams(given)}` : ''
}
