/** Queries to begin with; every one runs (tests/e2e/views/logs.test.ts) and runs in Azure too, except over `_CL` tables. */
export interface SampleQuery {
  readonly group: string
  readonly title: string
  readonly kql: string
}

const sample = (group: string, title: string, kql: string): SampleQuery => ({ group, title, kql })

export const SAMPLES: readonly SampleQuery[] = [
  sample(
    'Calls',
    'Participants per call',
    `ACSCallSummary\n| summarize Participants = dcount(ParticipantId) by CorrelationId\n| summarize Calls = count() by Participants\n| order by Participants asc\n| render columnchart`,
  ),
  sample(
    'Calls',
    'Calls by type',
    `ACSCallSummary\n| summarize Calls = dcount(CorrelationId) by CallType\n| render piechart`,
  ),
  sample(
    'Calls',
    'Duration: median and tails (s)',
    `ACSCallSummary\n| distinct CorrelationId, CallDuration\n| summarize Calls = count(), p50 = percentile(CallDuration, 50), p90 = percentile(CallDuration, 90), p99 = percentile(CallDuration, 99)`,
  ),
  sample(
    'Calls',
    'Calls per hour',
    `ACSCallSummary\n| summarize arg_min(TimeGenerated, CallStartTime) by CorrelationId\n| summarize Calls = count() by bin(CallStartTime, 1h)\n| render timechart`,
  ),
  sample(
    'Calls',
    'How participants ended',
    `ACSCallSummary\n| summarize Participants = count() by ResultCategory, ParticipantEndReason, ParticipantEndSubCode\n| order by Participants desc`,
  ),
  sample(
    'Calls',
    'SDK versions',
    `ACSCallSummary\n| where SdkVersion !in ("", "Redacted")\n| summarize Participants = dcount(ParticipantId) by SdkVersion\n| order by Participants desc\n| render barchart`,
  ),
  sample(
    'Calls',
    'Operating systems',
    `ACSCallSummary\n| where isnotempty(OsVersion)\n| extend Os = iff(OsVersion has "Android", "Android", tostring(split(OsVersion, " ")[0]))\n| summarize Participants = dcount(ParticipantId) by Os\n| render piechart`,
  ),
  sample(
    'Quality',
    'Poor streams by medium and reason',
    `ACSCallDiagnostics\n| extend Reasons = pack_array(iff(JitterAvg > 30, "jitter", ""), iff(PacketLossRateAvg > 0.1, "loss", ""), iff(RoundTripTimeAvg > 500, "round trip", ""))\n| mv-expand Reason = Reasons to typeof(string)\n| where isnotempty(Reason)\n| summarize Streams = count() by MediaType, Reason\n| order by Streams desc`,
  ),
  sample(
    'Quality',
    'Streams per call',
    `ACSCallDiagnostics\n| summarize Streams = count() by CorrelationId\n| summarize Calls = count() by Streams\n| order by Streams asc\n| render columnchart`,
  ),
  sample(
    'Quality',
    'Round trip, 95th percentile per hour',
    `ACSCallDiagnostics\n| where MediaType == "Audio"\n| summarize p95 = percentile(RoundTripTimeAvg, 95) by bin(TimeGenerated, 1h)\n| render timechart`,
  ),
  sample(
    'Quality',
    'Transports',
    `ACSCallDiagnostics\n| summarize Streams = count() by TransportType\n| render piechart`,
  ),
  sample(
    'Client',
    'Client operations by outcome',
    `ACSCallClientOperations\n| summarize Operations = count() by OperationName, ResultType\n| order by Operations desc`,
  ),
  sample(
    'Client',
    'Jitter as the clients saw it',
    `ACSCallClientMediaStatsTimeSeries\n| where MetricName has "jitter"\n| summarize Average = avg(Average), Maximum = max(Maximum) by MediaStreamType, MediaStreamDirection`,
  ),
  sample(
    'Operations',
    'Identity operations',
    `ACSAuthIncomingOperations\n| summarize Requests = count() by OperationName, ResultType, ResultSignature\n| order by Requests desc`,
  ),
  sample(
    'Operations',
    'Chat operations per hour',
    `ACSChatIncomingOperations\n| summarize Requests = count() by OperationName, bin(TimeGenerated, 1h)\n| render timechart`,
  ),
  sample(
    'Operations',
    'What alerts fired, and whether somebody was told',
    `AnteroomAlerts_CL\n| summarize Events = count(), Last = max(TimeGenerated) by RuleName, Severity, Event, Receiver\n| order by Last desc`,
  ),
  sample(
    'Guests',
    'Lobby: how long, how it ended',
    `AnteroomLobbyVisits_CL\n| summarize Visits = count(), MedianWait = percentile(WaitedSeconds, 50), Longest = max(WaitedSeconds) by Outcome, Rule`,
  ),
  sample(
    'Guests',
    'External users and their calls',
    `ACSCallSummary\n| where ParticipantType has "external"\n| summarize Calls = dcount(CorrelationId), Last = max(CallStartTime) by Identifier\n| top 100 by Calls`,
  ),
  sample(
    'Why',
    'What was withheld, by which rule',
    `AnteroomVerdicts_CL\n| where Outcome == "withheld"\n| mv-expand Rule = Rules to typeof(string)\n| summarize Participants = dcount(ParticipantId) by Rule, ParticipantKind\n| order by Participants desc`,
  ),
]
