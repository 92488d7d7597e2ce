/** Everything a caller of the chat API can provoke, one row each. */
import { ApiError } from '#base'

interface ErrorRow {
  readonly status: number
  readonly code: string
  /** `{name}` is replaced by the argument of that name. */
  readonly message: string
  /** The member of the request that is wrong. */
  readonly target?: string
  /** Why exactly, for programs and for people: the published message alone does not tell. */
  readonly because?: { readonly code: string; readonly message: string }
}

const NOT_ALLOWED = {
  status: 403,
  code: 'Forbidden',
  message: 'User is not allowed to perform specified action.',
} as const

const errors = {
  NotAuthorized: { status: 401, code: 'Unauthorized', message: 'Request is not authorized.' },
  ScopeMissing: {
    ...NOT_ALLOWED,
    because: {
      code: 'ScopeMissing',
      message: 'The access token has none of the scopes {scopes}.',
    },
  },
  NotParticipant: {
    ...NOT_ALLOWED,
    because: { code: 'NotParticipant', message: 'The user is not a participant of the thread.' },
  },
  NotSender: {
    ...NOT_ALLOWED,
    because: { code: 'NotSender', message: 'Only who sent a message may change it.' },
  },
  NotInMeetings: {
    ...NOT_ALLOWED,
    because: { code: 'NotInMeetings', message: 'The thread of a Teams meeting is kept by Teams.' },
  },
  MeetingChatOff: {
    ...NOT_ALLOWED,
    because: {
      code: 'MeetingChatOff',
      message: "The organizer's MeetingChatEnabledType is {policy}.",
    },
  },
  MeetingChatRefused: {
    ...NOT_ALLOWED,
    because: {
      code: 'MeetingChatRefused',
      message: 'This installation refuses meeting chat to external users, as the real service may.',
    },
  },
  NoCommunicationUser: {
    ...NOT_ALLOWED,
    because: { code: 'NoCommunicationUser', message: 'Only Communication Services users create threads.' },
  },
  ThreadNotFound: { status: 404, code: 'NotFound', message: 'There is no chat thread {thread}.' },
  MessageNotFound: { status: 404, code: 'NotFound', message: 'There is no message {message} in the thread.' },
  ParticipantNotFound: {
    status: 404,
    code: 'NotFound',
    message: 'The thread has no participant {participant}.',
  },
  BadPageSize: {
    status: 400,
    code: 'BadRequest',
    message: 'maxPageSize is {found}; a whole number from 1 is expected.',
    target: 'maxPageSize',
  },
  BadSkip: {
    status: 400,
    code: 'BadRequest',
    message: 'skip is {found}; a whole number from 0 is expected.',
    target: 'skip',
  },
  BadStartTime: {
    status: 400,
    code: 'BadRequest',
    message: 'startTime is {found}; an RFC 3339 instant is expected.',
    target: 'startTime',
  },
  BadShareHistoryTime: {
    status: 400,
    code: 'BadRequest',
    message: 'shareHistoryTime is {found}; an RFC 3339 instant is expected.',
    target: 'shareHistoryTime',
  },
  BadIdentifier: {
    status: 400,
    code: 'BadRequest',
    message: 'An identifier names nobody: rawId, communicationUser or another kind is expected.',
    target: 'communicationIdentifier',
  },
  MessageTooLarge: {
    status: 413,
    code: 'RequestEntityTooLarge',
    message: 'The content has {found} bytes; at most {most} are allowed.',
    target: 'content',
  },
  TooManyParticipants: {
    status: 400,
    code: 'BadRequest',
    message: 'A thread has at most {most} participants.',
    target: 'participants',
  },
  TooManyDevices: {
    status: 503,
    code: 'ServiceUnavailable',
    message: 'Too many devices are connected. Try again later.',
  },
  TooManyRequests: {
    status: 429,
    code: 'TooManyRequests',
    message: 'Rate limit exceeded: more than {limit} requests of this kind in {seconds} seconds.',
  },
} as const satisfies Record<string, ErrorRow>

export type ChatErrorName = keyof typeof errors

/** The error of that row, with the arguments put into its texts. */
export function chatError(
  name: ChatErrorName,
  args: Readonly<Record<string, string | number>> = {},
  extra: { readonly retryAfterSeconds?: number } = {},
): ApiError {
  const { status, code, message, target, because }: ErrorRow = errors[name]
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, arg: string) => String(args[arg] ?? '').slice(0, 128))
  return new ApiError({
    status,
    code,
    message: fill(message),
    details: {
      ...(target && { target }),
      ...(because && { innererror: { code: because.code, message: fill(because.message) } }),
    },
    ...extra,
  })
}
