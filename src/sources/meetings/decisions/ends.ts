/** How a connection can end: code and sub code of the calling documents, their result category and our wording. */
import type { LegEnd } from '#records'

export type ResultCategory = 'Success' | 'ExpectedError' | 'UnexpectedClientError' | 'UnexpectedServerError'

interface EndRow extends LegEnd {
  readonly category: ResultCategory
  readonly message: string
}

const end = (code: number, subCode: number, category: ResultCategory, message: string): EndRow => ({
  code,
  subCode,
  category,
  message,
})

export const ends = {
  hungUp: end(0, 0, 'Success', 'The participant left.'),
  endedForAll: end(0, 4097, 'Success', 'The meeting was ended for everybody.'),
  abandoned: end(0, 4521, 'ExpectedError', 'The client went away without hanging up.'),
  removed: end(0, 5300, 'Success', 'Another participant removed this one.'),
  lastOneLeft: end(0, 5010, 'Success', 'Nobody else was left in the call.'),
  endedByService: end(0, 5003, 'Success', 'The service ended the call.'),
  lobbyRejected: end(0, 5854, 'Success', 'Turned away in the lobby.'),
  lobbyTimedOut: end(0, 5855, 'Success', 'Nobody opened the lobby in time.'),
  lostConnection: end(496, 7, 'ExpectedError', 'The connection was lost and did not come back.'),
  declined: end(603, 0, 'Success', 'The callee declined.'),
  cancelled: end(487, 0, 'Success', 'The caller gave up before an answer.'),
  answeredElsewhere: end(487, 10003, 'Success', 'The callee answered on another endpoint.'),
  notAnswered: end(487, 10004, 'ExpectedError', 'Nobody answered in time.'),
  calleeOffline: end(480, 10037, 'ExpectedError', 'The callee has no client that could ring.'),
  lifetimeExceeded: end(429, 10110, 'ExpectedError', 'The call reached its longest duration.'),
  anonymousJoinDisabled: end(403, 5723, 'ExpectedError', 'A policy keeps anonymous and external users out.'),
  b2bJoinDisabled: end(403, 5724, 'ExpectedError', 'A policy keeps people of that organization out.'),
  badLocator: end(400, 5751, 'ExpectedError', 'The meeting link, meeting id or passcode is not valid.'),
  teamsForHome: end(400, 40238, 'ExpectedError', 'Meetings of Teams for home are not supported.'),
  notFound: end(404, 4500, 'ExpectedError', 'No such call or meeting.'),
  tokenInvalid: end(401, 10009, 'ExpectedError', 'The token is not valid or has expired.'),
} as const satisfies Readonly<Record<string, EndRow>>

export type EndName = keyof typeof ends

/** Code and sub code alone, as a leg keeps them. */
export function legEnd(name: EndName): LegEnd {
  const { code, subCode } = ends[name]
  return { code, subCode }
}
