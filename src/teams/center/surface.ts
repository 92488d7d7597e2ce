/** `/teams/users`, `/teams/meetings`, `/teams/guests`, `/teams/running`: what the pages of the admin center ask. */
import { type HttpReply, type Route, type Surface, standardErrorBody } from '#base'
import { TEAMS_AUDIENCES } from '#teams/reading'
import { type Asking, askingOf, type Center } from './center.ts'
import { listGuests } from './guests.ts'
import { type LiveHistoryOptions, openLiveHistory } from './live/live-history.ts'
import { getLive, listRunning } from './live/running.ts'
import { getMeeting, getSession, listMeetings } from './meetings.ts'
import { getUser, listPast, listRecent } from './one-user.ts'
import { listUsers } from './users.ts'

export interface CenterOptions extends Omit<Center, 'live' | 'soFar'> {
  readonly meetings: LiveHistoryOptions['meetings'] & Pick<Center, 'soFar'>
}

type Answering = (asking: Asking) => Promise<HttpReply> | HttpReply

const ANSWERS: readonly (readonly [id: string, path: string, answer: Answering])[] = [
  ['ListTeamsUsers', '/teams/users', listUsers],
  ['GetTeamsUser', '/teams/users/{user}', getUser],
  ['ListPastMeetings', '/teams/users/{user}/meetings', listPast],
  ['ListRecentMeetings', '/teams/users/{user}/recent', listRecent],
  ['ListTeamsMeetings', '/teams/meetings', listMeetings],
  ['GetTeamsMeeting', '/teams/meetings/{callId}', getMeeting],
  ['GetTeamsMeetingLive', '/teams/meetings/{callId}/live', getLive],
  ['GetTeamsSession', '/teams/meetings/{callId}/sessions/{participantId}', getSession],
  ['ListTeamsGuests', '/teams/guests', listGuests],
  ['ListRunningMeetings', '/teams/running', listRunning],
]

export function centerSurface({ meetings, ...options }: CenterOptions): Surface {
  const live = openLiveHistory({ meetings, clock: options.clock })
  const center: Center = { ...options, live, soFar: callId => meetings.soFar(callId) }
  return {
    name: 'teams-center',
    access: { kind: 'entra', audiences: TEAMS_AUDIENCES },
    prefixes: ['teams'],
    errorBody: standardErrorBody,
    routes: ANSWERS.map(
      ([id, path, answer]): Route => ({
        id,
        method: 'GET',
        path,
        handle: async request => await answer(askingOf(center, request)),
      }),
    ),
  }
}
