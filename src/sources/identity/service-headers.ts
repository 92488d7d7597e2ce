/** The headers that the real service puts on each of its answers. */
import { ApiError, type HttpRequest } from '#base'
import type { Services } from './operation.ts'

/** Published versions of the API, oldest first. */
export const IDENTITY_VERSIONS = [
  '2021-03-07',
  '2022-06-01',
  '2022-10-01',
  '2023-08-01',
  '2023-10-01',
  '2024-04-01-preview',
  '2025-03-02-preview',
  '2025-04-01-preview',
  '2025-06-30',
] as const

export function serviceHeaders(
  request: HttpRequest,
  { clock, ids }: Pick<Services, 'clock' | 'ids'>,
): Readonly<Record<string, string>> {
  const correlationVector = Buffer.from(ids.bytes(16)).toString('base64').replace(/=+$/, '')
  return {
    'api-supported-versions': IDENTITY_VERSIONS.join(', '),
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
