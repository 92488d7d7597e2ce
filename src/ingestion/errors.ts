/** Everything a caller of the ingestion API, or of the rules behind it, can provoke; one row each. */
import { ApiError } from '#base'

const errors = {
  RuleNotFound: {
    status: 404,
    code: 'NotFound',
    message: "Data collection rule with immutable Id '{id}' not found.",
  },
  NoAccess: {
    status: 403,
    code: 'OperationFailed',
    message:
      "The authentication token provided does not have access to ingest data for the data collection rule with immutable Id '{id}'.",
  },
  UnknownStream: {
    status: 400,
    code: 'InvalidStream',
    message: "The stream '{stream}' is not configured in the data collection rule '{id}'.",
  },
  TooManyRequests: {
    status: 429,
    code: 'TooManyRequests',
    message: 'More than {limit} requests of this rule in {seconds} seconds. Wait and try again.',
  },
  ResourceNotFound: {
    status: 404,
    code: 'ResourceNotFound',
    message: "The data collection rule '{id}' was not found.",
  },
  InvalidRule: {
    status: 400,
    code: 'InvalidPayload',
    message: 'The data collection rule is not valid: {why}',
  },
  NotSupported: {
    status: 400,
    code: 'InvalidPayload',
    message: 'The data collection rule asks for what is not served here: {why}',
  },
} as const satisfies Record<string, { status: number; code: string; message: string }>

/** The error of that row, with the arguments put into its text. */
export function ingestionError(
  name: keyof typeof errors,
  args: Readonly<Record<string, string | number>>,
  retryAfterSeconds?: number,
): ApiError {
  const row = errors[name]
  const message = row.message.replace(/\{(\w+)\}/g, (_, arg: string) => String(args[arg] ?? '').slice(0, 300))
  return new ApiError({ ...row, message, retryAfterSeconds })
}
