/** What a caller of the logs API can provoke: one row each (facts: logs query, error table). */
import { ApiError } from '#base'
import type { Diagnostic } from '#query/kql'

const BAD_ARGUMENT = {
  status: 400,
  code: 'BadArgumentError',
  message: 'The request had some invalid properties',
}

/** Inner words of a 400, in the service's nesting: the clients read the innermost code. */
const badArgument = (innererror: Readonly<Record<string, unknown>>, correlationId: string) =>
  new ApiError({ ...BAD_ARGUMENT, details: { correlationId, innererror } })

export const malformedTimespan = (text: string, correlationId: string) =>
  badArgument(
    {
      code: 'QueryValidationError',
      message: `The timespan ${JSON.stringify(text)} was not understood. Expected an ISO 8601 duration (PT1H), start/end, start/duration or duration/end.`,
    },
    correlationId,
  )

export const missingQuery = (correlationId: string) =>
  badArgument(
    {
      code: 'QueryValidationError',
      message: 'No query was found. Expected a JSON body {"query": "…"} or the parameter ?query=…',
    },
    correlationId,
  )

export const workspaceNotFound = (id: string) =>
  new ApiError({
    status: 404,
    code: 'WorkspaceNotFoundError',
    message: `The workspace ${JSON.stringify(id)} could not be found. Expected its GUID, its name or its resource id.`,
  })

export const insufficientAccess = (id: string) =>
  new ApiError({
    status: 403,
    code: 'InsufficientAccessError',
    message: `The provided credentials have insufficient access to perform the requested operation: ${JSON.stringify(id)} belongs to another tenant than the token.`,
  })

export const resourceNotFound = (id: string) =>
  new ApiError({
    status: 404,
    code: 'ResourceNotFound',
    message: `No resource ${JSON.stringify(id)} is known here.`,
  })

const PHASE_CODES = {
  syntax: ['SyntaxError', 'A recognition error occurred in the query.'],
  semantic: ['SemanticError', 'A semantic error occurred.'],
  unsupported: ['SemanticError', 'The query uses something that is not supported here.'],
  limit: ['QueryValidationError', 'The query is over a limit.'],
} as const

/** The first mistake in the service's nesting; further ones follow in `details`. */
export function refusedQuery(diagnostics: readonly Diagnostic[], correlationId: string): ApiError {
  const [first, ...others] = diagnostics
  if (!first)
    return badArgument({ code: 'QueryValidationError', message: 'The query was refused.' }, correlationId)
  const [code, message] = PHASE_CODES[first.kind]
  const details = others.map(inner)
  return badArgument(
    { code, message, innererror: inner(first), ...(details.length > 0 && { details }) },
    correlationId,
  )
}

const inner = ({ code, message, line, pos, token }: Diagnostic) => ({ code, message, line, pos, token })

/** What the engine could not do → status, code and the inner code that dashboards know. */
const ENGINE_ROWS: Readonly<Record<string, { status: number; code: string; inner: string }>> = {
  timeout: { status: 504, code: 'GatewayTimeout', inner: 'E_QUERY_TIMEOUT' },
  memoryLimit: { status: 400, code: 'BadArgumentError', inner: 'E_LOW_MEMORY_CONDITION' },
  resultTooLarge: { status: 400, code: 'BadArgumentError', inner: 'E_QUERY_RESULT_SET_TOO_LARGE' },
  badValue: { status: 400, code: 'BadArgumentError', inner: 'E_RUNTIME_ERROR' },
  badQuery: { status: 400, code: 'BadArgumentError', inner: 'E_RUNTIME_ERROR' },
  syntax: { status: 400, code: 'BadArgumentError', inner: 'E_RUNTIME_ERROR' },
  busy: { status: 429, code: 'TooManyRequests', inner: 'E_QUERY_THROTTLED' },
  unavailable: { status: 503, code: 'ServiceUnavailable', inner: 'E_ENGINE_UNAVAILABLE' },
  cancelled: { status: 499, code: 'ClientClosedRequest', inner: 'E_QUERY_CANCELLED' },
}
const INTERNAL = { status: 500, code: 'InternalServerError', inner: 'E_INTERNAL' }

/** Words of the engine's own world: types and names that no query author wrote. Such an error is a gap of the compiler. */
const ENGINE_WORDS =
  /DB::|ClickHouse|Nullable|\bU?Int(?:8|16|32|64|128)\b|DateTime64|Decimal\(|Array\(|Tuple|LowCardinality|supertype|Exception/
const UNTRANSLATED =
  'The query is understood, but one of its expressions could not be run here for values of these types. This is a gap of the translation, not a mistake of the query; converting the values first (tostring, tolong, todouble) helps.'

/** `fault.code` is the engine's; its message is fit for callers, unless it speaks of the engine's insides. */
export function failedQuery(fault: { code: string; message: string }, correlationId: string): ApiError {
  const known = ENGINE_WORDS.test(fault.message) ? INTERNAL : (ENGINE_ROWS[fault.code] ?? INTERNAL)
  const message = known === INTERNAL ? UNTRANSLATED : fault.message
  const waits = known.status === 429 || known.status === 503
  return new ApiError({
    status: known.status,
    code: known.code,
    message: known.status === 400 ? BAD_ARGUMENT.message : message,
    retryAfterSeconds: waits ? 1 : undefined,
    details: { correlationId, innererror: { code: known.inner, message } },
  })
}
