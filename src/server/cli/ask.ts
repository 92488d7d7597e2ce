/** Asks the running server over its public APIs, as any program could. */
import { readFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { messageOf } from '#base'
import { OperatorError } from '../operator-error.ts'
import { findRunning, type RunningServer } from './running.ts'

export interface Table {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly unknown[])[]
}

export interface LogsAnswer {
  readonly tables: readonly Table[]
  /** Where asked for: the phases of the compiler as text, and its warnings. */
  readonly explain?: Readonly<Record<string, unknown>>
  /** Set with rows when the query succeeded only in part. */
  readonly error?: ServiceError
}

interface ServiceError {
  readonly code?: string
  readonly message?: string
  readonly innererror?: ServiceError
}

export interface AskOptions {
  /** Data folder of the server. */
  readonly folder: string
  readonly kql: string
  /** ISO 8601 duration or interval, as the logs API takes it. */
  readonly timespan?: string | undefined
  readonly explain?: boolean
  /** Workspace id or name; absent: the server's own choice. */
  readonly workspace?: string | undefined
}

const LOGS = 'https://api.loganalytics.io'

/** Throws OperatorError with the service's own words when the query is refused, or when no server answers. */
export async function askLogs(options: AskOptions): Promise<LogsAnswer> {
  const { folder, kql, timespan, workspace, explain = false } = options
  const server = await findRunning(folder)
  const token = await managedIdentity(server)
  const path = `/v1/workspaces/${encodeURIComponent(workspace ?? server.workspace)}/query`
  const body = JSON.stringify({ query: kql, timespan })
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    ...(explain && { prefer: 'include-explain=true' }),
  }
  const { status, json } = await send(`${server.origin}${path}`, { server, method: 'POST', headers, body })
  if (status === 200) return json as LogsAnswer
  const error = Reflect.get(Object(json), 'error') as ServiceError | undefined
  throw new OperatorError(
    wordsOf(error, status),
    'Mend the query, or see docs/surface/kql.md for what is understood.',
  )
}

/** The innermost error says what is wrong and where; the outer ones only that something is. */
function wordsOf(error: ServiceError | undefined, status: number): string {
  if (error?.innererror) return wordsOf(error.innererror, status)
  return error?.message ? `${error.message} (${error.code})` : `The server answered ${status}.`
}

async function managedIdentity(server: RunningServer): Promise<string> {
  const url = `${server.httpOrigin}/msi/token?api-version=2019-08-01&resource=${encodeURIComponent(LOGS)}`
  const { json } = await send(url, { server, method: 'GET', headers: { 'x-identity-header': 'anteroom' } })
  return String(Reflect.get(Object(json), 'access_token'))
}

interface Sending {
  readonly server: RunningServer
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** Not `fetch`: it takes no certificate authority of its own. */
async function send(
  url: string,
  { server, method, headers, body }: Sending,
): Promise<{ status: number; json: unknown }> {
  const ca = await readFile(server.caPath, 'utf8')
  const request = url.startsWith('https:') ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, ca }, answer => {
      const chunks: Buffer[] = []
      answer.on('data', chunk => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        resolve({ status: answer.statusCode ?? 0, json: parsed(text) })
      })
    })
    sent.on('error', error =>
      reject(
        new OperatorError(`${url} does not answer: ${messageOf(error)}.`, 'Is the server still running?'),
      ),
    )
    sent.end(body)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
