/**
 * Errors in Kusto's OneApi shape (facts: Kusto REST). The queries speak the logs API's words; the innermost code of
 * those says which of Kusto's rows it is.
 */
import { ApiError } from '#base'

interface OneApiRow {
  readonly code: string
  readonly message: string
  /** The exception's name without its namespace. */
  readonly type: string
  /** In front of the message, as the service writes it. */
  readonly prefix?: string
}

const INVALID = { code: 'General_BadRequest', message: 'Request is invalid and cannot be executed.' }
const LIMITS = { code: 'LimitsExceeded', message: 'Request is invalid and cannot be executed.' }

const ROWS: readonly (readonly [pattern: RegExp, row: OneApiRow])[] = [
  [/^SYN/, { ...INVALID, type: 'SyntaxException', prefix: 'Syntax error: ' }],
  [/^(SEM|UNS)/, { ...INVALID, type: 'SemanticException', prefix: 'Semantic error: ' }],
  [/^LIM|QueryValidation/, { ...INVALID, type: 'KustoBadRequestException' }],
  [/^EntityNotFound$/, { ...INVALID, code: 'BadRequest_EntityNotFound', type: 'EntityNotFoundException' }],
  [/^E_QUERY_TIMEOUT$/, timedOut()],
  [/^E_QUERY_THROTTLED$/, throttled()],
  [
    /^E_LOW_MEMORY_CONDITION$/,
    { ...LIMITS, type: 'KustoServicePartialQueryFailureLowMemoryConditionException' },
  ],
  [
    /^E_QUERY_RESULT_SET_TOO_LARGE$/,
    { ...LIMITS, type: 'KustoServicePartialQueryFailureLimitsExceededException' },
  ],
  [/^E_RUNTIME_ERROR$/, { ...INVALID, type: 'KustoServicePartialQueryFailureException' }],
  [
    /^Unauthorized$/,
    { code: 'Unauthorized', message: 'Unauthorized.', type: 'KustoAuthenticationException' },
  ],
  [
    /^Forbidden$/,
    { code: 'Forbidden', message: 'Caller is not authorized.', type: 'UnauthorizedDatabaseAccessException' },
  ],
]
const BAD_REQUEST: OneApiRow = { ...INVALID, type: 'KustoBadRequestException' }
const BROKEN: OneApiRow = {
  code: 'InternalServiceError',
  message: 'Internal service error.',
  type: 'KustoServiceException',
}

function timedOut(): OneApiRow {
  return {
    code: 'Timeout',
    message: 'Request execution timed out.',
    type: 'KustoServiceTimeoutException',
  }
}

function throttled(): OneApiRow {
  return {
    code: 'TooManyRequests',
    message: 'Request is denied due to throttling.',
    type: 'KustoRequestThrottledException',
  }
}

interface Inner {
  readonly code?: string
  readonly message?: string
  readonly innererror?: Inner
  readonly line?: number
  readonly pos?: number
  readonly token?: string
}

/** The envelope of a request that failed as a whole. */
export function oneApiBody(error: ApiError, requestId: string): unknown {
  const inner = innermost({
    code: error.code,
    message: error.message,
    innererror: error.details.innererror as Inner | undefined,
  })
  const fallback = error.status >= 500 ? BROKEN : BAD_REQUEST
  const row = ROWS.find(([pattern]) => pattern.test(inner.code ?? ''))?.[1] ?? fallback
  return { error: oneApiError(row, inner, requestId) }
}

/** The error of an answer whose rows were cut off, for the end of the data. */
export const cutError = (message: string, requestId: string): unknown => ({
  error: oneApiError(
    { ...LIMITS, type: 'KustoServicePartialQueryFailureLimitsExceededException' },
    { code: 'E_QUERY_RESULT_SET_TOO_LARGE', message },
    requestId,
  ),
})

function oneApiError(row: OneApiRow, inner: Inner, requestId: string) {
  const coded = row.prefix ? `${row.prefix}${inner.code}: ${inner.message}` : inner.message
  return {
    code: row.code,
    message: row.message,
    '@type': `Kusto.Data.Exceptions.${row.type}`,
    '@message': coded,
    '@context': { clientRequestId: requestId, activityId: activityIdOf(requestId) },
    '@permanent': row.code !== 'TooManyRequests' && row.code !== 'Timeout',
    ...(inner.code && { '@errorCode': inner.code }),
    ...(inner.line !== undefined && { '@line': inner.line, '@pos': inner.pos, '@token': inner.token }),
  }
}

const innermost = (error: Inner): Inner => (error.innererror ? innermost(error.innererror) : error)

const NO_ACTIVITY = '00000000-0000-0000-0000-000000000000'

/** Clients name a request `KNC.execute;<uuid>`; the activity is the GUID in it. */
export const activityIdOf = (requestId: string): string =>
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(requestId)?.[0].toLowerCase() ?? NO_ACTIVITY

export const databaseNotFound = (name: string) =>
  refused('EntityNotFound', `Entity ID '${name}' of kind 'Database' was not found.`)

export const databaseForbidden = (name: string) =>
  new ApiError({
    status: 403,
    code: 'Forbidden',
    message: `The principal is not authorized to read database '${name}': it belongs to another tenant than the token.`,
  })

export const tableNotFound = (name: string) =>
  refused('EntityNotFound', `Entity ID '${name}' of kind 'Table' was not found.`)

export const unknownCommand = (text: string, known: readonly string[]) =>
  refused(
    'UNS0002',
    `The management command '${text.slice(0, 100)}' is not supported here. Expected one of: ${known.join(', ')}.`,
  )

export const missingText = () => refused('QueryValidationError', 'The body has no text in "csl".')

const refused = (code: string, message: string) =>
  new ApiError({ status: 400, code: 'BadArgumentError', message, details: { innererror: { code, message } } })
