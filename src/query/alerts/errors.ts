/** What a caller of the alerts' APIs can provoke, one row each. */
import { ApiError } from '#base'

type Arguments = Readonly<Record<string, string>>

interface Row {
  readonly status: number
  readonly code: string
  readonly message: (given: Arguments) => string
}

const rows = {
  BadRule: { status: 400, code: 'BadRequest', message: ({ why }) => `The alert rule is not valid: ${why}.` },
  BadReceiver: { status: 400, code: 'BadRequest', message: ({ why }) => `A receiver is not valid: ${why}.` },
  BadTimespan: {
    status: 400,
    code: 'BadRequest',
    message: ({ why }) => `The timespan is not valid: ${why}.`,
  },
  NotFound: {
    status: 404,
    code: 'ResourceNotFound',
    message: ({ id }) => `The resource '${id}' was not found.`,
  },
  NotAllowed: {
    status: 403,
    code: 'AuthorizationFailed',
    message: ({ id }) => `The caller may not read '${id}'.`,
  },
  ScopeNotFound: {
    status: 400,
    code: 'ScopeNotFound',
    message: ({ id }) => `The scope '${id}' is no workspace or resource known here.`,
  },
} as const satisfies Record<string, Row>

const LONGEST = 300

/** The error of that row, the caller's own words in it cut short. */
export function alertsError(name: keyof typeof rows, given: Arguments): ApiError {
  const { status, code, message }: Row = rows[name]
  const short = Object.entries(given).map(([key, text]) => [key, text.slice(0, LONGEST)])
  return new ApiError({ status, code, message: message(Object.fromEntries(short)) })
}
