/** What is asked about meetings, those who took part, and their connections. */
import { TEAMS_FEEDBACK, type TenantId } from '#records'
import { networkLookup } from '#teams/networks'
import { instant, kqlText, kqlTexts, type ListRequest, type ListShape, oneOf } from '../list-request.ts'
import { IS_GUEST, letSessions, letStreams, pageOf, TURNED_AWAY, wheresOf, withPersons } from './common.ts'

/** Everybody in a call, each with who they are. */
export const participantsOf = (tenant: TenantId, call: string): string =>
  `${letSessions(tenant)}
let Those = Sessions | where CorrelationId == ${kqlText(call)};
${withPersons('Those')}
| order by StartTime asc, ParticipantId asc`

/** Who these are, by call and participant. */
export const personsOf = (tenant: TenantId, calls: readonly string[]): string =>
  `${letSessions(tenant)}
let Those = Sessions | where CorrelationId in (${kqlTexts(calls)}) | project CorrelationId, ParticipantId, ParticipantKind, UserType, TenantIdOfUser, OrganizerTenantId, PersonKey, StartTime;
${withPersons('Those')}`

export const sessionOf = (tenant: TenantId, call: string, participant: string): string =>
  `${letSessions(tenant)}
let Those = Sessions | where CorrelationId == ${kqlText(call)} and (ParticipantId == ${kqlText(participant)} or PeerParticipantId == ${kqlText(participant)});
${withPersons('Those')}`

const placesOf = (end: 'First' | 'Second', tenant: TenantId): string =>
  networkLookup(
    end,
    tenant,
    ['NetworkName', 'BuildingName', 'City', 'InsideCorp'].map(name => `${end}${name}`),
  ).kql

/** Each end with what the building file knows of its network. */
export const streamsOf = (tenant: TenantId, call: string, participant: string): string =>
  `${letStreams(tenant)}
Streams
| where CorrelationId == ${kqlText(call)} and ParticipantId == ${kqlText(participant)} and isnotempty(MediaType)
${placesOf('First', tenant)}
${placesOf('Second', tenant)}
| order by MediaType asc, StreamDirection asc, StreamId asc`

export const feedbackOf = (tenant: TenantId, call: string, participant: string): string =>
  `${TEAMS_FEEDBACK}
| where OrganizerTenantId == ${kqlText(tenant)} and CorrelationId == ${kqlText(call)} and ParticipantId == ${kqlText(participant)}
| top 1 by TimeGenerated`

export const MEETINGS: ListShape = {
  order: {
    startTime: 'CallStartTime',
    participants: 'Participants',
    guests: 'Guests',
    turnedAway: 'TurnedAway',
    poor: 'Poor',
  },
  filters: {
    from: instant('CallStartTime', '>='),
    to: instant('CallStartTime', '<'),
    call: { expects: 'a call id', condition: value => `CorrelationId == ${kqlText(value)}` },
    meeting: { expects: 'a thread id', condition: value => `MeetingId == ${kqlText(value)}` },
    with: oneOf('With', { guests: 'guests' }),
  },
  ties: ['CorrelationId'],
}

export function meetingRows(tenant: TenantId, { where }: Pick<ListRequest, 'where'>): string {
  // Who took part is known of a whole meeting only; all else stands in each of its rows.
  const isOfWhole = (condition: string) => condition.startsWith('With ')
  return `${letSessions(tenant)}
Sessions
${wheresOf(where.filter(one => !isOfWhole(one)))}| summarize Participants = dcount(ParticipantId), Guests = dcountif(ParticipantId, ${IS_GUEST}), TurnedAway = countif(${TURNED_AWAY}), Poor = countif(AudioQuality == 'Poor'), CallStartTime = min(CallStartTime), CallEndTime = max(CallEndTime), MeetingId = take_any(MeetingId), ParticipantId = take_any(ParticipantId) by CorrelationId
| extend With = iff(Guests > 0, 'guests', '')
${wheresOf(where.filter(isOfWhole))}`
}

export const meetingsPage = (tenant: TenantId, request: ListRequest): string =>
  pageOf(meetingRows(tenant, request), request)
