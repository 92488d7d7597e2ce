/** Everything a caller of the identity API can provoke, one row each. */
import { ApiError } from '#base'
import { TOKEN_SCOPES } from './token-request.ts'

interface ErrorRow {
  readonly status: number
  readonly code: string
  /** `{name}` is replaced by the argument of that name. */
  readonly message: string
  /** The member of the request that is wrong. */
  readonly target?: string
  /** What exactly is wrong with a token, for programs. */
  readonly reason?: string
}

const errors = {
  ScopesRequired: {
    status: 400,
    code: 'ValidationError',
    message: 'Invalid scopes - Scopes field is required.',
    target: 'scopes',
  },
  ScopeUnknown: {
    status: 400,
    code: 'ValidationError',
    message: `Invalid scopes - '{scope}' is not a scope. Known scopes: ${TOKEN_SCOPES.join(', ')}.`,
    target: 'scopes',
  },
  ExpiryOutOfRange: {
    status: 400,
    code: 'ValidationError',
    message: 'Invalid expiresInMinutes - {minutes} is not between 60 and 1440.',
    target: 'expiresInMinutes',
  },
  TeamsAppMismatch: {
    status: 400,
    code: 'ValidationError',
    message: 'Invalid appId - the Entra token was issued to another application.',
    target: 'appId',
  },
  TeamsUserMismatch: {
    status: 400,
    code: 'ValidationError',
    message: 'Invalid userId - the Entra token was issued for another user.',
    target: 'userId',
  },
  RepeatabilityIncomplete: {
    status: 400,
    code: 'ValidationError',
    message:
      'Repeatability-Request-ID (a UUID) and Repeatability-First-Sent (an HTTP date) are required together.',
  },
  RepeatabilityReused: {
    status: 400,
    code: 'ValidationError',
    message: 'Repeatability-Request-ID {id} was used for a different request.',
  },
  RepeatabilityTooOld: {
    status: 412,
    code: 'PreconditionFailed',
    message: 'Repeatability-First-Sent is more than {minutes} minutes away from the time of this server.',
  },
  ForeignIdentity: {
    status: 401,
    code: 'Denied',
    message: 'The identity does not belong to the resource that signed the request.',
  },
  NoResource: {
    status: 401,
    code: 'Denied',
    message: 'The caller is not entitled to any Communication Services resource.',
  },
  IdentityNotFound: {
    status: 404,
    code: 'IdentityNotFound',
    message: 'The identity does not exist or was deleted.',
  },
  AssignmentNotFound: {
    status: 404,
    code: 'AssignmentNotFound',
    message: 'The tenant and object id have no assignment with this resource.',
  },
  AssignmentMissing: {
    status: 403,
    code: 'Denied',
    message:
      'The user has no Teams extension assignment with a resource. Create one with PUT /access/teamsExtension/….',
  },
  TooManyRequests: {
    status: 429,
    code: 'TooManyRequests',
    message: 'More than {limit} requests of this kind in 30 seconds. Wait and try again.',
  },
  EntraTokenInvalid: {
    status: 401,
    code: 'Unauthorized',
    message: 'The Entra token is not valid: {why}',
    reason: 'EntraTokenInvalid',
  },
  TokenMalformed: {
    status: 401,
    code: 'Unauthorized',
    message: 'The access token is not a signed token of this service.',
    reason: 'TokenMalformed',
  },
  TokenNotOurs: {
    status: 401,
    code: 'Unauthorized',
    message: 'The access token is not signed by the current key of this service. Issue a new one.',
    reason: 'TokenSignatureInvalid',
  },
  TokenExpired: {
    status: 401,
    code: 'Unauthorized',
    message: 'The access token expired. Issue a new one.',
    reason: 'TokenExpired',
  },
  TokenRevoked: {
    status: 401,
    code: 'Unauthorized',
    message: 'The access token was revoked. Issue a new one.',
    reason: 'TokenRevoked',
  },
} as const satisfies Record<string, ErrorRow>

export type ErrorName = keyof typeof errors

/** The error of that row, with the arguments put into its text. */
export function apiError(
  name: ErrorName,
  args: Readonly<Record<string, string | number>> = {},
  extra: { readonly retryAfterSeconds?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): ApiError {
  const row: ErrorRow = errors[name]
  return new ApiError({
    status: row.status,
    code: row.code,
    message: row.message.replace(/\{(\w+)\}/g, (_, arg: string) => String(args[arg] ?? '')),
    details: {
      ...(row.target && { target: row.target }),
      ...(row.reason && { innererror: { code: row.reason, message: row.reason } }),
    },
    ...extra,
  })
}
