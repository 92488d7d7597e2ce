/** The headers that the real service puts on each of its answers, besides those of the host. */
import { ApiError, type Clock, type HttpRequest, type Ids } from '#base'

interface Sources {
  readonly clock: Clock
  readonly ids: Ids
}

export function serviceHeaders(
  request: HttpRequest,
  { clock, ids }: Sources,
): Readonly<Record<string, string>> {
  const correlationVector = Buffer.from(ids.bytes(16)).toString('base64').replace(/=+$/, '')
  return {
    'Request-Context': 'appId=',
    'MS-CV': `${correlationVector}.0`,
    'X-Processing-Time': `${Math.max(0, Math.round(clock.now() - request.receivedAt))}ms`,
  }
}

/** A refusal carries them too. */
export function withServiceHeaders(error: ApiError, request: HttpRequest, sources: Sources): ApiError {
  const { status, code, message, retryAfterSeconds, details } = error
  const headers = { ...serviceHeaders(request, sources), ...error.headers }
  return new ApiError({ status, code, message, retryAfterSeconds, details, headers })
}
