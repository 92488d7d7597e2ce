/** What a client of the signalling protocol can provoke, as rows: code, what happened, how to fix it. */
import type { EndName } from '../decisions/ends.ts'
import type { Refusal } from '../engine/events.ts'
import { endOf } from './announce.ts'
import type { ServerMessageOf } from './server-messages.ts'

export type Problem = Omit<ServerMessageOf<'error'>, 'type' | 're'>

const rows = {
  BadMessage: ['The message does not fit the protocol.', 'See docs/signalling.md for its members.'],
  ProtocolNotSupported: ['Only version 1 of the protocol is spoken here.', 'Send protocol: 1.'],
  HelloExpected: ['The first message must be hello.', 'Say who you are first.'],
  AlreadyGreeted: ['This socket has said hello before.', 'Open another socket for another identity.'],
  TokenInvalid: ['The token is not valid or has expired.', 'Get a new token and say hello with it.'],
  ScopeMissing: ['The token does not cover calls.', 'Issue it with the scope voip or voip.join.'],
  TestUsersOff: ['Test users are switched off here.', 'Say hello with a token.'],
  UnknownUser: ['The directory knows no such user.', 'Name a user by object id or principal name.'],
  AlreadyInCall: ['This socket is in a call.', 'Leave it first, or open another socket.'],
  NotInCall: ['This socket is in no call.', 'Join first.'],
  NotAllowedByScope: ['A token with voip.join cannot start calls.', 'Issue it with the scope voip.'],
  NoMedia: [
    'This participant has no media connection to the server.',
    'Opt in with media, and wait for mediaPath.',
  ],
  ServerOffers: ['The server makes the offers.', 'Answer its offers, or ask for a new one with renegotiate.'],
  BadPayload: ['The payload does not fit the protocol.', 'See docs/signalling.md for its members.'],
  TooOften: ['That was asked for a moment ago.', 'Try again in a second.'],
  BadNetworkOff: ['Bad networks are switched off here.', 'Start the server with --bad-network on.'],
  BadUser: ['That is no raw id of anybody.', 'Use 8:acs:…, 8:orgid:…, 28:orgid:… or 4:+….'],
  UnknownResumeKey: ['There is nothing to resume.', 'Join again; a place is kept only for a short time.'],
  UnknownParticipant: ['There is no such participant in the call.', 'Use one of the latest roster.'],
  ServerBusy: ['Nothing can be stored right now.', 'Try again in a moment.'],
  InternalError: ['The server failed at this message.', 'Its log says why; please report it.'],
  JoinRefused: ['The join was refused.', 'See end for the reason.'],
} as const satisfies Readonly<Record<string, readonly [message: string, fix: string]>>

export type ProblemCode = keyof typeof rows

export function problem(code: ProblemCode, detail?: string): Problem {
  const [message, fix] = rows[code]
  return { code, message: detail === undefined ? message : `${message} ${detail}`, fix }
}

export const refusalProblem = ({ code, message, fix }: Refusal): Problem => ({ code, message, fix })

/** A join that did not get as far as a call. */
export const joinProblem = (end: EndName, fix: string): Problem => ({
  code: 'JoinRefused',
  message: endOf(end).message,
  fix,
  end: endOf(end),
})
