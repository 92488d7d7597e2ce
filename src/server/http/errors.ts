/** What a caller can provoke before a surface is asked: code, status and text, one row each. */
import { ApiError, type ApiErrorRow } from '#base'

type Arguments = Readonly<Record<string, string | number>>
type Row = Omit<ApiErrorRow, 'message'> & { readonly message: (given: Arguments) => string }

const rows = {
  BadPath: { status: 400, code: 'BadRequest', message: () => 'The percent-encoding of the path is broken.' },
  BadJson: { status: 400, code: 'BadRequest', message: ({ why }) => `The body is not valid JSON: ${why}` },
  BadBody: {
    status: 400,
    code: 'BadRequest',
    message: ({ problems }) => `The body does not fit: ${problems}.`,
  },
  BodyTooDeep: {
    status: 400,
    code: 'BadRequest',
    message: ({ limit }) => `The body is nested more than ${limit} levels deep.`,
  },
  BadEncoding: {
    status: 400,
    code: 'BadRequest',
    message: ({ found }) =>
      `The body could not be unpacked: Content-Encoding is ${found}, gzip is understood.`,
  },
  BadRequest: { status: 400, code: 'BadRequest', message: ({ why }) => `The request is malformed: ${why}` },
  VersionMissing: {
    status: 400,
    code: 'MissingApiVersionParameter',
    message: ({ versions }) => `The query parameter api-version is missing. Supported: ${versions}.`,
  },
  VersionMalformed: {
    status: 400,
    code: 'InvalidApiVersionParameter',
    message: ({ found, versions }) =>
      `The api-version ${found} is not of the form YYYY-MM-DD or YYYY-MM-DD-preview. Supported: ${versions}.`,
  },
  VersionTooOld: {
    status: 400,
    code: 'UnsupportedApiVersion',
    message: ({ found, versions }) => `The api-version ${found} is not supported. Supported: ${versions}.`,
  },
  UnknownPath: {
    status: 404,
    code: 'NotFound',
    message: ({ method, path }) => `There is nothing at ${method} ${path}.`,
  },
  OtherMethods: {
    status: 405,
    code: 'MethodNotAllowed',
    message: ({ method, allowed }) => `${method} is not possible here; ${allowed} is.`,
  },
  TooSlow: { status: 408, code: 'RequestTimeout', message: () => 'The request did not arrive in time.' },
  BodyTooLarge: {
    status: 413,
    code: 'RequestEntityTooLarge',
    message: ({ limit }) => `The body is larger than ${limit} bytes.`,
  },
  TargetTooLong: {
    status: 414,
    code: 'UriTooLong',
    message: ({ limit }) => `The path and query are longer than ${limit} characters.`,
  },
  MediaType: {
    status: 415,
    code: 'UnsupportedMediaType',
    message: ({ found }) => `The Content-Type ${found} is not understood; application/json is.`,
  },
  OtherHost: {
    status: 421,
    code: 'MisdirectedRequest',
    message: ({ host }) =>
      `The host name ${host} is not one of this server. Add it with --names when it is meant to be.`,
  },
  HeadersTooLarge: {
    status: 431,
    code: 'RequestHeaderFieldsTooLarge',
    message: () => 'The headers are too large.',
  },
  Broken: {
    status: 500,
    code: 'InternalServerError',
    message: ({ requestId }) => `Something went wrong here. The log has the reason under ${requestId}.`,
  },
  NotServed: {
    status: 501,
    code: 'NotImplemented',
    message: ({ operation }) => `The operation ${operation} exists in Azure but is not served here yet.`,
  },
  Closing: {
    status: 503,
    code: 'ServiceUnavailable',
    retryAfterSeconds: 2,
    message: () => 'The server is shutting down.',
  },
  AnswerTooSlow: {
    status: 504,
    code: 'GatewayTimeout',
    message: ({ seconds }) => `No answer was ready within ${seconds} seconds.`,
  },
} satisfies Record<string, Row>

export type HostErrorName = keyof typeof rows

export function hostError(name: HostErrorName, given: Arguments = {}, headers = {}): ApiError {
  const row: Row = rows[name]
  return new ApiError({ ...row, message: row.message(given), headers })
}
