/** Graph's own words for what callers of users, call records and subscriptions can provoke. */
import { ApiError } from '#base'

const rows = {
  BadRequest: { status: 400, code: 'BadRequest' },
  UnknownOption: { status: 400, code: 'Request_BadRequest' },
  UserNotFound: { status: 404, code: 'Request_ResourceNotFound' },
  MeNeedsUser: { status: 400, code: 'BadRequest' },
  RecordNotFound: { status: 404, code: 'NotFound' },
  SubscriptionNotFound: { status: 404, code: 'ResourceNotFound' },
  InvalidRequest: { status: 400, code: 'InvalidRequest' },
  ValidationError: { status: 400, code: 'ValidationError' },
  Forbidden: { status: 403, code: 'Forbidden' },
} as const

export const graphError = (name: keyof typeof rows, message: string): ApiError =>
  new ApiError({ ...rows[name], message })
