/** What the pages of calls ask. The same text runs in Azure, where clients' tables may be empty. */
import { kqlText } from '#views/kit'
import { newestRecords } from '../../questions/newest.ts'
import { poorKql } from '../../questions/poor-streams.ts'

/** One row a participant, the newest; a P2P participant without id goes by identifier or endpoint. */
const PARTICIPANTS = `where ParticipantId != CorrelationId
| extend Participant = case(isnotempty(ParticipantId), ParticipantId, isnotempty(Identifier), Identifier, EndpointId)
| summarize arg_max(TimeGenerated, CallStartTime, CallDuration, CallType, ParticipantType, ResultCategory, TeamsThreadId) by CorrelationId, Participant`

/**
 * Operations of clients that count as issues: not those that were expected, nor what is the user's own doing. A user
 * facing diagnostic counts once for its bad and its good value, which share an id.
 */
const FAILED = `extend Name = iff(OperationName == "UserFacingDiagnostics", tostring(OperationPayload.DiagnosticChanged), OperationName)
| extend IsFailed = iff(OperationName == "UserFacingDiagnostics", tostring(OperationPayload.DiagnosticQuality) != "Good", ResultType !in ("Succeeded", "Success", "ExpectedError", ""))
| where IsFailed and Name !in~ ("SpeakingWhileMicrophoneIsMuted", "SpeakerMuted", "CallModeChanged", "IdChanged", "RoleChanged", "CallClientOperations")`

/** The newest; of others a narrower time or a search tells. */
export const MOST_CALLS = 2000

/** Rows of one call lie no farther apart: its streams are looked for from there on, not in the whole time. */
const APART = '1d'

type Quality = 'any' | 'Poor' | 'Good' | 'Unknown'

interface Wanted {
  /** Text in any id or tag. */
  readonly find: string
  readonly quality: Quality
  readonly issues: 'any' | 'with'
}

const ENDED = 'summarize Ended = max(TimeGenerated) by CorrelationId'
const POOR_CALLS = `(ACSCallDiagnostics | where ${poorKql()} | ${ENDED})`
const FAILED_CALLS = `(ACSCallClientOperations | ${FAILED} | summarize Ended = max(TimeGenerated) by CorrelationId = CallId)`

const NETWORK_FAILURES = `ACSCallClientOperations | ${FAILED} | where Name contains "network"`
const WITH_STREAMS = 'ACSCallDiagnostics | distinct CorrelationId'

/** The calls of a quality: just these, so that none is cut off behind others that the list leaves out. */
const OF_QUALITY: Readonly<Record<Exclude<Quality, 'any'>, string>> = {
  Poor: `union ${POOR_CALLS}, (${NETWORK_FAILURES} | where CallId in ((${WITH_STREAMS})) | summarize Ended = max(TimeGenerated) by CorrelationId = CallId)\n| summarize Ended = max(Ended) by CorrelationId`,
  Good: `ACSCallDiagnostics\n| summarize Ended = max(TimeGenerated), Poor = countif(${poorKql()}) by CorrelationId\n| where Poor == 0 and CorrelationId !in ((${NETWORK_FAILURES} | project CallId))`,
  Unknown: `ACSCallSummary\n| where CorrelationId !in ((${WITH_STREAMS}))\n| ${ENDED}`,
}
const WITH_ISSUES = `union ${POOR_CALLS}, ${FAILED_CALLS}, (ACSCallSummary | where ResultCategory has "Unexpected" | ${ENDED})\n| summarize Ended = max(Ended) by CorrelationId`

/** The newest calls are among the newest records: so many hold 2,000 calls of fifty participants. */
const NEWEST = `where TimeGenerated >= ${newestRecords(100_000)}`

function candidates({ find, quality, issues }: Wanted): string {
  const wanted = find.trim()
  const found = `ACSCallSummary\n| where CorrelationId has ${kqlText(wanted)} or ParticipantId has ${kqlText(wanted)} or Identifier has ${kqlText(wanted)} or TeamsThreadId has ${kqlText(wanted)} or DiagnosticOptions has ${kqlText(wanted)}\n| ${ENDED}`
  const [first = `ACSCallSummary\n| ${NEWEST}\n| ${ENDED}`, ...others] = [
    ...(quality === 'any' ? [] : [OF_QUALITY[quality]]),
    ...(issues === 'any' ? [] : [WITH_ISSUES]),
    ...(wanted === '' ? [] : [found]),
  ]
  return [
    first,
    ...others.map(other => `| where CorrelationId in ((${other} | project CorrelationId))`),
  ].join('\n')
}

/** A few more are judged than are shown: a version that was replaced may have had an issue that the last has not. */
const JUDGED = MOST_CALLS + 100

/** Calls, newest first, with their quality, rating and issues: looked up for those that the list may show. */
export function callsQuery(wanted: Wanted): string {
  const { quality, issues } = wanted
  const wheres = [
    ...(quality === 'any' ? [] : [`| where Quality == '${quality}'\n`]),
    ...(issues === 'any' ? [] : ['| where Issues > 0\n']),
  ]
  return `let Newest = materialize(${candidates(wanted)}
| top ${JUDGED} by Ended);
let Calls = Newest | project CorrelationId;
let Since = toscalar(Newest | summarize min(Ended)) - ${APART};
let Streams = ACSCallDiagnostics
| where TimeGenerated >= Since and CorrelationId in (Calls)
| summarize Streams = count(), PoorStreams = countif(${poorKql()}) by CorrelationId;
let Operations = ACSCallClientOperations
| where TimeGenerated >= Since and CallId in (Calls)
| ${FAILED}
| summarize FailedOperations = dcount(OperationId), NetworkFailures = countif(Name contains "network") by CorrelationId = CallId;
let Ratings = ACSCallSurvey
| where TimeGenerated >= Since and CallId in (Calls) and OverallRatingScoreUpperBound > 0
| summarize Stars = avg(OverallRatingScore * 5.0 / OverallRatingScoreUpperBound) by CorrelationId = CallId;
ACSCallSummary
| where TimeGenerated >= Since and CorrelationId in (Calls)
| ${PARTICIPANTS}
| summarize CallStartTime = min(CallStartTime), CallDuration = max(CallDuration), CallType = take_any(CallType), Participants = count(), External = countif(ParticipantType has "external"), Teams = countif(ParticipantType == "Teams"), Dropped = countif(ResultCategory has "Unexpected"), TeamsThreadId = max(TeamsThreadId) by CorrelationId
| join kind=leftouter Streams on CorrelationId
| join kind=leftouter Operations on CorrelationId
| join kind=leftouter Ratings on CorrelationId
| extend PoorStreams = coalesce(PoorStreams, 0), FailedOperations = coalesce(FailedOperations, 0)
| extend Issues = PoorStreams + FailedOperations + Dropped
| extend Quality = case(isnull(Streams), "Unknown", PoorStreams > 0 or coalesce(NetworkFailures, 0) > 0, "Poor", "Good")
| extend Rating = case(isnull(Stars), "Unknown", Stars >= 4.5, "Good", Stars >= 3, "Average", "Poor")
| project CorrelationId, CallStartTime, CallDuration, CallType, Participants, External, Teams, Quality, Rating, Dropped, PoorStreams, FailedOperations, Issues, TeamsThreadId
${wheres.join('')}| top ${MOST_CALLS} by CallStartTime`
}

/** How many calls there are, where the list shows the newest only. */
export const callsCount = 'ACSCallSummary | summarize Calls = dcount(CorrelationId)'

const ofCall = (column: string, call: string) => `| where ${column} == ${kqlText(call)}`

export const participantsQuery = (call: string): string =>
  `ACSCallSummary
${ofCall('CorrelationId', call)}
| where ParticipantId != CorrelationId
| extend Participant = case(isnotempty(ParticipantId), ParticipantId, isnotempty(Identifier), Identifier, EndpointId), _Verdict
| summarize arg_max(TimeGenerated, *) by Participant
| order by ParticipantStartTime asc
| take 1000`

export const streamsQuery = (call: string): string =>
  `ACSCallDiagnostics
${ofCall('CorrelationId', call)}
| summarize arg_max(TimeGenerated, *) by ParticipantId, EndpointType, StreamId, MediaType, StreamDirection
| take 5000`

export const operationsQuery = (call: string): string =>
  `ACSCallClientOperations
${ofCall('CallId', call)}
| project CallClientTimeStamp, ParticipantId, OperationId, OperationName, OperationType, DurationMs, ResultType, ResultSignature, OperationPayload
| order by CallClientTimeStamp asc
| take 10000`

export const seriesQuery = (call: string, participant: string): string =>
  `ACSCallClientMediaStatsTimeSeries
${ofCall('CallId', call)}
| where ParticipantId == ${kqlText(participant)}
| project CallClientTimeStamp, MediaStreamType, MediaStreamDirection, MediaStreamId, MetricName, Average, Minimum, Maximum
| order by CallClientTimeStamp asc
| take 20000`

export const surveysQuery = (call: string): string =>
  `ACSCallSurvey
${ofCall('CallId', call)}
| project ParticipantId, OverallRatingScore, OverallRatingScoreUpperBound, OverallCallIssues, AudioIssues, VideoIssues, ScreenshareIssues`

/** In the operator's workspace: who waited before the door of this call. */
export const lobbyQuery = (call: string): string =>
  `AnteroomLobbyVisits_CL
${ofCall('CorrelationId', call)}
| project EnteredTime, LeftTime, WaitedSeconds, Outcome, Rule, EndedBy, ParticipantId, Identifier`
