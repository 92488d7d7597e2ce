/** Everybody from outside over all meetings of the tenant: the list that no page of Teams has. */
import type { TenantId } from '#records'
import { instant, kqlText, type ListRequest, type ListShape, oneOf } from '../list-request.ts'
import { IS_GUEST, letSessions, pageOf, wheresOf } from './common.ts'

export const GUESTS: ListShape = {
  order: {
    lastSeen: 'LastSeen',
    firstSeen: 'FirstSeen',
    visits: 'Visits',
    meetings: 'Meetings',
    lobbySeconds: 'AverageLobby',
    longestLobbySeconds: 'LongestLobby',
    rejected: 'Rejected',
    timedOut: 'TimedOut',
    poor: 'Poor',
  },
  filters: {
    from: instant('StartTime', '>='),
    to: instant('StartTime', '<'),
    outcome: {
      expects: 'one of admitted, rejected, timedOut, left, none, turnedAway',
      condition: value => OUTCOMES[value],
    },
    kind: oneOf('ParticipantKind', {
      acsUser: 'acsUser',
      teamsAnonymous: 'teamsAnonymous',
      m365User: 'm365User',
      phone: 'phone',
    }),
    resource: {
      expects: 'the immutable id of a Communication Services resource',
      condition: value => `AcsResourceId =~ ${kqlText(value)}`,
    },
    meeting: { expects: 'a thread id', condition: value => `MeetingId == ${kqlText(value)}` },
    call: { expects: 'a call id', condition: value => `CorrelationId == ${kqlText(value)}` },
    person: { expects: 'a person key', condition: value => `PersonKey == ${kqlText(value)}` },
    quality: oneOf('AudioQuality', { Good: 'Good', Poor: 'Poor', Unavailable: 'Unavailable' }),
  },
  ties: ['PersonKey'],
}

const OUTCOMES: Readonly<Record<string, string>> = {
  admitted: "LobbyOutcome == 'admitted'",
  rejected: "LobbyOutcome == 'rejected'",
  timedOut: "LobbyOutcome == 'timedOut'",
  left: "LobbyOutcome == 'left'",
  none: "LobbyOutcome == ''",
  turnedAway: "LobbyOutcome in ('rejected', 'timedOut')",
}

/** One row a person. Filters are of visits: what is counted is what was asked for. */
export function guestRows(tenant: TenantId, { where }: Pick<ListRequest, 'where'>): string {
  return `${letSessions(tenant)}
Sessions
| where ${IS_GUEST}
${wheresOf(where)}| summarize Visits = count(), Meetings = dcount(CorrelationId), Admitted = countif(LobbyOutcome == 'admitted'), Rejected = countif(LobbyOutcome == 'rejected'), TimedOut = countif(LobbyOutcome == 'timedOut'), GaveUp = countif(LobbyOutcome == 'left'), WithoutLobby = countif(isempty(LobbyOutcome)), AverageLobby = avg(LobbySeconds), LongestLobby = max(LobbySeconds), Poor = countif(AudioQuality == 'Poor'), FirstSeen = min(StartTime), LastSeen = max(StartTime), arg_max(StartTime, CorrelationId, ParticipantId, ParticipantKind, UserType, TenantIdOfUser, OrganizerTenantId, AcsResourceId) by PersonKey`
}

export const guestsPage = (tenant: TenantId, request: ListRequest): string =>
  pageOf(guestRows(tenant, request), request)
