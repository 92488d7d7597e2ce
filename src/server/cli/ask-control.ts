/** Asks `/control` of the running server, over its loopback port, as any test could. */
import { messageOf, OPERATOR_AUDIENCE } from '#base'
import { OperatorError } from '../operator-error.ts'
import type { Settings } from '../settings/table.ts'
import { findRunning } from './running.ts'

export interface Asking {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Behind `/control`. */
  readonly path: string
  readonly body?: unknown
}

/** The answer's body, undefined where there is none. Throws OperatorError when no server answers, or it refuses. */
export async function askControl(
  { data, controlKey }: Pick<Settings, 'data' | 'controlKey'>,
  { method, path, body }: Asking,
): Promise<unknown> {
  const { httpOrigin } = await findRunning(data)
  const audience = encodeURIComponent(OPERATOR_AUDIENCE)
  try {
    const identity = await fetch(`${httpOrigin}/msi/token?api-version=2019-08-01&resource=${audience}`, {
      headers: { 'x-identity-header': 'anteroom' },
    })
    const token = Reflect.get(Object(await identity.json()), 'access_token')
    const answer = await fetch(`${httpOrigin}/control${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(controlKey !== undefined && { 'x-anteroom-control-key': controlKey }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const json: unknown = text === '' ? undefined : JSON.parse(text)
    if (answer.ok) return json
    const said = Reflect.get(Object(Reflect.get(Object(json), 'error')), 'message')
    throw new OperatorError(
      String(said ?? `The server answered ${answer.status}.`),
      'See src/control/README.md.',
    )
  } catch (error) {
    if (error instanceof OperatorError) throw error
    throw new OperatorError(
      `${httpOrigin} does not answer: ${messageOf(error)}.`,
      'Is the server still running?',
    )
  }
}
