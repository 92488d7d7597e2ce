/** The headers that the real service puts on each of its answers, besides those of the host. */
import { ApiError, type HttpRequest } from '#base'
import type { Services } from './operation.ts'

export function serviceHeaders(
  request: HttpRequest,
  { clock, ids }: Pick<Services, 'clock' | 'ids'>,
): Readonly<Record<string, string>> {
  const correlationVector = Buffer.from(ids.bytes(16)).toString('base64').replace(/=+$/, '')
  return {
    'Request-Context': 'appId=',
    'MS-CV': `${correlationVector}.0`,
    'X-Processing-Time': `${Math.max(0, Math.round(clock.now() - request.receivedAt))}ms`,
  }
}

export function withServiceHeaders(
  error: ApiError,
  request: HttpRequest,
  services: Pick<Services, 'clock' | 'ids'>,
): ApiError {
  const { status, code, message, retryAfterSeconds, details } = error
  const headers = { ...serviceHeaders(request, services), ...error.headers }
  return new ApiError({ status, code, message, retryAfterSeconds, details, headers })
}
