/** Graph's own words for what a caller of onlineMeetings can provoke, and its error envelope. */
import { ApiError, type Clock, toIso } from '#base'

const rows = {
  BadRequest: { status: 400, message: 'The request is not valid.' },
  MeNeedsUser: {
    status: 400,
    code: 'BadRequest',
    message:
      '/me request is only valid with delegated authentication flow: use /users/{id} with an app token.',
  },
  UnknownUser: {
    status: 404,
    code: 'Request_ResourceNotFound',
    message: 'There is no such user in your tenant.',
  },
  NotFound: { status: 404, message: 'There is no such meeting of that user.' },
} as const

export function graphError(name: keyof typeof rows, detail?: string): ApiError {
  const row = rows[name]
  const code = 'code' in row ? row.code : name
  return new ApiError({ status: row.status, code, message: detail ?? row.message })
}

export const graphErrorBody = (clock: Clock) => {
  return (error: ApiError, requestId: string): unknown => ({
    error: {
      code: error.code,
      message: error.message,
      ...error.details,
      innerError: {
        date: toIso(clock.now()).slice(0, 19),
        'request-id': requestId,
        'client-request-id': requestId,
      },
    },
  })
}
