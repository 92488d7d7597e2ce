/** How a connection can end: code and sub code of the calling documents, in our wording. */
import type { LegEnd } from '#records'

interface EndRow extends LegEnd {
  readonly message: string
}

const end = (code: number, subCode: number, message: string): EndRow => ({
  code,
  subCode,
  message,
})

export const ends = {
  hungUp: end(0, 0, 'The participant left.'),
  endedForAll: end(0, 4097, 'The meeting was ended for everybody.'),
  abandoned: end(0, 4521, 'The client went away without hanging up.'),
  removed: end(0, 5300, 'Another participant removed this one.'),
  lastOneLeft: end(0, 5010, 'Nobody else was left in the call.'),
  endedByService: end(0, 5003, 'The service ended the call.'),
  lobbyRejected: end(0, 5854, 'Turned away in the lobby.'),
  lobbyTimedOut: end(0, 5855, 'Nobody opened the lobby in time.'),
  mediaNeverCame: end(410, 301004, 'No media reached the server after the participant had joined.'),
  mediaLost: end(410, 301005, 'The media connection was lost and did not come back.'),
  mediaGivenUp: end(410, 3101, 'The client lost its media and gave up.'),
  lostConnection: end(496, 7, 'The connection was lost and did not come back.'),
  declined: end(603, 0, 'The callee declined.'),
  cancelled: end(487, 0, 'The caller gave up before an answer.'),
  answeredElsewhere: end(487, 10003, 'The callee answered on another endpoint.'),
  notAnswered: end(487, 10004, 'Nobody answered in time.'),
  calleeOffline: end(480, 10037, 'The callee has no client that could ring.'),
  lifetimeExceeded: end(429, 10110, 'The call reached its longest duration.'),
  anonymousJoinDisabled: end(403, 5723, 'A policy keeps anonymous and external users out.'),
  b2bJoinDisabled: end(403, 5724, 'A policy keeps people of that organization out.'),
  roomNotInvited: end(403, 5828, 'The room does not list this user.'),
  roomNotValid: end(403, 5829, 'The room cannot be joined at this time.'),
  roomOnlyAcsUsers: end(403, 5830, 'Only Communication Services users may join a room.'),
  badLocator: end(400, 5751, 'The meeting link, meeting id or passcode is not valid.'),
  teamsForHome: end(400, 40238, 'Meetings of Teams for home are not supported.'),
  notFound: end(404, 4500, 'No such call or meeting.'),
  tokenInvalid: end(401, 10009, 'The token is not valid or has expired.'),
} as const satisfies Readonly<Record<string, EndRow>>

export type EndName = keyof typeof ends

/** Code and sub code alone, as a leg keeps them. */
export function legEnd(name: EndName): LegEnd {
  const { code, subCode } = ends[name]
  return { code, subCode }
}
