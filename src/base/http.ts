/**
 * What an API surface is to the HTTP host: rows of routes, its way to print errors, and who may call.
 * The host parses, authenticates, validates and answers; a surface only decides.
 */
import type { TSchema } from 'typebox'
import type { Instant } from './clock.ts'
import type { ApiError } from './errors.ts'

/** Who called, as the host established it. Ids are those of `#records` (resource = immutable id, a GUID). */
export type Caller =
  | { readonly kind: 'accessKey'; readonly resource: string }
  | { readonly kind: 'entra'; readonly tenant: string; readonly subject: string; readonly resource?: string }
  | {
      readonly kind: 'userToken'
      readonly resource: string
      /** Raw id, `8:acs:…` or `8:orgid:…`. */
      readonly user: string
      readonly scopes: readonly string[]
    }
  | { readonly kind: 'nobody' }

export interface HttpRequest<Body = unknown> {
  readonly method: string
  /** The request target as it came, undecoded. */
  readonly target: string
  /** Decoded path parameters. */
  readonly params: Readonly<Record<string, string>>
  /** Query parameters, names and values decoded, names in lower case; the last of several wins. */
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The parsed body, validated against the route's schema; undefined when there was none. */
  readonly body: Body
  readonly caller: Caller
  /** `x-ms-client-request-id` of the caller, or a new UUID. */
  readonly requestId: string
  readonly receivedAt: Instant
  readonly remoteAddress: string
  /** `https://host:port` as the caller addressed us; links in answers are built from it. */
  readonly origin: string
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal
}

export interface HttpReply {
  readonly status: number
  /** Sent as JSON; absent means no body. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Sent instead of a body: another content type, or a stream of server-sent events. */
  readonly text?: {
    readonly contentType: string
    readonly content: string | Uint8Array | AsyncIterable<string>
  }
}

export interface Route {
  /** The operation's name in its API (`CreateIdentity`); also the metric's Operation where the API has one. */
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Segments joined by `/`; `{name}` captures one segment, `{name}/:verb` keeps the raw colon, `{+name}` several. */
  readonly path: string
  readonly body?: TSchema
  /** Its JSON may also come as text/plain: browsers send beacons so. */
  readonly acceptsText?: boolean
  /** Its body is a text of any media type, handed over as it is (UTF-8), without a schema. */
  readonly takesText?: boolean
  handle(request: HttpRequest): Promise<HttpReply>
}

/**
 * How the host establishes the caller:
 * `communication` HMAC or Entra bearer · `userToken` bearer of a communication user · `entra` bearer for one of the
 * audiences · `operator` Entra bearer for OPERATOR_AUDIENCE of the operator's tenant, for what shows or changes what is
 * of every tenant · `none` nobody.
 */
export type Access =
  | { readonly kind: 'communication' }
  | { readonly kind: 'userToken' }
  | { readonly kind: 'entra'; readonly audiences: readonly string[] }
  | { readonly kind: 'operator' }
  | { readonly kind: 'none' }

/** What tokens for the operator's surfaces are asked for. */
export const OPERATOR_AUDIENCE = 'https://anteroom.local'

/** A request that did not reach its route's end: refused, malformed or unknown. */
export interface RefusedRequest {
  /** The route it was for; absent when no route of the surface matches. */
  readonly route?: Route | undefined
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly caller: Caller
  readonly error: ApiError
  readonly requestId: string
  readonly receivedAt: Instant
  readonly remoteAddress: string
}

export interface Surface {
  readonly name: string
  readonly access: Access
  /** Listed api-versions, oldest first; newer ones are served with one warning. Absent: the surface has none. */
  readonly versions?: readonly string[]
  readonly routes: readonly Route[]
  /** Operations of the published API that are not served: they answer 501 by their name. */
  readonly missing?: readonly { readonly id: string; readonly method: string; readonly path: string }[]
  /** First path segments that belong to this surface, for errors of requests that match no route. */
  readonly prefixes: readonly string[]
  /** Ids and names in paths compare without case (ARM). */
  readonly ignoresCase?: boolean
  /** The API's own error envelope. */
  errorBody(error: ApiError, requestId: string): unknown
  /** Told of every request that the host refused before the route's end, so that it can be counted and logged. */
  refused?(request: RefusedRequest): Promise<void>
}

/** `{"error":{"code","message",…}}`, the envelope that every official client reads. */
export const standardErrorBody = (error: ApiError): unknown => ({
  error: { code: error.code, message: error.message, ...error.details },
})
