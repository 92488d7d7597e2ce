/** One request to one of the public APIs, with the signed-in person's token. */
import { OPERATOR_AUDIENCE } from '#base'
import { asProblem, problemOf } from './problem.ts'

/** Which API is asked, as tokens name it. */
export type Audience =
  | 'logs'
  | 'arm'
  | 'graph'
  | 'metrics'
  | 'communication'
  | 'teamsUser'
  | 'operator'
  | 'none'

export const AUDIENCES: Readonly<Record<Exclude<Audience, 'none'>, string>> = {
  logs: 'https://api.loganalytics.io',
  arm: 'https://management.azure.com',
  graph: 'https://graph.microsoft.com',
  metrics: 'https://metrics.monitor.azure.com',
  communication: 'https://communication.azure.com',
  teamsUser: 'https://auth.msft.communication.azure.com',
  operator: OPERATOR_AUDIENCE,
}

export interface CallOptions {
  readonly audience: Audience
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly body?: unknown
  /** Sent as it is instead of a JSON body. */
  readonly text?: { readonly type: string; readonly content: string }
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/** Gives the parsed JSON answer (undefined for none, text for other types). Rejects with Problem. */
export type Call = (path: string, options: CallOptions) => Promise<unknown>

export type TokenFor = (audience: Exclude<Audience, 'none'>, signal?: AbortSignal) => Promise<string>

export const caller =
  (tokenFor: TokenFor): Call =>
  async (path, { audience, method = 'GET', body, text: raw, headers, signal }) => {
    const token = audience === 'none' ? undefined : await tokenFor(audience, signal)
    const given = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(raw && { 'content-type': raw.type }),
      ...headers,
    }
    const response = await fetch(path, {
      method,
      headers: given,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(raw && { body: raw.content }),
      ...(signal && { signal }),
    }).catch((thrown: unknown) => {
      throw signal?.aborted ? thrown : asProblem(thrown)
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    const answer: unknown = text === '' ? undefined : isJson ? JSON.parse(text) : text
    if (!response.ok)
      throw problemOf(response.status, answer, response.headers.get('x-ms-request-id') ?? undefined)
    return answer
  }
