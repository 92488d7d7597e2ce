/** Everything a caller of the rooms API can provoke, one row each. */
import { ApiError } from '#base'

interface ErrorRow {
  readonly status: number
  readonly code: string
  /** `{name}` is replaced by the argument of that name. */
  readonly message: string
}

const errors = {
  BadRoomId: { status: 400, code: 'BadRequest', message: "Invalid room id - '{id}' is not a number." },
  BadInstant: {
    status: 400,
    code: 'BadRequest',
    message: "Invalid {member} - '{found}' is not an RFC 3339 date and time.",
  },
  EndBeforeStart: {
    status: 400,
    code: 'BadRequest',
    message: 'Invalid validUntil - {until} is not after validFrom ({from}).',
  },
  EndInThePast: {
    status: 400,
    code: 'BadRequest',
    message: 'Invalid validUntil - {until} is in the past.',
  },
  TooLong: {
    status: 400,
    code: 'BadRequest',
    message: 'Invalid validUntil - {until} is more than {days} days after validFrom.',
  },
  TooFar: {
    status: 400,
    code: 'BadRequest',
    message: 'Invalid validFrom - {from} is more than {days} days ahead.',
  },
  BadParticipant: {
    status: 400,
    code: 'BadRequest',
    message: "Invalid participant - '{id}' is not the raw id of a Communication Services user.",
  },
  RepeatabilityIncomplete: {
    status: 400,
    code: 'BadRequest',
    message:
      'Repeatability-Request-ID (a UUID) and Repeatability-First-Sent (an HTTP date) are required together.',
  },
  RepeatabilityReused: {
    status: 400,
    code: 'BadRequest',
    message: 'Repeatability-Request-ID {id} was used for a different request.',
  },
  RepeatabilityTooOld: {
    status: 412,
    code: 'PreconditionFailed',
    message: 'Repeatability-First-Sent is more than {minutes} minutes away from the time of this server.',
  },
  NoResource: {
    status: 403,
    code: 'Forbidden',
    message: 'The caller is not entitled to any Communication Services resource.',
  },
  RoomNotFound: { status: 404, code: 'NotFound', message: 'There is no room {id} in this resource.' },
} as const satisfies Record<string, ErrorRow>

/** The error of that row, with the arguments put into its text. */
export function roomsError(
  name: keyof typeof errors,
  args: Readonly<Record<string, string | number>> = {},
  extra: { readonly headers?: Readonly<Record<string, string>> } = {},
): ApiError {
  const row: ErrorRow = errors[name]
  const message = row.message.replace(/\{(\w+)\}/g, (_, arg: string) => String(args[arg] ?? '').slice(0, 200))
  return new ApiError({ ...row, message, ...extra })
}
