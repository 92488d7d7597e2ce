/** What people ask first, as KQL. The same text runs in Azure where it reads Azure's tables. */
import { newestRecords } from '../../questions/newest.ts'
import { UNHEALTHY_IN_WORKBOOK } from '../../questions/poor-streams.ts'

/** Somebody who waited in the lobby and was not let in, or whom a policy refused at the door. */
export const TURNED_AWAY = `AnteroomLobbyVisits_CL
| where Outcome in ("rejected", "timedOut")
| summarize Guests = dcount(Identifier), Visits = count() by Outcome, Rule, EndedBy
| order by Guests desc`

/** Blank cells and missing participants, each with the rule that withheld it. */
export const WITHHELD = `let Missing = AnteroomVerdicts_CL
| where ViewerKind == "resource" and Outcome == "withheld"
| mv-expand Rule = Rules to typeof(string)
| project Rule, ParticipantId;
let Blank = AnteroomVerdicts_CL
| where Outcome == "emitted"
| mv-expand kind=array Pair = RedactedFields
| project Rule = tostring(Pair[1]), ParticipantId;
union Missing, Blank
| where isnotempty(Rule)
| summarize Participants = dcount(ParticipantId) by Rule
| order by Participants desc`

/** Calls by their worst audio; limits of Azure’s workbook. */
export const WORST_AUDIO = `ACSCallDiagnostics
| where MediaType == "Audio"
| extend IsPoor = ${UNHEALTHY_IN_WORKBOOK}
| summarize Poor = dcountif(ParticipantId, IsPoor), Loss = max(PacketLossRateAvg), RoundTrip = max(RoundTripTimeAvg), Jitter = max(JitterAvg) by CorrelationId
| order by Poor desc, Loss desc, RoundTrip desc
| take 10`

/** Failed chat operations this week and the week before. */
export const CHAT_FAILING = `ACSChatIncomingOperations
| where TimeGenerated > ago(14d)
| extend Week = iff(TimeGenerated > ago(7d), "this", "before"), IsFailed = toint(ResultSignature) >= 400
| summarize Operations = count(), Failed = countif(IsFailed) by Week`

/** The newest are found first, among the newest records: what else is shown of them is read for those alone. */
export const LATEST_CALLS = `let Newest = materialize(ACSCallSummary
| where TimeGenerated >= ${newestRecords(10_000)}
| summarize CallStartTime = max(CallStartTime), First = min(TimeGenerated) by CorrelationId
| top 20 by CallStartTime);
let Since = toscalar(Newest | summarize min(First)) - 1d;
ACSCallSummary
| where TimeGenerated >= Since and CorrelationId in ((Newest | project CorrelationId))
| summarize arg_max(TimeGenerated, CallStartTime, CallDuration, CallType), Participants = dcount(ParticipantId), External = dcountif(ParticipantId, ParticipantType has "external"), Unexpected = countif(ResultCategory has "Unexpected") by CorrelationId
| top 20 by CallStartTime
| project CorrelationId, CallStartTime, CallDuration, CallType, Participants, External, Unexpected`

/** Requests to the APIs by minute: their counts and how many failed. */
export const OPERATIONS = `AnteroomOperationMetrics_CL
| summarize Operations = sum(Count), Failed = sumif(Count, StatusCodeClass in ("4xx", "5xx")) by bin(TimeGenerated, 5m)
| order by TimeGenerated asc`
