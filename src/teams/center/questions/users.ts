/** What is asked about users: how they fared, what they took part in. */
import type { TenantId } from '#records'
import { instant, kqlText, kqlTexts, type ListRequest, type ListShape, oneOf } from '../list-request.ts'
import { ACTIVITY, letSessions, MINOR, pageOf, wheresOf } from './common.ts'

const WEEK = '7d'

/** The last seven days of everybody who has an account here, by object id. */
export const activityOfAll = (tenant: TenantId): string =>
  `${letSessions(tenant)}
Sessions
| where TimeGenerated > ago(${WEEK}) and StartTime > ago(${WEEK}) and ParticipantKind == 'm365User'
| join kind=inner (Persons | where isnotempty(ObjectId) | project CorrelationId, ParticipantId, ObjectId) on CorrelationId, ParticipantId
| summarize Meetings = dcountif(CorrelationId, SessionType != 'P2P'), Calls = dcountif(CorrelationId, SessionType == 'P2P'), Poor = countif(AudioQuality == 'Poor'), LastSeen = max(StartTime) by ObjectId`

export const qualityOf = (tenant: TenantId, keys: readonly string[]): string =>
  `${letSessions(tenant)}
Sessions
| where PersonKey in (${kqlTexts(keys)}) and TimeGenerated > ago(${WEEK}) and StartTime > ago(${WEEK})
| summarize Connections = count() by Quality = iff(AudioQuality in ('Good', 'Poor'), AudioQuality, 'Unclassified')`

export const activityOf = (tenant: TenantId, keys: readonly string[]): string =>
  `${letSessions(tenant)}
Sessions
| where PersonKey in (${kqlTexts(keys)}) and TimeGenerated > ago(${WEEK}) and StartTime > ago(${WEEK})
| summarize Count = dcount(CorrelationId) by Activity = ${ACTIVITY}`

/** The newest connection of a person, for who they are; without an account the key may be a raw id of theirs. */
export const newestOf = (tenant: TenantId, keys: readonly string[]): string =>
  `${letSessions(tenant)}
let Newest = Sessions | where PersonKey in (${kqlTexts(keys)}) | top 1 by StartTime;
Newest
| join kind=leftouter (Persons | where CorrelationId in ((Newest | project CorrelationId))) on CorrelationId, ParticipantId`

/** Keys of the people with that raw id, number or object id: names go after 28 days, keys stay. */
export const keysOf = (tenant: TenantId, ids: readonly string[]): string =>
  `${letSessions(tenant)}
let Known = Persons | where RawId in~ (${kqlTexts(ids)}) or PhoneNumber in (${kqlTexts(ids)}) or ObjectId in~ (${kqlTexts(ids)});
Sessions
| where CorrelationId in ((Known | project CorrelationId))
| join kind=inner (Known | project CorrelationId, ParticipantId) on CorrelationId, ParticipantId
| distinct PersonKey
| take 100`

export const PAST: ListShape = {
  order: {
    startTime: 'StartTime',
    participants: 'Participants',
    duration: 'DurationSeconds',
    activityType: 'ActivityType',
    client: 'ClientName',
    audioQuality: 'AudioQuality',
  },
  filters: {
    from: instant('StartTime', '>='),
    to: instant('StartTime', '<'),
    activityType: oneOf('ActivityType', { Call: 'Call', Conference: 'Conference' }),
    audioQuality: oneOf('AudioQuality', { Good: 'Good', Poor: 'Poor', Unavailable: 'Unavailable' }),
    client: oneOf('Client', { teams: 'teams', acs: 'acs', phone: 'phone', bot: 'bot' }),
    call: {
      expects: 'a call id',
      condition: value => `CorrelationId == ${kqlText(value)}`,
    },
  },
  ties: ['CorrelationId', 'ParticipantId'],
}

/** Every meeting and call of a person that is over: rows of the list and, for its files, all of them. */
export function pastRows(tenant: TenantId, keys: readonly string[], { where }: ListRequest): string {
  return `${letSessions(tenant)}
let Mine = Sessions | where PersonKey in (${kqlTexts(keys)});
Mine
| join kind=leftouter (Sessions | where CorrelationId in ((Mine | project CorrelationId)) | summarize Participants = dcount(ParticipantId) by CorrelationId) on CorrelationId
| extend ActivityType = ${ACTIVITY}, HasMinorIssues = ${MINOR}, ClientName = ${CLIENT_NAME}
${wheresOf(where)}| project CorrelationId, ParticipantId, PeerParticipantId, MeetingId, StartTime, JoinTime, EndTime, Participants, DurationSeconds, ActivityType, ClientName, AudioQuality, HasMinorIssues, LobbyOutcome, Source`
}

const CLIENT_NAME =
  "case(Client == 'teams', 'Microsoft Teams', Client == 'acs', 'Communication Services', Client == 'phone', 'PSTN', Client == 'bot', 'Bot', Client)"

export const pastPage = (tenant: TenantId, keys: readonly string[], request: ListRequest): string =>
  pageOf(pastRows(tenant, keys, request), request)

/** Meetings that ended within the last day. */
export const endedLately = (tenant: TenantId, keys: readonly string[]): string =>
  `${letSessions(tenant)}
let Mine = Sessions | where PersonKey in (${kqlTexts(keys)}) and TimeGenerated > ago(24h) and EndTime > ago(24h) and SessionType != 'P2P';
Mine
| join kind=leftouter (Sessions | where CorrelationId in ((Mine | project CorrelationId)) | summarize Participants = dcount(ParticipantId) by CorrelationId) on CorrelationId
| project CorrelationId, ParticipantId, MeetingId, CallStartTime, CallEndTime, JoinTime, EndTime, Participants
| top 500 by EndTime`
