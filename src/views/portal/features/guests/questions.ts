/** External users over their meetings. The tables of our own are in the operator's workspace. */
import { kqlText } from '#views/kit'
import { newestRecords } from '../../questions/newest.ts'
import { UNHEALTHY_IN_WORKBOOK } from '../../questions/poor-streams.ts'

const MOST_GUESTS = 2000

/**
 * One row a person, who was there last first: meetings, how they were let in, and how it went. The newest guests are
 * among the newest records: so many hold 2,000 guests of fifty calls.
 */
export const GUESTS = `let People = materialize(ACSCallSummary
| where ParticipantType has "external" or (isempty(ParticipantType) and Identifier startswith "acs:")
| where Identifier !in ("", "Redacted")
| where TimeGenerated >= ${newestRecords(100_000)}
| summarize Last = max(TimeGenerated) by Identifier
| top ${MOST_GUESTS} by Last
| project Identifier);
let Visits = materialize(ACSCallSummary
| where Identifier in (People) and (ParticipantType has "external" or isempty(ParticipantType))
| summarize arg_max(TimeGenerated, Identifier, ParticipantEndSubCode, ParticipantDuration, ParticipantStartTime) by CorrelationId, ParticipantId);
Visits
| join kind=leftouter (ACSCallDiagnostics | where MediaType == "Audio" and (${UNHEALTHY_IN_WORKBOOK}) and CorrelationId in ((Visits | project CorrelationId)) | summarize Poor = count() by CorrelationId, ParticipantId) on CorrelationId, ParticipantId
| summarize Calls = dcount(CorrelationId), Rejected = countif(ParticipantEndSubCode == "5854"), TimedOut = countif(ParticipantEndSubCode == "5855"), PoorAudio = countif(Poor > 0), Minutes = sum(ParticipantDuration) / 60, First = min(ParticipantStartTime), Last = max(ParticipantStartTime) by Identifier
| extend TurnedAway = Rejected + TimedOut
| top ${MOST_GUESTS} by Last`

/** Every stay in a lobby that ended without being let in: who, and the setting that made them wait. */
export const TURNED_AWAY = `AnteroomLobbyVisits_CL
| where Outcome in ("rejected", "timedOut")
| project EnteredTime, WaitedSeconds, Outcome, Rule, EndedBy, Identifier, ParticipantKind, TeamsThreadId, CorrelationId
| top 5000 by EnteredTime`

/** The raw id of an identifier of the call tables: what the APIs' logs have. */
const rawOf = (person: string): string => (person.startsWith('acs:') ? `8:${person}` : person)

/** One thread: token, chat, lobby, call, streams, in the order in which they happened. */
export function threadQuery(person: string, withLobby: boolean): string {
  const id = kqlText(person)
  const raw = kqlText(rawOf(person))
  const lobby = `,
  (AnteroomLobbyVisits_CL | where Identifier in (${id}, ${raw}) | project At = EnteredTime, What = strcat("Waited ", toint(WaitedSeconds), " s in the lobby: ", Outcome), Detail = Rule, CorrelationId, TeamsThreadId, ParticipantId)`
  return `union
  (ACSAuthIncomingOperations | where Identity in (${id}, ${raw}) | project At = TimeGenerated, What = strcat("Identity: ", OperationName), Detail = tostring(ResultSignature), CorrelationId = "", TeamsThreadId = "", ParticipantId = ""),
  (ACSChatIncomingOperations | where UserId in (${id}, ${raw}) | project At = TimeGenerated, What = strcat("Chat: ", OperationName), Detail = tostring(ResultSignature), CorrelationId = "", TeamsThreadId = ChatThreadId, ParticipantId = ""),
  (ACSCallSummary | where Identifier in (${id}, ${raw}) | summarize arg_max(TimeGenerated, *) by CorrelationId, ParticipantId | project At = ParticipantStartTime, What = strcat("Call of ", ParticipantDuration, " s, ended ", ParticipantEndReason, "/", ParticipantEndSubCode), Detail = ResultCategory, CorrelationId, TeamsThreadId, ParticipantId),
  (ACSCallDiagnostics | where Identifier in (${id}, ${raw}) | project At = TimeGenerated, What = strcat("Stream: ", MediaType, " ", StreamDirection), Detail = strcat("jitter ", JitterAvg, " ms, loss ", PacketLossRateAvg, ", round trip ", RoundTripTimeAvg, " ms"), CorrelationId, TeamsThreadId = "", ParticipantId)${withLobby ? lobby : ''}
| order by At asc
| take 5000`
}

/** Their audio over time. */
export const qualityQuery = (person: string): string =>
  `ACSCallDiagnostics
| where Identifier == ${kqlText(person)} and MediaType == "Audio"
| summarize RoundTrip = avg(RoundTripTimeAvg), Jitter = avg(JitterAvg), Loss = avg(PacketLossRateAvg) * 100 by bin(TimeGenerated, 1h)
| order by TimeGenerated asc`

/** Every id that goes with the person. */
export const idsQuery = (person: string): string =>
  `ACSCallSummary
| where Identifier == ${kqlText(person)}
| summarize Meetings = make_set(TeamsThreadId, 100), Calls = make_set(CorrelationId, 100), Participants = make_set(ParticipantId, 100), Endpoints = make_set(EndpointId, 100)`
